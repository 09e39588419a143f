"""The answers to one question side by side, and the labels chosen in one section: values that the pages print.

Pure, and a row of slots: which slots there are, in which order and under which names follows from the seminar, its
holders and its stages; what a slot holds follows from its own answer alone. Nothing is counted, sorted or grouped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from webapp.access.rooms import Room
from webapp.access.sight import Seen
from webapp.answers.answer import EMPTY
from webapp.answers.revisions import Revision
from webapp.answers.summary import NO_ANSWER, Line, answer_lines
from webapp.framework.model import Question, Section
from webapp.framework.text import plain
from webapp.seminar.changes import Piece, changes, of_first, of_second

AN_ANSWER = "An answer"
FIRST, REVISED, LATE = "First answer", "After the discussion", "Late"
AFTER_DEVELOPMENT = "After development"
AFTER_REVEAL = "Written after the reveal."
TYPED_IN = "Typed in from paper."
ERASED = "Withdrawn or erased. What it said is not kept."
WITHHELD = "Withheld by the facilitator. The reason:"
CAME_LATE = "This came after the section had closed. Its author and the facilitator alone see it."
NOT_BEFORE = "Nothing written before the reveal."
NOT_AGAIN = "Nothing written after the discussion."
IN_WORDS = "An answer in words."


class MarkedLine(NamedTuple):
    """One labelled line of an answer; its pieces say which words the other text of the same holder does not have."""

    label: str
    pieces: tuple[Piece, ...]
    verbatim: bool


class Column(NamedTuple):
    """One state of an answer, from one stretch of time, or what came late; without a title, the only one."""

    title: str
    mark: str
    lines: tuple[MarkedLine, ...]


class Slot(NamedTuple):
    """What one holder says to the question. `name` heads it: what the viewer may know, and whether it is their own."""

    worksheet: str
    name: str
    mark: str
    columns: tuple[Column, ...]


class Comparison(NamedTuple):
    """All slots of a question in the order drawn once. `paired`: every slot has a place for a second answer."""

    question: Question
    paired: bool
    slots: tuple[Slot, ...]


class Cell(NamedTuple):
    """The labels that a holder chose for one question, by the state of the answer; both parts may be empty words."""

    worksheet: str
    parts: tuple[tuple[str, str], ...]


class Row(NamedTuple):
    """One question of a grid, with a cell for each holder in the grid's order."""

    question: Question
    cells: tuple[Cell, ...]


class Grid(NamedTuple):
    """A section as a table: a head for each holder, a row for each question."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def comparison(room: Room, question: Question, seen: Iterable[Seen], paired: bool = False) -> Comparison:
    """The slots of what a viewer may see of a question's answers, in the order that they come in."""
    given = plain(room.case.field(question.id), {})
    titled = paired or bool(room.published)
    slots = (_slot(question, given, one, name_of(one, room.holders == "group"), paired, titled) for one in seen)
    return Comparison(question, paired, tuple(slots))


def name_of(one: Seen, group: bool) -> str:
    """How a slot is headed: by the name that may be shown, and as one's own."""
    name = one.label or AN_ANSWER
    if one.own:
        name += " (your group)" if group else " (you)"
    return from_seat(name, one.seat)


def from_seat(name: str, seat: str) -> str:
    """A holder's name with the other seat that they answer from, if it is one."""
    return f"{name}, from the seat of {seat}" if seat else name


def _slot(question: Question, given: str, one: Seen, name: str, paired: bool, titled: bool) -> Slot:
    if one.erased:
        return Slot(one.worksheet, name, ERASED, ())
    mark = " ".join(filter(None, [TYPED_IN if one.typed_in else "", kept_back(one)]))
    if one.hidden:
        return Slot(one.worksheet, name, mark, ())
    columns = (*_counted(question, given, one, paired, titled), *_late(question, given, one))
    return Slot(one.worksheet, name, mark, columns)


def kept_back(one: Seen) -> str:
    """The sentence that says that an answer is withheld and why; empty for one that is not."""
    return f"{WITHHELD} {one.withheld}" if one.withheld else ""


def _counted(question: Question, given: str, one: Seen, paired: bool, titled: bool) -> Iterator[Column]:
    """The states in the order of time. Where the section was revised, every slot has a place before and after it."""
    before, after = (any(each.after_reveal == revised for each in one.states) for revised in (False, True))
    if paired and after and not before:
        yield Column(FIRST, NOT_BEFORE, ())
    if not one.states:
        yield Column(FIRST if titled else "", "", _unmarked(_lines(question, given, None)))
    titled = titled or len(one.states) > 1
    texts = _marked([_lines(question, given, each) for each in one.states])
    for each, lines in zip(one.states, texts, strict=True):
        yield Column(title(each) if titled else "", AFTER_REVEAL if each.after_reveal else "", lines)
    if paired and not after:
        yield Column(REVISED, NOT_AGAIN, ())


def title(found: Revision) -> str:
    """How the state that a revision is the newest of is called: by what had happened when it was written."""
    if not found.developments:
        return REVISED if found.after_reveal else FIRST
    return f"{AFTER_DEVELOPMENT} {found.developments}" + (" and the discussion" if found.after_reveal else "")


def _late(question: Question, given: str, one: Seen) -> tuple[Column, ...]:
    return (Column(LATE, CAME_LATE, _unmarked(_lines(question, given, one.late))),) if one.late else ()


def _lines(question: Question, given: str, found: Revision | None) -> list[Line]:
    return answer_lines(question, given, found.answer if found else EMPTY)


def _unmarked(lines: list[Line]) -> tuple[MarkedLine, ...]:
    return tuple(MarkedLine(line.label, (Piece("same", line.text),), line.verbatim) for line in lines)


def _marked(texts: Sequence[list[Line]]) -> list[tuple[MarkedLine, ...]]:
    """All texts whole: the first with the words that the second does not have, each other with those it brought.

    Our own sentences ("No reasons given.") and lines that one text alone has hold no changed words.
    """
    if len(texts) < 2:
        return [_unmarked(lines) for lines in texts]
    first, second, *_ = texts
    marked = [_against(second, first, lambda theirs, own: of_first(changes(own, theirs)))]
    return [
        *marked,
        *(
            _against(before, after, lambda theirs, own: of_second(changes(theirs, own)))
            for before, after in pairwise(texts)
        ),
    ]


def _against(
    other: list[Line], lines: list[Line], compare: Callable[[str, str], tuple[Piece, ...]]
) -> tuple[MarkedLine, ...]:
    """The lines of one text, each as it stands against the line of another text with the same label."""
    theirs = {line.label: line.text for line in other if line.verbatim}
    return tuple(
        plain._replace(pieces=compare(theirs[line.label], line.text))
        if line.verbatim and line.label in theirs
        else plain
        for line, plain in zip(lines, _unmarked(lines), strict=True)
    )


def grid(room: Room, section: Section, seen: Mapping[str, list[Seen]]) -> Grid:
    """The labels chosen in a section. `seen` is what a viewer may see of its questions, in the order of places."""
    group, titled = room.holders == "group", bool(room.published)
    first = seen[section.questions[0].id]
    heads = tuple((one.worksheet, name_of(one, group)) for one in first)
    rows = tuple(
        Row(question, tuple(_cell(question, one, titled) for one in seen[question.id]))
        for question in section.questions
    )
    return Grid(heads, rows)


def _cell(question: Question, one: Seen, titled: bool) -> Cell:
    if one.erased or one.hidden:
        return Cell(one.worksheet, (("", ERASED if one.erased else kept_back(one)),))
    titled = titled or len(one.states) > 1
    parts = [
        (title(each) if titled else AFTER_REVEAL if each.after_reveal else "", _label(question, each))
        for each in one.states
    ]
    return Cell(one.worksheet, tuple(parts) or (("", _label(question, None)),))


def _label(question: Question, found: Revision | None) -> str:
    """The chosen labels as the summary prints them; an answer in words is read on the question's own page."""
    line = _lines(question, "", found)[0]
    return line.text if question.choices or line.text == NO_ANSWER else IN_WORDS
