"""Developments: prepared, published into a running case, looked at; what was written before and after stays apart."""

from __future__ import annotations

import json
from io import BytesIO

import docx
import pytest
from flask import Flask

from tests.page_lint import text_of
from tests.seminar.people import Phone, Seminar, open_seminar
from tests.visitor import Visitor

LAW, GROUNDS, QUESTION = "legal-basis", "Which legal grounds", "legal-grounds-claimed"
AFTER = "aftermath"
AGAIN = "Worth another look: new facts since"
LOOKED = "I have looked at this"


@pytest.fixture
def held(app: Flask) -> Seminar:
    """An open seminar on the Dessan valleys; every section is being answered."""
    return open_seminar(app, case="The Dessan valleys", one_by_one=False)


def desk(held: Seminar) -> Visitor:
    """The desk, on its page of developments."""
    return held.desk.open(f"/seminar/{held.id}/desk/developments")


def write(held: Seminar, when: str, text: str, *sections: str, press: str = "Publish") -> Visitor:
    """Write a development at the desk."""
    page = desk(held).fill("When", when).fill("New facts", text)
    for section in sections:
        page.tick(section)
    for form in page.page.iter("form"):
        if (form.get("action") or "").endswith("/desk/developments"):
            button = next(one for one in form.iter("button") if text_of(one) == press)
            return page._submit(form, button)
    raise AssertionError("no form to write in")


def publish(held: Seminar) -> Visitor:
    """Publish the first prepared development."""
    return desk(held).press("Publish: prepared development 1")


def contents(phone: Phone) -> str:
    """The contents beside a page of a worksheet."""
    found = next(nav for nav in phone.page.iter("nav") if nav.get("aria-label") == "Contents")
    return text_of(found)


def test_the_prepared_ones_of_a_case_wait_at_the_desk_alone(held: Seminar) -> None:
    phone = held.join("Ana")
    page = desk(held)
    assert page.has("Nothing is published yet.")
    for words in (
        "Velmora accepts the Union’s mediator",
        "militia killed 28 people",
        "the movement killed 11 villagers",
    ):
        assert page.has(words)
        assert not phone.room().has(words)
        assert words not in phone.open(f"/worksheet/{phone.worksheet}/summary/json").response.text
    assert page.has("Worth another look: Legal basis; R2P pillars; Just-war criteria")


def test_a_published_one_stands_on_every_page_until_it_is_looked_at(held: Seminar) -> None:
    ana, bo = held.phones("Ana", "Bo")
    assert publish(held).has("Published. All phones show it")
    for phone in (ana, bo):
        assert phone.room().has("Velmora accepts the Union’s mediator")
        assert phone.text.count(f"{AGAIN} Day 4") == 3
        assert phone.step(LAW).has(f"{AGAIN} Day 4")
        assert contents(phone).count("worth another look") == 3
        assert not phone.step(AFTER).has(AGAIN)
        assert phone.has("Velmora accepts the Union’s mediator")
        assert phone.open(f"/worksheet/{phone.worksheet}/briefing").has("Velmora accepts the Union’s mediator")
    ana.step(LAW).fill("Reasons and evidence", "typed meanwhile", GROUNDS).press(LOOKED)
    assert ana.address.endswith(f"/step/{LAW}")
    assert not ana.has(AGAIN)
    assert ana.value("Reasons and evidence", GROUNDS) == "typed meanwhile"
    assert ana.room().text.count(AGAIN) == 2
    assert bo.room().text.count(AGAIN) == 3


def test_saving_the_section_counts_unless_its_page_was_older_than_the_new_facts(held: Seminar) -> None:
    phone = held.join("Ana")
    phone.step(LAW).fill("Reasons and evidence", "before", GROUNDS)
    publish(held)
    phone.press("Save and continue")
    assert phone.step(LAW).has(AGAIN)
    phone.press("Save and continue")
    assert not phone.step(LAW).has(AGAIN)
    publish(held)
    held.move("r2p-pillars", "closed")
    assert phone.step("r2p-pillars").has(f"{AGAIN} Day 4")
    assert phone.press(LOOKED).address.endswith("/step/r2p-pillars")
    assert not phone.has(AGAIN)


def test_in_a_group_each_looks_for_themselves_and_who_joins_later_has_nothing_to_look_at_again(app: Flask) -> None:
    held = open_seminar(app, case="The Dessan valleys", holders="group", one_by_one=False)
    ana, bo = held.join("Ana", "North"), held.join("Bo", "North")
    publish(held)
    ana.step(LAW).press(LOOKED)
    assert not ana.step(LAW).has(AGAIN)
    assert bo.step(LAW).has(AGAIN)
    late = held.join("Cy", "North")
    assert late.room().has("Velmora accepts the Union’s mediator")
    assert not late.has(AGAIN)


def test_looking_is_not_told_by_a_get_and_an_expired_page_keeps_the_text(held: Seminar) -> None:
    phone = held.join("Ana")
    publish(held)
    for _ in range(2):
        assert phone.step(LAW).has(AGAIN)
    sent = {
        "q_legal-grounds-claimed_reasons": "kept",
        "q_legal-grounds-claimed_base": "0.x",
        "known": "1",
        "go": "looked",
    }
    phone.post(phone.address, sent)
    assert phone.status == 400
    assert phone.value("Reasons and evidence", GROUNDS) == "kept"
    assert phone.step(LAW).has(AGAIN)


def test_what_was_typed_at_the_desk_stands_word_for_word_and_is_no_markup(held: Seminar) -> None:
    phone = held.join("Ana")
    typed = "A *crisis*, says {legal-grounds-claimed} \\ <b>the radio</b>.\n\nNobody confirms it."
    write(held, "Day {5}", typed, "Aftermath")
    shown = phone.room().text
    assert "Day {5}" in shown
    assert " ".join(typed.split()) in shown
    assert phone.has(f"{AGAIN} Day {{5}}")
    record = held.desk.open(f"/seminar/{held.id}/record/json").response.text
    assert json.loads(record)["developments"][0]["text"] == typed
    held.desk.open(f"/seminar/{held.id}/projector").press("Development 1")
    assert held.desk.has("Development 1")


@pytest.mark.parametrize(
    ("when", "text", "sections", "sentence"),
    [
        ("", "Facts", ["Aftermath"], "Say when it happened"),
        ("Day 5", " ", ["Aftermath"], "Write the new facts"),
        ("Day 5", "Facts", [], "Tick at least one section"),
        ("Day 5", "x" * 4001, ["Aftermath"], "This text is longer than 4,000 characters"),
        ("y" * 201, "Facts", ["Aftermath"], "This is longer than 200 characters"),
    ],
)
def test_bad_input_gets_its_sentence_and_keeps_what_was_typed(
    held: Seminar, when: str, text: str, sections: list[str], sentence: str
) -> None:
    for press in ("Publish", "Keep for later"):
        page = write(held, when, text, *sections, press=press)
        assert page.status == 422
        assert page.has(sentence)
        assert page.value("When") == when
        assert page.value("New facts") == text.strip()
        assert page.is_ticked("Aftermath") == bool(sections)
    assert held.room().published == ()


def test_a_foreign_section_is_refused(held: Seminar) -> None:
    token = next(one.get("value") for one in desk(held).page.iter("input") if one.get("name") == "csrf_token")
    sent = {"csrf_token": token, "when": "Day 5", "text": "Facts", "sections": "nowhere", "go": "publish"}
    held.desk.post(f"/seminar/{held.id}/desk/developments", sent)
    assert (held.desk.status, held.desk.has("not in this seminar")) == (422, True)


def test_two_desks_that_publish_at_once_publish_once(app: Flask, held: Seminar) -> None:
    other = Visitor(app).open("/worksheets/open").fill("Return code", held.desk_code).press("Open")
    other.open(f"/seminar/{held.id}/desk/developments")
    editing = Visitor(app).open("/worksheets/open").fill("Return code", held.desk_code).press("Open")
    editing.open(f"/seminar/{held.id}/desk/developments").follow("Change it: prepared development 1")
    publish(held)
    other.press("Publish: prepared development 1")
    assert other.status == 409
    assert other.has("not prepared any more: another desk has published or deleted it")
    editing.fill("New facts", "Velmora accepts, says the radio.").press("Publish")
    assert editing.status == 409
    assert editing.has("your change was not saved")
    assert editing.value("New facts") == "Velmora accepts, says the radio."
    assert [one.number for one in held.room().published] == [1]
    assert other.open(f"/seminar/{held.id}/desk/developments/1").status == 404


def test_a_prepared_one_can_be_changed_and_deleted_and_published_with_the_screen(held: Seminar) -> None:
    page = write(held, "Day 12", "Snow closes the pass.", "Aftermath", press="Keep for later")
    assert page.has("Kept for later.")
    page.press("Delete prepared development 1").follow("Change it: prepared development 1")
    assert page.value("When") == "Day 6"
    page.fill("When", "Day 7").press("Save it for later")
    assert page.has("Day 7")
    assert not page.has("Velmora accepts")
    page.press("Publish and show on the screen: prepared development 3")
    assert held.room().published[0].when == "Day 12"
    assert (held.room().screen.show, held.room().screen.development) == ("development", 1)


def test_the_screen_shows_one_whole_and_the_case_with_all(app: Flask, held: Seminar) -> None:
    facts = " ".join(f"fact{number}" for number in range(400))
    write(held, "Day 5", facts, "Aftermath", press="Publish and show on the screen")
    screen = held.desk
    screen.open(f"/seminar/{held.id}/desk").press("Open the screen in this browser")
    assert screen.heading == "Development 1"
    assert screen.has("Worth another look: Aftermath")
    read = [screen.text]
    while any(text_of(link) == "Next page" for link in screen.page.iter("a")):
        read.append(screen.follow("Next page").text)
    assert len(read) > 2
    shown = [word for page in read for word in page.split() if word[4:].isdigit()]
    assert shown == facts.split()
    held.desk.open(f"/seminar/{held.id}/projector").press("The case")
    pages = [screen.open(f"/seminar/{held.id}/screen?page={page}").text for page in range(1, 12)]
    assert any("fact7 " in page for page in pages)
    assert screen.page.find(".//form") is None


def test_every_page_is_told_of_the_new_facts_by_its_poll(held: Seminar) -> None:
    phone = held.join("Ana")
    before = phone.client.get(f"/seminar/{held.id}/state").json
    publish(held)
    after = phone.client.get(f"/seminar/{held.id}/state").json
    assert before
    assert after
    assert after["version"] > before["version"]
    assert after["announce"] == (
        "New facts (Day 4) came into the case. Worth another look: Legal basis; R2P pillars; Just-war criteria."
    )
    held.move(LAW, "discussing")
    told = phone.client.get(f"/seminar/{held.id}/state").json
    assert told
    assert told["announce"].startswith("Legal basis: discussing.")


@pytest.fixture
def written(held: Seminar) -> Phone:
    """Somebody who wrote before a development, after it, and after the reveal; Bo wrote once."""
    held.join("Bo").write(LAW, GROUNDS, "Bo before")
    phone = held.join("Ana").write(LAW, GROUNDS, "before all")
    publish(held)
    phone.write(LAW, GROUNDS, "after the first")
    held.move(LAW, "discussing")
    publish(held)
    phone.write(LAW, GROUNDS, "after the second and the reveal")
    return phone


def test_history_says_what_came_after_which(held: Seminar, written: Phone) -> None:
    written.open(f"/worksheet/{written.worksheet}/history/{QUESTION}")
    assert written.has("written while answering, after development 1")
    assert written.has("written while discussing, after the reveal, after development 2")


def test_each_state_stands_in_comparison_and_table(held: Seminar, written: Phone) -> None:
    written.open(f"/seminar/{held.id}/compare/{QUESTION}?read=on")
    places = [
        "First answer", "before all", "After development 1", "after the first",
        "After development 2 and the discussion", "after the second and the reveal",
    ]  # fmt: skip
    text = written.text.replace("[new: ", "").replace("]", "").replace("[not in the second text: ", "")
    found = [text.find(words) for words in places]
    assert found == sorted(found)
    assert -1 not in found
    written.open(f"/seminar/{held.id}/section/{LAW}")
    assert written.has("First answer: No choice made. After development 1: No choice made.")


def test_the_own_summary_keeps_them_apart_too(held: Seminar, written: Phone) -> None:
    written.open(f"/worksheet/{written.worksheet}/summary")
    assert written.has("Developments of the case Development 1 Day 4 Velmora accepts")
    assert written.has(
        "Answer, before development 1 No choice made. Reasons and evidence before all "
        "Answer, after development 1 No choice made. Reasons and evidence after the first "
        "Answer, after development 2 No choice made. Reasons and evidence after the second and the reveal"
    )
    for kind in ("html", "docx", "markdown"):
        data = written.client.get(f"/worksheet/{written.worksheet}/summary/{kind}").data
        text = "\n".join(p.text for p in docx.Document(BytesIO(data)).paragraphs) if kind == "docx" else data.decode()
        assert [text.find(words) > 0 for words in ("Velmora accepts", "before all", "after the first")] == [True] * 3
    exact = json.loads(written.client.get(f"/worksheet/{written.worksheet}/summary/json").data)
    assert [one["when"] for one in exact["case"]["developments"]] == ["Day 4", "Day 6"]


def test_the_record_lists_them_and_keeps_each_state(held: Seminar, written: Phone) -> None:
    page = held.desk.open(f"/seminar/{held.id}/record")
    assert page.has("Development 1 Day 4 Velmora accepts the Union’s mediator")
    assert page.has("Worth another look Legal basis; R2P pillars; Just-war criteria Published")
    for label in (
        "First answer No choice made. Reasons and evidence before all",
        "Revised answer, after development 1 No choice made. Reasons and evidence after the first",
        "Revised answer, after development 2 and after the reveal No choice made.",
    ):
        assert page.has(label)
    exact = json.loads(held.desk.client.get(f"/seminar/{held.id}/record/json").data)
    assert [
        (one["round"], one["after_development"], one["reasons"]) for one in exact["answers"] if one["holder"] == "h2"
    ] == [
        ("first", 0, "before all"),
        ("first", 1, "after the first"),
        ("revised", 2, "after the second and the reveal"),
    ]
    assert [(one["number"], one["sections"]) for one in exact["developments"]] == [
        (1, [LAW, "r2p-pillars", "just-war-criteria"]),
        (2, ["r2p-pillars", "just-war-criteria", "collateral-risk"]),
    ]


def test_a_copy_has_them_all_prepared_and_none_published(held: Seminar) -> None:
    write(held, "Day 5", "Own facts.", "Aftermath")
    desk(held).press("Delete prepared development 3")
    held.desk.open(f"/seminar/{held.id}/copy").press("See it as a participant").press("Open the seminar")
    copied = held.desk.address.split("/")[2]
    assert copied != held.id
    page = held.desk.open(f"/seminar/{copied}/desk/developments")
    assert page.has("Nothing is published yet.")
    assert page.has("Own facts.")
    assert page.has("Day 4")
    assert page.has("Day 6")
    assert not page.has("Day 9")


def test_of_what_came_after_participants_see_what_is_released_and_no_more(app: Flask) -> None:
    held = open_seminar(app, case="Kosovo 1998 to March 1999", one_by_one=False)
    phone, case = held.join("Ana"), held.room().case
    places = [f"/worksheet/{phone.worksheet}/{page}" for page in ("briefing", "summary", "after", "summary/json")]

    def read() -> str:
        return " ".join(phone.client.get(place).text for place in [*places, f"/seminar/{held.id}/"])

    assert phone.open(places[2]).status == 403
    assert phone.has("Nothing of what came after is released yet.")
    assert not any(fact.text in read() for fact in case.later)
    page = desk(held)
    page.press("Release")
    assert (page.status, page.has("Choose what to release.")) == (422, True)
    page.tick("3 Jun 1999").press("Release")
    assert "The FRY accepts terms." in read()
    assert sum(fact.text in read() for fact in case.later) == 1
    assert not phone.room().has(AGAIN)
    desk(held).tick("All of it").tick("Aftermath", "The case stops on").press("Release")
    assert phone.room().has(f"{AGAIN} 23 March 1999")
    phone.follow("Read what came after")
    assert phone.has("NATO’s Operation Allied Force runs for 78 days.")
    assert phone.has("Doubts")
    assert desk(held).has("All of it is released.")
    assert [one.kind for one in held.room().published] == ["later", "after"]
