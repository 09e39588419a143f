"""A sample seminar as values, so that a record can be made of any answers without a database."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.samples import CASE, FRAMEWORK, QUESTIONS, answers_to
from webapp.access import gate
from webapp.access.gate import Viewer
from webapp.access.rooms import Names, Room, Screen, SectionState, Stage
from webapp.access.sight import Place, Seen, section_of
from webapp.answers.answer import EMPTY, Answer
from webapp.answers.revisions import Revision
from webapp.seminar.record import Reader, Record, record

DAY = datetime.date(2026, 11, 22)
OPENED = datetime.datetime(2026, 11, 21, 13, 37, 11, tzinfo=datetime.UTC)
DESK = Viewer("desk", "seminar-id-7")
SHEETS = ("wsheetaaaaa1", "wsheetbbbbb2", "wsheetccccc3", "wsheetddddd4")
GIVEN_NAMES = ("Zoltanka", "Quillon <b>", "Xiomara", "Wulfric")
PSEUDONYMS = ("Amber", "Birch", "Cedar", "Dune")
ROUNDS = ("first", "revised", "late")
ERASED, TYPED_IN = SHEETS[2], SHEETS[1]
PARTICIPANT = Viewer("participant", "seminar-id-7", SHEETS[0])
LOG: list[tuple[str, Stage, datetime.datetime]] = [
    ("legal-basis", "answering", OPENED + datetime.timedelta(minutes=3)),
    ("closing", "answering", OPENED + datetime.timedelta(minutes=4)),
    ("legal-basis", "discussing", OPENED + datetime.timedelta(minutes=21)),
]


class Key(NamedTuple):
    """Where a revision stands: its question, its holder's worksheet and its round."""

    question: str
    sheet: str
    round: str


def slots_of(viewer: Viewer = DESK) -> list[tuple[str, str]]:
    """The question and the worksheet of every slot that this viewer's record has, in its order."""
    room = sample_room("given")
    return [
        (question, sheet)
        for question in QUESTIONS
        if gate.may_see_questions(viewer, room, section_of(room, question) or "")
        for sheet in SHEETS
        if gate.may_see(viewer, room, section_of(room, question) or "", sheet)
    ]


def sample_room(names: Names) -> Room:
    """A seminar with one section revealed, one waiting, and the closing questions being answered."""
    return Room(
        id="seminar-id-7",
        framework=FRAMEWORK,
        case=CASE,
        holders="person",
        names=names,
        folded=False,
        join_code="JQKM2345",
        locked=False,
        shared=True,
        sections={
            "legal-basis": SectionState("discussing", True, True),
            "aftermath": SectionState("waiting"),
            "closing": SectionState("answering"),
        },
        screen=Screen(),
        countdown=None,
        version=5,
        activity=7,
        screen_version=3,
        moved_at=OPENED,
        opened_at=OPENED,
        ended_at=None,
        delete_at=OPENED + datetime.timedelta(days=30),
        deleted_at=None,
    )


def sample_places() -> list[Place]:
    """Four holders: one typed in from paper, one erased."""
    return [
        Place(
            worksheet=sheet,
            name=GIVEN_NAMES[number],
            pseudonym=PSEUDONYMS[number],
            place=number,
            typed_in=sheet == TYPED_IN,
            erased_at=OPENED if sheet == ERASED else None,
            joined=4711 + number,
        )
        for number, sheet in enumerate(SHEETS)
    ]


def sample_record(given: Mapping[Key, Answer], names: Names = "pseudonym", viewer: Viewer = DESK) -> Record:
    """The record of these answers, as far as the gate lets the viewer see them."""
    room = sample_room(names)
    seen: dict[str, list[Seen]] = {}
    for question, sheet in slots_of(viewer):
        rounds = {name: given[Key(question, sheet, name)] for name in ROUNDS if Key(question, sheet, name) in given}
        seen.setdefault(question, []).append(seen_one(sheet, rounds, viewer))
    return record(room, sample_places(), seen, LOG, Reader(viewer, DAY, "Europe/Berlin"))


def seen_one(sheet: str, rounds: Mapping[str, Answer], viewer: Viewer = DESK) -> Seen:
    """What a viewer may see of one holder's answer, by its rounds."""
    found = {name: _revision(rounds.get(name), name) for name in ROUNDS}
    return Seen(
        worksheet=sheet,
        label=GIVEN_NAMES[SHEETS.index(sheet)],
        own=viewer.worksheet == sheet,
        typed_in=sheet == TYPED_IN,
        erased=sheet == ERASED and not rounds,
        first=found["first"],
        revised=found["revised"],
        late=found["late"],
    )


def _revision(answer: Answer | None, name: str) -> Revision | None:
    if answer is None:
        return None
    values: dict[str, Any] = {
        "question": "",
        "number": 3,
        "answer": answer,
        "written_at": OPENED + datetime.timedelta(minutes=9),
        "writer": 4712,
        "writer_name": "Zoltanka",
        "page": "page-token",
        "kind": "save",
        "stage": "closed" if name == "late" else "discussing",
        "after_reveal": name == "revised",
    }
    # What else a revision remembers of its saving has no place in a record.
    return Revision(**{field: values.get(field, 4711) for field in Revision._fields})


@st.composite
def sets_of_answers(draw: st.DrawFn, viewer: Viewer = DESK) -> dict[Key, Answer]:
    """Answers in any of a record's slots and rounds; a later round may stand without a first."""
    chosen = draw(st.lists(st.sampled_from(slots_of(viewer)), unique=True, max_size=4))
    given: dict[Key, Answer] = {}
    for question, sheet in chosen:
        staged = section_of(sample_room("given"), question) != FRAMEWORK.opening.id
        rounds = draw(st.lists(st.sampled_from(["first", "revised", "late"]), unique=True)) if staged else ["first"]
        for name in rounds:
            answer = draw(answers_to(QUESTIONS[question], bool(CASE.field(question))))
            if answer != EMPTY:
                given[Key(question, sheet, name)] = answer
    return given


def of_slot(given: Mapping[Key, Answer], slot: tuple[str, str]) -> Iterator[tuple[Key, Answer]]:
    """What was given in one slot, in the order of the rounds."""
    for name in ROUNDS:
        key = Key(*slot, name)
        if key in given:
            yield key, given[key]
