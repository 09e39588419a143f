"""The desk's one table value: the sections with their stages, and how far every holder is. Built from few reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from webapp.access import gate, joining, sight
from webapp.access.gate import Viewer
from webapp.access.joining import Joined
from webapp.access.rooms import Room, Stage
from webapp.access.sight import Place, Progress
from webapp.framework.model import Section
from webapp.worksheet.walk import EVERY, NONE, SOME


class SectionRow(NamedTuple):
    """A section as the desk shows it; `written` is the one figure of the app that counts answers."""

    section: Section
    stage: Stage
    revealed: bool
    written: int


class Person(NamedTuple):
    """Somebody who joined. `joined_at` is told where names are shown."""

    id: int
    label: str
    worksheet: str
    joined_at: datetime | None
    removed: bool


class HolderRow(NamedTuple):
    """A worksheet as the desk shows it: whose, and how far each section is, in words."""

    worksheet: str
    label: str
    typed_in: bool
    erased: bool
    saved_at: datetime | None
    states: tuple[str, ...]
    people: tuple[Person, ...]

    @property
    def alone(self) -> Person | None:
        """The one person whose worksheet this is; None for a group's, and for what was typed in."""
        return self.people[0] if len(self.people) == 1 else None


class Board(NamedTuple):
    """All that the desk shows of who is there and how far they are."""

    sections: list[SectionRow]
    holders: list[HolderRow]

    def holder(self, worksheet: str) -> HolderRow | None:
        """The row of a worksheet."""
        return next((row for row in self.holders if row.worksheet == worksheet), None)

    def person(self, who: int) -> tuple[Person, HolderRow] | None:
        """A participant, with the row of the worksheet they write on."""
        found = ((person, row) for row in self.holders for person in row.people)
        return next((pair for pair in found if pair[0].id == who), None)


def asked(room: Room) -> list[Section]:
    """The steps with stages that this agenda asks anything in."""
    return [step for step in room.staged() if step.questions]


def board(connection: sa.Connection, room: Room, viewer: Viewer) -> Board:
    """The board of a seminar, from a number of statements that does not grow with its people."""
    found = sight.progress(connection, room)
    places = sight.places(connection, room)
    people = _people(room, viewer, places, joining.participants(connection, room))
    return Board(
        _sections(room, sight.by_section(room, found)),
        [
            _holder(room, place, _label(room, viewer, place), found.get(place.worksheet, Progress()), people)
            for place in places
        ],
    )


def _sections(room: Room, written: Mapping[str, set[str]]) -> list[SectionRow]:
    rows = []
    for section in asked(room):
        state = room.state(section.id)
        rows.append(SectionRow(section, state.stage, state.revealed, len(written[section.id])))
    return rows


def _label(room: Room, viewer: Viewer, place: Place) -> str:
    """A group goes by the name that everybody chose it by; its answers are labelled as the gate says."""
    named = place.name if room.holders == "group" else ""
    return named or gate.shown_name(viewer, room, place.worksheet, place.name, place.pseudonym)


def _people(room: Room, viewer: Viewer, places: Iterable[Place], joined: list[Joined]) -> dict[str, list[Person]]:
    """Those who joined, by worksheet: the order in which they did is not to be read from the list."""
    of = {place.worksheet: place for place in places}
    timed = gate.names_are_shown(room)
    found: dict[str, list[Person]] = {}
    for number, one in enumerate(joined, 1):
        place = of[one.worksheet]
        label = one.name or f"Participant {number}"
        if room.holders == "person":
            label = gate.shown_name(viewer, room, one.worksheet, one.name, place.pseudonym)
        person = Person(one.id, label, one.worksheet, one.joined_at if timed else None, one.removed_at is not None)
        found.setdefault(one.worksheet, []).append(person)
    return found


def _holder(room: Room, place: Place, label: str, found: Progress, people: Mapping[str, list[Person]]) -> HolderRow:
    return HolderRow(
        place.worksheet,
        label,
        place.typed_in,
        place.erased_at is not None,
        found.saved_at,
        tuple(_state(section, found.answered) for section in asked(room)),
        tuple(people.get(place.worksheet, ())),
    )


def _state(section: Section, answered: frozenset[str]) -> str:
    done = [question.id in answered for question in section.questions]
    return EVERY if all(done) else SOME if any(done) else NONE
