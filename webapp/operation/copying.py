"""Copies every row of one database into another, and reads the target again to see that both hold the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from webapp.answers.model import metadata
from webapp.database import Database, StorageError

# Rows that are in memory at once. The largest are the frameworks, some hundred kilobytes each.
BATCH = 100


class Counted(NamedTuple):
    """How many rows a table holds, and a digest of their content that does not depend on their order."""

    table: str
    rows: int
    digest: str


def same_place(one: str, other: str) -> bool:
    """Whether two addresses name one database, as far as their words tell."""
    return _place(one) == _place(other)


def _place(address: str) -> sa.URL:
    url = sa.make_url(address)
    if url.get_backend_name() == "sqlite" and url.database:
        return url.set(database=str(Path(url.database).resolve()))
    # Who asks does not matter.
    return sa.URL.create(url.drivername, None, None, url.host, url.port or 5432, url.database, url.query)


def require_there(address: str) -> None:
    """Raise StorageError where an address names a SQLite file that is not there: opening it would make it."""
    url = sa.make_url(address)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise StorageError(f"There is no database {url.database or 'in memory'}.")


def copy(source: Database, target: Database, replace: bool = False) -> list[Counted]:
    """Copy every table of `source`, as it is at one moment, into `target`, and compare; gives each table's count.

    All of it is one transaction of the target, whose tables are made first: it is there as a whole, or not at all.
    Raises StorageError where the source is of another version than the code, where the target holds rows and `replace`
    does not say to remove them, where the target refuses a row, and where the two differ in the end.
    """
    with source.read() as reading:
        source.require_current(reading)
        target.upgrade()
        with target.write() as writing:
            _empty(target, writing, replace)
            copied = [_copy_table(reading, writing, table) for table in metadata.sorted_tables]
            if not target.is_sqlite:
                _go_on_counting(writing)
            stored = [_count(table, _read(writing, table)) for table in metadata.sorted_tables]
            if stored != copied:
                named = ", ".join(one.table for one in copied if one not in stored)
                raise StorageError(f"The copy of {named} differs from the source, so nothing was copied.")
    return copied


def _empty(target: Database, connection: sa.Connection, replace: bool) -> None:
    """See that the target's tables are empty, and that nobody else writes to them until the copy is done."""
    if not target.is_sqlite:
        names = ", ".join(connection.dialect.identifier_preparer.format_table(one) for one in metadata.sorted_tables)
        connection.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
    for table in reversed(metadata.sorted_tables):
        if replace:
            connection.execute(sa.delete(table))
        elif connection.scalar(sa.select(sa.exists(sa.select(table)))):
            raise StorageError(f"The target is not empty: its table {table.name} has rows. Nothing was changed.")


def _copy_table(reading: sa.Connection, writing: sa.Connection, table: sa.Table) -> Counted:
    def written() -> Iterator[Sequence[sa.RowMapping]]:
        for rows in _read(reading, table):
            try:
                writing.execute(sa.insert(table), [dict(row) for row in rows])
            except (sa.exc.DataError, sa.exc.IntegrityError):
                # What the database says here quotes the row.
                raise StorageError(
                    f"The table {table.name} holds a row that the target refuses, so nothing was copied."
                ) from None
            yield rows

    return _count(table, written())


def _read(connection: sa.Connection, table: sa.Table) -> Iterator[Sequence[sa.RowMapping]]:
    every = sa.select(table).order_by(*table.primary_key)
    return connection.execute(every, execution_options={"yield_per": BATCH}).mappings().partitions()


def _count(table: sa.Table, batches: Iterator[Sequence[sa.RowMapping]]) -> Counted:
    count = total = 0
    for rows in batches:
        for row in rows:
            # A sum, because two databases put texts into different orders.
            total += int.from_bytes(hashlib.sha256(msgspec.json.encode(list(row.values()))).digest(), "big")
            count += 1
    return Counted(table.name, count, f"{total % 2**256:064x}")


def _go_on_counting(connection: sa.Connection) -> None:
    """Let the numbers that PostgreSQL gives to new rows go on after the copied ones."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        quoted = connection.dialect.identifier_preparer.format_table(table)
        sequence = sa.func.pg_get_serial_sequence(quoted, column.name)
        last = sa.func.max(column)
        connection.execute(sa.select(sa.func.setval(sequence, last)).having(last.is_not(None)))
