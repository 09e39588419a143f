"""Counts what the database holds: numbers alone, and nothing that names anybody or tells what anybody wrote."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from webapp.access.model import participant, seminar
from webapp.access.purge import past_date
from webapp.answers.model import revision, worksheet
from webapp.database import Database

AGES = (1, 7, 30, 180)


def stats(database: Database, at: datetime) -> dict[str, int]:
    """How many there are of each kind, and the size of the database in bytes, in an operator's words.

    Changes nothing; raises StorageError where the database is of another version than the code.
    """
    with database.read() as connection:
        database.require_current(connection)

        def count(table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
            return connection.scalar(sa.select(sa.func.count()).select_from(table).where(*where)) or 0

        found = {}
        for table, moved in ((worksheet, worksheet.c.changed_at), (seminar, seminar.c.moved_at)):
            found[f"{table.name}s"] = count(table)
            for days in AGES:
                when = "in the last day" if days == 1 else f"in the last {days} days"
                found[f"{table.name}s changed {when}"] = count(table, moved > at - timedelta(days=days))
            found[f"{table.name}s deleted, and kept for taking back"] = count(
                table, table.c.deleted_at.is_not(None), sa.not_(past_date(table, at))
            )
            found[f"{table.name}s past their date"] = count(table, past_date(table, at))
        return found | {
            "seminars that have not ended": count(
                seminar, seminar.c.ended_at.is_(None), seminar.c.deleted_at.is_(None)
            ),
            "participants": count(participant, participant.c.removed_at.is_(None)),
            "revisions": count(revision),
            "bytes": _size(database, connection),
        }


def _size(database: Database, connection: sa.Connection) -> int:
    if database.is_sqlite:
        size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    else:
        size = "SELECT pg_database_size(current_database())"
    return int(connection.exec_driver_sql(size).scalar_one())
