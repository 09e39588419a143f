"""Copying a database into another, both ways between SQLite and PostgreSQL."""

from __future__ import annotations

import re
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.operation.conftest import Open
from tests.operation.rows import counts, fill
from tests.seminar.people import join, open_seminar
from tests.visitor import Visitor
from webapp import create_app
from webapp.__main__ import main
from webapp.answers.model import metadata, revision, snapshot, worksheet
from webapp.current import DATABASE
from webapp.database import Database, StorageError
from webapp.operation.copying import copy

ROWS = 250  # more than two batches


def filled(database: Database, rows: int = ROWS) -> Database:
    database.upgrade()
    with database.write() as connection:
        fill(connection, rows)
    return database


def content(database: Database) -> dict[str, list[Any]]:
    """Every row of every table."""
    with database.read() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def test_every_table_arrives_row_by_row_and_comes_back_the_same(
    here: str, there: str, tmp_path: Path, open_database: Open
) -> None:
    source, target = filled(open_database(here)), open_database(there)
    back = open_database(f"sqlite:///{tmp_path / 'back.sqlite'}")
    went, came = copy(source, target), copy(target, back)
    assert went == came
    assert content(source) == content(target) == content(back)
    for database in (source, target, back):
        with database.read() as connection:
            # As the database counts its own tables: one that the code forgot would be missing in the copy.
            assert counts(connection) == {one.table: ROWS for one in went}


def test_people_go_on_in_the_copy_where_they_were(
    settings: dict[str, Any], tmp_path: Path, there: str, open_database: Open
) -> None:
    before = create_app(settings | {"database": f"sqlite:///{tmp_path / 'before.sqlite'}"})
    seminar = open_seminar(before)
    seminar.move("legal-basis", "answering")
    phone = seminar.join("Ana").write("legal-basis", "Which legal grounds", "written before")
    copy(before.extensions[DATABASE], open_database(there))
    before.extensions[DATABASE].engine.dispose()

    after = create_app(settings | {"database": there})
    ana = Visitor(after).open("/worksheets/open").fill("Return code", phone.return_code).press("Open")
    ana.open(f"/worksheet/{phone.worksheet}/step/legal-basis")
    assert ana.value("Reasons and evidence", "Which legal grounds") == "written before"
    # A save, somebody new, a wrong code and a stage each take the next number of their table.
    ana.fill("Reasons and evidence", "and after", "Which legal grounds").press("Save and continue")
    assert ana.status == 200
    join(after, seminar.join_code, "Ben")
    assert Visitor(after).open("/worksheets/open").fill("Return code", "ABCDEFGHJKMNP").press("Open").status == 422
    desk = Visitor(after).open("/worksheets/open").fill("Return code", seminar.desk_code).press("Open")
    assert desk.has("Ana")
    assert desk.has("Ben")
    seminar.app = after
    seminar.move("legal-basis", "discussing")
    after.extensions[DATABASE].engine.dispose()


def test_every_number_goes_on_after_the_last_copied_one(here: str, there: str, open_database: Open) -> None:
    target = open_database(there)
    copy(filled(open_database(here), 5), target)
    numbered = [table for table in metadata.sorted_tables if table.autoincrement_column is not None]
    assert revision in numbered
    if target.is_sqlite:
        return  # it takes the largest number and one more, by itself
    with target.write() as connection:
        for table in numbered:
            column = table.autoincrement_column
            assert column is not None
            sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
            largest = connection.scalar(sa.select(sa.func.max(column))) or 0
            assert connection.scalar(sa.select(sa.func.nextval(sequence))) == largest + 1


def test_the_source_is_read_as_it_was_when_the_copy_began(there: str, here: str, open_database: Open) -> None:
    source, target = filled(open_database(there)), open_database(here)
    expected = content(source)

    @sa.event.listens_for(target.engine, "begin", once=True)
    def somebody_writes(*_: Any) -> None:
        with source.write() as connection:
            connection.execute(sa.delete(worksheet).where(worksheet.c.id.in_(sa.select(worksheet.c.id).limit(100))))
            connection.execute(sa.insert(snapshot).values(digest="new", body="{}"))

    copy(source, target)
    assert content(target) == expected
    assert content(source) != expected


def test_a_target_that_holds_anything_is_left_as_it_is(here: str, there: str, open_database: Open) -> None:
    source, target = filled(open_database(here)), open_database(there)
    target.upgrade()
    with target.write() as connection:
        connection.execute(sa.insert(snapshot).values(digest="theirs", body="{}"))
    before = content(target)
    with pytest.raises(StorageError, match=r"The target is not empty: its table snapshot has rows\."):
        copy(source, target)
    assert content(target) == before


def test_a_target_that_refuses_a_row_is_left_empty_and_the_row_is_not_quoted(
    here: str, there: str, open_database: Open
) -> None:
    source, target = filled(open_database(here), 3), open_database(there)
    target.upgrade()
    with target.write() as connection:
        limit = "CREATE UNIQUE INDEX one_only ON revision (kind)"
        connection.exec_driver_sql(limit)
    with pytest.raises(StorageError) as caught:
        copy(source, target)
    assert str(caught.value) == "The table revision holds a row that the target refuses, so nothing was copied."
    assert caught.value.__cause__ is None
    with target.read() as connection:
        assert set(counts(connection).values()) == {0}


@pytest.mark.parametrize(
    ("version", "sentence"),
    [("9999", "The database was written by a newer version"), (None, "The database is empty")],
)
def test_a_source_of_another_version_is_refused(
    here: str, there: str, open_database: Open, version: str | None, sentence: str
) -> None:
    source, target = open_database(there), open_database(here)
    source.upgrade()
    with source.write() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
        if version:
            connection.execute(sa.text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})
    with pytest.raises(StorageError, match=sentence):
        copy(source, target)


def test_a_long_table_is_copied_in_little_memory(here: str, tmp_path: Path, open_database: Open) -> None:
    source, target = open_database(here), open_database(f"sqlite:///{tmp_path / 'target.sqlite'}")
    source.upgrade()
    with source.write() as connection:
        for number in range(20):
            rows = [{"digest": f"{number}-{row}", "body": "x" * 20_000} for row in range(100)]
            connection.execute(sa.insert(snapshot), rows)
    tracemalloc.start()
    try:
        copy(source, target)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    stored = 20 * 100 * 20_000
    assert peak < stored / 4


def test_the_command_prints_what_it_copied_and_what_it_could_not(
    here: str, there: str, open_database: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    filled(open_database(here), 3)
    assert main(["copy", here, there]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert re.search(r"^  revision +3 rows  [0-9a-f]{16}$", said.out, re.MULTILINE)
    assert "BEFORE_FORCE_SECRET_KEY" in said.out
    assert main(["copy", here, there]) == 1
    assert "The target is not empty" in capsys.readouterr().err


def test_addresses_that_cannot_be_copied_get_a_sentence(
    here: str, there: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(source: str, target: str) -> str:
        assert main(["copy", source, target]) == 1
        return capsys.readouterr().err.removeprefix("before-force: ").strip()

    assert said(here, there) == f"There is no database {tmp_path / 'before-force.sqlite'}."
    assert said(there, there) == "FROM and TO are the same database."
    (tmp_path / "link").symlink_to(tmp_path)
    assert said(here, here.replace("before-force.sqlite", "link/before-force.sqlite")) == (
        "FROM and TO are the same database."
    )
    assert said("before-force.sqlite", there).startswith("FROM is not the address of a database")
    assert said(here, "mysql://host/name") == "TO takes sqlite:///… or postgresql://…, not mysql."
    assert not (tmp_path / "before-force.sqlite").exists()
