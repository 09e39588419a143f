"""The database: how it is opened, brought up to date, refused; and what a full or read-only disk does."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

import webapp.database
from tests.databases import Postgresql, Sqlite
from tests.visitor import Visitor
from webapp.__main__ import main
from webapp.access.model import holding
from webapp.current import DATABASE
from webapp.database import Database, StorageError

ROOT = Path(__file__).parents[1]
COUNCIL = "What has the Security Council decided"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a database file may stand."""
    return tmp_path / "some.sqlite"


@contextmanager
def opened(place: Path) -> Iterator[Database]:
    """A database with our tables."""
    database = Database(f"sqlite:///{place}")
    try:
        database.upgrade()
        yield database
    finally:
        database.engine.dispose()


def refusal(place: Path) -> str:
    with pytest.raises(StorageError) as caught, opened(place):
        pass
    return str(caught.value)


def made(place: Path, *statements: str) -> None:
    """Make or change a database file with these statements."""
    connection = sqlite3.connect(place)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_it_is_opened_so_that_what_is_saved_is_on_disk(place: Path) -> None:
    with opened(place) as database, database.read() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(place: Path) -> None:
    with opened(place) as database, database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, holding.metadata) == []


def test_upgrading_twice_changes_nothing(place: Path) -> None:
    with opened(place) as database:
        database.upgrade()


def test_two_processes_that_start_at_once_both_come_up(place: Path) -> None:
    start = "import sys; from webapp.database import Database; Database(sys.argv[1]).upgrade()"
    command = [sys.executable, "-c", start, f"sqlite:///{place}"]
    started = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in started:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said


def test_the_tables_of_another_program_are_left_alone(place: Path) -> None:
    made(place, "CREATE TABLE theirs (x)")
    assert refusal(place) == (
        "The database holds tables of another program. Name an empty one with BEFORE_FORCE_DATABASE."
    )
    made(place, "INSERT INTO theirs VALUES (1)")


def test_a_database_of_a_newer_version_is_left_alone(place: Path) -> None:
    with opened(place):
        pass
    made(place, "UPDATE alembic_version SET version_num = '9999'")
    assert refusal(place).startswith("The database was written by a newer version of the app.")


def test_a_file_that_is_no_database_gets_a_sentence(place: Path) -> None:
    place.write_bytes(b"a letter to somebody\n" * 100)
    assert refusal(place) == "The database file is damaged, or no database. Restore a backup."


def test_a_folder_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nothing" / "some.sqlite").startswith("The database file can't be opened.")


def test_a_database_that_cannot_be_written_gets_a_sentence_at_start(place: Path) -> None:
    with pytest.raises(StorageError) as caught:
        Database(f"sqlite:///file:{place.parent / 'other.sqlite'}?mode=ro&uri=true").upgrade()
    assert str(caught.value).startswith("The database file can't be opened.")
    made(place, "PRAGMA journal_mode=WAL", "CREATE TABLE x (y)", "DROP TABLE x")
    database = Database(f"sqlite:///file:{place}?mode=ro&uri=true")
    with pytest.raises(StorageError, match="The database of the server can't be written at the moment"):
        database.upgrade()
    database.engine.dispose()


def test_nobody_waits_for_ever_for_somebody_who_keeps_a_lock(
    tmp_path: Path, databases: Sqlite | Postgresql, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webapp.database, "BUSY_SECONDS", 1)
    database = Database(databases.fresh(tmp_path))
    database.upgrade()

    def write() -> None:
        with database.write() as connection:
            connection.execute(sa.update(holding).values(name="x"))

    with database.write() as keeping:
        if not database.is_sqlite:
            keeping.exec_driver_sql("LOCK TABLE holding")
        with ThreadPoolExecutor() as pool, pytest.raises(StorageError, match="Somebody else keeps the database busy"):
            pool.submit(write).result(timeout=10)
    write()
    database.engine.dispose()


@contextmanager
def full(engine: sa.Engine) -> Iterator[None]:
    """The disk of the database is full; ends with room again."""

    @sa.event.listens_for(engine, "connect")
    def no_room(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA max_page_count=1")

    engine.dispose()
    try:
        yield
    finally:
        sa.event.remove(engine, "connect", no_room)
        engine.dispose()


def test_a_disk_that_is_full_at_start_gets_a_sentence(place: Path) -> None:
    database = Database(f"sqlite:///{place}")
    with full(database.engine), pytest.raises(StorageError, match="The disk of the server is full"):
        database.upgrade()
    database.upgrade()
    database.engine.dispose()


@pytest.mark.alone
def test_a_disk_that_fills_during_a_save_gives_the_text_back_and_leaves_what_was_saved(
    visitor: Visitor, app: Flask
) -> None:
    visitor.open("/worksheets/new").tick("Kosovo").press("Start").press("I have kept it").follow("Legal basis")
    page = visitor.address
    visitor.fill("Reasons and evidence", "saved before", COUNCIL).press("Save and continue").open(page)
    long = "typed while the disk was full " * 130
    for question in (COUNCIL, "Which legal grounds"):
        visitor.fill("Reasons and evidence", long, question)
    with full(app.extensions[DATABASE].engine):
        visitor.press("Save and continue")
        assert visitor.status == 503
        assert visitor.has("The disk of the server is full, so nothing more can be saved at the moment.")
        assert visitor.has("What was saved before is untouched.")
        assert visitor.text.count("typed while the disk was full") == 2 * 130
        reader = Visitor(app)
        reader.client = visitor.client
        assert reader.open(page).value("Reasons and evidence", COUNCIL) == "saved before"
        assert reader.value("Reasons and evidence", "Which legal grounds") == ""
    assert visitor.press("Send again").heading == "R2P pillars"
    assert visitor.open(page).value("Reasons and evidence", "Which legal grounds") == long


@pytest.mark.alone
@pytest.mark.parametrize("start", ["/worksheets/new"])
def test_a_worksheet_that_cannot_be_stored_is_begun_by_sending_again(visitor: Visitor, app: Flask, start: str) -> None:
    visitor.open(start).tick("Kosovo").fill("Name of", "Group Adriatic")
    with full(app.extensions[DATABASE].engine):
        visitor.press("Start")
        assert visitor.status == 503
        assert visitor.has("Group Adriatic")
    assert visitor.press("Send again").heading == "Your return code"


def test_what_is_wrong_at_start_is_one_sentence_in_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "before-force.sqlite").write_bytes(b"a letter to somebody\n" * 100)
    monkeypatch.setenv("BEFORE_FORCE_INSTANCE", str(tmp_path))
    assert main(["purge"]) == 1
    assert capsys.readouterr().err == (
        "before-force: The database file is damaged, or no database. Restore a backup.\n"
    )
