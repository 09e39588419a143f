"""Removes what is past its date, for good."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from webapp.access.model import own_material, seat, seminar, seminar_worksheet
from webapp.answers.model import snapshot, worksheet
from webapp.answers.worksheets import TAKE_BACK


def purge(connection: sa.Connection, at: datetime) -> int:
    """Remove worksheets, seminars and own material that are past their date, and wording that nothing uses any more.

    Gives the number of these that were removed. A seminar takes its worksheets with it, and a worksheet those of its
    holder's other seats.
    """
    past = past_date(seminar, at)
    of_past = (
        sa.select(seminar_worksheet.c.worksheet).join(seminar, seminar.c.id == seminar_worksheet.c.seminar).where(past)
    )
    removed = _remove(connection, worksheet.c.id.in_(of_past))
    removed += connection.execute(sa.delete(seminar).where(past)).rowcount
    removed += _remove(connection, past_date(worksheet, at))
    removed += connection.execute(sa.delete(own_material).where(own_material.c.delete_at <= at)).rowcount
    used = sa.union(
        sa.select(worksheet.c.framework),
        sa.select(worksheet.c.case).where(worksheet.c.case.is_not(None)),
        sa.select(seminar.c.framework),
        sa.select(seminar.c.case),
    )
    connection.execute(sa.delete(snapshot).where(snapshot.c.digest.not_in(used)))
    return removed


def throw_away(connection: sa.Connection, name: str) -> None:
    """Remove one seminar with everybody and everything in it now, for good."""
    of_seminar = sa.select(seminar_worksheet.c.worksheet).where(seminar_worksheet.c.seminar == name)
    _remove(connection, worksheet.c.id.in_(of_seminar))
    connection.execute(sa.delete(seminar).where(seminar.c.id == name))


def _remove(connection: sa.Connection, past: sa.ColumnElement[bool]) -> int:
    """Remove the worksheets that are past, each with those of its holder's other seats."""
    own = sa.select(worksheet.c.id).where(past)
    of_other_seats = sa.select(seat.c.worksheet).where(seat.c.own.in_(own))
    connection.execute(sa.delete(worksheet).where(worksheet.c.id.in_(of_other_seats)))
    return connection.execute(sa.delete(worksheet).where(worksheet.c.id.in_(own))).rowcount


def past_date(table: sa.Table, at: datetime) -> sa.ColumnElement[bool]:
    """What holds for a worksheet or a seminar that is past its date of deletion, or past that of taking back.

    Never for the worksheet of another seat: it goes when its holder's own goes.
    """
    past = sa.or_(table.c.delete_at <= at, table.c.deleted_at <= at - TAKE_BACK)
    return sa.and_(past, table.c.id.not_in(sa.select(seat.c.worksheet))) if table is worksheet else past
