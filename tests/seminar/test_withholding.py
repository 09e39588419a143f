"""Withholding an answer: its author reads it, everybody else reads that it is withheld and why, the record too."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from flask import Flask

from tests.seminar.people import Phone, Seminar, open_seminar
from tests.visitor import Visitor

SECTION, QUESTION, WORDS = "sovereignty", "sov-people-affected", "Among the people affected"
TEXT, REASON = "The name of a witness stands here", "It names a witness."


@pytest.fixture
def withheld(app: Flask) -> tuple[Seminar, Phone, Phone]:
    """Ada's answer was revealed and is withheld; Ben reads along."""
    seminar = open_seminar(app, one_by_one=False)
    ada, ben = seminar.phones("Ada", "Ben")
    ada.write(SECTION, WORDS, TEXT, "Local civil society")
    seminar.move(SECTION, "discussing")
    seminar.desk.open(f"/seminar/{seminar.id}/desk/answers/{QUESTION}")
    seminar.desk.fill("Whose answer", ada.worksheet).fill("The reason", REASON).press("Withhold")
    return seminar, ada, ben


def compare(phone: Visitor, seminar: Seminar) -> Visitor:
    """Read the question side by side."""
    return phone.open(f"/seminar/{seminar.id}/compare/{QUESTION}?read=on")


def test_the_author_and_the_desk_read_it_and_nobody_else(withheld: tuple[Seminar, Phone, Phone]) -> None:
    seminar, ada, ben = withheld
    assert seminar.desk.has(TEXT)
    assert compare(ada, seminar).has(TEXT)
    assert compare(ben, seminar).has(f"Withheld by the facilitator. The reason: {REASON}")
    assert not ben.has(TEXT)
    ben.open(f"/seminar/{seminar.id}/section/{SECTION}")
    assert not ben.has("Local civil society")
    assert ben.has(REASON)


def test_no_record_holds_its_text_and_each_gives_the_reason(withheld: tuple[Seminar, Phone, Phone]) -> None:
    seminar, _, _ = withheld
    seminar.desk.open(f"/seminar/{seminar.id}/record")
    assert seminar.desk.has(REASON)
    assert not seminar.desk.has(TEXT)
    for kind in ("html", "docx", "markdown", "json", "csv"):
        data = seminar.desk.client.get(f"/seminar/{seminar.id}/record/{kind}").data
        text = "\n".join(p.text for p in docx.Document(BytesIO(data)).paragraphs) if kind == "docx" else data.decode()
        assert TEXT not in text, kind
        assert "It names a witness" in text, kind


def test_it_can_be_shown_again(withheld: tuple[Seminar, Phone, Phone]) -> None:
    seminar, _, ben = withheld
    seminar.desk.open(f"/seminar/{seminar.id}/desk/answers/{QUESTION}").press("Show again: Ada")
    assert compare(ben, seminar).has(TEXT)
    assert not ben.has("Withheld")


def test_it_takes_a_reason_and_a_holder_of_this_seminar(withheld: tuple[Seminar, Phone, Phone]) -> None:
    seminar, _, ben = withheld
    desk = seminar.desk.open(f"/seminar/{seminar.id}/desk/answers/{QUESTION}")
    desk.fill("Whose answer", ben.worksheet).press("Withhold")
    assert desk.status == 422
    assert desk.has("Write the reason. The record gives it in the place of the answer.")
    desk.fill("Whose answer", "somebody").fill("The reason", "Because").press("Withhold")
    assert desk.status == 422
    assert desk.has("Choose whose answer to withhold.")


def test_nobody_but_the_desk_withholds(withheld: tuple[Seminar, Phone, Phone]) -> None:
    seminar, ada, ben = withheld
    ben.post(f"/seminar/{seminar.id}/desk/answers/{QUESTION}/show", {"sheet": ada.worksheet})
    assert ben.status == 403
    assert not compare(ben, seminar).has(TEXT)
