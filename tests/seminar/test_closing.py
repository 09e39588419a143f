"""The closing round: each holder's words on the screen one after another, then the record for all."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.page_lint import text_of
from tests.seminar.people import Seminar, open_seminar
from tests.visitor import Visitor
from webapp.access import joining
from webapp.clock import now
from webapp.seminar.closing import NOBODY, NOT_REVEALED

QUESTION = "What stays unresolved?"
LONG = " ".join(f"word{number}" for number in range(400))


def screen_of(seminar: Seminar) -> Visitor:
    """The projector, opened in the desk's own browser."""
    desk = seminar.desk
    desk.open(f"/seminar/{seminar.id}/desk").press("Open the screen in this browser")
    return desk


def words(seminar: Seminar) -> str:
    """What the screen says now."""
    screen = seminar.desk
    before = screen.address
    screen.open(f"/seminar/{seminar.id}/screen")
    said = screen.text
    screen.open(before)
    return said


def lead(seminar: Seminar) -> Visitor:
    return seminar.desk.open(f"/seminar/{seminar.id}/desk").follow("Lead the closing round")


@pytest.mark.parametrize("names", ["given", "pseudonym", "none"])
def test_everybodys_words_come_one_after_another_and_then_the_record_is_offered(app: Flask, names: str) -> None:
    seminar = open_seminar(app, names=names, one_by_one=False)
    phones = seminar.phones(*(["Ann", "Bo", "Cy"] if names != "none" else ["", "", ""]))
    texts = {phones[0].worksheet: LONG, phones[1].worksheet: "short words"}
    for phone in phones[:2]:
        phone.step("closing").fill("Answer", texts[phone.worksheet], QUESTION).press("Save and continue")
    screen_of(seminar)
    desk = lead(seminar)
    assert desk.has(NOT_REVEALED)
    desk.press("Show the answers to the closing questions")
    if names != "given":
        # Two have written and nobody is named: the same question as at the desk, and the way back is this page.
        assert desk.heading == "Show the answers to Closing questions?"
        desk.tick("Show the answers all the same").press("Show the answers")
    assert desk.heading == "The closing round"
    desk.follow("What stays unresolved")
    shown, heads = "", []
    while ways := [text_of(each) for each in desk.page.iter("button") if text_of(each).startswith(("Begin", "Next"))]:
        desk.press(ways[0])
        said = words(seminar)
        heads.append(next(text_of(each) for each in desk.page.iter("strong")))
        shown += f" {said}"
    assert all(word in shown.split() for word in [*LONG.split(), "short"])
    assert "No answer given." in shown
    assert len(set(heads)) == 3
    assert len(heads) > 4, "the long text took more than one page"
    assert desk.has("This was the last of them for this question.")
    desk.press("Back")
    assert desk.has(f"On the screen now: {heads[-2]}")
    if names != "given":
        assert not {"Ann", "Bo", "Cy"} & set(shown.split())
    assert not phones[0].room().has("The record of the seminar is shared")
    desk.press("Share the record with everybody")
    assert desk.heading == "The closing round"
    assert phones[0].room().follow("Read it, or take it with you").heading == "Record of the seminar"


def test_the_round_shows_nothing_unrevealed_and_nobody_who_is_not_there(app: Flask) -> None:
    seminar = open_seminar(app, one_by_one=False)
    ann = seminar.join("Ann")
    ann.step("closing").fill("Answer", "a secret", QUESTION).press("Save and continue")
    screen_of(seminar)
    desk = lead(seminar).follow("What stays unresolved")
    assert "a secret" not in desk.response.text
    sent = {"csrf_token": desk.value_of("csrf_token"), "question": "close-unresolved", "sheet": ann.worksheet}
    desk.post(f"/seminar/{seminar.id}/desk/closing", sent)
    assert (desk.status, desk.has(NOT_REVEALED)) == (422, True)
    assert "a secret" not in words(seminar)
    seminar.move("closing", "discussing")
    desk.post(f"/seminar/{seminar.id}/desk/closing", sent | {"sheet": "nobody"})
    assert (desk.status, desk.has(NOBODY)) == (422, True)
    lead(seminar).follow("What stays unresolved").press("Begin: Ann")
    assert "a secret" in words(seminar)
    # Hidden again, it leaves the screen, and the page says so.
    seminar.move("closing", "answering")
    assert "a secret" not in words(seminar)
    assert lead(seminar).has(NOT_REVEALED)
    assert ann.open(f"/seminar/{seminar.id}/desk/closing").status == 403


def test_a_group_takes_its_turn_once(app: Flask) -> None:
    seminar = open_seminar(app, holders="group", one_by_one=False)
    seminar.join("Ann", "North")
    seminar.join("Bo", "North")
    seminar.move("closing", "discussing")
    with seminar.database().write() as connection:
        joining.add_worksheet(connection, seminar.room(), "group", "East", now(), typed_in=False)
    desk = lead(seminar).follow("What stays unresolved")
    order = next(each for each in desk.page.iter("ol"))
    assert sorted(text_of(each).split()[0] for each in order.iter("li")) == ["East", "North", "South"]
