"""What the projector shows now, asked through the gate as the screen: never anything unrevealed, never a note."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, zip_longest
from typing import NamedTuple

import sqlalchemy as sa

from webapp.access import gate, sight
from webapp.access.developments import Published
from webapp.access.gate import Viewer
from webapp.access.rooms import Room
from webapp.framework.model import Question, Section
from webapp.framework.text import literal, plain
from webapp.seminar.comparison import Column, MarkedLine, Slot, comparison
from webapp.seminar.paging import Sheet, filled, line_ends, pages

NOT_OPEN = "This section is not open now."
NOT_PUBLISHED = "This development is not published."
NOT_REVEALED = "The answers to this section are not to be seen now."
# Set for 1024 × 768 at 24 pixels; the page grows with a larger projector, and so does its type.
_WIDE = Sheet(80, 16)
_COLUMNS = {1: Sheet(72, 11), 2: Sheet(36, 11), 3: Sheet(23, 11), 4: Sheet(16, 11)}


class Panel(NamedTuple):
    """One state of one holder's answer, or as much of it as a page holds."""

    name: str
    title: str
    mark: str
    lines: tuple[MarkedLine, ...]


class Paragraph(NamedTuple):
    """A paragraph of the case; `when` is the date of a dated fact. Both are content texts."""

    when: str
    text: str


class Shown(NamedTuple):
    """What stands on the screen, page by page: panels of answers, paragraphs of the case, or nothing but a sentence.

    A development is told in paragraphs, and by the titles of the sections that it names.
    """

    show: str
    section: Section | None = None
    question: Question | None = None
    columns: int = 1
    boards: tuple[tuple[Panel, ...], ...] = ()
    case_pages: tuple[tuple[Paragraph, ...], ...] = ()
    sentence: str = ""
    development: Published | None = None
    named: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, len(self.boards), len(self.case_pages))


def on_screen(connection: sa.Connection, room: Room) -> Shown:
    """What a screen of this seminar may show now of what the desk has put there."""
    show, viewer = room.screen.show, Viewer("screen", room.id)
    if show == "case":
        return Shown("case", case_pages=_case(room))
    if show == "development":
        return _development(room)
    if show not in ("question", "answers"):
        return Shown(show)
    found = find_question(room, room.screen.question)
    if not found or not gate.may_see_questions(viewer, room, found[0].id):
        return Shown("sentence", sentence=NOT_OPEN)
    if show == "question":
        return Shown("question", *found)
    return _answers(connection, room, viewer, *found)


def find_question(room: Room, question_id: str) -> tuple[Section, Question] | None:
    """A question of the seminar's sections, with its section."""
    return next(
        ((step, question) for step in room.staged() for question in step.questions if question.id == question_id), None
    )


def _answers(connection: sa.Connection, room: Room, viewer: Viewer, section: Section, question: Question) -> Shown:
    seen = {one.worksheet: one for one in sight.seen(connection, room, viewer, [question.id])[question.id]}
    chosen = [seen[worksheet] for worksheet in room.screen.worksheets if worksheet in seen]
    if not chosen:
        return Shown("sentence", sentence=NOT_REVEALED)
    panels = [panel for slot in comparison(room, question, chosen).slots for panel in _panels(slot)]
    columns = min(room.screen.columns, len(panels))
    return Shown("answers", section, question, columns, tuple(_boards(panels, columns)))


def _panels(slot: Slot) -> Iterator[Panel]:
    for column in slot.columns or (Column("", "", ()),):
        yield Panel(slot.name, column.title, " ".join(filter(None, (slot.mark, column.mark))), column.lines)


def _boards(panels: list[Panel], columns: int) -> Iterator[tuple[Panel, ...]]:
    """As many panels as stand side by side, over as many pages as the longest of them needs."""
    for start in range(0, len(panels), columns):
        side_by_side = panels[start : start + columns]
        paged = [pages(panel.lines, _COLUMNS[columns]) for panel in side_by_side]
        for page in zip_longest(*paged, fillvalue=()):
            yield tuple(panel._replace(lines=lines) for panel, lines in zip(side_by_side, page, strict=True))


def _case(room: Room) -> tuple[tuple[Paragraph, ...], ...]:
    """The case with its dated facts, and after these the developments so far."""
    known = [Paragraph("", text) for text in room.case.known]
    dated = [Paragraph(fact.when, fact.text) for fact in room.case.timeline]
    return _paged([*known, *dated, *(one for published in room.published for one in _told(published))])


def _development(room: Room) -> Shown:
    found = next((one for one in room.published if one.number == room.screen.development), None)
    if not found:
        return Shown("sentence", sentence=NOT_PUBLISHED)
    named = tuple(step.title for step in room.staged() if step.id in found.sections)
    return Shown("development", case_pages=_paged(_told(found)), development=found, named=named)


def _told(published: Published) -> list[Paragraph]:
    """A development in paragraphs, the first one under its date."""
    first, *others = published.text.split("\n\n")
    return [Paragraph(published.heading, first), *(Paragraph("", text) for text in others)]


def _paged(paragraphs: list[Paragraph]) -> tuple[tuple[Paragraph, ...], ...]:
    """Whole paragraphs on pages; one that no page holds goes on over several."""
    parts = [part for one in paragraphs for part in _parts(one)]
    texts = [_plain(one) for one in parts]
    return tuple(tuple(parts[number] for number in page) for page in filled(texts, _WIDE))


def _parts(one: Paragraph) -> list[Paragraph]:
    text = plain(one.text, {})
    ends = line_ends(_plain(one), _WIDE.width)
    if len(ends) < _WIDE.height:
        return [one]
    shift = len(_plain(one)) - len(text)
    cuts = [0, *(end - shift for end in ends[_WIDE.height - 2 :: _WIDE.height - 2] if end < ends[-1]), len(text)]
    cut = [literal(text[start:stop]) for start, stop in pairwise(cuts)]
    return [Paragraph(one.when, cut[0]), *(Paragraph("", part) for part in cut[1:])]


def _plain(one: Paragraph) -> str:
    return f"{plain(one.when, {})} {plain(one.text, {})}" if one.when else plain(one.text, {})
