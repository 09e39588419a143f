"""Which browser may open which worksheet."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from webapp.access.model import (
    holding,
    own_material,
    participant,
    seat,
    seminar,
    seminar_holding,
    seminar_worksheet,
)
from webapp.access.seats import Seat
from webapp.answers.model import worksheet
from webapp.answers.worksheets import moments, still_there


class Holding(NamedTuple):
    """A browser's right to open a worksheet; `name` is who writes there, where somebody said so.

    In a seminar `participant` says as whom, and `removed` that the facilitator has ended that place. `has_seats`: the
    holder has taken other seats; `seat` is the one that this worksheet is answered from; the right to it is the right
    to the holder's own worksheet.
    """

    id: int
    name: str
    participant: int | None
    seminar: str | None
    removed: bool
    has_seats: bool
    seat: Seat | None = None


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


# Built once: it is asked with every page of a worksheet, and building it takes longer than running it.
_taken = seat.alias("taken")
_FIND = (
    sa.select(
        holding.c.id,
        holding.c.name,
        holding.c.participant,
        seminar_worksheet.c.seminar,
        participant.c.removed_at.is_not(None).label("removed"),
        sa.exists().where(_taken.c.own == holding.c.worksheet).label("has_seats"),
        *(seat.c[field].label(f"seat_{field}") for field in Seat._fields),
    )
    .outerjoin(seat, sa.and_(seat.c.worksheet == sa.bindparam("worksheet"), seat.c.own == holding.c.worksheet))
    .outerjoin(seminar_worksheet, seminar_worksheet.c.worksheet == holding.c.worksheet)
    .outerjoin(participant, participant.c.id == holding.c.participant)
    .where(
        holding.c.browser == sa.bindparam("browser"),
        sa.or_(holding.c.worksheet == sa.bindparam("worksheet"), seat.c.worksheet == sa.bindparam("worksheet")),
    )
)


def find(connection: sa.Connection, browser: str, name: str) -> Holding | None:
    """The holding of a browser on a worksheet, or None."""
    row = connection.execute(_FIND, {"browser": browser, "worksheet": name}).one_or_none()
    if not row:
        return None
    taken = row[-len(Seat._fields) :]
    other = Seat(*taken) if taken[0] else None
    return Holding(row.id, row.name, row.participant, row.seminar, row.removed, row.has_seats, other)


def worksheets(connection: sa.Connection, browser: str, at: datetime) -> list[sa.Row[tuple[object, ...]]]:
    """The rows of the worksheets that a browser holds and that are not past their date, the latest change first.

    Those of a seminar stand with the seminar; see `seminars`.
    """
    return list(
        connection.execute(
            sa.select(worksheet)
            .join(holding, holding.c.worksheet == worksheet.c.id)
            .where(holding.c.browser == browser, still_there(worksheet))
            .where(worksheet.c.id.not_in(sa.select(seminar_worksheet.c.worksheet)))
            .order_by(worksheet.c.changed_at.desc()),
            moments(at),
        )
    )


class HeldSeminar(NamedTuple):
    """A seminar in which a browser has a place: as its desk, its screen or (role empty) a participant."""

    id: str
    case: str
    rehearsal: bool
    role: str
    name: str
    opened_at: datetime
    deleted: bool


def seminars(connection: sa.Connection, browser: str, at: datetime) -> list[HeldSeminar]:
    """The seminars in which a browser has a place, the latest first; `case` is the digest of the case."""
    told = (seminar.c.id, seminar.c.case, seminar.c.rehearsal, seminar.c.opened_at)
    common = (*told, seminar.c.deleted_at.is_not(None).label("deleted"))
    seats = (
        sa.select(*common, seminar_holding.c.role, sa.literal("").label("name"))
        .join(seminar_holding, seminar_holding.c.seminar == seminar.c.id)
        .where(seminar_holding.c.browser == browser)
    )
    places = (
        sa.select(*common, sa.literal("").label("role"), participant.c.name)
        .join(participant, participant.c.seminar == seminar.c.id)
        .join(holding, holding.c.participant == participant.c.id)
        .where(holding.c.browser == browser, participant.c.removed_at.is_(None), seminar.c.deleted_at.is_(None))
    )
    asked = [statement.where(still_there(seminar)) for statement in (seats, places)]
    rows = [row for statement in asked for row in connection.execute(statement, moments(at))]
    found = [HeldSeminar(**row._mapping) for row in rows]
    return sorted(found, key=lambda one: one.opened_at, reverse=True)


def end(connection: sa.Connection, browser: str) -> None:
    """End every holding of a browser: worksheets, places in seminars, desks, screens; and what it alone holds goes."""
    connection.execute(sa.delete(holding).where(holding.c.browser == browser))
    connection.execute(sa.delete(seminar_holding).where(seminar_holding.c.browser == browser))
    connection.execute(sa.delete(own_material).where(own_material.c.browser == browser))
