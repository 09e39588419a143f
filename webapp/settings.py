"""Every setting, its meaning and its default. Each is read from the environment as `BEFORE_FORCE_<NAME>`.

The defaults are safe in production. A setting that can't be used is a `SettingsError`: one sentence, at start.
"""

from __future__ import annotations

import os
import re
import secrets
import zoneinfo
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec
import sqlalchemy

from webapp.mounts import shared_file_system

PREFIX = "BEFORE_FORCE_"
SHORTEST_SECRET = 32
_HOST_AND_PORT = re.compile(r"\[?(?P<host>[^\[\]:]+|(?<=\[)[\da-fA-F:]+)\]?(:(?P<port>\d+))?")
_HOST = re.compile(r"\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?")


class SettingsError(Exception):
    """A setting that can't be used: says which, why, and what to do."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one running app; each field's name in capitals after `BEFORE_FORCE_` is its variable."""

    instance: Path
    """The instance folder: database and secret key. Default: `instance` in the folder the app is started from."""

    database: str
    """The address of the database. Default: SQLite in the instance folder. PostgreSQL: `postgresql://user@host/name`;
    with a standby `postgresql://user@host1,host2/name?target_session_attrs=read-write`."""

    secret_key: str
    """Signs cookies and keys the hashes of codes; 32 characters or more. Default: made and kept in the instance
    folder on the first run. With PostgreSQL it has to be set, the same for every process."""

    delete_after_days: int = 180
    """A worksheet is deleted this many days after its last change (1 to 3650)."""

    timezone: str = "UTC"
    """The zone that times are printed in, with its name beside them, such as `Europe/Amsterdam`."""

    trusted_hosts: tuple[str, ...] = ()
    """The host names that the app answers to, with commas between them. Default: the numbers of addresses, `localhost`
    and this computer's own name, with and without `.local`."""

    proxies: int = 0
    """How many proxies stand in front of the app and set the `X-Forwarded-*` headers (0 to 5)."""

    log: Literal["errors", "requests"] = "errors"
    """What is written to standard error: requests that failed on the server (`errors`), or all (`requests`)."""

    development: bool = False
    """Shows the page of components. Anything that a class must not meet stays off."""

    @property
    def content(self) -> Path:
        """The folder with the frameworks of this instance, each in a folder of its own; it need not be there."""
        return self.instance / "content"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone that times are printed in."""
        return zoneinfo.ZoneInfo(self.timezone)


def read(environ: Mapping[str, str], given: Mapping[str, Any] | None = None) -> Settings:
    """The settings from the environment, with `given` (field names) before them; raises SettingsError."""
    values = _from_environ(environ) | dict(given or {})
    instance = Path(values.get("instance", "instance")).absolute()
    values["instance"] = instance
    default = f"sqlite:///{instance / 'before-force.sqlite'}"
    values["database"] = database_address(values.get("database") or default)
    if values["database"].startswith("sqlite"):
        _refuse_shared(Path(sqlalchemy.make_url(values["database"]).database or ""))
        _make(instance)
    values["secret_key"] = _secret(values.get("secret_key"), instance, values["database"])
    settings = _typed(values)
    _require(1 <= settings.delete_after_days <= 3650, "delete_after_days", "takes a number from 1 to 3650")
    _require(0 <= settings.proxies <= 5, "proxies", "takes a number from 0 to 5")
    named = all(_HOST.fullmatch(host) for host in settings.trusted_hosts)
    _require(named, "trusted_hosts", "takes host names such as class.example.org, with commas between them")
    _require(settings.timezone in zoneinfo.available_timezones(), "timezone", "takes a name like Europe/Amsterdam")
    return settings


def _from_environ(environ: Mapping[str, str]) -> dict[str, Any]:
    known = {field.name for field in msgspec.structs.fields(Settings)}
    values: dict[str, Any] = {}
    for variable, value in environ.items():
        # A variable that is set and empty, as compose files leave it, counts as not set.
        if not variable.startswith(PREFIX) or not value:
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in known:
            names = ", ".join(sorted(PREFIX + field.upper() for field in known))
            raise SettingsError(f"{variable} is not a setting. The settings are: {names}.")
        values[name] = value
    if "trusted_hosts" in values:
        values["trusted_hosts"] = tuple(filter(None, map(str.strip, values["trusted_hosts"].split(","))))
    return values


def _typed(values: dict[str, Any]) -> Settings:
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        name = str(error).partition("$.")[2].strip("`") or "a setting"
        raise SettingsError(
            f"{PREFIX}{name.upper()} has a value that can't be used; README.md tells what it takes."
        ) from None


def _require(holds: bool, name: str, takes: str) -> None:
    if not holds:
        raise SettingsError(f"{PREFIX}{name.upper()} {takes}.")


def database_address(address: str, named: str = PREFIX + "DATABASE") -> str:
    """An address as SQLAlchemy takes it; `named` is what the SettingsError calls it where it can't be used."""
    try:
        url = sqlalchemy.make_url(_one_host_a_piece(address))
    except (sqlalchemy.exc.ArgumentError, ValueError):
        raise SettingsError(f"{named} is not the address of a database (sqlite:///… or postgresql://…).") from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise SettingsError(f"{named} takes sqlite:///… or postgresql://…, not {url.drivername}.")
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise SettingsError(f"{named} needs a file after sqlite:///, or all is lost when the app stops.")
    return url.render_as_string(hide_password=False)


def _one_host_a_piece(address: str) -> str:
    """The address of several hosts as SQLAlchemy takes it: PostgreSQL's own tools write them with commas between."""
    start, slashes, rest = address.partition("://")
    where, slash, name = rest.partition("/")
    user, at, hosts = where.rpartition("@")
    if "," not in hosts:
        return address
    name, _, query = name.partition("?")
    pieces = [_HOST_AND_PORT.fullmatch(host) for host in hosts.split(",")]
    if not all(pieces):
        raise ValueError(hosts)
    named = "&".join(f"{part}={','.join(piece[part] or '' for piece in pieces if piece)}" for part in ("host", "port"))
    return f"{start}{slashes}{user}{at}{slash}{name}?{'&'.join(filter(None, [named, query]))}"


def _secret(given: str | None, instance: Path, database: str) -> str:
    if given is None and not database.startswith("sqlite"):
        raise SettingsError(f"With PostgreSQL set {PREFIX}SECRET_KEY, the same for every process.")
    secret = given if given is not None else _kept_secret(instance)
    _require(len(secret) >= SHORTEST_SECRET, "secret_key", f"takes {SHORTEST_SECRET} characters or more")
    return secret


def _refuse_shared(file: Path) -> None:
    kind = shared_file_system(file)
    if kind:
        raise SettingsError(
            f"{file} is on a network or shared file system ({kind}), where SQLite can lose what it saved. Name a "
            f"folder on a disk of this machine with {PREFIX}INSTANCE, or PostgreSQL with {PREFIX}DATABASE."
        )


def _make(instance: Path) -> None:
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(instance, error) from None


def _unwritable(instance: Path, error: OSError) -> SettingsError:
    return SettingsError(
        f"The instance folder {instance} can't be written ({error.strerror}). Give the app's user the right to "
        f"write there, or name another folder with {PREFIX}INSTANCE."
    )


def _kept_secret(instance: Path) -> str:
    """The secret of this instance folder, made on the first run and readable by its owner alone."""
    path = instance / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secret(path)
    except OSError as error:
        raise _unwritable(instance, error) from None
    secret = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret + "\n")
    return secret


def _read_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            f"The secret key in {path} can't be read. Give the file to the app's user, or put back the one that was "
            "there."
        ) from None
