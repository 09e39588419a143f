from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.answers.shapes import expect_shape
from tests.samples import CASE, DAY, FRAMEWORK, GROUP, OWN_CASE, QUESTIONS, answer_sets, sample_summary, seats_taken
from webapp.answers.answer import Answer
from webapp.answers.summary import FOOT, Course, Entry, Holder, Line, Summary, summarise
from webapp.framework.model import Case

CASES = pytest.mark.parametrize("case", [CASE, None], ids=["built-in", "own"])


def entries(summary: Summary) -> list[Entry]:
    return [entry for step in summary.steps for entry in step.entries]


def said(answer: Answer, question: str = "own-one") -> list[tuple[str, str]]:
    found = next(entry for entry in entries(sample_summary({question: answer})) if entry.question.id == question)
    return [(line.label, line.text) for line in found.lines]


@CASES
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_outside_its_slots_a_summary_is_the_same_for_any_answers(case: Case | None, data: st.DataObject) -> None:
    def outside(summary: Summary) -> object:
        steps = [(step.id, step.title, [entry.question for entry in step.entries]) for step in summary.steps]
        return summary._replace(steps=()), steps

    one, two = (sample_summary(data.draw(answer_sets(case)), case) for _ in range(2))
    assert outside(one) == outside(two)


@CASES
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_slot_depends_on_its_own_answer_alone(case: Case | None, data: st.DataObject) -> None:
    one, other = data.draw(answer_sets(case)), data.draw(answer_sets(case))
    for before in entries(sample_summary(one, case)):
        name = before.question.id
        mixed = {key: answer for key, answer in other.items() if key != name}
        if name in one:
            mixed[name] = one[name]
        assert before in entries(sample_summary(mixed, case))


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_what_is_said_from_a_seat_is_a_slot_of_its_own(data: st.DataObject) -> None:
    given, other = data.draw(answer_sets(CASE)), data.draw(answer_sets(CASE))
    one, two = data.draw(seats_taken(CASE)), data.draw(seats_taken(CASE))
    place = data.draw(st.integers(0, len(one) - 1))
    mixed = [*two[:place], one[place], *two[place + 1 :]]
    before, after = (entries(sample_summary(*each)) for each in ((given, CASE, one), (other, CASE, mixed)))
    alone = entries(sample_summary(given))
    assert [entry._replace(seats=()) for entry in before] == alone
    assert [[seat.seat for seat in entry.seats] for entry in before] == [
        [seat.seat for seat in entry.seats] for entry in after
    ]
    for was, found in zip(before, after, strict=True):
        for seat, again in zip(was.seats, found.seats, strict=True):
            if seat.seat == one[place].name:
                assert seat == again
            expect_shape(was.question, "", seat.answer, [(line.label, line.text) for line in seat.lines])


@CASES
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_every_slot_has_one_of_the_shapes(case: Case | None, data: st.DataObject) -> None:
    answers = data.draw(answer_sets(case))
    for entry in entries(sample_summary(answers, case)):
        in_case = case.field(entry.question.id) if case else ""
        slot = [(line.label, line.text) for line in entry.lines]
        expect_shape(entry.question, in_case, answers.get(entry.question.id), slot)


def courses(case: Case | None) -> st.SearchStrategy[Course]:
    """What stood before the first of two developments and after each, of any of the sample's questions."""
    told = (Line("Development 1", "Day 4\nA report."), Line("Development 2", "Day 6\nAnother."))
    sets = st.tuples(answer_sets(case), answer_sets(case), answer_sets(case))
    return sets.map(
        lambda found: Course(
            told, {name: [(at, each[name]) for at, each in enumerate(found) if name in each] for name in QUESTIONS}
        )
    )


def told(course: Course, case: Case | None) -> Summary:
    latest = {name: states[-1][1] for name, states in course.states.items() if states}
    return summarise(FRAMEWORK, case, latest | ({} if case else OWN_CASE), GROUP, DAY, course)


@CASES
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_where_developments_came_each_state_is_its_own_and_has_one_of_the_shapes(
    case: Case | None, data: st.DataObject
) -> None:
    one, other = data.draw(courses(case)), data.draw(courses(case))
    for before in entries(told(one, case)):
        name = before.question.id
        mixed = other._replace(states={**other.states, name: one.states[name]})
        assert before.lines == next(e.lines for e in entries(told(mixed, case)) if e.question.id == name)
        expect_states(before, case.field(name) if case else "", one.states[name])


def expect_states(entry: Entry, in_case: str, states: Sequence[tuple[int, Answer]]) -> None:
    """Fail unless the lines are one shape of an answer for each state, in order, each headed by its time."""
    slots: list[list[tuple[str, str]]] = []
    for label, text, _ in entry.lines:
        kind, when = re.fullmatch(r"(.*?)(, (?:before development 1|after development \d))?", label).groups()  # type: ignore[union-attr]
        if when:
            number = int(when[-1]) if "after" in when else 0
            assert number == states[len(slots)][0]
            slots.append([("In the case", in_case)] if in_case else [])
        if kind != "In the case":
            slots[-1].append((kind, text)) if slots else None
    assert len(slots) == len(states)
    for slot, (_, answer) in zip(slots, states, strict=True):
        expect_shape(entry.question, in_case, answer, slot)


def test_the_order_is_that_of_the_form() -> None:
    backwards = {name: Answer(reasons="x") for name in reversed(QUESTIONS)}
    assert [entry.question.id for entry in entries(sample_summary(backwards))] == list(QUESTIONS)


def test_an_unanswered_question_stays_in_its_place() -> None:
    assert said(Answer()) == [("Answer", "No answer given.")]


def test_choices_print_as_on_the_form_and_in_its_order() -> None:
    answer = Answer(choices=("not-known", "c1", "c0"), reasons=" why\n")
    assert said(answer) == [
        ("Answer", "Consent; No ground; none; Not known"),
        ("Reasons and evidence", " why\n"),
    ]


def test_a_choice_without_text_and_a_text_without_choice_say_so() -> None:
    assert said(Answer(choices=("disputed",))) == [
        ("Answer", "Disputed"),
        ("Reasons and evidence", "No reasons given."),
    ]
    assert said(Answer(reasons="why")) == [("Answer", "No choice made."), ("Reasons and evidence", "why")]
    assert said(Answer(views="one of us")) == [("Answer", "No choice made."), ("Other views", "one of us")]


def test_another_answer_prints_its_text_or_that_there_is_none() -> None:
    assert said(Answer(choices=("another",), another="A truce; now"))[0] == (
        "Answer",
        "Another answer: A truce; now",
    )
    assert said(Answer(choices=("another",)))[0] == ("Answer", "Another answer: no text given.")


def test_a_text_beside_an_unticked_another_answer_is_not_lost() -> None:
    assert said(Answer(another="A truce")) == [
        ("Answer", "Another answer: A truce"),
        ("Reasons and evidence", "No reasons given."),
    ]


def test_reasons_and_other_views_are_not_lost_at_any_kind_of_question() -> None:
    answer = Answer(reasons="why", views="one of us")
    for question in ("own-four", "own-five", "close-line", "case-happening"):
        assert {"why", "one of us"} <= {text for _, text in said(answer, question)}


def test_a_field_that_the_case_fills_shows_both_texts() -> None:
    assert said(Answer(), "case-title") == [
        ("In the case", "Kosovo 1998 to March 1999"),
        ("Corrections and additions", "No answer given."),
    ]
    assert said(Answer(reasons="In fact"), "case-kind")[1] == ("Corrections and additions", "In fact")
    assert said(Answer(views="one of us"), "case-kind")[1:] == [
        ("Corrections and additions", "No answer given."),
        ("Other views", "one of us"),
    ]


def test_the_head_line_names_case_kind_date_holder_and_day() -> None:
    assert sample_summary({}).head == (
        "Kosovo 1998 to March 1999",
        "past",
        "as known on 23 March 1999",
        GROUP.name,
        "22 November 2026",
    )


def test_the_head_line_of_an_own_case_comes_from_its_fields() -> None:
    nobody = Holder("person")
    assert summarise(FRAMEWORK, None, OWN_CASE, nobody, DAY).head == (
        "A *border* <town>",
        "fictional",
        "as known on day_3_",
        "22 November 2026",
    )
    assert summarise(FRAMEWORK, None, {}, nobody, DAY).head == ("A case of your own", "22 November 2026")


def test_the_foot_line_is_the_one_that_the_wording_rules_fix() -> None:
    assert FOOT == ("This is a record of the answers given. It is not an assessment, a recommendation or legal advice.")
