"""Answers that a facilitator withholds: their authors read them still, everybody else reads that, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from webapp.access import rooms, seats
from webapp.access.model import withheld
from webapp.access.rooms import Room

REASON_LIMIT = 300


def reasons(connection: sa.Connection, room: Room) -> Mapping[tuple[str, str], str]:
    """Why answers of a seminar are withheld, by worksheet and question."""
    rows = connection.execute(
        sa.select(withheld.c.worksheet, withheld.c.question, withheld.c.reason).where(
            withheld.c.worksheet.in_(seats.sheets(room.id))
        )
    )
    return {(row.worksheet, row.question): row.reason for row in rows}


def withhold(connection: sa.Connection, room: Room, sheet: str, question: str, reason: str, at: datetime) -> None:
    """Keep an answer from everybody but its author, or change the reason."""
    _forget(connection, sheet, question)
    values = {"worksheet": sheet, "question": question, "reason": reason, "at": at}
    connection.execute(sa.insert(withheld).values(values))
    rooms.change(connection, room.id, at)


def show_again(connection: sa.Connection, room: Room, sheet: str, question: str, at: datetime) -> None:
    """Withhold an answer no more."""
    _forget(connection, sheet, question)
    rooms.change(connection, room.id, at)


def _forget(connection: sa.Connection, sheet: str, question: str) -> None:
    connection.execute(sa.delete(withheld).where(withheld.c.worksheet == sheet, withheld.c.question == question))
