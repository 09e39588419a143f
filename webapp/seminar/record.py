"""The record: every holder's answers of a whole seminar in the order of the agenda, and nothing that answers to them.

`record` is pure. It is a sequence of slots, one for each question and holder, fixed by agenda, case, holders, stages
and who looks; every format is made from its value alone. Names and exact times enter it only where the seminar shows
names, ids of worksheets and people never: what is not in the value can't be in a file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from webapp.access import gate
from webapp.access.developments import Kind
from webapp.access.discussion import Note, Noted
from webapp.access.gate import Viewer
from webapp.access.rooms import Names, Room, Stage
from webapp.access.sight import Place, Seen
from webapp.answers.answer import EMPTY, Answer
from webapp.answers.revisions import Revision
from webapp.framework.model import Case, Framework, Question, Section
from webapp.framework.text import plain

Round = Literal["first", "revised", "late"]
NOBODY_IN_PARTICULAR = Viewer("participant")


class Holder(NamedTuple):
    """A holder as the record names them; one whose answers were erased has no name, unless they wrote anew since."""

    id: str
    label: str
    typed_in: bool
    erased: bool


class Given(NamedTuple):
    """One revision. `revised` was written after the section's first reveal, `late` after it had closed.

    `after_development` is how many developments had been published when it was written.
    """

    round: Round
    after_reveal: bool
    after_development: int
    written_at: datetime.datetime | None
    answer: Answer


class Slot(NamedTuple):
    """What one holder said to one question, in the order of time, late ones last; empty where there is no answer.

    `seat` is the other seat that they said it from; empty for their own view, which comes first.
    An answer that the facilitator has withheld is `withheld` by its reason; its text is in nobody's record.
    """

    holder: Holder
    given: tuple[Given, ...]
    withheld: str = ""
    seat: str = ""


class Remark(NamedTuple):
    """A note of the discussion, without its time where nobody is named."""

    noted: Noted
    written_at: datetime.datetime | None


class Item(NamedTuple):
    """A question with the slots of the holders whose answers may be seen, and the notes of the discussion of it."""

    question: Question
    slots: tuple[Slot, ...]
    remarks: tuple[Remark, ...]


class Step(NamedTuple):
    """The opening, a section or the closing questions. `whole`: everybody's answers may be seen."""

    section: Section
    staged: bool
    whole: bool
    items: tuple[Item, ...]


class Move(NamedTuple):
    """A moved stage; without its time where nobody is named."""

    section: str
    stage: Stage
    at: datetime.datetime | None


class Development(NamedTuple):
    """A development of the case as it was published, its texts plain; without its time where nobody is named."""

    number: int
    kind: Kind
    when: str
    text: str
    sections: tuple[str, ...]
    at: datetime.datetime | None


class Record(NamedTuple):
    """A seminar as it is taken home. `agenda` leaves out the questions that the reader was never shown."""

    agenda: Framework
    case: Case
    kind: Literal["person", "group"]
    names: Names
    folded: bool
    copy: Literal["desk", "participant"]
    timed: bool
    timezone: str
    printed: datetime.date
    holders: tuple[Holder, ...]
    stages: Mapping[str, Stage]
    moves: tuple[Move, ...]
    developments: tuple[Development, ...]
    steps: tuple[Step, ...]
    rehearsal: bool = False


class Reader(NamedTuple):
    """Who takes the record home, on which day, and where the clock stands that its times are told by."""

    viewer: Viewer
    printed: datetime.date
    timezone: str


def record(
    room: Room,
    places: Sequence[Place],
    seen: Mapping[str, Sequence[Seen]],
    notes: Mapping[str, Sequence[Note]],
    log: Iterable[tuple[str, Stage, datetime.datetime]],
    reader: Reader,
) -> Record:
    """Arrange what the gate lets this reader see.

    `seen` and `notes` are by question, `places` in the order of `sight.places`.
    """
    timed = gate.names_are_shown(room)
    # Other seats were erased themselves: one that is there was taken since.
    told = (one for each in seen.values() for one in each if one.seat or _given(one, timed) or _kept_back(one))
    wrote = {one.holder for one in told}
    holders = {
        place.worksheet: _holder(room, place, number, place.worksheet in wrote)
        for number, place in enumerate(places, 1)
    }
    titles = {question.id: question.short for step in room.framework.steps() for question in step.questions}
    shown = [_shown(room, reader.viewer, section) for section in room.framework.steps()]
    agenda = msgspec.structs.replace(room.framework, opening=shown[0], sections=tuple(shown[1:-1]), closing=shown[-1])
    return Record(
        agenda=agenda,
        case=gate.shown_case(reader.viewer, room),
        kind=room.holders,
        names=room.names,
        folded=room.folded,
        copy="desk" if reader.viewer.role == "desk" else "participant",
        timed=timed,
        timezone=reader.timezone,
        printed=reader.printed,
        holders=tuple(holders.values()),
        stages={section.id: room.state(section.id).stage for section in room.staged()},
        moves=tuple(Move(section, stage, at if timed else None) for section, stage, at in log),
        developments=tuple(
            Development(
                one.number,
                one.kind,
                plain(one.heading, titles),
                plain(one.text, titles),
                one.sections,
                one.published_at if timed else None,
            )
            for one in room.published
        ),
        steps=tuple(
            Step(
                section,
                section.id != agenda.opening.id,
                gate.may_see(reader.viewer, room, section.id, ""),
                tuple(
                    Item(
                        question,
                        tuple(_slot(one, holders, timed) for one in seen.get(question.id, ())),
                        tuple(_remark(room, note, timed) for note in notes.get(question.id, ())),
                    )
                    for question in section.questions
                ),
            )
            for section in shown
        ),
        rehearsal=room.rehearsal,
    )


def _holder(room: Room, place: Place, number: int, wrote: bool) -> Holder:
    # As everybody in the room knows them, whoever takes the record home: it will be handed on.
    name = gate.shown_name(NOBODY_IN_PARTICULAR, room, place.worksheet, place.name, place.pseudonym)
    unnamed = f"{'Group' if room.holders == 'group' else 'Person'} {number}"
    erased = place.erased_at is not None
    return Holder(f"h{number}", name or unnamed if wrote or not erased else "", place.typed_in, erased)


def _shown(room: Room, viewer: Viewer, section: Section) -> Section:
    if gate.may_see_questions(viewer, room, section.id):
        return section
    return msgspec.structs.replace(section, questions=())


def _slot(one: Seen, holders: Mapping[str, Holder], timed: bool) -> Slot:
    return Slot(holders[one.holder], () if one.withheld else _given(one, timed), _kept_back(one), one.seat)


def _remark(room: Room, note: Note, timed: bool) -> Remark:
    noted = note.noted._replace(said_by="") if room.names == "none" else note.noted
    return Remark(noted, note.written_at if timed else None)


def _kept_back(seen: Seen) -> str:
    """Why an answer is withheld; nothing once it was erased, since its holder has no name then."""
    return "" if seen.erased else seen.withheld


def _given(seen: Seen, timed: bool) -> tuple[Given, ...]:
    found: list[Given] = []
    for one in (*seen.states, *filter(None, [seen.late])):
        # What was emptied before anybody saw it is no answer; emptied afterwards it is a change.
        if found or one.answer != EMPTY:
            written_at = one.written_at if timed else None
            found.append(Given(_round(one), one.after_reveal, one.developments, written_at, one.answer))
    return tuple(found)


def _round(one: Revision) -> Round:
    if one.late:
        return "late"
    return "revised" if one.after_reveal else "first"
