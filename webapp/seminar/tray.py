"""The tray as the desk's pages show it: the answers laid aside to each question, in the order of the agenda."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from webapp.access import sight, tray
from webapp.access.rooms import Room
from webapp.access.sight import Seen
from webapp.framework.model import Question, Section
from webapp.seminar.comparison import Slot, comparison
from webapp.seminar.guard import Present

NOT_REVEALED = (
    "The answers to this section are not revealed, so the screen can’t show them. Reveal them at the desk first."
)


class Lying(NamedTuple):
    """One answer in the tray; `withheld` says that others read the reason in its place."""

    slot: Slot
    withheld: bool


class Laid(NamedTuple):
    """What lies in the tray for one question, in the order that the desks gave it.

    `why_not` is the sentence that says why it can't be sent to the screen now; empty where it can.
    """

    section: Section
    question: Question
    why_not: str
    answers: tuple[Lying, ...]


def laid(room: Room, section: Section, question: Question, seen: Iterable[Seen], sheets: Sequence[str]) -> Laid:
    """The answers of these worksheets, out of what a desk sees of a question, in the order of the worksheets."""
    by_sheet = {one.worksheet: one for one in seen}
    chosen = [by_sheet[sheet] for sheet in sheets if sheet in by_sheet]
    slots = comparison(room, question, chosen).slots
    answers = tuple(Lying(slot, bool(one.withheld)) for slot, one in zip(slots, chosen, strict=True))
    return Laid(section, question, "" if room.state(section.id).revealed else NOT_REVEALED, answers)


def whole_tray(connection: sa.Connection, here: Present) -> list[Laid]:
    """Everything that lies in the tray of a desk's seminar, from a number of statements that does not grow."""
    lying = tray.lying(connection, here.room)
    seen = sight.seen(connection, here.room, here.viewer, lying)
    return [
        laid(here.room, section, question, seen[question.id], lying[question.id])
        for section in here.room.staged()
        for question in section.questions
        if question.id in lying
    ]
