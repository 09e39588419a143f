"""What is set up wrongly gets a sentence when the app starts, and nothing is changed by trying."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.conftest import SECRET
from tests.databases import Postgresql, started
from webapp.__main__ import main
from webapp.database import opened
from webapp.mounts import shared_file_system

ROOT = Path(__file__).parents[1]
# A table of mounts as Linux prints it, with everything that makes one hard to read.
MOUNTS = r"""/dev/vda1 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
server:/export /srv/class nfs4 rw,vers=4.2,addr=192.0.2.7 0 0
/dev/vdb1 /srv/class/local xfs rw 0 0
//server/share /mnt/two\040words cifs rw 0 0
C:\134 /mnt/c 9p rw,aname=drvfs 0 0
me@host:/home /home/me/far fuse.sshfs rw 0 0
tmpfs /srv/covered nfs rw 0 0
/dev/vdc1 /srv/covered ext4 rw 0 0
"""

Said = Callable[..., str]


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """What the command says that stopped because of these settings."""

    def run(**settings: str) -> str:
        for name, value in {"INSTANCE": str(tmp_path / "instance"), "SECRET_KEY": SECRET, **settings}.items():
            monkeypatch.setenv(f"BEFORE_FORCE_{name}", value)
        assert main(["purge"]) == 1
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "a-password" not in printed.err
        return printed.err.removeprefix("before-force: ")

    return run


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/var/lib/before-force", ""),
        ("/srv/class", "nfs4"),
        ("/srv/class/instance/before-force.sqlite", "nfs4"),
        ("/srv/classes/instance", ""),
        ("/srv/class/local/instance", ""),
        ("/mnt/two words/instance", "cifs"),
        ("/mnt/c/Users", "9p"),
        ("/home/me/far/away", "fuse.sshfs"),
        ("/home/me/near", ""),
        ("/srv/covered/instance", ""),
    ],
)
def test_a_network_file_system_is_told_from_a_disk(tmp_path: Path, place: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert shared_file_system(Path(place), mounts) == kind


def test_where_mounts_cannot_be_read_nothing_is_refused(tmp_path: Path) -> None:
    assert shared_file_system(tmp_path, tmp_path / "nothing") == ""


def test_this_machines_own_mounts_are_read(tmp_path: Path) -> None:
    assert shared_file_system(tmp_path) == ""


@pytest.mark.parametrize("hosts", ["https://class.example.org", "class.example.org/", "one.example two.example"])
def test_host_names_that_could_match_nothing_are_refused(said: Said, hosts: str) -> None:
    assert said(TRUSTED_HOSTS=hosts) == (
        "BEFORE_FORCE_TRUSTED_HOSTS takes host names such as class.example.org, with commas between them.\n"
    )


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(said: Said, address: str) -> None:
    assert said(DATABASE=address) == (
        "BEFORE_FORCE_DATABASE needs a file after sqlite:///, or all is lost when the app stops.\n"
    )


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user of the machine reaches."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("broken", ["folder", "key", "file"])
def test_what_the_apps_user_may_not_use_gets_a_sentence(open_folder: Path, broken: str) -> None:
    instance = open_folder / "instance"
    instance.mkdir()
    (instance / "secret_key").write_text(SECRET)
    (instance / "secret_key").chmod(0 if broken == "key" else 0o644)
    if broken == "file":
        with opened(f"sqlite:///{instance}/before-force.sqlite"):
            pass
        (instance / "before-force.sqlite").chmod(0o444)
    instance.chmod(0o555 if broken == "folder" else 0o777)
    # Nothing is forbidden to root: another user tries, who may not even reach Python's own files.
    start = (
        "import encodings.ascii, os, sqlalchemy.dialects.sqlite, sys; from webapp.__main__ import main; "
        "os.getuid() or os.setuid(65534); sys.exit(main(['purge']))"
    )
    environ = {**os.environ, "BEFORE_FORCE_INSTANCE": str(instance)}
    ran = subprocess.run(
        [sys.executable, "-c", start], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    if broken == "file":
        assert ran.stderr == (
            f"before-force: {instance}/before-force.sqlite can't be written. "
            "Give the app's user the right to write it and its folder.\n"
        )
    elif broken == "key":
        assert ran.stderr.startswith(f"before-force: The secret key in {instance}/secret_key can't be read.")
    else:
        assert ran.stderr == (
            "before-force: The database file can't be opened. Check that its folder exists and can be written.\n"
        )


def test_a_server_that_is_no_postgresql_gets_a_sentence_and_what_the_driver_says(said: Said) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(100)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        told = said(DATABASE=f"postgresql://somebody:a-password@127.0.0.1:{server.getsockname()[1]}/name")
        thread.join(10)
    assert told.startswith("The database can't be reached at the moment.\nThe driver says: ")
    assert told.count("\n") == 2


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgresql]:
    """A PostgreSQL, also where the other tests run on SQLite."""
    with started("postgresql18", tmp_path_factory.mktemp("postgresql")) as source:
        assert isinstance(source, Postgresql)
        yield source


def execute(url: sa.URL, *statements: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def printed(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


def test_postgresql_that_does_not_let_us_in_gets_a_sentence_and_what_the_driver_says(
    server: Postgresql, said: Said
) -> None:
    told = said(DATABASE=printed(server.server.set(username="nobody-we-know", password="a-password")))
    assert re.fullmatch("The database can't be reached at the moment.\nThe driver says: .+nobody-we-know.+\n", told)
    told = said(DATABASE=printed(server.server.set(database="not_there")))
    assert re.fullmatch("The database can't be reached at the moment.\nThe driver says: .+not_there.+\n", told)


def test_postgresql_where_we_may_make_no_tables_gets_a_sentence(server: Postgresql, said: Said, tmp_path: Path) -> None:
    url = sa.make_url(server.fresh(tmp_path))
    execute(url, "CREATE ROLE a_reader LOGIN PASSWORD 'a-password'")
    told = said(DATABASE=printed(url.set(username="a_reader", password="a-password")))
    assert told == (
        "The database does not let its user do what the app needs. Let it make tables and write them "
        "(such as GRANT CREATE, USAGE ON SCHEMA public).\n"
    )


def test_postgresql_that_cannot_hold_every_letter_gets_a_sentence(
    server: Postgresql, said: Said, tmp_path: Path
) -> None:
    url = sa.make_url(server.fresh(tmp_path))
    execute(url, "CREATE DATABASE narrow ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    told = said(DATABASE=printed(url.set(database="narrow")))
    assert told.startswith("The database stores text as LATIN1, which can't hold all that people type.")


def test_a_database_of_another_program_that_numbers_its_migrations_too_is_left_alone(
    server: Postgresql, said: Said, tmp_path: Path
) -> None:
    url = sa.make_url(server.fresh(tmp_path))
    execute(url, "CREATE TABLE theirs (x int)", "CREATE TABLE alembic_version (version_num varchar(32))")
    execute(url, "INSERT INTO alembic_version VALUES ('3f2a')")
    assert said(DATABASE=printed(url)).startswith("The database holds tables of another program.")


def test_postgresql_of_a_newer_version_is_left_alone(server: Postgresql, said: Said, tmp_path: Path) -> None:
    url = sa.make_url(server.fresh(tmp_path))
    with opened(printed(url)):
        pass
    execute(url, "UPDATE alembic_version SET version_num = '9999'")
    assert said(DATABASE=printed(url)).startswith("The database was written by a newer version of the app.")
