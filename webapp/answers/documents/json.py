"""A worksheet as a JSON file, and back: the documented, versioned, exact format of `README.md` beside this.

`render` writes all that the worksheet needs to be opened elsewhere; `read` trusts nothing that it is given.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Literal, NoReturn

import msgspec

from webapp.answers.answer import ANOTHER, ANOTHER_LIMIT, EMPTY, REASONS_LIMIT, SEATS_LIMIT, Answer, clean
from webapp.answers.summary import FOOT, Holder, OtherSeat, Summary
from webapp.framework.faults import in_words, quoted, repeated
from webapp.framework.model import Case, Citation, Framework, Question

FORMAT = "before-force-worksheet"
VERSION = 1
DEEPEST = 40

_Reasons = Annotated[str, msgspec.Meta(max_length=REASONS_LIMIT)]


class BrokenFile(Exception):
    """A file that cannot be opened as a worksheet; `reason` is one sentence: what is wrong and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class HolderRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who holds the worksheet of a file."""

    kind: Literal["person", "group"]
    name: Annotated[str, msgspec.Meta(max_length=80)] = ""


class AnswerRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The answer to one question of a file."""

    question: str
    choices: Annotated[tuple[str, ...], msgspec.Meta(max_length=30)] = ()
    another: Annotated[str, msgspec.Meta(max_length=ANOTHER_LIMIT)] = ""
    reasons: _Reasons = ""
    views: _Reasons = ""
    decision: Literal["", "unchanged", "changed"] = ""
    moved: _Reasons = ""

    def answer(self) -> Answer:
        """The answer alone, as it is stored."""
        values = msgspec.structs.asdict(self)
        del values["question"]
        return Answer(**values)


class SeatRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Another seat that the holder of a file answered a section from."""

    section: str
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    answers: tuple[AnswerRecord, ...]


class WorksheetFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole worksheet as its JSON file holds it."""

    format: Literal["before-force-worksheet"]
    version: Literal[1]
    note: Annotated[str, msgspec.Meta(max_length=400)] = FOOT
    printed: datetime.date
    holder: HolderRecord
    framework: Framework
    case: Case | None
    answers: tuple[AnswerRecord, ...]
    seats: tuple[SeatRecord, ...] = ()

    def given(self) -> dict[str, Answer]:
        """The answers by question id, those that hold nothing left out."""
        return _by_question(self.answers)

    def from_seats(self) -> list[OtherSeat]:
        """What was answered from other seats, as `summarise` takes it."""
        return [OtherSeat(seat.section, seat.name, _by_question(seat.answers)) for seat in self.seats]

    def held_by(self) -> Holder:
        """The holder as `summarise` takes it."""
        return Holder(self.holder.kind, self.holder.name)


def _by_question(records: Iterable[AnswerRecord]) -> dict[str, Answer]:
    return {record.question: record.answer() for record in records if record.answer() != EMPTY}


def render(summary: Summary) -> bytes:
    """Take a summary, give back the JSON file of its worksheet: UTF-8, indented, one newline at its end."""
    entries = [entry for step in summary.steps for entry in step.entries]
    file = WorksheetFile(
        format="before-force-worksheet",
        version=1,
        printed=summary.printed,
        holder=HolderRecord(kind=summary.holder.kind, name=summary.holder.name),
        framework=summary.framework,
        case=summary.case,
        answers=_records((entry.question, entry.answer) for entry in entries),
        seats=tuple(_seats(summary)),
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def _records(answers: Iterable[tuple[Question, Answer]]) -> tuple[AnswerRecord, ...]:
    return tuple(
        AnswerRecord(question=question.id, **msgspec.structs.asdict(answer))
        for question, answer in answers
        if answer != EMPTY
    )


def _seats(summary: Summary) -> Iterator[SeatRecord]:
    for step in summary.steps:
        for place, seat in enumerate(step.entries[0].seats):
            answers = _records((entry.question, entry.seats[place].answer) for entry in step.entries)
            yield SeatRecord(section=step.id, name=seat.seat, answers=answers)


def read(data: bytes) -> WorksheetFile:
    """Take the bytes of a file, give back its worksheet; raise BrokenFile unless it is whole and sound."""
    raw = _parsed(data)
    _check_strings(raw)
    _check_format(raw)
    try:
        file = msgspec.convert(raw, WorksheetFile)
    except msgspec.ValidationError as error:
        _refuse(in_words(str(error)))
    for fault in (*_framework_faults(file), *_answer_faults(file), *_seat_faults(file)):
        _refuse(fault)
    return file


def _refuse(what: str) -> NoReturn:
    raise BrokenFile(f"{what}; download the file again from its worksheet and open it unchanged.")


def _parsed(data: bytes) -> Any:
    try:
        # An editor may have put a byte order mark first.
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse("This file is not text in UTF-8")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except RecursionError:
        _refuse("This file is nested too deep to be a worksheet")
    except ValueError:
        _refuse("This file is not JSON, or a part of it is missing")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for twice in repeated(key for key, _ in pairs):
        _refuse(f"This file names {quoted(twice)} twice in one place")
    return dict(pairs)


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _check_strings(raw: Any) -> None:
    """Refuse nesting beyond any worksheet's, and characters that no saved text can hold."""
    waiting = [(raw, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            _refuse("This file is nested too deep to be a worksheet")
        if isinstance(value, dict):
            waiting += ((part, depth + 1) for pair in value.items() for part in pair)
        elif isinstance(value, list):
            waiting += ((part, depth + 1) for part in value)
        elif isinstance(value, str) and clean(value) != value:
            _refuse(f"This file holds a character that no worksheet can hold, in {quoted(value)}")


def _check_format(raw: Any) -> None:
    if not isinstance(raw, dict):
        _refuse("This file is JSON, and is not a worksheet")
    if raw.get("format") != FORMAT:
        _refuse("This file is not a worksheet of Before Force")
    version = raw.get("version")
    if type(version) is int and version > VERSION:
        raise BrokenFile(
            "This file was written by a newer Before Force, and this one reads the format up to version "
            f"{VERSION}; open it where it was written, or ask for this one to be brought up to date."
        )
    if type(version) is not int or version < VERSION:
        _refuse("This file names a version of the format that does not exist")


def _framework_faults(file: WorksheetFile) -> Iterator[str]:
    framework = file.framework
    steps = list(framework.steps())
    questions = [question for step in steps for question in step.questions]
    ids = {
        "sections": [step.id for step in steps],
        "questions": [question.id for question in questions],
        "sources": [source.id for source in framework.sources],
        "notes": [note.id for note in framework.notes],
    }
    for what, names in ids.items():
        for twice in repeated(names):
            yield f"This file has two {what} named {quoted(twice)}"
    for question in questions:
        yield from _question_faults(question)
        for note in sorted({*question.notes} - {*ids["notes"]}):
            yield f"This file has a question that names the note {quoted(note)}, which is not in it"
    known = {*ids["sources"], *(source.id for source in (file.case.sources if file.case else ()))}
    for missing in sorted({citation.source for citation in _citations(file)} - known):
        yield f"This file cites the source {quoted(missing)}, which is not in it"


def _question_faults(question: Question) -> Iterator[str]:
    name = quoted(question.id)
    for twice in repeated(choice.id for choice in question.choices):
        yield f"This file has two choices named {quoted(twice)} at the question {name}"
    if question.kind in ("several", "one") and not question.choices:
        yield f"This file has no choices at the question {name}, which is answered by choices"
    if len(question.considerations) == 1:
        yield f"This file has one consideration at the question {name}, where there are two or none"


def _citations(file: WorksheetFile) -> Iterator[Citation]:
    for step in file.framework.steps():
        for question in step.questions:
            yield from question.citations
    for note in file.framework.notes:
        yield from note.citations
    if file.case:
        yield from file.case.citations
        for fact in (*file.case.timeline, *file.case.later):
            yield from fact.citations


def _seat_faults(file: WorksheetFile) -> Iterator[str]:
    sections = {section.id: section for section in file.framework.sections}
    for twice in repeated(f"{seat.section}: {seat.name.casefold()}" for seat in file.seats):
        yield f"This file has two seats of one name in a section, {quoted(twice)}"
    for section, count in Counter(seat.section for seat in file.seats).items():
        if section not in sections:
            yield f"This file has a seat in the section {quoted(section)}, which is not in it"
        elif count > SEATS_LIMIT:
            yield f"This file has more than {SEATS_LIMIT} seats in the section {quoted(section)}"
    for seat in file.seats:
        if not seat.name.strip():
            yield "This file has a seat without a name"
        if seat.section in sections:
            yield from _faults(file, seat.answers, sections[seat.section].questions)


def _answer_faults(file: WorksheetFile) -> Iterator[str]:
    return _faults(file, file.answers, [question for step in file.framework.steps() for question in step.questions])


def _faults(file: WorksheetFile, records: Sequence[AnswerRecord], asked: Iterable[Question]) -> Iterator[str]:
    questions = {question.id: question for question in asked}
    for twice in repeated(record.question for record in records):
        yield f"This file has two answers to the question {quoted(twice)}"
    for record in records:
        if question := questions.get(record.question):
            filled = file.case is not None and bool(file.case.field(question.id))
            yield from _choice_faults(question, record.answer(), filled)
        else:
            yield f"This file answers the question {quoted(record.question)}, which is not in it"


def _choice_faults(question: Question, answer: Answer, filled: bool) -> Iterator[str]:
    """What is wrong with the choices; where the case fills an opening field, the form offers a text alone."""
    by_choice = question.kind in ("several", "one") and not filled
    offered = {choice.id for choice in question.choices} if by_choice else set()
    name = quoted(question.id)
    for choice in answer.choices:
        if choice not in offered:
            yield f"This file answers the question {name} with {quoted(choice)}, which is not on the form"
    for twice in repeated(answer.choices):
        yield f"This file answers the question {name} with {quoted(twice)} two times"
    if question.kind == "one" and len(answer.choices) > 1:
        yield f"This file makes more than one choice at the question {name}, which takes one"
    if answer.another and ANOTHER not in offered:
        yield f"This file has another answer at the question {name}, which does not offer that choice"
