"""Rows for every table that there is, made from the tables' own description, so that none can be forgotten."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from webapp.answers.model import metadata
from webapp.database import Moment

LONG_AGO = datetime(2020, 2, 29, 23, 59, 59, 999_000, tzinfo=UTC)
TEXT = "Σ\u200f\u05e9\u05dc 👩‍👩‍👧 'quoted' \"twice\" \\ %s :name {x}\r\n\t"


def fill(connection: sa.Connection, rows: int) -> None:
    """Put this many rows into every table, with values at the edges of what each column takes."""
    for table in metadata.sorted_tables:
        connection.execute(sa.insert(table), [_row(table, number) for number in range(1, rows + 1)])


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many rows each table of the database holds: of all that it has, asked for by its own catalogue."""
    names = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
    return {name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0 for name in names}


def _row(table: sa.Table, number: int) -> dict[str, Any]:
    allowed = dict(_allowed(table))
    return {column.name: _value(column, number, allowed.get(column.name)) for column in table.columns}


def _allowed(table: sa.Table) -> list[tuple[str, str]]:
    """The first value that each "column in ('…', …)" of a table allows."""
    checks = [str(one.sqltext) for one in table.constraints if isinstance(one, sa.CheckConstraint)]
    return [found for check in checks for found in re.findall(r"(\w+) in \('(\w*)'", check, re.IGNORECASE)]


def _value(column: sa.Column[Any], number: int, allowed: str | None) -> Any:
    if column.foreign_keys:
        parent = next(iter(column.foreign_keys)).column
        return _value(parent, number, None)
    if allowed is not None:
        return allowed
    if column.nullable and number % 3 == 0:
        return None
    if isinstance(column.type, Moment):
        return LONG_AGO + timedelta(hours=number)
    if isinstance(column.type, sa.Boolean):
        return number % 2 == 0
    if isinstance(column.type, sa.Integer):
        return number * 7 + (2**40 if isinstance(column.type, sa.BigInteger) else 0)
    length = getattr(column.type, "length", None)
    return f"{number}{TEXT}{'x' * 500}"[:length]
