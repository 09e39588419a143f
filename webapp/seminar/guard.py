"""Who is looking at a seminar: its desk, its screen, one of its participants, or a stranger who is turned away."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from webapp.access import browser, joining, rooms
from webapp.access.gate import Viewer
from webapp.access.joining import Joined
from webapp.access.rooms import Role, Room
from webapp.clock import now
from webapp.current import database


class NotHere(Exception):
    """This browser has no such place in the seminar, or there is none; nobody else is told which."""

    def __init__(self, role: Role | None, sentence: str = "") -> None:
        super().__init__(sentence)
        self.role, self.sentence = role, sentence


class SeminarDeleted(Exception):
    """The seminar was deleted at its desk and can be taken back there for a while."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.id)
        self.room = room


class Present(NamedTuple):
    """Somebody in a seminar: the room, as what the gate knows them, and their place where they are a participant."""

    room: Room
    viewer: Viewer
    joined: Joined | None


def seated(name: str, role: Role, *, deleted_too: bool = False) -> Present:
    """The desk or the screen of a seminar, if this browser sits there; raises NotHere or SeminarDeleted."""
    with database().read() as connection:
        return seated_in(connection, name, role, deleted_too=deleted_too)


def seated_in(connection: sa.Connection, name: str, role: Role, *, deleted_too: bool = False) -> Present:
    """The same, in a transaction that is open already."""
    key = browser.hashed()
    room = rooms.find(connection, name, now()) if key and joining.sits(connection, key, name, role) else None
    if not room:
        raise NotHere(role)
    if room.deleted_at and not deleted_too:
        raise SeminarDeleted(room)
    return Present(room, Viewer(role, room.id), None)


def present(name: str) -> Present:
    """A participant of a seminar on this browser; raises NotHere."""
    with database().read() as connection:
        key = browser.hashed()
        room = rooms.find(connection, name, now()) if key else None
        joined = joining.joined_as(connection, room, key) if room else None
    if not room or not joined or room.deleted_at:
        raise NotHere(None)
    if joined.removed_at:
        raise NotHere(
            None, "The facilitator has ended your place in this seminar. What you had saved stays in its record."
        )
    return Present(room, Viewer("participant", room.id, joined.worksheet), joined)


def present_or_desk(name: str) -> Present:
    """Whoever may look at answers on their own device: the desk first, else a participant; raises NotHere."""
    try:
        return seated(name, "desk")
    except NotHere:
        return present(name)
