"""A sample seminar as values, so that a record can be made of any answers without a database."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.samples import CASE, FRAMEWORK, QUESTIONS, TRAPS, answers_to, texts
from webapp.access import gate
from webapp.access.developments import Published
from webapp.access.discussion import KINDS, TEXT_LIMIT, Note, Noted
from webapp.access.gate import Viewer
from webapp.access.rooms import Names, Room, Screen, SectionState, Stage
from webapp.access.sight import Place, Seen, section_of
from webapp.access.withholding import REASON_LIMIT
from webapp.answers.answer import EMPTY, Answer, clean
from webapp.answers.revisions import Revision
from webapp.seminar.record import Reader, Record, record

DAY = datetime.date(2026, 11, 22)
OPENED = datetime.datetime(2026, 11, 21, 13, 37, 11, tzinfo=datetime.UTC)
DESK = Viewer("desk", "seminar-id-7")
SHEETS = ("wsheetaaaaa1", "wsheetbbbbb2", "wsheetccccc3", "wsheetddddd4")
# Other seats that a section is answered from again, by their worksheets: whose, which section, and the name.
SEATS = {
    "wseataaaaa5": (SHEETS[0], "legal-basis", "=a relief agency & <b>friends</b>"),
    "wseataaaaa6": (SHEETS[0], "legal-basis", "a ministry"),
    "wseatbbbbb7": (SHEETS[1], "aftermath", "a parliament"),
}
GIVEN_NAMES = ("Zoltanka", "Quillon <b>", "Xiomara", "Wulfric")
PSEUDONYMS = ("Amber", "Birch", "Cedar", "Dune")
# How many developments had been published, and whether the section's answers had been revealed, by the round's name.
STRETCHES = {
    "first": (0, False),
    "revised": (0, True),
    "first 1": (1, False),
    "revised 1": (1, True),
    "revised 2": (2, True),
}
ROUNDS = (*STRETCHES, "late", "withheld")
UNTOLD = ("first", "revised", "late", "withheld")
ERASED, TYPED_IN = SHEETS[2], SHEETS[1]
PARTICIPANT = Viewer("participant", "seminar-id-7", SHEETS[0])
LOG: list[tuple[str, Stage, datetime.datetime]] = [
    ("legal-basis", "answering", OPENED + datetime.timedelta(minutes=3)),
    ("closing", "answering", OPENED + datetime.timedelta(minutes=4)),
    ("legal-basis", "discussing", OPENED + datetime.timedelta(minutes=21)),
]


DEVELOPMENTS = tuple(
    Published(number, "new", None, when, text, sections, OPENED + datetime.timedelta(minutes=23 + number))
    for number, (when, text, sections) in enumerate(
        [
            ("Day 4 \\{own-one\\}", "A *report*, on {own-two}.", ("legal-basis", "closing")),
            ("After 23 March 1999", "<b>What</b> came.\n\nAfter.", ()),
        ],
        1,
    )
)
Publishing = tuple[Published, ...]
PUBLISHINGS = ((), DEVELOPMENTS)


class Key(NamedTuple):
    """Where a revision stands: its question, its holder's worksheet and its round.

    In the round `withheld` stands why the facilitator withheld the answer, as the reasons of an answer.
    """

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
        for sheet in sheets_in(section_of(room, question) or "")
        if gate.may_see(viewer, room, section_of(room, question) or "", sheet, holder=own_of(sheet))
    ]


def sheets_in(section: str) -> list[str]:
    """The worksheets that a section is answered on: each holder's own, then those of their other seats."""
    others = {sheet: own for sheet, (own, where, _) in SEATS.items() if where == section}
    return [sheet for own in SHEETS for sheet in [own, *(one for one, whose in others.items() if whose == own)]]


def own_of(sheet: str) -> str:
    """The own worksheet of the holder of a worksheet."""
    return SEATS[sheet][0] if sheet in SEATS else sheet


def seat_of(sheet: str) -> str:
    """The name of the other seat that a worksheet is answered from; empty for a holder's own."""
    return SEATS[sheet][2] if sheet in SEATS else ""


def sample_room(names: Names, published: Publishing = ()) -> Room:
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
        notes_told=True,
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
        published=published,
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


Notes = Mapping[str, list[Noted]]


def sample_record(
    given: Mapping[Key, Answer],
    names: Names = "pseudonym",
    viewer: Viewer = DESK,
    published: Publishing = (),
    notes: Notes = MappingProxyType({}),
) -> Record:
    """The record of these answers and notes of the discussion, as far as the gate lets the viewer see them."""
    room = sample_room(names, published)
    seen: dict[str, list[Seen]] = {}
    for question, sheet in slots_of(viewer):
        rounds = {name: given[Key(question, sheet, name)] for name in ROUNDS if Key(question, sheet, name) in given}
        seen.setdefault(question, []).append(seen_one(sheet, rounds, viewer))
    written = OPENED + datetime.timedelta(minutes=11)
    noted = {of: [Note(4711, of, one, 4712, written) for one in each] for of, each in notes.items()}
    return record(room, sample_places(), seen, noted, LOG, Reader(viewer, DAY, "Europe/Berlin"))


def seen_one(sheet: str, rounds: Mapping[str, Answer], viewer: Viewer = DESK) -> Seen:
    """What a viewer may see of one holder's answer, by its rounds."""
    own = viewer.worksheet == own_of(sheet)
    withheld = rounds["withheld"].reasons if "withheld" in rounds else ""
    hidden = bool(withheld) and not own and viewer.role != "desk"
    written = {name: answer for name, answer in rounds.items() if name != "withheld"}
    return Seen(
        worksheet=sheet,
        holder=own_of(sheet),
        label=GIVEN_NAMES[SHEETS.index(own_of(sheet))],
        own=own,
        typed_in=own_of(sheet) == TYPED_IN,
        erased=sheet == ERASED and not written,
        states=() if hidden else tuple(_revision(written[name], name) for name in STRETCHES if name in written),
        late=None if hidden or "late" not in written else _revision(written["late"], "late"),
        withheld=withheld,
        hidden=hidden,
        seat=seat_of(sheet),
    )


def _revision(answer: Answer, name: str) -> Revision:
    developments, after_reveal = STRETCHES.get(name, (0, False))
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
        "after_reveal": after_reveal,
        "developments": developments,
    }
    # What else a revision remembers of its saving has no place in a record.
    return Revision(**{field: values.get(field, 4711) for field in Revision._fields})


REASONS = texts(REASON_LIMIT).map(lambda text: " ".join(text.split()) or "It names somebody.")


@st.composite
def sets_of_answers(draw: st.DrawFn, viewer: Viewer = DESK, published: Publishing = ()) -> dict[Key, Answer]:
    """Answers in any of a record's slots and rounds, some of them withheld; a later round may stand without a first."""
    chosen = draw(st.lists(st.sampled_from(slots_of(viewer)), unique=True, max_size=4))
    given: dict[Key, Answer] = {}
    for question, sheet in chosen:
        staged = section_of(sample_room("given"), question) != FRAMEWORK.opening.id
        possible = [name for name in (ROUNDS if published else UNTOLD) if staged or name in ("first", "first 1")]
        for name in draw(st.lists(st.sampled_from(possible), unique=True)):
            if name == "withheld":
                given[Key(question, sheet, name)] = Answer(reasons=draw(REASONS))
                continue
            answer = draw(answers_to(QUESTIONS[question], bool(CASE.field(question))))
            if answer != EMPTY:
                given[Key(question, sheet, name)] = answer
    return given


@st.composite
def sets_of_notes(draw: st.DrawFn, viewer: Viewer = DESK) -> Notes:
    """Notes of the discussion at any of the questions that a record has."""
    questions = sorted({question for question, _ in slots_of(viewer)})
    texts = st.sampled_from([*map(clean, TRAPS), "=1", "''+x"]) | st.text(max_size=TEXT_LIMIT).map(clean)
    written = texts.filter(lambda text: bool(text.strip()))
    names = st.sampled_from(["", *PSEUDONYMS, "=1", "<b>*x*</b>"])
    note = st.builds(Noted, st.sampled_from(list(KINDS)), written, names)
    return draw(st.dictionaries(st.sampled_from(questions), st.lists(note, min_size=1, max_size=3), max_size=3))


def of_slot(given: Mapping[Key, Answer], slot: tuple[str, str]) -> Iterator[tuple[Key, Answer]]:
    """What was given in one slot, in the order of the rounds."""
    for name in ROUNDS:
        key = Key(*slot, name)
        if key in given:
            yield key, given[key]
