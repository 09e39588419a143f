"""The considerations as frozen, typed values: what the content files hold after they were read and checked.

Nothing here knows Flask or a database. Every value is immutable and compares by what it holds, so that a
framework can be named by the hash of its content and kept with the worksheets that were answered under it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=60)]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=8000)]
Checked = Literal["yes", "partly", "no", "disputed"]


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """The base of every content value: frozen, and an unknown key is an error."""


class Citation(Value, frozen=True, kw_only=True):
    """A reference to a source: where in it, and how far it was checked for this edition.

    `limit` holds the words that limit a check ("secondary", "pages"); it is for editors and never printed.
    """

    source: Slug
    locator: Annotated[str, msgspec.Meta(max_length=200)] = ""
    checked: Checked = "no"
    limit: Annotated[str, msgspec.Meta(max_length=200)] = ""


class Source(Value, frozen=True, kw_only=True):
    """A text that can be cited. `further` marks one that nothing cites and that stands as further reading."""

    id: Slug
    short: Line
    full: Line
    year: Annotated[int, msgspec.Meta(ge=1600, le=2100)] | None = None
    further: bool = False


class Choice(Value, frozen=True, kw_only=True):
    """One of a question's choices. The id is the slug of the first published label and never changes after."""

    id: Slug
    label: Line


class Question(Value, frozen=True, kw_only=True):
    """One consideration, with all that it carries.

    `kind` says how it is answered: any number of the choices (`several`), one of them (`one`), text alone (`text`) or
    one line of text (`line`). `explanation`, `note` and `considerations` may hold `*titles*` and references such as
    `{jw-means}`.
    `covers` names the essay items that the question takes up. In a content file `choices` leaves out the three
    endings (*Another answer*, *Disputed*, *Not known*); a loaded question has them. See the question list.
    """

    id: Slug
    text: Line
    short: Line
    kind: Literal["several", "one", "text", "line"] = "several"
    choices: Annotated[tuple[Choice, ...], msgspec.Meta(max_length=20)] = ()
    explanation: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    note: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    considerations: Annotated[tuple[Text, ...], msgspec.Meta(max_length=2)] = ()
    covers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def reasoned(self) -> bool:
        """Whether choices are offered with room for another answer, and so for reasons."""
        return self.kind == "several" or any(choice.id == "another" for choice in self.choices)


class Section(Value, frozen=True, kw_only=True):
    """One of the steps of a walk that holds questions."""

    id: Slug
    title: Line
    intro: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    questions: Annotated[tuple[Question, ...], msgspec.Meta(min_length=1, max_length=60)]


class Note(Value, frozen=True, kw_only=True):
    """What the texts say, beside what the essay says (N1 to N29). Only `text` is printed at a question."""

    id: Annotated[str, msgspec.Meta(pattern=r"^N[0-9]{1,3}\Z")]
    title: Line
    essay: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    text: Text
    citations: tuple[Citation, ...] = ()


class Term(Value, frozen=True, kw_only=True):
    """A glossary entry. `forms` are the spellings in a text that stand for the term, beside `term` itself."""

    term: Line
    gloss: Text
    forms: tuple[str, ...] = ()


class Fact(Value, frozen=True, kw_only=True):
    """A dated fact: when as printed, a key to sort by (ISO, as far as known), one sentence with its holder."""

    when: Line
    sort: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z")]
    text: Text
    citations: tuple[Citation, ...] = ()


class Development(Value, frozen=True, kw_only=True):
    """A prepared new fact for a running case, and the sections that it makes worth another look."""

    when: Line
    text: Text
    sections: Annotated[tuple[Slug, ...], msgspec.Meta(min_length=1)]


class Case(Value, frozen=True, kw_only=True):
    """The situation discussed. `known` is what was known on `as_of`; `after` is what came after.

    `fields` holds the case's text for each opening field that a case fills (`case-happening` and so on). `sources` are
    texts that the case brings itself; its citations look there first, then among the sources of the framework.
    """

    id: Slug
    title: Line
    kind: Literal["fictional", "past", "present"]
    as_of: Line
    known: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    timeline: tuple[Fact, ...] = ()
    after: tuple[Text, ...] = ()
    later: tuple[Fact, ...] = ()
    fields: dict[Slug, Text] = {}
    doubts: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    citations: tuple[Citation, ...] = ()
    sources: tuple[Source, ...] = ()
    developments: tuple[Development, ...] = ()

    def field(self, question: str) -> str:
        """The case's own text for an opening question's id; empty where the case leaves it to the holder."""
        own = {"case-title": self.title, "case-kind": self.kind.capitalize(), "case-as-of": self.as_of}
        return own.get(question) or self.fields.get(question, "")


class Agenda(Value, frozen=True, kw_only=True):
    """A named set of questions for a given time, in minutes."""

    id: Slug
    title: Line
    minutes: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    questions: Annotated[tuple[Slug, ...], msgspec.Meta(min_length=1)]


class Seat(Value, frozen=True, kw_only=True):
    """A seat from which a section can be answered again; `fictional` ones are offered in fictional cases alone."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    fictional: bool = False


class Framework(Value, frozen=True, kw_only=True):
    """A whole set of considerations: opening, sections, closing questions, and what these cite.

    This is what a worksheet keeps: it is complete in itself, and `digest` names exactly this wording.
    """

    id: Slug
    title: Line
    meaning: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    meaning_note: str = ""
    opening: Section
    sections: Annotated[tuple[Section, ...], msgspec.Meta(min_length=1, max_length=30)]
    closing: Section
    seats: tuple[Seat, ...] = ()
    notes: tuple[Note, ...] = ()
    sources: tuple[Source, ...] = ()
    glossary: tuple[Term, ...] = ()

    def steps(self) -> Iterator[Section]:
        """The opening, the sections and the closing questions, in form order."""
        yield self.opening
        yield from self.sections
        yield self.closing

    def questions(self) -> Iterator[Question]:
        """The questions of the sections (not of the opening and the closing), in form order."""
        for section in self.sections:
            yield from section.questions


class EssayItem(Value, frozen=True, kw_only=True):
    """One item of the essay inventory: C consideration, K general claim, A actor, X case."""

    id: Annotated[str, msgspec.Meta(pattern=r"^E[0-9]{1,3}\Z")]
    kind: Literal["C", "K", "A", "X"]
    heading: Line
    text: Text


class Part(Value, frozen=True, kw_only=True):
    """A titled part of a prose page: paragraphs, a list, or both."""

    title: Line
    paragraphs: tuple[Text, ...] = ()
    items: tuple[Text, ...] = ()


class MadeUpAnswer(Value, frozen=True, kw_only=True):
    """What a made-up participant says to one question."""

    question: Slug
    choices: tuple[Slug, ...] = ()
    another: Annotated[str, msgspec.Meta(max_length=300)] = ""
    reasons: Annotated[str, msgspec.Meta(max_length=4000)] = ""


class MadeUpPerson(Value, frozen=True, kw_only=True):
    """A participant of a rehearsal, whom nobody could take for a real one: the app marks every name."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    answers: tuple[MadeUpAnswer, ...]


class Rehearsal(Value, frozen=True, kw_only=True):
    """A practice seminar: a fictional case, a named set of questions, and made-up participants who have answered."""

    case: Slug
    agenda: Slug
    people: Annotated[tuple[MadeUpPerson, ...], msgspec.Meta(min_length=3, max_length=30)]


class Library(Value, frozen=True, kw_only=True):
    """Everything that a content folder holds: the framework, and what stands around it.

    `care` is what readers are told of the cases beforehand, as the first half of a sentence. `endings` are the choices
    that end the list of every question of the sections.
    """

    framework: Framework
    care: Annotated[str, msgspec.Meta(max_length=400)] = ""
    endings: tuple[Choice, ...] = ()
    cases: tuple[Case, ...]
    essay: tuple[EssayItem, ...] = ()
    reading: tuple[Citation, ...] = ()
    facilitator: tuple[Part, ...] = ()
    agendas: tuple[Agenda, ...] = ()
    rehearsal: Rehearsal | None = None


def digest(value: Value) -> str:
    """The name of exactly this content: the SHA-256 of its JSON with sorted keys, as 64 hex digits."""
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()
