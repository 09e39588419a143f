"""What a printed document is made of, whatever it is about: every printed format renders this value alone.

A line, its label and the title above it are all that an answer can become, so the formats cannot treat one answer
otherwise than another. `of_summary` makes the document of a worksheet; a seminar's record makes its own.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from webapp.answers import summary as summaries
from webapp.answers.summary import DEVELOPMENTS, FOOT, TITLE, Line, Summary


class Part(NamedTuple):
    """Labelled lines under a title of their own: in a record, one holder's. A title may stand without lines."""

    title: str
    lines: tuple[Line, ...] = ()


class Entry(NamedTuple):
    """One question, with the lines that stand right under it and the parts that follow them."""

    heading: str
    lines: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()


class Section(NamedTuple):
    """A titled section: paragraphs, labelled lines, entries, each of them as far as there are any."""

    title: str
    entries: tuple[Entry, ...] = ()
    paragraphs: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


class Document(NamedTuple):
    """A whole document. `about` names the case beside the title, `printed` is the day that it was made."""

    title: str
    about: str
    head: tuple[str, ...]
    sections: tuple[Section, ...]
    foot: str
    printed: datetime.date

    @property
    def parted(self) -> bool:
        """Whether any entry has parts: then there is one more level of headings."""
        return any(entry.parts for section in self.sections for entry in section.entries)


def of_summary(summary: Summary) -> Document:
    """The document of a worksheet's summary."""
    told = (Section(DEVELOPMENTS, lines=summary.developments),) if summary.developments else ()
    sections = tuple(
        Section(step.title, tuple(Entry(entry.question.text, entry.lines, _seats(entry)) for entry in step.entries))
        for step in summary.steps
    )
    return Document(TITLE, summary.case_title, summary.head, (*told, *sections), FOOT, summary.printed)


def _seats(entry: summaries.Entry) -> tuple[Part, ...]:
    return tuple(Part(f"From the seat of {one.seat}", one.lines) for one in entry.seats)
