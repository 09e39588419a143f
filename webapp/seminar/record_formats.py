"""The formats that a record can be taken home in: all printed ones, the exact JSON file and the table.

What JSON and CSV hold is documented in `webapp/answers/documents/README.md`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Literal

import msgspec

from webapp.access.developments import Kind
from webapp.access.discussion import KINDS, NoteKind
from webapp.access.rooms import Names, Stage
from webapp.answers.documents import Format, csv, file_name, printed
from webapp.answers.summary import DECISIONS, FOOT
from webapp.framework.model import Case, Framework
from webapp.seminar.record import Given, Item, Record, Remark, Round, Slot, Step
from webapp.seminar.record_document import ERASED, of_record

COLUMNS = (
    "section", "question id", "question", "holder id", "holder", "seat", "round", "choices", "another answer",
    "reasons and evidence", "other views", "after the discussion", "why, or what moved", "marks", "written at",
    "note of the discussion", "kind of note", "said by",
)  # fmt: skip
_NO_NOTE = ("", "", "")

_MARKS = COLUMNS.index("marks")


class HolderOfRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A holder of the file."""

    id: str
    label: str
    typed_in: bool
    erased: bool


class StageOfRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A moved stage of the file."""

    section: str
    stage: Stage
    at: datetime.datetime | None


class DevelopmentOfRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A development of the file, as it was published."""

    number: int
    kind: Kind
    when: str
    text: str
    sections: tuple[str, ...]
    at: datetime.datetime | None


class RevisionOfRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One revision of the file; `seat` is empty for the holder's own view."""

    question: str
    holder: str
    seat: str
    round: Round
    after_reveal: bool
    after_development: int
    written_at: datetime.datetime | None
    choices: tuple[str, ...]
    another: str
    reasons: str
    views: str
    decision: Literal["", "unchanged", "changed"]
    moved: str


class SeatOfRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Another seat that a holder answered a section from."""

    section: str
    holder: str
    seat: str


class WithheldOfRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An answer that was withheld: whose, from which seat, to which question, and why; never its text."""

    question: str
    holder: str
    seat: str
    reason: str


class NoteOfRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A note of the discussion of a question; `said_by` is empty where nobody is named."""

    question: str
    kind: NoteKind
    text: str
    said_by: str
    written_at: datetime.datetime | None


class RecordFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole record as its JSON file holds it."""

    format: Literal["before-force-record"] = "before-force-record"
    version: Literal[1] = 1
    note: str = FOOT
    printed: datetime.date
    copy: Literal["desk", "participant"]
    kind: Literal["person", "group"]
    names: Names
    folded: bool
    rehearsal: bool
    framework: Framework
    case: Case
    stages: tuple[StageOfRecord, ...]
    developments: tuple[DevelopmentOfRecord, ...]
    holders: tuple[HolderOfRecord, ...]
    seats: tuple[SeatOfRecord, ...]
    answers: tuple[RevisionOfRecord, ...]
    withheld: tuple[WithheldOfRecord, ...]
    notes: tuple[NoteOfRecord, ...]


def _slots(record: Record) -> Iterator[tuple[Step, Item, Slot]]:
    """Every slot, in the order of the record."""
    for step in record.steps:
        for item in step.items:
            yield from ((step, item, slot) for slot in item.slots)


def _remarks(record: Record) -> Iterator[tuple[Step, Item, Remark]]:
    """Every note of the discussion, in the order of the record."""
    for step in record.steps:
        for item in step.items:
            yield from ((step, item, remark) for remark in item.remarks)


def _json(record: Record) -> bytes:
    file = RecordFile(
        note=of_record(record).foot,
        printed=record.printed,
        copy=record.copy,
        kind=record.kind,
        names=record.names,
        folded=record.folded,
        rehearsal=record.rehearsal,
        framework=record.agenda,
        case=record.case,
        stages=tuple(StageOfRecord(**move._asdict()) for move in record.moves),
        developments=tuple(DevelopmentOfRecord(**one._asdict()) for one in record.developments),
        holders=tuple(HolderOfRecord(**holder._asdict()) for holder in record.holders),
        seats=tuple(_seats(record)),
        answers=tuple(_revision(item, slot, given) for _, item, slot in _slots(record) for given in slot.given),
        withheld=tuple(
            WithheldOfRecord(question=item.question.id, holder=slot.holder.id, seat=slot.seat, reason=slot.withheld)
            for _, item, slot in _slots(record)
            if slot.withheld
        ),
        notes=tuple(
            NoteOfRecord(question=item.question.id, written_at=remark.written_at, **remark.noted._asdict())
            for _, item, remark in _remarks(record)
        ),
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def _seats(record: Record) -> Iterator[SeatOfRecord]:
    """The other seats taken, section by section; those in which nothing was written too."""
    for step in record.steps:
        for item in step.items[:1]:
            for slot in item.slots:
                if slot.seat:
                    yield SeatOfRecord(section=step.section.id, holder=slot.holder.id, seat=slot.seat)


def _revision(item: Item, slot: Slot, given: Given) -> RevisionOfRecord:
    return RevisionOfRecord(
        question=item.question.id,
        holder=slot.holder.id,
        seat=slot.seat,
        round=given.round,
        after_reveal=given.after_reveal,
        after_development=given.after_development,
        written_at=given.written_at,
        **msgspec.structs.asdict(given.answer),
    )


def _csv(record: Record) -> bytes:
    rows = [*(row for each in _slots(record) for row in _rows(*each)), *_notes(record), *_erased(record)]
    for row in rows if record.rehearsal else ():
        row[_MARKS] = "; ".join(filter(None, ["rehearsal, made up", row[_MARKS]]))
    return csv.render(COLUMNS, rows)


def _rows(step: Step, item: Item, slot: Slot) -> list[list[str]]:
    """A row for each revision of a slot; for an answer that was withheld one, with the reason and without its text."""
    if not slot.withheld:
        return [_row(step, item, slot, given) for given in slot.given]
    told = [step.section.title, item.question.id, item.question.text, slot.holder.id, slot.holder.label, slot.seat]
    row = [*told, *[""] * (len(COLUMNS) - len(told))]
    row[_MARKS] = f"withheld by the facilitator: {slot.withheld}"
    return [row]


def _row(step: Step, item: Item, slot: Slot, given: Given) -> list[str]:
    question, answer = item.question, given.answer
    marks = {
        f"after development {given.after_development}": given.after_development > 0,
        "after the reveal": given.after_reveal,
        "late": given.round == "late",
        "typed in from paper": slot.holder.typed_in,
    }
    return [
        step.section.title,
        question.id,
        question.text,
        slot.holder.id,
        slot.holder.label,
        slot.seat,
        given.round,
        "; ".join(choice.label for choice in question.choices if choice.id in answer.choices),
        answer.another,
        answer.reasons,
        answer.views,
        DECISIONS.get(answer.decision, ""),
        answer.moved,
        "; ".join(mark for mark, held in marks.items() if held),
        _time(given.written_at),
        *_NO_NOTE,
    ]


def _time(moment: datetime.datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _notes(record: Record) -> list[list[str]]:
    """A row for each note of the discussion, with nothing in the columns of an answer."""
    empty = [""] * len(COLUMNS)
    rows = []
    for step, item, (noted, written_at) in _remarks(record):
        told = [step.section.title, item.question.id, item.question.text]
        note = [_time(written_at), noted.text, KINDS[noted.kind], noted.said_by]
        rows.append([*told, *empty[len(told) : -len(note)], *note])
    return rows


def _erased(record: Record) -> list[list[str]]:
    """A row for each holder whose answers were erased, which have no rows of their own any more."""
    told = COLUMNS.index("holder id"), _MARKS
    rows = [dict(zip(told, (holder.id, ERASED), strict=True)) for holder in record.holders if holder.erased]
    return [[row.get(column, "") for column in range(len(COLUMNS))] for row in rows]


FORMATS: dict[str, Format[Record]] = {
    **printed(of_record),
    "json": Format("JSON", "application/json", "json", _json),
    "csv": Format("CSV", "text/csv", "csv", _csv),
}


def filename(record: Record, suffix: str) -> str:
    """A name for the file of a record, safe on any system."""
    kind = "rehearsal" if record.rehearsal else "record"
    return file_name(f"before-force-{kind}", record.case.title, record.printed, suffix)
