"""The record as a printed document: the neutral value that every printed format renders."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from webapp.access.discussion import KINDS
from webapp.access.rooms import REHEARSAL
from webapp.answers.answer import EMPTY
from webapp.answers.documents.document import Document, Entry, Part, Section
from webapp.answers.summary import DEVELOPMENTS, FOOT, Line, answer_lines
from webapp.framework.model import Question
from webapp.framework.text import plain
from webapp.seminar.comparison import from_seat
from webapp.seminar.record import Given, Item, Record, Slot, Step

TITLE = "Record of the seminar"
DISCUSSION = "Notes of the discussion, by the facilitator"
SAID_BY = "Said by"
REHEARSED = "Record of a rehearsal with made-up participants"
ERASED = "The answers of one holder were erased."
WITHHELD = "Withheld by the facilitator, because"
NOT_REVEALED = "The answers of others were not revealed here."
NOT_OPENED = "This section was not opened."
PEOPLE = {"person": "each person alone", "group": "groups"}
NAMES = {"given": "names", "pseudonym": "pseudonyms", "none": "nobody is named"}
NO_TIMES = "The order of the stages is given without times: no exact time is told where people are not named."
COPIES = {
    "desk": "the facilitator’s, with every answer and what was written after closing",
    "participant": "a participant’s, with their own answers and those that were revealed",
}
NOT_GIVEN = Given("first", False, 0, None, EMPTY)


def of_record(record: Record) -> Document:
    """The document of a seminar's record."""
    case = record.case
    as_of = f"as known on {case.as_of}"
    head = (case.title, case.kind, as_of, f"answered by {PEOPLE[record.kind]}", _day(record.printed))
    sections = (
        Section("The seminar", lines=tuple(_about(record))),
        Section(f"The case, {as_of}", paragraphs=tuple(plain(text, _short_titles(record)) for text in case.known)),
        *_developments(record),
        Section("The stages", paragraphs=() if record.timed else (NO_TIMES,), lines=tuple(_stages(record))),
        *(_section(record, step) for step in record.steps),
    )
    foot = f"{REHEARSAL} {FOOT}" if record.rehearsal else FOOT
    return Document(REHEARSED if record.rehearsal else TITLE, case.title, head, sections, foot, record.printed)


def _about(record: Record) -> Iterator[Line]:
    yield Line("Case", record.case.title)
    yield Line("As known on", record.case.as_of)
    yield Line("Agenda", "; ".join(step.section.title for step in record.steps))
    yield Line("Answered by", PEOPLE[record.kind])
    yield Line("How names are shown", NAMES[record.names])
    yield Line("This copy", COPIES[record.copy])
    yield Line("Day of this record", _day(record.printed))


def _developments(record: Record) -> Iterator[Section]:
    """What was published into the case, in that order, with the sections named as worth another look."""
    if not record.developments:
        return
    titles = {step.section.id: step.section.title for step in record.steps}
    lines: list[Line] = []
    for one in record.developments:
        lines.append(Line(f"Development {one.number}", f"{one.when}\n{one.text}"))
        if one.sections:
            lines.append(Line("Worth another look", "; ".join(titles[section] for section in one.sections)))
        if one.at:
            lines.append(Line("Published", _stamp(record, one.at)))
    yield Section(DEVELOPMENTS, lines=tuple(lines))


def _stages(record: Record) -> Iterator[Line]:
    for step in record.steps:
        if step.staged:
            moves = [move for move in record.moves if move.section == step.section.id]
            told = [f"{move.stage} ({_stamp(record, move.at)})" if move.at else move.stage for move in moves]
            yield Line(step.section.title, "; ".join(told) or record.stages[step.section.id])


def _section(record: Record, step: Step) -> Section:
    if not step.items:
        return Section(step.section.title, paragraphs=(NOT_OPENED,))
    entries = tuple(_entry(record, step, item) for item in step.items)
    return Section(step.section.title, entries, () if step.whole else (NOT_REVEALED,))


def _entry(record: Record, step: Step, item: Item) -> Entry:
    in_case = plain(record.case.field(item.question.id), {})
    lines = (Line("In the case", in_case),) if in_case else ()
    parts = (_part(record, item.question, in_case, step, slot) for slot in item.slots)
    return Entry(item.question.text, lines, (*parts, *_discussion(item)))


def _discussion(item: Item) -> Iterator[Part]:
    """The notes of the discussion of a question as one part, in the order they were written in."""
    lines: list[Line] = []
    for noted, _ in item.remarks:
        lines.append(Line(KINDS[noted.kind], noted.text, True))
        if noted.said_by:
            lines.append(Line(SAID_BY, noted.said_by, True))
    if lines:
        yield Part(DISCUSSION, tuple(lines))


def _part(record: Record, question: Question, in_case: str, step: Step, slot: Slot) -> Part:
    name = from_seat(slot.holder.label, slot.seat)
    if slot.withheld:
        return Part(name, (Line(WITHHELD, slot.withheld, True),))
    # What was written after an erasing stands under its holder's name again.
    if slot.holder.erased and not slot.given and not slot.seat:
        return Part(ERASED)
    counted = any(given.round != "late" for given in slot.given)
    told = step.staged or bool(record.developments)
    lines = [
        line
        for given in (slot.given if counted else (NOT_GIVEN, *slot.given))
        for line in _lines(question, in_case, given, _label(slot, given) if told else "")
    ]
    return Part(f"{name} (typed in from paper)" if slot.holder.typed_in else name, tuple(lines))


def _lines(question: Question, in_case: str, given: Given, label: str) -> list[Line]:
    """The lines of one revision, the first of them labelled with its time; the case's own text stands above all."""
    first, *rest = answer_lines(question, in_case, given.answer)[1 if in_case else 0 :]
    return [first._replace(label=label or first.label), *rest]


def _label(slot: Slot, given: Given) -> str:
    """When a revision was written, and its marks, in words."""
    after = [f"after development {given.after_development}"] if given.after_development else []
    after += ["after the reveal"] if given.after_reveal else []
    after += ["after closing"] if given.round == "late" else []
    if not after:
        return "First answer"
    kind = "Late answer" if given.round == "late" else "Revised answer" if slot.given.index(given) else "Answer"
    return f"{kind}, {' and '.join(after)}"


def _short_titles(record: Record) -> dict[str, str]:
    return {question.id: question.short for step in record.agenda.steps() for question in step.questions}


def _stamp(record: Record, moment: datetime.datetime) -> str:
    local = moment.astimezone(ZoneInfo(record.timezone))
    return f"{_day(local.date())}, {local:%H:%M} {record.timezone}"


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
