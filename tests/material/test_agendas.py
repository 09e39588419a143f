"""Making an agenda: ticking, ordering, questions of one's own, a file; and asking it in a seminar."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

import docx
from flask import Flask

from tests.page_lint import text_of
from tests.seminar.people import open_seminar
from tests.visitor import Visitor
from webapp.framework.load import built_in
from webapp.framework.own_agenda import read

Somebody = Callable[[], Visitor]
QUESTION = "Which neighbours would open their borders?"


def begin(visitor: Visitor, start: str = "Six questions", title: str = "Short morning") -> Visitor:
    """Begin an agenda; the visitor stands on its questions."""
    visitor.open("/own/agendas/new").fill("Name of the agenda", title).tick(start)
    return visitor.press("Go on to the questions")


def add(visitor: Visitor, kind: str = "By any number of choices", section: str = "Sovereignty") -> Visitor:
    """Add a question to a section; the visitor stands on the questions again."""
    visitor.press(f"Add a question to {section}").fill("The question", QUESTION).tick(kind)
    if kind != "In words alone":
        visitor.fill("Choices", "Tarsk\nNobody\n\nInner Sea States")
    visitor.fill("Explanation", "Say *who* said so.").fill("Source", "UNHCR, {update} 7")
    visitor.fill("A consideration", "It can be near.").fill("Another consideration", "It can be full.")
    return visitor.press("Save the question")


def order(visitor: Visitor, section: str) -> list[str]:
    """The questions of a section on the page of an agenda as a whole."""
    part = next(one for one in visitor.page.iter("section") if text_of(one).startswith(section))
    return [text_of(item) for item in part.iter("li")]


def test_questions_are_ticked_and_ordered_without_scripts(visitor: Visitor) -> None:
    begin(visitor)
    sovereignty = built_in().framework.sections[3]
    asked = next(one for one in sovereignty.questions if one.id == "sov-people-affected")
    first, second = (one for one in sovereignty.questions[:3] if one is not asked)
    visitor.tick(first.text).tick(second.text).press("Save and see it whole")
    natural = [one.text for one in sovereignty.questions if one in (asked, first, second)]
    assert order(visitor, "Sovereignty") == natural
    visitor.follow("Edit the agenda").press(f"Up: {natural[1]}").press(f"Down: {natural[0]}")
    visitor.press("Save and see it whole")
    assert order(visitor, "Sovereignty") == [natural[1], natural[2], natural[0]]
    assert visitor.has("This is an estimate.")
    assert visitor.has("238 words a minute")
    visitor.follow("Edit the agenda").tick(natural[1], on=False).press("Save and see it whole")
    assert order(visitor, "Sovereignty") == [natural[2], natural[0]]


def test_a_question_of_ones_own_is_added_edited_and_taken_out(visitor: Visitor) -> None:
    add(begin(visitor))
    assert visitor.is_ticked(QUESTION)
    visitor.press(f"Edit: {QUESTION}")
    assert visitor.value("Choices") == "Tarsk\nNobody\nInner Sea States"
    assert visitor.value("Explanation") == "Say *who* said so."
    visitor.fill("The question", "Which borders are open?").press("Save the question").press("Save and see it whole")
    assert order(visitor, "Sovereignty")[-1] == "Which borders are open?"
    visitor.follow("Edit the agenda").press("Take out: Which borders are open?").press("Save and see it whole")
    assert not visitor.has("Which borders are open?")


def test_a_question_that_can_not_be_asked_comes_back_with_what_was_typed(visitor: Visitor) -> None:
    begin(visitor).press("Add a question to Sovereignty").press("Save the question")
    assert visitor.status == 422
    assert visitor.has("Write the question.")
    assert visitor.has("Write two choices or more, one on each line.")
    for typed, sentence in {
        "Yes\nyes": "Two choices are the same.",
        "A\nNot known": "“Not known” is added to every question by itself.",
        "A\n" + "x" * 121: "A choice has at most 120 characters.",
        "\n".join(map(str, range(18))): "There is room for 17 choices.",
    }.items():
        visitor.fill("The question", QUESTION).fill("Choices", typed).press("Save the question")
        assert visitor.status == 422
        assert visitor.has(sentence)
        assert visitor.value("Choices") == typed
    visitor.fill("Choices", "A\nB").fill("A consideration", "Alone.").press("Save the question")
    assert visitor.has("Write both considerations or neither")
    visitor.tick("In words alone").press("Save the question")
    assert visitor.has("A question in words alone has no choices.")
    assert visitor.value("The question") == QUESTION


def test_an_agenda_without_a_name_or_a_question_is_kept_and_says_so(visitor: Visitor) -> None:
    begin(visitor, "None", title="")
    assert visitor.has("Give the agenda a name.")
    assert visitor.has("No question is ticked.")
    visitor.open("/seminars/new")
    assert not visitor.has("Your agenda:")


def test_two_tabs_do_not_overwrite_each_other_unasked(visitor: Visitor) -> None:
    begin(visitor)
    page, token = visitor.address, visitor.token
    visitor.fill("Name of the agenda", "First tab").press("Save")
    visitor.post(page, {"csrf_token": token, "version": "1", "title": "Second tab", "asked": ["sov-consent"]})
    assert visitor.status == 409
    assert visitor.value("Name of the agenda") == "Second tab"
    visitor.press("Save")
    assert visitor.value("Name of the agenda") == "Second tab"


def test_what_was_typed_for_an_agenda_that_is_not_there_is_shown(visitor: Visitor) -> None:
    begin(visitor).press("Add a question to Sovereignty")
    visitor.fill("The question", QUESTION)
    page, token = visitor.address, visitor.token
    visitor.open(page.split("/ask/")[0] + "/delete").tick("Yes, delete it").press("Delete it")
    visitor.post(page, {"csrf_token": token, "text": QUESTION, "labels": "A\nB"})
    assert visitor.status == 404
    assert visitor.has("This browser holds nothing at this address.")
    assert visitor.has(QUESTION)


def test_an_agenda_is_taken_to_another_browser_as_a_file(visitor: Visitor, somebody_else: Somebody) -> None:
    add(begin(visitor)).press("Save and see it whole")
    file = visitor.client.get(visitor.address + "file")
    assert file.headers["Content-Disposition"] == 'attachment; filename="agenda-short-morning.toml"'
    other = somebody_else().open("/own").follow("Open the file of an agenda")
    other.upload("File", "agenda.toml", file.data).press("Open the file")
    assert other.heading == "Short morning"
    assert other.client.get(other.address + "file").data == file.data
    assert read(file.data, [built_in()]).questions[0].text == QUESTION
    other.open("/own/open/case").upload("File", "agenda.toml", file.data).press("Open the file")
    assert other.has("This is the file of an agenda, and a case is wanted here.")


def test_own_questions_run_through_a_seminar_like_any_question(visitor: Visitor, app: Flask) -> None:
    add(begin(visitor))
    add(visitor, "By one choice", "Aftermath")
    add(visitor, "In words alone", "Legal basis").press("Save and see it whole").follow("Open a seminar with it")
    assert visitor.is_ticked("Your agenda: Short morning")
    visitor.press("See it as a participant")
    held = open_seminar(app, agenda="Your agenda: Short morning", one_by_one=False, desk=visitor)
    phone = held.join("Ada")
    phone.step("sovereignty").tick("Tarsk", QUESTION).tick("Disputed", QUESTION)
    assert phone.has("Say *who* said so.")
    assert phone.has("UNHCR, {update} 7")
    phone.fill("Reasons and evidence", "As told.", QUESTION).press("Save and continue")
    phone.step("aftermath").fill("Answer", "c2", QUESTION).fill("Another answer", "Some.", QUESTION)
    phone.fill("Reasons and evidence", "As heard.", QUESTION).press("Save and continue")
    phone.step("legal-basis").fill("Answer", "In words.", QUESTION).press("Save and continue")
    phone.step("aftermath")
    options = phone.control("Answer", QUESTION).iter("option")
    assert [text_of(option) for option in options if option.get("selected") is not None] == ["Nobody"]
    phone.open(f"/worksheet/{phone.worksheet}/summary")
    for said in ("Tarsk; Disputed", "Nobody; Another answer: Some.", "As heard.", "In words."):
        assert phone.has(said)
    for section, question, said in (("sovereignty", "own-1", "Tarsk; Disputed"), ("aftermath", "own-2", "As heard.")):
        held.move(section, "discussing")
        assert visitor.open(f"/seminar/{held.id}/compare/{question}").has(said)
    record = visitor.client.get(f"/seminar/{held.id}/record/docx").data
    words = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(record)).paragraphs)
    assert words.count(QUESTION) == 3
    assert "Nobody; Another answer: Some." in words
    assert QUESTION in visitor.client.get(f"/seminar/{held.id}/record/csv").text


def test_a_worksheet_with_own_questions_is_a_file_that_opens_again(visitor: Visitor, app: Flask) -> None:
    add(begin(visitor))
    add(visitor, "By one choice", "Aftermath").press("Save")
    phone = open_seminar(app, agenda="Your agenda: Short morning", one_by_one=False, desk=visitor).join("Ada")
    phone.step("sovereignty").tick("Tarsk", QUESTION).tick("Disputed", QUESTION).press("Save and continue")
    phone.step("aftermath").fill("Answer", "c2", QUESTION).fill("Another answer", "Some.", QUESTION)
    phone.press("Save and continue")
    data = phone.client.get(f"/worksheet/{phone.worksheet}/summary/json").data
    answers = {one["question"]: one for one in json.loads(data)["answers"]}
    assert answers["own-1"]["choices"] == ["c1", "disputed"]
    assert answers["own-2"]["choices"] == ["c2"]
    visitor.open("/worksheets/import").upload("Worksheet file", "w.json", data).press("Open the file")
    visitor.press("I have kept it").follow("Sovereignty")
    assert visitor.is_ticked("Tarsk", QUESTION)
    assert visitor.has("UNHCR, {update} 7")


def test_a_copied_seminar_asks_the_same_though_its_agenda_is_gone(visitor: Visitor, app: Flask) -> None:
    add(begin(visitor)).press("Save and see it whole")
    agenda = visitor.address
    held = open_seminar(app, agenda="Your agenda: Short morning", desk=visitor)
    assert not visitor.open(agenda).has("Edit the agenda")
    visitor.follow("Delete it").tick("Yes, delete it").press("Delete it")
    visitor.open(f"/seminar/{held.id}/desk").follow("Copy the seminar")
    assert visitor.is_ticked("The questions of the seminar that this one copies")
    visitor.press("Open the seminar")
    assert visitor.heading == "The desk’s return code"
