"""A database of the first version, with what people wrote in it, under the code of today.

`first_version.json` was written down when the first migration was the only one, and is never made anew.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
import pytest
import sqlalchemy as sa

from tests.conftest import SECRET
from tests.operation.conftest import Open
from tests.visitor import Visitor
from webapp import create_app
from webapp.__main__ import main
from webapp.current import DATABASE
from webapp.database import Database

ROOT = Path(__file__).parents[2]
FIRST: dict[str, Any] = json.loads(Path(__file__).with_name("first_version.json").read_text(encoding="utf-8"))
NAMES: dict[str, str] = FIRST["names"]


def first_version(database: Database) -> Database:
    """Make the tables as the first migration did, and put rows of that time into them."""
    config = alembic.config.Config()
    config.set_main_option("script_location", str(ROOT / "webapp" / "migrations"))
    with database.write() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "0001")
        tables = sa.MetaData()
        tables.reflect(connection)
        for name, rows in FIRST["tables"].items():
            table = tables.tables[name]
            connection.execute(sa.insert(table), [_row(table, row) for row in rows])
            if not database.is_sqlite and isinstance(table.columns.get("id", sa.null()).type, sa.Integer):
                # The numbers were given by hand here, so PostgreSQL has to be told where they end.
                last = sa.select(sa.func.max(table.c.id)).scalar_subquery()
                connection.execute(sa.select(sa.func.setval(f"{name}_id_seq", last)))
    return database


def _row(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row as it was written down, with the types of the table."""
    made = dict(row)
    for name, value in row.items():
        kind = table.columns[name].type
        if isinstance(kind, sa.DateTime) and value:
            made[name] = datetime.fromisoformat(value)
        elif isinstance(kind, sa.Boolean):
            made[name] = bool(value)
    return made


def test_what_was_written_under_the_first_version_opens(settings: dict[str, Any], open_database: Open) -> None:
    first_version(open_database(settings["database"]))
    app = create_app(settings)
    with app.extensions[DATABASE].read() as connection:
        app.extensions[DATABASE].require_current(connection)

    def opened(code: str) -> Visitor:
        return Visitor(app).open("/worksheets/open").fill("Return code", NAMES[code]).press("Open")

    holder = opened("code").open(f"/worksheet/{NAMES['worksheet']}/step/legal-basis")
    assert holder.value("Reasons and evidence", "Which grounds") == "Written again under the first version"
    assert holder.is_ticked("Consent", "Which grounds")
    holder.fill("Reasons and evidence", "Written today", "Which grounds").press("Save and continue")
    history = holder.open(f"/worksheet/{NAMES['worksheet']}/history/own-one").text
    assert "Written under the first version: Σ é 👩‍👩‍👧" in history
    assert "Written today" in history

    place = opened("place_code").open(f"/worksheet/{NAMES['participant_worksheet']}/step/legal-basis")
    assert place.value("Reasons and evidence", "Which grounds") == "Ana revised this"
    desk = opened("desk_code")
    assert desk.has("Ana")
    assert desk.open(f"/seminar/{NAMES['seminar']}/record").has("Ana wrote this")
    app.extensions[DATABASE].engine.dispose()


def test_two_processes_that_start_at_once_upgrade_it_together(there: str, open_database: Open) -> None:
    database = first_version(open_database(there))
    start = "import sys; from webapp.database import Database; Database(sys.argv[1]).upgrade()"
    command = [sys.executable, "-c", start, there]
    started = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in started:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
    with database.read() as connection:
        database.require_current(connection)
        kept = connection.execute(sa.text("SELECT count(*) FROM revision")).scalar_one()
    assert kept == len(FIRST["tables"]["revision"])


def test_a_backup_of_the_first_version_can_be_put_back(
    there: str, tmp_path: Path, open_database: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "old.sqlite"
    first_version(open_database(f"sqlite:///{file}")).engine.dispose()
    for name, value in {"DATABASE": there, "SECRET_KEY": SECRET, "INSTANCE": str(tmp_path)}.items():
        monkeypatch.setenv(f"BEFORE_FORCE_{name}", value)
    assert main(["restore", str(file)]) == 0
    database = open_database(there)
    with database.read() as connection:
        database.require_current(connection)
        assert connection.execute(sa.text("SELECT count(*) FROM worksheet")).scalar_one() == 2
