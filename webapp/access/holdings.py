"""Which browser may open which worksheet."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from webapp.access.model import holding, participant, seminar_holding, seminar_worksheet
from webapp.answers.model import worksheet


class Holding(NamedTuple):
    """A browser's right to open a worksheet; `name` is who writes there, where somebody said so.

    In a seminar `participant` says as whom, and `removed` that the facilitator has ended that place.
    """

    id: int
    name: str
    participant: int | None
    seminar: str | None
    removed: bool


def grant(connection: sa.Connection, browser: str, name: str, at: datetime, writer: str = "") -> int:
    """Let a browser open a worksheet; gives the holding's id. Granting again changes the writer's name, if given."""
    found = find(connection, browser, name)
    if found:
        if writer:
            connection.execute(sa.update(holding).where(holding.c.id == found.id).values(name=writer))
        return found.id
    values = {"browser": browser, "worksheet": name, "name": writer, "made_at": at}
    made = connection.scalar(sa.insert(holding).values(values).returning(holding.c.id))
    return int(made or 0)


def find(connection: sa.Connection, browser: str, name: str) -> Holding | None:
    """The holding of a browser on a worksheet, or None."""
    row = connection.execute(
        sa.select(
            holding.c.id,
            holding.c.name,
            holding.c.participant,
            seminar_worksheet.c.seminar,
            participant.c.removed_at.is_not(None).label("removed"),
        )
        .outerjoin(seminar_worksheet, seminar_worksheet.c.worksheet == holding.c.worksheet)
        .outerjoin(participant, participant.c.id == holding.c.participant)
        .where(holding.c.browser == browser, holding.c.worksheet == name)
    ).one_or_none()
    return Holding(*row) if row else None


def worksheets(connection: sa.Connection, browser: str, at: datetime) -> list[sa.Row[tuple[object, ...]]]:
    """The rows of the worksheets that a browser holds and that are not past their date, the latest change first."""
    return list(
        connection.execute(
            sa.select(worksheet)
            .join(holding, holding.c.worksheet == worksheet.c.id)
            .where(holding.c.browser == browser, worksheet.c.delete_at > at)
            .order_by(worksheet.c.changed_at.desc())
        )
    )


def end(connection: sa.Connection, browser: str) -> None:
    """End every holding of a browser: worksheets, places in seminars, desks and screens."""
    connection.execute(sa.delete(holding).where(holding.c.browser == browser))
    connection.execute(sa.delete(seminar_holding).where(seminar_holding.c.browser == browser))
