"""An agenda as a file and as a framework: it comes back exactly, asks what it names, and faults are named."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import texts
from webapp.framework.estimate import estimate
from webapp.framework.load import built_in
from webapp.framework.model import Framework, digest
from webapp.framework.own_agenda import (
    Asked,
    OwnAgenda,
    OwnQuestion,
    compose,
    lacks,
    new_id,
    on_framework,
    read,
    render,
)
from webapp.framework.text import plain, references
from webapp.framework.toml_file import UnfitFile

LIBRARY = built_in()
WHOLE = LIBRARY.framework
KINDS: tuple[Literal["several", "one", "text"], ...] = ("several", "one", "text")


def words(limit: int) -> st.SearchStrategy[str]:
    """Words as the form stores them: not empty."""
    return texts(limit).map(str.strip).filter(bool)


@st.composite
def questions(draw: st.DrawFn, number: int) -> OwnQuestion:
    kind = draw(st.sampled_from(KINDS))
    labels = st.lists(words(60), min_size=2, max_size=5, unique_by=str.casefold)
    return OwnQuestion(
        id=f"own-{number}",
        section=draw(st.sampled_from([section.id for section in WHOLE.sections])),
        text=draw(words(300)),
        kind=kind,
        choices=() if kind == "text" else tuple(draw(labels)),
        explanation=draw(texts(300)),
        considerations=draw(st.just(()) | st.tuples(words(200), words(200))),
        source=draw(texts(100)),
    )


@st.composite
def agendas(draw: st.DrawFn) -> OwnAgenda:
    """Any agenda that the pages can make."""
    own = tuple(draw(questions(number)) for number in range(1, draw(st.integers(1, 4))))
    sections = []
    for section in WHOLE.sections:
        ids = [one.id for one in section.questions] + [one.id for one in own if one.section == section.id]
        asked = draw(st.lists(st.sampled_from(ids), unique=True))
        if asked:
            sections.append(Asked(id=section.id, questions=tuple(asked)))
    return OwnAgenda(title=draw(texts(200)), framework=WHOLE.id, sections=tuple(sections), questions=own)


@settings(deadline=None, max_examples=60)
@given(agenda=agendas())
def test_an_agenda_comes_back_from_its_file_exactly(agenda: OwnAgenda) -> None:
    file = render(agenda)
    assert read(file, [LIBRARY]) == agenda
    assert render(read(file, [LIBRARY])) == file


@settings(deadline=None, max_examples=60)
@given(agenda=agendas().filter(lambda agenda: bool(agenda.sections)))
def test_it_asks_what_it_names_in_its_order_and_leaves_built_in_questions_as_they_are(agenda: OwnAgenda) -> None:
    framework = compose(agenda, LIBRARY)
    # Whole in itself: it comes back from a snapshot and names every source.
    assert msgspec.json.decode(msgspec.json.encode(framework), type=Framework) == framework
    order = [section.id for section in WHOLE.sections if agenda.asked(section.id)]
    assert [section.id for section in framework.sections] == order
    assert {s.id: tuple(q.id for q in s.questions) for s in framework.sections} == {
        one.id: one.questions for one in agenda.sections
    }
    own = {question.id: question for question in agenda.questions}
    built = {question.id: question for question in WHOLE.questions()}
    sources = {source.id for source in framework.sources}
    for question in framework.questions():
        assert {citation.source for citation in question.citations} <= sources
        if question.id not in own:
            before = built[question.id]
            assert (question.text, question.choices, question.citations) == (
                before.text,
                before.choices,
                before.citations,
            )
            continue
        typed = own[question.id]
        assert question.text == typed.text
        assert question.kind == typed.kind
        labels = [choice.label for choice in question.choices]
        assert (
            labels == [*typed.choices, *(ending.label for ending in LIBRARY.endings)] if typed.choices else not labels
        )
        assert len({choice.id for choice in question.choices}) == len(labels)
        assert plain(question.explanation, {}) == typed.explanation
        assert tuple(plain(text, {}) for text in question.considerations) == typed.considerations
        assert not references(question.explanation)
        assert len(question.short) <= 60


def test_an_agenda_of_all_questions_is_the_framework() -> None:
    agenda = on_framework("All", WHOLE)
    assert digest(compose(agenda, LIBRARY)) == digest(WHOLE)
    assert not lacks(agenda, WHOLE)


def test_an_own_question_has_an_id_that_none_has() -> None:
    first = OwnQuestion(id="own-1", section="sovereignty", text="Who?", kind="text")
    agenda = OwnAgenda(framework=WHOLE.id, questions=(first,))
    assert new_id(agenda, WHOLE) == "own-2"
    taken = msgspec.structs.replace(WHOLE.sections[0].questions[0], id="own-2")
    section = msgspec.structs.replace(WHOLE.sections[0], questions=(taken,))
    assert new_id(agenda, msgspec.structs.replace(WHOLE, sections=(section, *WHOLE.sections[1:]))) == "own-3"


OWN: dict[str, Any] = {"id": "own-1", "section": "sovereignty", "text": "Who decides?", "choices": ["A", "B"]}
FILE: dict[str, Any] = {
    "title": "Mine",
    "framework": WHOLE.id,
    "sections": [{"id": "sovereignty", "questions": ["sov-consent", "own-1"]}],
    "questions": [OWN],
}


def asks(*names: str, section: str = "sovereignty") -> dict[str, Any]:
    return {"sections": [{"id": section, "questions": list(names)}]}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"framework": "another"}, "This agenda belongs to other questions (“another”), which are not these."),
        (asks("sov-odds"), "This agenda asks the question “sov-odds”, which is neither built in nor its own."),
        (asks("sov-consent", "sov-consent"), "This agenda asks the question “sov-consent” twice."),
        (asks("jw-prospects"), "This agenda asks the question “jw-prospects” in “sovereignty”, where it does not"),
        (asks("sov-consent", section="odds"), "This agenda names the section “odds”, which is not among these."),
        ({"sections": [{"id": "sovereignty"}] * 2}, "This agenda lists the section “sovereignty” twice."),
        ({"questions": [OWN, OWN]}, "This agenda has two questions with the id “own-1”."),
        ({"questions": [OWN | {"section": "odds"}]}, "This agenda names the section “odds”"),
        ({"questions": [OWN | {"choices": ["A"]}]}, "The question “Who decides?”: a question answered by choices has"),
        ({"questions": [OWN | {"choices": ["A", "a"]}]}, "The question “Who decides?”: two choices are the same."),
        ({"questions": [OWN | {"kind": "text"}]}, "The question “Who decides?”: a question answered in words alone"),
        ({"questions": [OWN | {"considerations": ["A"]}]}, "The question “Who decides?”: there are two considerations"),
        ({"questions": [OWN | {"id": "sov-consent"}]}, "This file holds a value at “questions[0].id”"),
        ({"questions": [OWN | {"kind": "line"}]}, "This file holds a value at “questions[0].kind”"),
        ({"questions": [OWN | {"text": ""}]}, "This file holds nothing at “questions[0].text”"),
        ({"questions": [OWN | {"choices": ["x" * 121] * 2}]}, "This file holds more than 120 characters"),
        ({"questions": [OWN | {"weight": 2}]}, "This file holds “weight” at “questions[0]”"),
        ({"sections": "all"}, "This file holds a value at “sections” that is not of the kind"),
    ],
)
def test_an_agenda_file_with_a_fault_names_it(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(UnfitFile) as caught:
        read(tomli_w.dumps(FILE | change).encode(), [LIBRARY])
    assert caught.value.reason.startswith(fault)
    assert "Mend that place in the file and open it again" in caught.value.reason


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'title = "A case"\nknown = ["x"]', "This is the file of a case, and an agenda is wanted here."),
        (b'title = "x"', "This file lacks “framework” at its top."),
        (b"PK\x03\x04", "This is a Word document or another packed file. Choose the file of an agenda"),
        (b'{"format": "before-force-worksheet"}', "This is a JSON file, as worksheets are saved, and not an agenda."),
    ],
)
def test_what_is_no_agenda_file_is_refused_with_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(UnfitFile) as caught:
        read(data, [LIBRARY])
    assert caught.value.reason.startswith(sentence)


def test_an_agenda_without_a_question_says_so() -> None:
    agenda = read(tomli_w.dumps({"title": "x", "framework": WHOLE.id}).encode(), [LIBRARY])
    assert [lack.sentence for lack in lacks(agenda, WHOLE)] == [
        "No question is ticked. Tick a question, or add one of your own."
    ]


def test_an_agenda_that_names_a_question_which_has_gone_since_can_be_mended() -> None:
    agenda = OwnAgenda(title="x", framework=WHOLE.id, sections=(Asked(id="sovereignty", questions=("sov-gone",)),))
    assert [lack.sentence for lack in lacks(agenda, WHOLE)] == [
        "This agenda asks the question “sov-gone”, which is neither built in nor its own. "
        "Save the agenda to leave it out."
    ]


def test_the_estimate_counts_words_and_questions() -> None:
    first = OwnQuestion(id="own-1", section="sovereignty", text="one two", kind="text")
    agenda = OwnAgenda(
        title="x",
        framework=WHOLE.id,
        sections=(Asked(id="sovereignty", questions=("own-1",)),),
        questions=(msgspec.structs.replace(first, explanation="a " * 237),),
    )
    found = estimate(compose(agenda, LIBRARY))
    assert (found.questions, found.words, found.reading, found.answering, found.minutes) == (1, 239, 2, 2, 4)
