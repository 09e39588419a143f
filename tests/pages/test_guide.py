"""The guide for facilitators says what the app does: its buttons are there, and its table is what the gate shows."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from tests.page_lint import text_of
from tests.seminar.people import NAMES, Seminar, open_seminar
from tests.visitor import Visitor

PLACES = ("button", "a", "legend", "label", "h2")


def named(page: Element) -> set[str]:
    """The words that the guide sets as the pages have them."""
    return {text_of(one) for one in page.iter("strong") if one.get("class") == "press"}


def offered(visitor: Visitor) -> set[str]:
    """The words of every button, link, heading and label of a page; a link's words end before what is read aloud."""
    return {
        words
        for one in visitor.page.iter()
        if one.tag in PLACES
        for words in (text_of(one), " ".join((one.text or "").split()))
    }


def everywhere(app: Flask) -> set[str]:
    """The words of the pages that a facilitator and a participant meet on their way through a class."""
    held = open_seminar(app, names="pseudonym", one_by_one=True)
    phone = held.join("Ada")
    held.move("sovereignty", "answering")
    desk, at = held.desk, f"/seminar/{held.id}/desk"
    found = offered(phone.room()) | offered(Visitor(app).open("/")) | offered(Visitor(app).open("/seminars/new"))
    found |= offered(desk.open(at))
    person = next(link.get("href") for link in desk.page.iter("a") if "/desk/person/" in (link.get("href") or ""))
    held.move("sovereignty", "discussing")
    addresses = [
        f"/seminar/{held.id}/projector",
        f"/seminar/{held.id}/projector?question=sov-people-affected",
        f"{at}/developments",
        person or "",
        f"{at}/answers/sov-people-affected",
    ]
    for address in addresses:
        found |= offered(desk.open(address))
    found |= offered(desk.press("Put in the tray"))
    desk.open(at).fill("Whose paper is it?", "Ben").press("Type in from paper")
    desk.open(at).follow("Ben")
    return found | offered(desk)


def test_every_button_that_the_guide_names_is_on_a_page_in_these_words(app: Flask) -> None:
    words = named(Visitor(app).open("/facilitator").page)
    assert len(words) > 20
    assert words - everywhere(app) == set()


def test_the_guide_is_reached_from_the_start_page_the_opening_form_and_the_desk(app: Flask) -> None:
    assert Visitor(app).open("/").follow("A guide for facilitators").heading == "A guide for facilitators"
    assert Visitor(app).open("/seminars/new").follow("the guide for facilitators").address == "/facilitator"
    held = open_seminar(app)
    assert held.desk.open(f"/seminar/{held.id}/desk").follow("guide for facilitators").address == "/facilitator"


def table(visitor: Visitor, setting: str) -> dict[str, str]:
    """A column of the guide's table, by what it is about."""
    head, *rows = [[text_of(cell) for cell in row if cell.tag in ("th", "td")] for row in visitor.page.iter("tr")]
    column = next(place for place, words in enumerate(head) if words.startswith(setting))
    return {row[0]: row[column] for row in rows}


def shown(seminar: Seminar) -> dict[str, str]:
    """One answer as the others, the desk, the screen and the record have it, once its section is shown."""
    writer, other = seminar.phones(*(("Ada", "Ben") if seminar.room().names != "none" else ("", "")))
    question, at = "sov-people-affected", f"/seminar/{seminar.id}"
    seminar.move("sovereignty", "answering")
    writer.write("sovereignty", "Among the people affected", "In Ada’s words")
    seminar.move("sovereignty", "discussing")
    seminar.desk.open(f"{at}/desk").press("Open the screen in this browser")
    seminar.desk.open(f"{at}/desk/answers/{question}")
    wanted = [f for f in seminar.desk.page.iter("form") if seminar.desk.fields(f).get("sheet") == [writer.worksheet]]
    seminar.desk.post(wanted[0].get("action") or "", seminar.desk.fields(wanted[0]) | {"do": "in"})
    seminar.desk.press("Send to the screen")
    return {
        "others": other.open(f"{at}/compare/{question}?read=on").text,
        "desk": seminar.desk.open(f"{at}/desk").text,
        "screen": seminar.desk.open(f"{at}/screen").text,
        "record": seminar.desk.open(f"{at}/record").text,
    }


@pytest.mark.parametrize("setting", ["given", "pseudonym", "none"])
def test_the_table_of_names_says_what_the_pages_do(app: Flask, setting: str) -> None:
    said = table(Visitor(app).open("/facilitator"), NAMES[setting])
    assert set(said) == {
        "Asked on joining",
        "The others see, once a section is shown",
        "The desk sees, at any time",
        "The screen shows, of the answers that the desk chose",
        "Every copy of the record says",
        "Answers stand in the order",
    }
    pages = shown(open_seminar(app, names=setting))
    assert all("In Ada’s words" in pages[place] for place in ("others", "screen", "record"))
    named_at = {place for place, text in pages.items() if re.search(r"\bAda\b(?!’)", text)}
    told = {
        "others": "under the name" in said["The others see, once a section is shown"],
        "desk": "name" in said["The desk sees, at any time"],
        "screen": said["The screen shows, of the answers that the desk chose"] == "The name",
        "record": said["Every copy of the record says"].startswith("The name"),
    }
    assert named_at == {place for place, by_name in told.items() if by_name}
    assert (" saved " in pages["desk"]) == ("times of joining" in said["The desk sees, at any time"])
    assert ("no times" in said["Every copy of the record says"]) == bool(re.search("without times", pages["record"]))


def test_the_paper_worksheet_of_a_seminar_has_its_case_and_its_questions_and_no_others(app: Flask) -> None:
    held = open_seminar(app, case="The Lower Delta", agenda="six")
    sheet = held.desk.open(f"/seminar/{held.id}/desk").follow("Print the paper worksheet")
    room = held.room()
    headings = [text_of(one) for one in sheet.page.iter("h3")]
    assert headings == [question.text for step in room.framework.steps() for question in step.questions]
    assert sheet.has("Tamborel elected a unity government")
    assert sheet.has("In the case: Whether the request binds the state.")
    assert held.somebody().open(f"/seminar/{held.id}/desk/blank").status == 403
