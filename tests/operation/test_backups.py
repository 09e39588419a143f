"""Backups while people write to a real server, and what can be put back."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.browser.server import Server
from tests.conftest import SECRET
from tests.operation.conftest import Open
from tests.operation.rows import fill
from tests.operation.writers import Writer
from tests.remote import Remote
from webapp.__main__ import main
from webapp.answers.model import snapshot, worksheet
from webapp.database import Database

ROOT = Path(__file__).parents[2]
Command = Callable[..., int]


@pytest.fixture
def command(there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs an operator's command on the database that is tested."""
    monkeypatch.setenv("BEFORE_FORCE_INSTANCE", str(tmp_path / "there"))
    monkeypatch.setenv("BEFORE_FORCE_DATABASE", there)
    monkeypatch.setenv("BEFORE_FORCE_SECRET_KEY", SECRET)
    return lambda *words: main([str(word) for word in words])


@pytest.fixture
def stored(there: str, open_database: Open) -> Database:
    """A database with five rows in every table."""
    database = open_database(there)
    database.upgrade()
    with database.write() as connection:
        fill(connection, 5)
    return database


def names(database: Database) -> set[str]:
    with database.read() as connection:
        return set(connection.scalars(sa.select(worksheet.c.holder_name)))


def test_a_backup_made_while_people_write_holds_all_that_was_acknowledged_before(
    there: str, tmp_path: Path, command: Command, open_database: Open
) -> None:
    file = tmp_path / "backup.sqlite"
    (tmp_path / "server").mkdir()
    environ = {"BEFORE_FORCE_DATABASE": there, "BEFORE_FORCE_SECRET_KEY": SECRET}
    with Server(tmp_path / "server", environ) as server:
        writers = [Writer(Remote(server.address), f"writer {number}") for number in range(4)]
        for writer in writers:
            writer.start()
        while not all(len(writer.acknowledged) >= 10 for writer in writers):
            assert all(writer.is_alive() for writer in writers)
            time.sleep(0.01)
        before = {name for writer in writers for name in writer.acknowledged}
        assert command("backup", file) == 0
        during = {name for writer in writers for name in writer.acknowledged} - before
        for writer in writers:
            writer.finish()
    assert [writer.failed for writer in writers] == [[], [], [], []]
    assert during, "nobody wrote while the backup was made"

    restored = f"sqlite:///{tmp_path / 'restored.sqlite'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BEFORE_FORCE_DATABASE", restored)
        assert command("restore", file) == 0
    found = names(open_database(restored))
    assert before - found == set()
    assert found <= {name for writer in writers for name in writer.acknowledged}


def test_a_backup_is_one_sound_file_for_its_owner_alone(stored: Database, command: Command, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    file = tmp_path / "backups" / "backup.sqlite"
    assert command("backup", file) == 0
    assert list(file.parent.iterdir()) == [file]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM revision").fetchone() == (5,)


def test_a_backup_replaces_no_file(
    stored: Database, command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("to somebody")
    assert command("backup", file) == 1
    assert capsys.readouterr().err == f"before-force: {file} exists already. Name a file that does not.\n"
    assert file.read_text() == "to somebody"


def test_a_backup_into_a_folder_that_is_not_there_gets_a_sentence(
    stored: Database, command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "nothing" / "backup.sqlite"
    assert command("backup", file) == 1
    assert capsys.readouterr().err == f"before-force: {file} can't be used: No such file or directory.\n"


def test_a_backup_that_runs_out_of_room_leaves_nothing(stored: Database, command: Command, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    # No file may grow beyond this: what a full disk does, without needing one.
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); "
    start = "import sys; from webapp.__main__ import main; sys.exit(main(sys.argv[1:]))"
    words = [sys.executable, "-c", limit + start, "backup", str(tmp_path / "backups" / "backup.sqlite")]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 1
    assert ran.stderr.startswith("before-force: The")
    assert "Traceback" not in ran.stderr
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_backup_comes_back_into_an_empty_database(
    stored: Database, command: Command, tmp_path: Path, open_database: Open
) -> None:
    file = tmp_path / "backup.sqlite"
    assert command("backup", file) == 0
    before = file.read_bytes()
    empty = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BEFORE_FORCE_DATABASE", empty)
        assert command("restore", file) == 0
    assert names(open_database(empty)) == names(stored)
    assert file.read_bytes() == before


def test_restoring_replaces_what_is_there_only_where_told(
    stored: Database, command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "backup.sqlite"
    assert command("backup", file) == 0
    with stored.write() as connection:
        connection.execute(sa.update(worksheet).values(holder_name="changed since"))
        connection.execute(sa.insert(snapshot).values(digest="later", body="{}"))
    capsys.readouterr()
    assert command("restore", file) == 1
    assert "The target is not empty" in capsys.readouterr().err
    assert names(stored) == {"changed since"}
    assert command("restore", file, "--replace") == 0
    assert len(names(stored)) == 5
    with stored.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(snapshot)) == 5


@pytest.mark.parametrize("kind", ["text", "cut", "empty", "other", "newer", "missing"])
def test_what_is_no_sound_backup_is_refused_and_nothing_is_replaced(
    stored: Database, command: Command, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "backup.sqlite"
    assert command("backup", file) == 0
    sentence = spoil(file, kind)
    capsys.readouterr()
    before = names(stored)
    assert command("restore", file, "--replace") == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert names(stored) == before


def spoil(file: Path, kind: str) -> str:
    """Make a backup into something else; gives what is said of it."""
    match kind:
        case "text":
            file.write_bytes(b"a letter to somebody\n" * 100)
        case "cut":
            os.truncate(file, file.stat().st_size // 2)
        case "empty":
            file.write_bytes(b"")
            return "The database is empty: Before Force has never been started with it."
        case "missing":
            file.unlink()
            return f"There is no file {file}."
        case "other":
            file.unlink()
            change(file, "CREATE TABLE theirs (x)")
            return "tables of another program"
        case "newer":
            change(file, "UPDATE alembic_version SET version_num = '9999'")
            return "The database was written by a newer version"
    return "The file is damaged, or no backup of Before Force."


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()
