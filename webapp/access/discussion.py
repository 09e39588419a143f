"""Notes of the discussion: what a facilitator writes for the record. Private notes have a table of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

import sqlalchemy as sa

from webapp.access import gate, rooms, sight
from webapp.access.gate import Viewer
from webapp.access.model import discussion_note
from webapp.access.rooms import Room
from webapp.access.sight import Place

NoteKind = Literal["fact", "objection", "open", "reason"]
# By the alphabet, as choices are.
KINDS: Mapping[NoteKind, str] = {
    "fact": "Fact to check",
    "objection": "Objection",
    "open": "Open question",
    "reason": "Reason",
}
TEXT_LIMIT = 2000
ANYBODY = Viewer("participant")
_OF = discussion_note.c


class Noted(NamedTuple):
    """What a note says; `said_by` is empty where nobody is named."""

    kind: NoteKind
    text: str
    said_by: str


class Note(NamedTuple):
    """A note as it stands now. `edition` grows with every change of it."""

    id: int
    question: str
    noted: Noted
    edition: int
    written_at: datetime


def _note(row: sa.Row[tuple[object, ...]]) -> Note:
    values = dict(row._mapping)
    noted = Noted(*(values.pop(name) for name in Noted._fields))
    return Note(**values, noted=noted)


def _notes(room: Room) -> sa.Select[tuple[object, ...]]:
    columns = (_OF.id, _OF.question, _OF.kind, _OF.text, _OF.said_by, _OF.edition, _OF.written_at)
    return sa.select(*columns).where(_OF.seminar == room.id)


def seen(connection: sa.Connection, room: Room, viewer: Viewer) -> dict[str, list[Note]]:
    """The notes that a viewer may read, by question, in the order they were written in."""
    found: dict[str, list[Note]] = {}
    for note in map(_note, connection.execute(_notes(room).order_by(_OF.id))):
        section = sight.section_of(room, note.question)
        if section and gate.may_see_notes(viewer, room, section):
            found.setdefault(note.question, []).append(note)
    return found


def find(connection: sa.Connection, room: Room, number: int) -> Note | None:
    """A note of this seminar; None for any other, and for one that was removed."""
    # Not asked by its number: PostgreSQL refuses to look for some of those that an address can hold.
    return next((note for note in map(_note, connection.execute(_notes(room))) if note.id == number), None)


def latest(connection: sa.Connection, room: Room, question: str) -> Noted | None:
    """What the newest note on a question says."""
    newest = _notes(room).where(_OF.question == question).order_by(_OF.id.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return _note(row).noted if row else None


def add(connection: sa.Connection, room: Room, question: str, noted: Noted, at: datetime) -> None:
    """Add a note to a question."""
    values = {"seminar": room.id, "question": question, "edition": 1, "written_at": at, **noted._asdict()}
    connection.execute(sa.insert(discussion_note).values(values))
    rooms.note_activity(connection, room.id)


def change(connection: sa.Connection, room: Room, note: Note, noted: Noted) -> None:
    """Change what a note says; it keeps its place."""
    values = {**noted._asdict(), "edition": note.edition + 1}
    connection.execute(sa.update(discussion_note).where(_OF.id == note.id, _OF.seminar == room.id).values(values))
    rooms.note_activity(connection, room.id)


def remove(connection: sa.Connection, room: Room, note: Note) -> None:
    """Remove a note for good."""
    connection.execute(sa.delete(discussion_note).where(_OF.id == note.id, _OF.seminar == room.id))
    rooms.note_activity(connection, room.id)


def names(room: Room, places: Iterable[Place]) -> list[str]:
    """The names of holders that everybody in a seminar may know; none where nobody's name is asked."""
    shown = [
        gate.shown_name(ANYBODY, room, place.worksheet, place.name, place.pseudonym)
        for place in places
        if place.erased_at is None
    ]
    return list(dict.fromkeys(filter(None, shown)))


def unname(connection: sa.Connection, room: Room, sheet: str) -> None:
    """Take the name of a holder whose answers are erased out of the notes; what they say stays."""
    place = next((one for one in sight.places(connection, room) if one.worksheet == sheet), None)
    name = gate.shown_name(ANYBODY, room, sheet, place.name, place.pseudonym) if place else ""
    for note in map(_note, connection.execute(_notes(room)).all()):
        if name and note.noted.said_by.casefold() == name.casefold():
            change(connection, room, note, note.noted._replace(said_by=""))
