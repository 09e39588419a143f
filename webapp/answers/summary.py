"""The summary: the answers of one worksheet in form order, and nothing that answers to them.

`summarise` is pure. Every document and the summary page are made from its value alone, so what holds for it
(no count, no joining sentence, a slot depends on its own answer) holds for all of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from webapp.answers.answer import ANOTHER, EMPTY, Answer
from webapp.framework.model import Case, Framework, Question, Section
from webapp.framework.text import plain

TITLE = "Summary of the answers given"
FOOT = "This is a record of the answers given. It is not an assessment, a recommendation or legal advice."
DEVELOPMENTS = "Developments of the case"
NO_ANSWER = "No answer given."
NO_CHOICE = "No choice made."
NO_REASONS = "No reasons given."
OWN_CASE = "A case of your own"
DECISIONS = {"unchanged": "Unchanged", "changed": "Changed"}


class Holder(NamedTuple):
    """Who holds a worksheet. The name may be empty."""

    kind: Literal["person", "group"]
    name: str = ""


class Line(NamedTuple):
    """One labelled line of an entry. `verbatim` marks the holder's own text, to be printed unchanged."""

    label: str
    text: str
    verbatim: bool = False


class OtherSeat(NamedTuple):
    """A section answered again from another seat: the answers by question id, and their `states` as in a course."""

    section: str
    name: str
    answers: Mapping[str, Answer]
    states: Mapping[str, Sequence[tuple[int, Answer]]] = {}


class FromSeat(NamedTuple):
    """What is said to a question from another seat: its lines, and the stored value."""

    seat: str
    lines: tuple[Line, ...]
    answer: Answer


class Entry(NamedTuple):
    """One question with the lines that answer it; `answer` is the stored value, empty where there is none.

    What the holder says from other seats follows, in the order in which they took them.
    """

    question: Question
    lines: tuple[Line, ...]
    answer: Answer
    seats: tuple[FromSeat, ...] = ()


class Step(NamedTuple):
    """The entries of the opening, a section or the closing questions."""

    id: str
    title: str
    entries: tuple[Entry, ...]


class Summary(NamedTuple):
    """The answers of one worksheet, arranged in form order, with what the documents print around them."""

    framework: Framework
    case: Case | None
    holder: Holder
    printed: datetime.date
    case_title: str
    head: tuple[str, ...]
    steps: tuple[Step, ...]
    developments: tuple[Line, ...] = ()


class Course(NamedTuple):
    """How a case and its answers went on in a seminar: developments as lines, and by question what stood when.

    `states` are the newest answers from before the first development (number 0) and after each one, in that order; a
    question is left out, and a number, where nothing was written.
    """

    developments: tuple[Line, ...]
    states: Mapping[str, Sequence[tuple[int, Answer]]]


NO_COURSE = Course((), {})


def summarise(
    framework: Framework,
    case: Case | None,
    answers: Mapping[str, Answer],
    holder: Holder,
    printed: datetime.date,
    course: Course = NO_COURSE,
    seats: Sequence[OtherSeat] = (),
) -> Summary:
    """Arrange the answers (by question id) of one worksheet, and those from its holder's other seats.

    `case` is None where the holder writes it. Where there is a `course`, each answer is told as it stood before and
    after the developments.
    """
    title = case_title(case, answers.get("case-title"))
    kind, as_of = _kind_and_date(case, answers)
    head = [title, kind, f"as known on {as_of}" if as_of else "", holder.name, _day(printed)]
    steps = tuple(_step(section, case, answers, course, seats) for section in framework.steps())
    told = course.developments
    return Summary(framework, case, holder, printed, title, tuple(filter(None, head)), steps, told)


def case_title(case: Case | None, own: Answer | None) -> str:
    """The title of the case: the holder's own where they describe their own case and have named it."""
    return case.title if case else own.reasons if own and own.reasons.strip() else OWN_CASE


def _kind_and_date(case: Case | None, answers: Mapping[str, Answer]) -> tuple[str, str]:
    if case:
        return case.kind, case.as_of
    return "".join(answers.get("case-kind", EMPTY).choices), answers.get("case-as-of", EMPTY).reasons


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _step(
    section: Section, case: Case | None, answers: Mapping[str, Answer], course: Course, seats: Sequence[OtherSeat]
) -> Step:
    entries = []
    for question in section.questions:
        answer = answers.get(question.id, EMPTY)
        given = plain(case.field(question.id), {}) if case else ""
        lines = _lines_in_time(question, given, course.states.get(question.id, ())) if course.developments else []
        others = tuple(_from_seat(question, one, course) for one in seats if one.section == section.id)
        entries.append(Entry(question, tuple(lines or answer_lines(question, given, answer)), answer, others))
    return Step(section.id, section.title, tuple(entries))


def _from_seat(question: Question, seat: OtherSeat, course: Course) -> FromSeat:
    answer = seat.answers.get(question.id, EMPTY)
    lines = _lines_in_time(question, "", seat.states.get(question.id, ())) if course.developments else []
    return FromSeat(seat.name, tuple(lines or answer_lines(question, "", answer)), answer)


def _lines_in_time(question: Question, given: str, states: Sequence[tuple[int, Answer]]) -> list[Line]:
    """The lines of an answer as it stood before and after the developments; none where nothing was ever answered."""
    told: list[Line] = []
    for number, answer in states:
        # What was emptied before the first development is no answer; emptied afterwards it is a change.
        if told or answer != EMPTY:
            case, (first, *rest) = _parted(answer_lines(question, given, answer), bool(given))
            when = f"after development {number}" if number else "before development 1"
            told += [*(case if not told else []), first._replace(label=f"{first.label}, {when}"), *rest]
    return told


def _parted(lines: list[Line], filled: bool) -> tuple[list[Line], list[Line]]:
    """The line of the case, where the case fills the question, and the holder's own."""
    return (lines[:1], lines[1:]) if filled else ([], lines)


def answer_lines(question: Question, given: str, answer: Answer) -> list[Line]:
    """The labelled lines of one answer; `given` is the case's own text for an opening field, else empty."""
    return [*_lines(question, given, answer), *_after_the_discussion(answer)]


def _after_the_discussion(answer: Answer) -> list[Line]:
    lines = [Line("After the discussion", DECISIONS[answer.decision], True)] if answer.decision else []
    return [*lines, Line("Why, or what moved me", answer.moved, True)] if answer.moved else lines


def _lines(question: Question, given: str, answer: Answer) -> list[Line]:
    if given:
        return [Line("In the case", given), _text("Corrections and additions", answer), *_views(answer)]
    if question.kind in ("text", "line"):
        return [_text("Answer", answer), *_views(answer)]
    if not answer:
        return [Line("Answer", NO_ANSWER)]
    return [_choices(question, answer), *_reasons(question, answer), *_views(answer)]


def _text(label: str, answer: Answer) -> Line:
    return Line(label, answer.reasons, True) if answer.reasons else Line(label, NO_ANSWER)


def _choices(question: Question, answer: Answer) -> Line:
    # A text beside an unticked "Another answer" ticks it.
    made = {*answer.choices, ANOTHER} if answer.another else set(answer.choices)
    chosen = [
        f"Another answer: {answer.another or 'no text given.'}" if choice.id == ANOTHER else choice.label
        for choice in question.choices
        if choice.id in made
    ]
    return Line("Answer", "; ".join(chosen), True) if chosen else Line("Answer", NO_CHOICE)


def _reasons(question: Question, answer: Answer) -> list[Line]:
    if answer.reasons:
        return [Line("Reasons and evidence", answer.reasons, True)]
    # The form asks for no reasons where one choice is made from a list.
    asked = question.reasoned and (answer.choices or answer.another)
    return [Line("Reasons and evidence", NO_REASONS)] if asked else []


def _views(answer: Answer) -> list[Line]:
    return [Line("Other views", answer.views, True)] if answer.views else []
