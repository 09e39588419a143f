"""The participant's page: whose answers these are, where each section stands, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.access import gate, seats, sight
from webapp.access.developments import Published, worth_another_look
from webapp.access.rooms import Room, SectionState
from webapp.access.seats import Seat
from webapp.answers import revisions
from webapp.answers.answer import Answer
from webapp.current import database
from webapp.framework.model import Section
from webapp.seminar.blueprint import blueprint
from webapp.seminar.guard import Present, present
from webapp.seminar.promises import promises
from webapp.worksheet.walk import EVERY, NONE, state

ANSWER = "Answer"
ANSWER_FIRST = "Answer first"
GO_ON = "Go on answering"
REVISE = "Keep or change your answers"
COMPARE = "Read the answers side by side"
OWN = "Read your own answers"


class Way(NamedTuple):
    """Something to do with a section."""

    words: str
    url: str


class Row(NamedTuple):
    """A section on the participant's page: its stage in words, how far the own answers are, and what to do next.

    `seats` are the other seats that it is answered from, `more_seats` the address where one more can be taken; `again`
    are the developments that make it worth another look.
    """

    id: str
    title: str
    stage: str
    sentence: str
    state: str
    ways: tuple[Way, ...]
    seats: tuple[Way, ...] = ()
    more_seats: str = ""
    again: tuple[Published, ...] = ()


@blueprint.get("/seminar/<name>/")
def room(name: str) -> ResponseReturnValue:
    """The participant's page."""
    here = present(name)
    with database().read() as connection:
        places = sight.places(connection, here.room)
        given = revisions.answers(revisions.latest(connection, here.viewer.worksheet))
        taken = seats.of_holder(connection, here.viewer.worksheet)
        again = worth_another_look(connection, here.room.published, here.joined.id if here.joined else None)
    own = next(place for place in places if place.worksheet == here.viewer.worksheet)
    return render_template(
        "seminar/room.html",
        room=here.room,
        joined=here.joined,
        own=own,
        rows=list(_rows(here, given, taken, again)),
        may_have_record=gate.may_see_record(here.viewer, here.room),
        promises=promises(here.room.holders, here.room.names, here.room.delete_at, here.room.notes_told),
    )


def _rows(
    here: Present, given: Mapping[str, Answer], taken: Sequence[Seat], again: Mapping[str, tuple[Published, ...]]
) -> Iterator[Row]:
    opening = here.room.framework.opening
    step = Way("Read and add to it", _step(here.viewer.worksheet, opening.id))
    yield Row(
        opening.id, opening.title, "", "What is discussed, for you to read and add to.", state(opening, given), (step,)
    )
    for section in here.room.staged():
        stands, far = here.room.state(section.id), state(section, given)
        ways = tuple(_ways(here, section, stands, far))
        other = tuple(Way(one.name, _step(one.worksheet, section.id)) for one in taken if one.section == section.id)
        more = _more_seats(here, section)
        new = () if stands.stage == "waiting" else again.get(section.id, ())
        yield Row(section.id, section.title, stands.stage, sentence(stands, here.room), far, ways, other, more, new)


def _more_seats(here: Present, section: Section) -> str:
    if section not in here.room.framework.sections or not gate.may_take_a_seat(here.room, section.id):
        return ""
    return url_for("worksheet.seats", name=here.viewer.worksheet, step_id=section.id)


def _ways(here: Present, section: Section, stands: SectionState, far: str) -> Iterator[Way]:
    """What can be done now, the first thing first. Whoever has written nothing is offered to write before reading."""
    step = _step(here.viewer.worksheet, section.id)
    match stands.stage:
        case "answering":
            yield Way(ANSWER if far == NONE else OWN if far == EVERY else GO_ON, step)
        case "discussing" if far == NONE:
            yield Way(ANSWER_FIRST, step)
        case "revising":
            yield Way(ANSWER_FIRST if far == NONE else REVISE, step)
    if stands.revealed:
        yield Way(COMPARE, url_for("seminar.grid", name=here.room.id, section_id=section.id))
    if stands.stage in ("discussing", "closed") and far != NONE:
        yield Way(OWN, step)


def _step(sheet: str, step: str) -> str:
    return url_for("worksheet.step", name=sheet, step_id=step)


def sentence(stands: SectionState, room: Room) -> str:
    """What a stage means for a participant."""
    others = "the other groups" if room.holders == "group" else "the others"
    match stands.stage:
        case "waiting":
            return "Waiting: the facilitator has not opened it now."
        case "answering":
            return f"Answering: write your answers. They are hidden from {others} now."
        case "discussing":
            return "Discussing: the answers can be read side by side. What is written now is marked as later."
        case "revising":
            return "Revising: say of each answer whether it stays or changes. Both are worth writing down."
        case "closed":
            return "Closed: the answers stand. What still arrives is kept as a late draft."
