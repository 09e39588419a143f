"""Preparing and publishing developments, releasing what came after, and looking at a section again.

Every function works in the caller's transaction, which has locked the seminar (`rooms.lock`) and read `room` in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from webapp.access import rooms
from webapp.access.developments import Kind
from webapp.access.model import development, looked
from webapp.access.rooms import Room
from webapp.framework.model import Case, Development

ALL = "all"


class What(NamedTuple):
    """What a development says, as content texts, and the ids of the sections that it names."""

    when: str
    text: str
    sections: tuple[str, ...]
    kind: Kind = "new"
    fact: int | None = None

    @classmethod
    def of(cls, value: Development) -> What:
        """A development of a case's file."""
        return cls(value.when, value.text, value.sections)

    @classmethod
    def released(cls, case: Case, which: str, sections: tuple[str, ...]) -> What | None:
        """What came after in a case: all of it, or the fact at a place of `later`; None for any other `which`."""
        if which == ALL and case.after:
            doubts = (f"Doubts: {case.doubts}",) if case.doubts else ()
            facts = (f"{fact.when}: {fact.text}" for fact in case.later)
            return cls(case.as_of, "\n\n".join((*case.after, *facts, *doubts)), sections, "after")
        place = int(which) if which.isascii() and which.isdigit() and len(which) < 4 else len(case.later)
        if place >= len(case.later):
            return None
        return cls(case.later[place].when, case.later[place].text, sections, "later", place)


def prepare(connection: sa.Connection, seminar: str, wanted: Iterable[What], at: datetime) -> None:
    """Keep developments for later; the desk alone sees them."""
    rows = [{"seminar": seminar, "made_at": at, **_columns(what)} for what in wanted]
    if rows:
        connection.execute(sa.insert(development), rows)


def _columns(what: What) -> dict[str, object]:
    return {**what._asdict(), "sections": msgspec.json.encode(what.sections).decode()}


def rewrite(connection: sa.Connection, room: Room, one: int, what: What) -> bool:
    """Change a prepared development; False where it is not there to be changed: deleted, or published meanwhile."""
    return _changed(connection, sa.update(development).where(*_prepared(room, one)).values(_columns(what)))


def drop(connection: sa.Connection, room: Room, one: int) -> bool:
    """Delete a prepared development; False where it is not there to be deleted."""
    return _changed(connection, sa.delete(development).where(*_prepared(room, one)))


def _changed(connection: sa.Connection, statement: sa.Update | sa.Delete) -> bool:
    return bool(connection.execute(statement).rowcount)


def _prepared(room: Room, one: int) -> tuple[sa.ColumnElement[bool], ...]:
    return development.c.id == one, development.c.seminar == room.id, development.c.number.is_(None)


def publish(connection: sa.Connection, room: Room, one: int, at: datetime) -> int | None:
    """Publish a prepared development; gives its number, or None where it is not there to be published."""
    number = len(room.published) + 1
    values = {"number": number, "published_at": at}
    if not _changed(connection, sa.update(development).where(*_prepared(room, one)).values(values)):
        return None
    rooms.change(connection, room.id, at)
    return number


def publish_new(connection: sa.Connection, room: Room, what: What, at: datetime) -> int:
    """Publish what was not prepared; gives its number."""
    number = len(room.published) + 1
    values = {"seminar": room.id, "made_at": at, "published_at": at, "number": number, **_columns(what)}
    connection.execute(sa.insert(development).values(values))
    rooms.change(connection, room.id, at)
    return number


def is_released(room: Room, what: What) -> bool:
    """Whether a part of what came after was released before, by itself or with all of it."""
    return any(one.kind == "after" or (one.kind, one.fact) == (what.kind, what.fact) for one in room.published)


def look(connection: sa.Connection, who: int, section: str, developments: int) -> None:
    """A participant has looked at a section knowing so many developments; never takes an earlier look back."""
    if not developments:
        return
    mine = sa.and_(looked.c.participant == who, looked.c.section == section)
    before = connection.scalar(sa.select(looked.c.developments).where(mine)) or 0
    if developments > before:
        connection.execute(sa.delete(looked).where(mine))
        values = {"participant": who, "section": section, "developments": developments}
        connection.execute(sa.insert(looked).values(values))
