"""A second, small framework on another subject runs through everything: reading, a walk, files, and a seminar."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from typing import Any

import docx
import pytest
from flask import Flask

from tests.framework.test_others import FLOOD
from tests.page_lint import text_of
from tests.seminar.people import Seminar, open_seminar
from tests.visitor import Visitor
from webapp.framework.load import built_in, load

NAME = "flood-evacuation"
TITLE = "Considerations of an evacuation before a flood"
FORECAST = "What do the forecasts say"


@pytest.fixture
def settings(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings of an app whose instance has the framework in its content folder."""
    shutil.copytree(FLOOD, settings["instance"] / "content" / "flood")
    return settings


def test_all_of_its_pages_are_read_from_the_start_page_on_and_none_mixes_the_two(visitor: Visitor) -> None:
    ours = {section.title for section in built_in().framework.sections}
    visitor.open("/").follow(TITLE)
    assert visitor.heading == "The questions"
    waiting, seen = [link.get("href") or "" for link in visitor.page.iter("a")], set[str]()
    while waiting:
        address = waiting.pop().split("#")[0]
        if address in seen or f"framework={NAME}" not in address:
            continue
        seen.add(address)
        assert visitor.open(address).status == 200, address
        assert not [one for one in ours if visitor.has(one)], address
        # The page of the rules lists words that are avoided in all frameworks.
        assert not visitor.has("force") or address.startswith("/rules"), address
        waiting += [link.get("href") or "" for link in visitor.page.iter("a")]
    assert {address.split("?")[0] for address in seen} == {
        "/questions", "/questions/forecast", "/questions/people", "/questions/order", "/blank", "/cases",
        "/cases/linden-ferry", "/cases/two-rivers", "/notes", "/sources", "/glossary", "/facilitator", "/about",
        "/rules", "/rehearsals/new", "/worksheets/new", "/seminars/new", "/own/cases/new", "/own/agendas/new",
    }  # fmt: skip
    visitor.open(f"/questions/forecast?framework={NAME}")
    assert visitor.has("Sendai Framework (2015), para 33(b) (not re-read for this edition)")
    assert visitor.has("A probability of one in three")
    links = {link.get("href") for link in visitor.page.iter("a") if text_of(link) == "Time left"}
    assert f"/questions/forecast?framework={NAME}#q-forecast-time" in links
    assert visitor.open(f"/facilitator?framework={NAME}").has("40 minutes Join and read the case: 6 minutes")
    assert visitor.has("The bus company says that its driver cannot come before four. Worth another look: The people")


def test_a_framework_that_is_not_here_is_a_sentence(visitor: Visitor) -> None:
    for address in ("/questions", "/cases/linden-ferry", "/worksheets/new", "/seminars/new"):
        visitor.open(f"{address}?framework=another")
        assert (visitor.status, visitor.heading) == (404, "These questions are not here")
    visitor.open("/cases/linden-ferry")
    assert visitor.status == 404
    visitor.open(f"/worksheets/new?framework={NAME}").tick("Linden Ferry").fill("Name of", "Ada")
    form = next(form for form in visitor.page.iter("form"))
    sent = visitor.fields(form) | {"framework": ["another"]}
    visitor.post("/worksheets/new", sent)
    assert (visitor.status, visitor.heading) == (404, "These questions are not here")
    assert visitor.has("Ada")


def test_a_case_and_an_agenda_of_ones_own_are_made_for_it_and_found_there_alone(visitor: Visitor) -> None:
    visitor.open(f"/cases?framework={NAME}").follow("Write a case of your own").fill("Short name", "Two mills")
    visitor.tick("Fictional").fill("As known on what date", "Monday").fill("What was known", "Rain.")
    visitor.press("Add a development").fill("When", "Tuesday").fill("The new fact", "More rain.")
    visitor.tick("The people").press("Save")
    assert visitor.value("Short name") == "Two mills"
    visitor.open(f"/seminars/new?framework={NAME}").follow("make an agenda").fill("Name", "Short").tick(
        "Three questions"
    )
    visitor.press("Go on").press("Add a question to The people").fill("The question", "Who stays?").tick(
        "In words alone"
    )
    visitor.press("Save the question").press("Save and see it whole")
    file = visitor.client.get(visitor.address + "file").data
    visitor.follow("Open a seminar with it").tick("Two mills")
    assert visitor.is_ticked("Your agenda: Short")
    visitor.press("See it as a participant")
    assert visitor.has("Who stays?")
    assert not visitor.open("/seminars/new").has("Two mills")
    assert not visitor.has("Your agenda: Short")
    visitor.open("/own/open/agenda").upload("File", "a.toml", file).press("Open the file")
    assert visitor.client.get(visitor.address + "file").data == file


def walked(visitor: Visitor) -> Visitor:
    """A worksheet of a group with an answer in each step, on its summary."""
    visitor.open("/worksheets/new").follow(TITLE).tick("Linden Ferry").tick("A group").press("Start")
    visitor.press("I have kept it").follow("The town")
    visitor.fill("Corrections and additions", "Read at seven.", "What the water does").press("Save and continue")
    visitor.tick("Forecasters differ", FORECAST).fill("Reasons and evidence", "Two offices.", FORECAST)
    visitor.fill("Answer", "six-hours-to-a-day", "How much time").press("Save and continue")
    assert visitor.heading == "The people"
    visitor.fill("Answer", "“We stay.”", "Which words of theirs").press("Save and continue").press("Save and continue")
    visitor.fill("Answer", "Another gauge.", "What new measurement").press("Save and continue")
    return visitor


SAID = ("Linden Ferry", "Read at seven.", "Forecasters differ", "Two offices.", "Six hours to a day", "“We stay.”",
        "Another gauge.")  # fmt: skip


def test_a_walk_is_saved_summarised_in_every_format_and_opened_again_from_its_file(
    visitor: Visitor, somebody_else: Callable[[], Visitor]
) -> None:
    visitor = walked(visitor)
    assert visitor.heading == "Summary of the answers given"
    assert all(visitor.has(words) for words in SAID)
    home = visitor.address.removesuffix("summary")
    files = {kind: visitor.client.get(f"{home}summary/{kind}").data for kind in ("html", "markdown", "json", "docx")}
    word = "\n".join(one.text for one in docx.Document(io.BytesIO(files["docx"])).paragraphs)
    for text in (files["html"].decode(), word, files["json"].decode()):
        assert [words for words in SAID if words not in text] == []
    other = somebody_else().open("/worksheets/import").upload("Worksheet file", "flood.json", files["json"])
    other.press("Open the file").press("I have kept it")
    assert not other.has("the questions of this file")
    other.follow("Read the summary")
    again = other.client.get(f"{other.address}/json").data
    assert json.loads(again) | {"printed": ""} == json.loads(files["json"]) | {"printed": ""}


def test_text_is_saved_while_it_is_typed(visitor: Visitor) -> None:
    home = walked(visitor).address.removesuffix("summary")
    visitor.open(f"{home}step/order")
    form = next(form for form in visitor.page.iter("form"))
    sent = visitor.fields(form) | {"q_order-kind_reasons": ["The mayor says so."]}
    answer = visitor.client.post(f"{home}step/order/autosave", data=sent)
    assert answer.get_json()["saved"] == ["order-kind"]
    assert visitor.open(f"{home}summary").has("The mayor says so.")


def test_a_case_of_ones_own(visitor: Visitor) -> None:
    visitor.open(f"/worksheets/new?framework={NAME}").tick("A case of your own").press("Start").press("I have kept it")
    visitor.follow("The town").fill("Answer", "Our own dyke", "Short name of the case").press("Save and continue")
    assert visitor.open(visitor.address.replace("step/forecast", "summary")).has("Our own dyke")


@pytest.fixture
def held(app: Flask) -> Seminar:
    """A seminar on its short set, with two who answered and one who has not."""
    seminar = open_seminar(app, framework=NAME, case="Linden Ferry", agenda="Three questions", names="pseudonym")
    seminar.move("forecast", "answering")
    for name, choice in (("Ada", "Water above the dyke"), ("Ben", "Forecasters differ")):
        seminar.join(name).write("forecast", FORECAST, f"{name} says why.", choice)
    seminar.join("Cem")
    return seminar


def test_a_seminar_on_its_set_is_revealed_compared_and_shown_on_the_screen(held: Seminar) -> None:
    assert [question.id for question in held.room().framework.questions()] == [
        "forecast-said",
        "people-leaving",
        "order-kind",
    ]
    desk, at = held.desk, f"/seminar/{held.id}"
    assert desk.open(f"{at}/desk").has("The forecast Answering, answers hidden. 2 have written.")
    assert desk.follow("guide for facilitators").has("40 minutes")
    held.move("forecast", "discussing")
    reader = held.join("Dee")
    reader.open(f"{at}/compare/forecast-said?read=on")
    assert reader.has("Ada says why.")
    assert reader.has("Ben says why.")
    # The agenda leaves the question of time out, so its title stands where a link would.
    assert reader.has("a question of “Time left”")
    assert reader.open(f"{at}/section/forecast").has("Water above the dyke")
    desk.open(f"{at}/desk").press("Open the screen in this browser")
    desk.open(f"{at}/projector?question=forecast-said").press("Show the question")
    assert desk.open(f"{at}/screen").heading == FORECAST + ", and who made them?"
    assert desk.open(f"{at}/desk/blank").has("In the case: 6.1 metres")


def test_its_prepared_development_another_seat_and_the_closing_round(held: Seminar) -> None:
    phone, at = held.join("Dee"), f"/seminar/{held.id}"
    held.desk.open(f"{at}/desk/developments")
    assert held.desk.has("The river office lowers its forecast to 7.0 to 7.5 metres.")
    held.desk.press("Publish: prepared development 1")
    assert phone.room().has("The river office lowers its forecast to 7.0 to 7.5 metres.")
    phone.room().follow("Write from another seat").fill("Another seat, in", "The bus driver")
    phone.press("Answer from this seat")
    phone.fill("Reasons and evidence", "From the bus.", FORECAST).press("Save and continue")
    assert held.desk.open(f"{at}/desk/answers/forecast-said").has("From the bus.")
    held.move("afterwards", "discussing")
    assert held.desk.open(f"{at}/desk").follow("Lead the closing round").has("What new measurement")


def test_its_own_rehearsal(app: Flask) -> None:
    desk = Visitor(app).open(f"/seminars/new?framework={NAME}").follow("try it with made-up participants")
    desk.press("Begin the rehearsal")
    assert desk.heading == "The desk"
    assert desk.has("Heron (made up)")
    assert desk.has("The forecast Answering, answers hidden. 2 have written.")


def test_its_record_stands_in_every_format(held: Seminar) -> None:
    held.move("forecast", "discussing")
    desk, at = held.desk, f"/seminar/{held.id}/record"
    assert desk.open(at).has("The town; The forecast; The people; The order; Before you part")
    for kind in ("html", "markdown", "json", "csv", "docx"):
        data = desk.open(f"{at}/{kind}").response.data
        if kind == "docx":
            data = "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs).encode()
        assert [one for one in ("Ada says why", "Ben says why") if one.encode() not in data] == [], kind
    file = json.loads(desk.open(f"{at}/json").response.data)
    assert file["framework"]["id"] == NAME
    rows = list(csv.DictReader(io.StringIO(desk.open(f"{at}/csv").response.data.decode("utf-8-sig"))))
    assert {row["section"] for row in rows} == {"The forecast"}


def test_a_copy_of_a_seminar_keeps_its_framework_case_and_set(held: Seminar) -> None:
    form = held.desk.open(f"/seminar/{held.id}/desk").follow("Copy the seminar")
    assert form.is_ticked("Linden Ferry")
    assert form.is_ticked("Three questions")
    form.press("See it as a participant")
    assert form.has(FORECAST)
    form.press("Open the seminar")
    assert form.heading == "The desk’s return code"


def test_what_was_answered_stays_when_the_framework_is_no_longer_here(
    visitor: Visitor, held: Seminar, settings: dict[str, Any], rebuilt: Callable[[], Flask]
) -> None:
    home = walked(visitor).address.removesuffix("summary")
    cookies = {one: one.client.get_cookie("before_force") for one in (visitor, held.desk)}
    shutil.rmtree(settings["instance"] / "content")
    app = rebuilt()
    reader, desk = Visitor(app), Visitor(app)
    for new, old in ((reader, visitor), (desk, held.desk)):
        cookie = cookies[old]
        assert cookie
        new.client.set_cookie("before_force", cookie.value)
    assert all(reader.open(f"{home}summary").has(words) for words in SAID)
    assert reader.open(f"{home}step/forecast").has(FORECAST)
    assert desk.open(f"/seminar/{held.id}/compare/forecast-said").has("Ada says why.")
    assert desk.open(f"/seminar/{held.id}/record").has("Ben says why.")
    copy = desk.open(f"/seminar/{held.id}/desk").follow("Copy the seminar").press("See it as a participant")
    assert copy.has(FORECAST)
    assert copy.press("Open the seminar").heading == "The desk’s return code"


def test_with_one_framework_alone_nothing_offers_a_choice(
    settings: dict[str, Any], rebuilt: Callable[[], Flask]
) -> None:
    shutil.rmtree(settings["instance"] / "content")
    visitor = Visitor(rebuilt())
    for address in ("/", "/questions", "/cases", "/worksheets/new", "/seminars/new", "/about"):
        visitor.open(address)
        assert not [link for link in visitor.page.iter("a") if "framework=" in (link.get("href") or "")], address
        assert not [one for one in visitor.page.iter() if one.get("name") == "framework"], address
        assert built_in().framework.title not in text_of(visitor.page), address


def test_the_second_framework_is_sound() -> None:
    assert load(FLOOD).library.framework.id == NAME
