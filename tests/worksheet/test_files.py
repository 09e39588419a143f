"""Worksheet files: opened again, from elsewhere, broken, too large; and worksheets that keep their wording."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask import Flask

from tests.visitor import Visitor
from webapp import LARGEST_BODY, create_app
from webapp.current import DATABASE, LIBRARIES
from webapp.framework.model import Library

COUNCIL = "What has the Security Council decided"


@pytest.fixture
def holder(visitor: Visitor) -> Visitor:
    """A group with some answers, on the summary of its worksheet."""
    visitor.open("/worksheets/new").tick("Kosovo").tick("A group").fill("Name of", "Group Adriatic").press("Start")
    visitor.press("I have kept it").follow("Legal basis").tick("Draft not adopted", COUNCIL)
    visitor.fill("Reasons and evidence", "one\n\ntwo <b>", COUNCIL).fill("Other views", "others", COUNCIL)
    visitor.fill("Another answer, in words", "A letter", "Which legal grounds are put forward")
    visitor.press("Save and go to contents").follow("The case")
    visitor.fill("Corrections and additions", "Also\nMontenegro", "Short name of the case")
    visitor.fill("Corrections and additions", "Past and present", "Kind of case")
    return visitor.press("Save and go to contents").follow("Read the summary")


def download(visitor: Visitor) -> dict[str, Any]:
    """The worksheet's JSON file, from its summary page."""
    link = next(e.get("href") for e in visitor.page.iter("a") if (e.get("href") or "").endswith("/json"))
    file: dict[str, Any] = json.loads(visitor.client.get(link or "").data)
    return file


def upload(visitor: Visitor, file: dict[str, Any] | bytes) -> Visitor:
    """Open a file as a new worksheet."""
    data = file if isinstance(file, bytes) else json.dumps(file).encode()
    visitor.open("/").follow("Open a file").upload("Worksheet file", "worksheet.json", data)
    return visitor.press("Open the file")


def test_a_file_opened_again_is_a_new_worksheet_with_the_same_answers(
    holder: Visitor, somebody_else: Callable[[], Visitor]
) -> None:
    file = download(holder)
    other = upload(somebody_else(), file)
    assert other.heading == "Your return code"
    other.press("I have kept it")
    assert not other.has("the questions of this file")
    assert other.address.split("/")[2] != holder.address.split("/")[2]
    again = download(other.follow("Read the summary"))
    assert file | {"printed": ""} == again | {"printed": ""}


def test_corrections_to_every_field_that_the_case_fills_come_back_line_by_line(holder: Visitor) -> None:
    assert holder.has("Corrections and additions Past and present")
    answers = {answer["question"]: answer for answer in download(holder)["answers"]}
    assert answers["case-title"]["reasons"] == "Also\nMontenegro"


def test_an_opened_file_saved_without_a_change_stays_as_it_is(holder: Visitor) -> None:
    file = download(holder)
    upload(holder, file).press("I have kept it").follow("The case")
    while holder.heading != "Summary of the answers given":
        holder.press("Save and continue")
    assert download(holder)["answers"] == file["answers"]


def test_a_file_with_other_questions_is_shown_with_the_questions_of_the_file(holder: Visitor) -> None:
    file = download(holder)
    question = file["framework"]["sections"][0]["questions"][0]
    question["text"] = "What did the <i>old</i> council say?"
    question["choices"][0]["label"] = "A choice of theirs"
    upload(holder, file).press("I have kept it")
    assert holder.has("These are the questions of this file; they are not this site’s.")
    holder.follow("Legal basis")
    assert holder.value("Reasons and evidence", "What did the <i>old</i> council say?") == "one\n\ntwo <b>"
    holder.tick("A choice of theirs", "What did the <i>old</i>").press("Save and go to contents")
    again = download(holder.follow("Read the summary"))
    assert again["framework"] == file["framework"]
    assert holder.has("A choice of theirs")


def test_a_file_with_a_case_of_its_own_says_so_too(holder: Visitor) -> None:
    file = download(holder)
    file["case"]["title"] = "The islands"
    upload(holder, file).press("I have kept it")
    assert holder.heading == "The islands"
    assert holder.has("a case of its own")


BROKEN: list[tuple[bytes, str]] = [
    (b"", "This file is not JSON, or a part of it is missing; download the file again"),
    (b"{", "This file is not JSON, or a part of it is missing; download the file again"),
    (b"\xff\xfe\x00", "This file is not text in UTF-8; download the file again"),
    (b"[]", "This file is JSON, and is not a worksheet; download the file again"),
    (b'{"format": "survey"}', "This file is not a worksheet of Before Force; download the file again"),
    (
        b'{"format": "before-force-worksheet", "version": 9}',
        "This file was written by a newer Before Force",
    ),
    (b'{"format": "before-force-worksheet", "version": 1}', "This file lacks “printed” at its top"),
    (b"[" * 100_000, "This file is nested too deep to be a worksheet"),
    (b'{"<script>alert(1)</script>\\u0000": 1}', "This file holds a character that no worksheet can hold"),
]


@pytest.mark.parametrize(("data", "sentence"), BROKEN, ids=map(str, range(len(BROKEN))))
def test_a_broken_file_gets_a_sentence_on_the_page_and_makes_nothing(
    visitor: Visitor, data: bytes, sentence: str
) -> None:
    upload(visitor, data)
    assert visitor.status == 422
    assert visitor.heading == "Open a file as a new worksheet"
    assert visitor.has(sentence)
    assert not visitor.open("/").has("On this device")


@pytest.mark.parametrize("change", [{"holder": {"kind": "group", "name": "x" * 81}}, {"score": 7}], ids=["name", "key"])
def test_a_file_with_one_wrong_thing_gets_a_sentence(holder: Visitor, change: dict[str, Any]) -> None:
    upload(holder, download(holder) | change)
    assert holder.status == 422
    assert holder.has("This file holds")


def test_a_body_too_large_gets_a_page(visitor: Visitor) -> None:
    body = b"--x\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\n" + b"x" * LARGEST_BODY + b"\r\n--x--"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert visitor.post("/worksheets/import", body, headers).status == 413
    assert visitor.has("What was sent is larger than this site takes.")


def test_no_file_gets_a_sentence(visitor: Visitor) -> None:
    visitor.open("/worksheets/import").press("Open the file")
    assert visitor.status == 422
    assert visitor.has("Choose the file that you downloaded as JSON.")


def test_a_step_too_large_gets_a_page_and_leaves_what_was_saved(holder: Visitor) -> None:
    home = holder.address.removesuffix("summary")
    holder.open(f"{home}step/legal-basis").fill("Reasons and evidence", "x" * LARGEST_BODY, COUNCIL)
    assert holder.press("Save and continue").status == 413
    assert holder.has("Go back, where your browser still holds it")
    assert holder.open(f"{home}step/legal-basis").value("Reasons and evidence", COUNCIL) == "one\n\ntwo <b>"


def reworded(library: Library) -> Library:
    """The same library after an editor's work: a question reworded, a choice gone, a section and a case changed."""
    first, *sections = library.framework.sections
    question, *questions = first.questions
    edited = msgspec.structs.replace(
        question, text="A question in new words?", choices=question.choices[1:], considerations=("New.", "Newer.")
    )
    section = msgspec.structs.replace(first, title="The law", questions=(edited, *questions[:-1]))
    framework = msgspec.structs.replace(library.framework, sections=(section, *sections))
    cases = tuple(msgspec.structs.replace(case, known=("It was known otherwise.",)) for case in library.cases)
    return msgspec.structs.replace(library, framework=framework, cases=cases)


@pytest.fixture
def later(app: Flask, settings: dict[str, Any]) -> Any:
    """The app on the same database after its content was changed."""
    made = create_app(settings)
    content = made.extensions[LIBRARIES]
    made.extensions[LIBRARIES] = {name: reworded(one) for name, one in content.items()}
    yield made
    made.extensions[DATABASE].engine.dispose()


def test_an_old_worksheet_keeps_its_wording_and_a_new_one_has_the_new(holder: Visitor, later: Flask) -> None:
    home, before = holder.address.removesuffix("summary"), holder.text
    documents = {kind: holder.client.get(f"{home}summary/{kind}").data for kind in ("html", "markdown", "json")}
    cookie = holder.client.get_cookie("before_force")
    visitor = Visitor(later)
    assert cookie
    visitor.client.set_cookie("before_force", cookie.value)
    assert visitor.open(f"{home}summary").text == before
    for kind, data in documents.items():
        assert visitor.client.get(f"{home}summary/{kind}").data == data
    visitor.open(home)
    assert not visitor.has("the questions of this file"), "it never came from a file"
    assert visitor.follow("Read the case").has("Kosovo is a province of Serbia")
    visitor.open(home).follow("Legal basis").fill("Reasons and evidence", "later", COUNCIL).press("Save and continue")
    assert visitor.open(f"{home}summary").has("later")
    visitor.open("/worksheets/new").tick("Kosovo").press("Start").press("I have kept it").follow("The law")
    assert visitor.has("A question in new words?")
    assert not visitor.has(COUNCIL)
    assert visitor.follow("Read the case").has("It was known otherwise.")


def test_a_file_from_before_a_change_keeps_its_wording_too(holder: Visitor, later: Flask) -> None:
    visitor = upload(Visitor(later), download(holder)).press("I have kept it")
    assert visitor.has("These are the questions of this file")
    assert visitor.follow("Legal basis").value("Reasons and evidence", COUNCIL) == "one\n\ntwo <b>"


def test_the_format_is_described_beside_the_code() -> None:
    described = Path(create_app.__code__.co_filename).parent / "answers" / "documents" / "README.md"
    assert "The JSON file of a worksheet, version 1" in described.read_text(encoding="utf-8")
