"""The content that comes with the app: what must hold of it, beside what every content folder is checked for."""

from __future__ import annotations

import itertools
import re

import msgspec
import pytest

from webapp.framework import load
from webapp.framework.check import visible_texts
from webapp.framework.model import Case, Framework, digest
from webapp.framework.read import read

SECTIONS = ["legal-basis", "r2p-pillars", "just-war-criteria", "sovereignty", "collateral-risk", "aftermath"]
ENDINGS = ["Another answer", "Disputed", "Not known"]


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load.built_in().framework


def test_nothing_is_wrong_in_it() -> None:
    assert [str(problem) for problem in load.check()] == []


def test_six_sections_in_the_fixed_order_with_34_questions(framework: Framework) -> None:
    assert [section.id for section in framework.sections] == SECTIONS
    assert [len(section.questions) for section in framework.sections] == [6, 5, 7, 5, 5, 6]


def test_every_list_of_choices_is_alphabetical_and_ends_with_the_same_three(framework: Framework) -> None:
    for question in framework.questions():
        labels = [choice.label for choice in question.choices]
        assert labels[-3:] == ENDINGS
        assert labels[:-3] == sorted(labels[:-3], key=str.casefold)
        assert len(question.considerations) == 2


def test_every_consideration_of_the_essay_is_taken_up() -> None:
    library = load.built_in()
    assert [item.id for item in library.essay] == [f"E{number}" for number in range(1, 127)]
    covered = set(itertools.chain.from_iterable(q.covers for q in library.framework.questions()))
    assert {item.id for item in library.essay if item.kind == "C"} <= covered


def test_twenty_nine_notes_and_eight_cases() -> None:
    library = load.built_in()
    assert [note.id for note in library.framework.notes] == [f"N{number}" for number in range(1, 30)]
    assert len(library.cases) == 8
    opening = {question.id for question in library.framework.opening.questions}
    for case in library.cases:
        filled = {question for question in opening if case.field(question)}
        assert filled == opening - {"case-seat", "case-meaning"}, case.id


def test_outcomes_are_told_on_the_notes_page_alone(framework: Framework) -> None:
    at_questions = {note for question in framework.questions() for note in question.notes}
    assert at_questions.isdisjoint({"N15", "N18", "N19", "N20", "N21"})
    assert framework.meaning_note == "N11"


@pytest.mark.parametrize("case", load.built_in().cases, ids=lambda case: case.id)
def test_a_past_case_is_told_in_two_short_texts(case: Case) -> None:
    if case.kind == "past":
        assert len(" ".join(case.known).split()) <= 215
        assert 0 < len(" ".join(case.after).split()) <= 260
    else:
        assert not case.after
        assert len(case.developments) == 3


def test_a_timeline_ends_with_the_as_of_date() -> None:
    """No dated fact of what was known is younger than the year of the date that the case is told at."""
    for case in load.built_in().cases:
        years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", case.as_of)]
        if years:
            assert all(int(fact.sort[:4]) <= years[-1] for fact in case.timeline), case.id
            assert all(int(fact.sort[:4]) >= years[-1] for fact in case.later), case.id


def test_no_mark_of_the_editors_is_left_in_a_visible_text() -> None:
    marks = re.compile(r"\[(V|M|\?)|`|\b[EN]\d{1,3}\b|★|→")
    for file, key, text in visible_texts(read(load.BUILT_IN)):
        assert not marks.search(text), f"{file}: {key}: {text}"


def test_the_agendas_hold_two_and_one_question_of_each_section(framework: Framework) -> None:
    per_section = {section.id: {question.id for question in section.questions} for section in framework.sections}
    for agenda, count in zip(load.built_in().agendas, (2, 1), strict=True):
        assert [len(ids & set(agenda.questions)) for ids in per_section.values()] == [count] * 6


def test_a_digest_names_exactly_one_wording(framework: Framework) -> None:
    again = msgspec.json.decode(msgspec.json.encode(framework), type=Framework)
    assert digest(again) == digest(framework)
    assert digest(msgspec.structs.replace(framework, title="Another title")) != digest(framework)
