"""People in a seminar: joining, coming back, moving between groups, and leaving."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Literal, NamedTuple

import sqlalchemy as sa

from webapp.access import discussion, rooms, seats, tray
from webapp.access.model import holding, participant, return_code, seminar_holding, seminar_worksheet
from webapp.access.pseudonyms import PSEUDONYMS
from webapp.access.rooms import Role, Room
from webapp.answers import worksheets
from webapp.answers.model import revision, worksheet
from webapp.answers.summary import Holder
from webapp.answers.worksheets import Start

MOST = 1000


class Joined(NamedTuple):
    """A participant's place: their number, the worksheet they write on, and when they joined."""

    id: int
    worksheet: str
    name: str
    joined_at: datetime
    removed_at: datetime | None


def add_worksheet(
    connection: sa.Connection, room: Room, kind: Literal["person", "group"], name: str, at: datetime, typed_in: bool
) -> str:
    """Give a seminar one more worksheet (a participant's own, or a group's); it follows the seminar's date."""
    made = worksheets.make(connection, Start(room.framework, room.case, Holder(kind, name)), at, 1)
    connection.execute(sa.update(worksheet).where(worksheet.c.id == made).values(delete_at=room.delete_at))
    connection.execute(
        sa.insert(seminar_worksheet).values(
            worksheet=made,
            seminar=room.id,
            pseudonym=_free_pseudonym(connection, room),
            place=secrets.randbelow(2**31),
            typed_in=typed_in,
        )
    )
    rooms.note_activity(connection, room.id)
    return made


def _free_pseudonym(connection: sa.Connection, room: Room) -> str:
    """A pseudonym that nobody in the seminar has, drawn at random; a number follows when all are taken."""
    taken = set(
        connection.scalars(sa.select(seminar_worksheet.c.pseudonym).where(seminar_worksheet.c.seminar == room.id))
    )
    for lap in range(1, MOST):
        free = sorted({name if lap == 1 else f"{name} {lap}" for name in PSEUDONYMS} - taken)
        if free:
            return secrets.choice(free)
    raise ValueError("a seminar has at most a thousand worksheets")


def join(connection: sa.Connection, room: Room, browser: str, sheet: str, name: str, at: datetime) -> int:
    """Let a browser write on a worksheet of a seminar as a new participant; gives the participant's id."""
    made = connection.scalar(
        sa.insert(participant)
        .values(seminar=room.id, worksheet=sheet, name=name, joined_at=at)
        .returning(participant.c.id)
    )
    hold(connection, browser, sheet, int(made or 0), name, at)
    rooms.note_activity(connection, room.id)
    return int(made or 0)


def hold(connection: sa.Connection, browser: str, sheet: str, who: int, name: str, at: datetime) -> None:
    """Let a browser write on a worksheet as this participant; an older right of that browser to it is replaced."""
    connection.execute(sa.delete(holding).where(holding.c.browser == browser, holding.c.worksheet == sheet))
    connection.execute(
        sa.insert(holding).values(browser=browser, worksheet=sheet, participant=who, name=name, made_at=at)
    )


def joined_as(connection: sa.Connection, room: Room, browser: str) -> Joined | None:
    """The place that a browser has in a seminar, or None; a removed participant has one still, marked so."""
    row = connection.execute(
        sa.select(*(participant.c[field] for field in Joined._fields))
        .join(holding, holding.c.participant == participant.c.id)
        .where(holding.c.browser == browser, participant.c.seminar == room.id)
        .order_by(participant.c.id.desc())
        .limit(1)
    ).one_or_none()
    return Joined(*row) if row else None


def participants(connection: sa.Connection, room: Room) -> list[Joined]:
    """Everybody who joined, in that order."""
    rows = connection.execute(
        sa.select(*(participant.c[field] for field in Joined._fields))
        .where(participant.c.seminar == room.id)
        .order_by(participant.c.id)
    )
    return [Joined(*row) for row in rows]


def head_count(connection: sa.Connection, room: Room) -> int:
    """How many have joined; those whose place was ended count too, since their text stays."""
    return (
        connection.scalar(sa.select(sa.func.count()).select_from(participant).where(participant.c.seminar == room.id))
        or 0
    )


def name_is_taken(connection: sa.Connection, room: Room, name: str) -> bool:
    """Whether somebody in the seminar goes by this name already, capitals ignored."""
    return any(one.name.casefold() == name.casefold() and not one.removed_at for one in participants(connection, room))


def groups(connection: sa.Connection, room: Room) -> list[tuple[str, str]]:
    """The groups that one can be in (worksheet id, name), in the order they were named; none typed in from paper."""
    rows = connection.execute(
        sa.select(worksheet.c.id, worksheet.c.holder_name)
        .join(seminar_worksheet, seminar_worksheet.c.worksheet == worksheet.c.id)
        .where(
            seminar_worksheet.c.seminar == room.id,
            seminar_worksheet.c.typed_in.is_(False),
            worksheet.c.holder_kind == "group",
        )
        .order_by(worksheet.c.made_at, worksheet.c.holder_name)
    )
    return [(row.id, row.holder_name) for row in rows]


def move_to_group(connection: sa.Connection, room: Room, who: int, group: str) -> None:
    """Let a participant write on another group's worksheet from now on, on every device. No text moves."""
    connection.execute(
        sa.update(participant).where(participant.c.id == who, participant.c.seminar == room.id).values(worksheet=group)
    )
    of_person = holding.c.participant == who
    browsers = sa.select(holding.c.browser).where(of_person)
    # A browser holds a worksheet once: as the desk that typed in there, say. From now on it writes as this person.
    connection.execute(
        sa.delete(holding).where(
            holding.c.worksheet == group,
            holding.c.browser.in_(browsers),
            sa.or_(holding.c.participant.is_(None), holding.c.participant != who),
        )
    )
    connection.execute(sa.update(holding).where(of_person).values(worksheet=group))
    connection.execute(sa.update(return_code).where(return_code.c.participant == who).values(worksheet=group))
    rooms.note_activity(connection, room.id)


def let_back_in(connection: sa.Connection, room: Room, who: int) -> None:
    """Give a participant whose place was ended the place again; they open it with a new return code."""
    connection.execute(
        sa.update(participant).where(participant.c.id == who, participant.c.seminar == room.id).values(removed_at=None)
    )
    rooms.note_activity(connection, room.id)


def rename(connection: sa.Connection, room: Room, who: int, name: str) -> None:
    """Change a participant's name, on their own worksheet too."""
    of_seminar = sa.and_(participant.c.id == who, participant.c.seminar == room.id)
    sheet = connection.scalar(sa.select(participant.c.worksheet).where(of_seminar))
    connection.execute(sa.update(participant).where(of_seminar).values(name=name))
    connection.execute(sa.update(holding).where(holding.c.participant == who).values(name=name))
    connection.execute(
        sa.update(worksheet)
        .where(worksheet.c.id == sheet, worksheet.c.holder_kind == "person")
        .values(holder_name=name)
    )
    rooms.note_activity(connection, room.id)


def remove(connection: sa.Connection, room: Room, who: int, at: datetime) -> None:
    """End a participant's place on every device; their text stays in the record."""
    connection.execute(
        sa.update(participant).where(participant.c.id == who, participant.c.seminar == room.id).values(removed_at=at)
    )
    connection.execute(sa.delete(return_code).where(return_code.c.participant == who))
    rooms.note_activity(connection, room.id)


def erase(connection: sa.Connection, room: Room, sheet: str, at: datetime) -> None:
    """Erase every answer of a worksheet, from other seats too; the record says that it was, not what it said.

    The answers leave the tray, and the holder's name the notes of the discussion.
    """
    seats.erase(connection, sheet)
    connection.execute(sa.delete(revision).where(revision.c.worksheet == sheet))
    tray.forget(connection, sheet)
    discussion.unname(connection, room, sheet)
    connection.execute(
        sa.update(seminar_worksheet)
        .where(seminar_worksheet.c.worksheet == sheet, seminar_worksheet.c.seminar == room.id)
        .values(erased_at=at)
    )
    rooms.change(connection, room.id, at)


def sit_down(connection: sa.Connection, browser: str, seminar: str, role: Role, at: datetime) -> None:
    """Let a browser open a seminar's desk or screen."""
    if not sits(connection, browser, seminar, role):
        values = {"browser": browser, "seminar": seminar, "role": role, "made_at": at}
        connection.execute(sa.insert(seminar_holding).values(values))


def sits(connection: sa.Connection, browser: str, seminar: str, role: Role) -> bool:
    """Whether a browser may open a seminar's desk or screen; no browser holds what can be no id at all."""
    if not worksheets.is_name(seminar):
        return False
    held = seminar_holding.c
    return bool(
        connection.scalar(
            sa.select(held.seminar).where(held.browser == browser, held.seminar == seminar, held.role == role)
        )
    )
