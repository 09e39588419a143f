"""Settings: each has a default, each bad value gets a sentence, and README.md lists them all."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy

from webapp import create_app
from webapp.__main__ import main
from webapp.current import DATABASE
from webapp.settings import Settings, SettingsError, read

ROOT = Path(__file__).parents[1]
SECRET = "a secret for tests, longer than it has to be"
NAMES = ["BEFORE_FORCE_" + field.name.upper() for field in msgspec.structs.fields(Settings)]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment that names an instance folder, and nothing else of ours."""
    return {"BEFORE_FORCE_INSTANCE": str(tmp_path / "instance"), "HOME": "/nothing"}


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        read(environ)
    return str(caught.value)


def test_the_defaults_are_safe_in_production(environ: dict[str, str], tmp_path: Path) -> None:
    found = read(environ)
    assert found.database == f"sqlite:///{tmp_path}/instance/before-force.sqlite"
    assert (found.delete_after_days, found.timezone, found.trusted_hosts) == (180, "UTC", ())
    assert (found.proxies, found.development) == (0, False)
    assert len(found.secret_key) > 50


def test_the_instance_folder_is_beside_where_the_app_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read({}).instance == tmp_path / "instance"


def test_every_setting_is_read_from_the_environment(environ: dict[str, str]) -> None:
    found = read(
        environ
        | {
            "BEFORE_FORCE_DATABASE": "postgres://user:p%40ss@host/name",
            "BEFORE_FORCE_SECRET_KEY": SECRET,
            "BEFORE_FORCE_DELETE_AFTER_DAYS": "30",
            "BEFORE_FORCE_TIMEZONE": "Europe/Amsterdam",
            "BEFORE_FORCE_TRUSTED_HOSTS": "one.example, two.example,",
            "BEFORE_FORCE_PROXIES": "1",
            "BEFORE_FORCE_DEVELOPMENT": "1",
        }
    )
    assert found.database == "postgresql+psycopg://user:p%40ss@host/name"
    assert (found.secret_key, found.delete_after_days) == (SECRET, 30)
    assert (found.timezone, str(found.zone)) == ("Europe/Amsterdam", "Europe/Amsterdam")
    assert found.trusted_hosts == ("one.example", "two.example")
    assert (found.proxies, found.development) == (1, True)


@pytest.mark.parametrize(
    ("address", "hosts", "ports"),
    [
        ("postgresql://u:p@one:5433,two:5434/name?target_session_attrs=read-write", "one,two", "5433,5434"),
        ("postgresql://u@one,two/name", "one,two", ","),
        ("postgresql://u:a%2Cb@one:5433,[::1]:5434/name", "one,::1", "5433,5434"),
        ("postgresql://u:p@one:5433/name?options=-c%20a=b,c", "one", "5433"),
    ],
)
def test_an_address_may_name_several_hosts_of_postgresql(
    environ: dict[str, str], address: str, hosts: str, ports: str
) -> None:
    found = read(environ | {"BEFORE_FORCE_DATABASE": address, "BEFORE_FORCE_SECRET_KEY": SECRET}).database
    engine = sqlalchemy.create_engine(found)
    _, named = engine.dialect.create_connect_args(engine.url)
    assert (named["host"], str(named.get("port", ","))) == (hosts, ports)
    assert (named["dbname"], named["user"]) == ("name", "u")
    assert named.get("target_session_attrs") == ("read-write" if "?target" in address else None)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "BEFORE_FORCE_INSTANCE"])
def test_a_variable_that_is_set_and_empty_counts_as_not_set(environ: dict[str, str], name: str) -> None:
    assert read(environ | {name: ""}) == read(environ)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DELETE_AFTER_DAYS", "0", "takes a number from 1 to 3650."),
        ("DELETE_AFTER_DAYS", "-1", "takes a number from 1 to 3650."),
        ("DELETE_AFTER_DAYS", "soon", "has a value that can't be used; README.md tells what it takes."),
        ("DELETE_AFTER_DAYS", "1.5", "has a value that can't be used; README.md tells what it takes."),
        ("PROXIES", "6", "takes a number from 0 to 5."),
        ("PROXIES", "yes", "has a value that can't be used; README.md tells what it takes."),
        ("TIMEZONE", "Amsterdam", "takes a name like Europe/Amsterdam."),
        ("TIMEZONE", "../../etc/passwd", "takes a name like Europe/Amsterdam."),
        ("DEVELOPMENT", "perhaps", "has a value that can't be used; README.md tells what it takes."),
        ("SECRET_KEY", "short", "takes 32 characters or more."),
        ("DATABASE", "mysql://host/name", "takes sqlite:///… or postgresql://…, not mysql."),
        (
            "DATABASE",
            "postgresql://host:a-port/name",
            "is not the address of a database (sqlite:///… or postgresql://…).",
        ),
        ("DATABASE", "nothing", "is not the address of a database (sqlite:///… or postgresql://…)."),
    ],
)
def test_a_bad_value_gets_a_sentence_that_names_the_variable(
    environ: dict[str, str], name: str, value: str, sentence: str
) -> None:
    assert refusal(environ | {f"BEFORE_FORCE_{name}": value}) == f"BEFORE_FORCE_{name} {sentence}"


def test_an_unknown_variable_gets_a_sentence_that_names_those_there_are(environ: dict[str, str]) -> None:
    said = refusal(environ | {"BEFORE_FORCE_DATABSE": "x"})
    assert said.startswith("BEFORE_FORCE_DATABSE is not a setting. The settings are: ")
    assert all(name in said for name in NAMES)


def test_readme_lists_every_setting_with_its_default() -> None:
    listed = re.findall(r"^\| `(BEFORE_FORCE_\w+)` \| (.+) \| (.+) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert sorted(name for name, _, _ in listed) == sorted(NAMES)
    defaults = {name: default.strip("`") for name, _, default in listed}
    assert defaults["BEFORE_FORCE_DELETE_AFTER_DAYS"] == "180"
    assert defaults["BEFORE_FORCE_TIMEZONE"] == "UTC"


def test_a_secret_is_made_once_for_its_owner_alone_and_kept(environ: dict[str, str], tmp_path: Path) -> None:
    first, second = read(environ), read(environ)
    kept = tmp_path / "instance" / "secret_key"
    assert first.secret_key == second.secret_key == kept.read_text().strip()
    assert (stat.S_IMODE(kept.stat().st_mode), stat.S_IMODE(kept.parent.stat().st_mode)) == (0o600, 0o700)
    other = read(environ | {"BEFORE_FORCE_INSTANCE": str(tmp_path / "other")})
    assert other.secret_key != first.secret_key


def test_a_secret_that_is_given_is_not_written_down(environ: dict[str, str], tmp_path: Path) -> None:
    read(environ | {"BEFORE_FORCE_SECRET_KEY": SECRET})
    assert not (tmp_path / "instance" / "secret_key").exists()


def test_a_kept_secret_that_was_cut_short_is_refused(environ: dict[str, str], tmp_path: Path) -> None:
    read(environ)
    (tmp_path / "instance" / "secret_key").write_text("short\n")
    assert refusal(environ) == "BEFORE_FORCE_SECRET_KEY takes 32 characters or more."


def test_postgresql_needs_a_secret_that_every_process_shares(environ: dict[str, str]) -> None:
    said = refusal(environ | {"BEFORE_FORCE_DATABASE": "postgresql://host/name"})
    assert said == "With PostgreSQL set BEFORE_FORCE_SECRET_KEY, the same for every process."


def test_an_instance_folder_that_cannot_be_written_gets_a_sentence_in_the_terminal(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BEFORE_FORCE_INSTANCE", str(tmp_path / "file" / "instance"))
    assert main(["purge"]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"before-force: The instance folder {tmp_path}/file/instance can't be written (")
    assert "BEFORE_FORCE_INSTANCE" in said
    assert said.count("\n") == 1


def test_settings_given_to_create_app_go_before_the_environment(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEFORE_FORCE_DELETE_AFTER_DAYS", "30")
    given: dict[str, Any] = {"instance": tmp_path / "new", "secret_key": SECRET, "delete_after_days": 7}
    app = create_app(given)
    assert "7 days" in app.test_client().get("/privacy").text
    app.extensions[DATABASE].engine.dispose()
