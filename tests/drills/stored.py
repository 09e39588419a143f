"""What the database holds, read directly: none of the app's own code is between."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import psycopg

from tests.drills.ledger import Place, plain

QUERY = (
    "SELECT worksheet, question, number, answer, page, turn, kind FROM revision ORDER BY worksheet, question, number"
)


class Row(NamedTuple):
    """One revision as it is stored."""

    place: Place
    number: int
    answer: str
    page: str
    turn: int
    kind: str


class Stored(NamedTuple):
    """The worksheets and the revisions of a database, and what its own check says of its structure."""

    sheets: set[str]
    rows: list[Row]
    damage: list[str]


def read(address: str) -> Stored:
    """Everything that counts in the database at this address (as `BEFORE_FORCE_DATABASE` takes it)."""
    return _sqlite(Path(address.removeprefix("sqlite:///"))) if address.startswith("sqlite") else _postgresql(address)


def _sqlite(path: Path) -> Stored:
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        checks = [*connection.execute("PRAGMA integrity_check"), *connection.execute("PRAGMA foreign_key_check")]
        damage = [str(row) for row in checks if row != ("ok",)]
        sheets = {str(row[0]) for row in connection.execute("SELECT id FROM worksheet")}
        return Stored(sheets, [_row(*row) for row in connection.execute(QUERY)], damage)


def _postgresql(address: str) -> Stored:
    with psycopg.connect(address) as connection:
        sheets = {str(row[0]) for row in connection.execute("SELECT id FROM worksheet")}
        return Stored(sheets, [_row(*row) for row in connection.execute(QUERY)], [])


def _row(sheet: str, question: str, number: int, answer: str, page: str, turn: int, kind: str) -> Row:
    return Row(Place(sheet, question), number, plain(json.loads(answer)), page, turn, kind)
