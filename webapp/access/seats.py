"""Other seats: a holder answers a section again, on a worksheet that belongs to their own one."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from webapp.access.model import seat, seminar_worksheet
from webapp.answers import revisions, worksheets
from webapp.answers.model import revision, worksheet
from webapp.answers.revisions import Revision
from webapp.answers.summary import OtherSeat
from webapp.answers.worksheets import Start


class Seat(NamedTuple):
    """A seat that the holder of the worksheet `own` answers a section from, on a `worksheet` of its own."""

    worksheet: str
    own: str
    section: str
    name: str


_COLUMNS = tuple(seat.c[field] for field in Seat._fields)
_OF_HOLDER = sa.select(*_COLUMNS).where(seat.c.own == sa.bindparam("own")).order_by(seat.c.id)


def of_holder(connection: sa.Connection, own: str) -> list[Seat]:
    """The seats that the holder of a worksheet has taken, in that order."""
    return [Seat(*row) for row in connection.execute(_OF_HOLDER, {"own": own})]


def of_seminar(connection: sa.Connection, name: str) -> dict[str, list[Seat]]:
    """The seats taken in a seminar, by the holder's own worksheet, in the order in which they were taken."""
    rows = connection.execute(
        sa.select(*_COLUMNS)
        .join(seminar_worksheet, seminar_worksheet.c.worksheet == seat.c.own)
        .where(seminar_worksheet.c.seminar == name)
        .order_by(seat.c.id)
    )
    found: dict[str, list[Seat]] = {}
    for row in rows:
        found.setdefault(row.own, []).append(Seat(*row))
    return found


def sheets(name: str) -> sa.Select[tuple[str]]:
    """The ids of all worksheets that hold answers of a seminar: everybody's own, and those of their other seats."""
    own = sa.select(seminar_worksheet.c.worksheet).where(seminar_worksheet.c.seminar == name)
    return sa.select(own.union_all(sa.select(seat.c.worksheet).where(seat.c.own.in_(own))).subquery().c.worksheet)


def answered(connection: sa.Connection, own: str) -> list[OtherSeat]:
    """What a holder answers from other seats, in the order in which they were taken; two statements."""
    taken = of_holder(connection, own)
    found = revisions.by_developments(connection, [one.worksheet for one in taken])
    return [_answered(one, found.get(one.worksheet, {})) for one in taken]


def _answered(one: Seat, written: dict[str, list[Revision]]) -> OtherSeat:
    newest = revisions.answers({question: each[-1] for question, each in written.items()})
    return OtherSeat(one.section, one.name, newest, revisions.states(written))


def take(connection: sa.Connection, own: str, start: Start, other: OtherSeat, at: datetime) -> Seat:
    """Give the holder of a worksheet one more seat; `start` is what that one starts with. Saves no answer.

    The caller has made sure that the holder has no seat of this name in the section.
    """
    # It goes when its holder's own worksheet goes, whatever its own date.
    taken = Seat(worksheets.make(connection, start, at, 1), own, other.section, other.name)
    connection.execute(sa.insert(seat).values(taken._asdict()))
    return taken


def written(connection: sa.Connection, own: str) -> set[str]:
    """The worksheets of a holder's other seats on which something was ever saved."""
    return set(connection.scalars(sa.select(revision.c.worksheet).distinct().where(revision.c.worksheet.in_(_of(own)))))


def give_up(connection: sa.Connection, own: str, sheet: str) -> bool:
    """Leave a seat in which nothing was ever saved; False where something was, or where there is no such seat."""
    mine = sa.and_(worksheet.c.id == sheet, worksheet.c.id.in_(_of(own)))
    # A saving that is under way holds this lock too: what it saved is seen below.
    connection.execute(sa.select(worksheet.c.id).where(mine).with_for_update())
    empty = ~sa.exists().where(revision.c.worksheet == worksheet.c.id)
    return bool(connection.execute(sa.delete(worksheet).where(mine, empty)).rowcount)


def erase(connection: sa.Connection, own: str) -> None:
    """Erase every other seat of a holder: its name may say as much as what was written from it."""
    connection.execute(sa.delete(worksheet).where(worksheet.c.id.in_(_of(own))))


def _of(own: str) -> sa.Select[tuple[str]]:
    return sa.select(seat.c.worksheet).where(seat.c.own == own)
