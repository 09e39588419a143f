"""A participant's way through a seminar without a mouse; what moves by itself never takes the place away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.classroom import KOSOVO, SOON, Class, move, row
from tests.browser.conftest import Device
from tests.browser.keyboard import button, enter, tab_to
from tests.browser.person import COUNCIL, Person

pytestmark = pytest.mark.browser
LEGAL = "Legal basis"


def enter_way(someone: Person, way: str) -> Person:
    """Take a way into the section by Tab and Enter, once the page offers it."""
    link = row(someone, LEGAL).get_by_role("link", name=way)
    expect(link).to_be_visible(timeout=SOON)
    enter(someone, link)
    return someone


@pytest.mark.slow
def test_a_participant_joins_answers_compares_and_revises_by_keyboard(device: Device) -> None:
    room = Class(device)
    phone = device()
    keys = phone.page.keyboard
    phone.open("/join")
    tab_to(phone, phone.page.get_by_label("Join code"))
    keys.type(room.code.lower())
    keys.press("Enter")
    phone.reads(f"Join: {KOSOVO}")
    tab_to(phone, phone.page.get_by_label("Your name"))
    keys.type("Ann")
    enter(phone, button(phone, "Join"))
    enter(phone.reads("Your return code"), button(phone, "I have kept it"))

    phone.reads(KOSOVO)
    move(room.desk, LEGAL, "Answering")
    enter_way(phone, "Answer").reads(LEGAL)
    tab_to(phone, phone.question(COUNCIL).get_by_label("Draft not adopted"))
    keys.press("Space")
    tab_to(phone, phone.field("Reasons and evidence", COUNCIL))
    keys.type("Typed without a mouse.")
    enter(phone, button(phone, "Save and go to the seminar"))

    phone.reads(KOSOVO)
    move(room.desk, LEGAL, "Discussing")
    enter_way(phone, "Read the answers side by side").reads("Legal basis: answers")
    enter(phone, phone.link("Decision of the Security Council"))
    phone.sees("Typed without a mouse.")
    enter(phone, phone.link("Back to the seminar"))

    phone.reads(KOSOVO)
    move(room.desk, LEGAL, "Revising")
    enter_way(phone, "Keep or change").reads(LEGAL)
    decision = phone.field("After the discussion", COUNCIL)
    tab_to(phone, decision)
    keys.press("u")
    expect(decision).to_have_value("unchanged")
    enter(phone, button(phone, "Save and go to the seminar"))
    phone.reads(KOSOVO)


def test_a_stage_that_moves_leaves_the_focus_where_it_was(device: Device) -> None:
    room = Class(device)
    phone = room.phone("Ann")
    tab_to(phone, phone.link("Your own summary"))
    move(room.desk, LEGAL, "Answering")
    expect(row(phone, LEGAL)).to_contain_text("Answering", timeout=SOON)
    expect(phone.link("Your own summary")).to_be_focused()

    enter_way(phone, "Answer").reads(LEGAL)
    choice = phone.question(COUNCIL).get_by_label("Draft not adopted")
    tab_to(phone, choice)
    move(room.desk, LEGAL, "Discussing")
    expect(phone.page.locator("[data-live-said]")).to_contain_text("discussing", timeout=SOON)
    expect(choice).to_be_focused()
    phone.page.keyboard.press("Space")
    expect(choice).to_be_checked()
    tab_to(phone, button(phone, "Save and go to the seminar")).page.keyboard.press("Enter")

    enter_way(phone.reads(KOSOVO), "Read the answers side by side").reads("Legal basis: answers")
    back = phone.link("Back to the seminar")
    back.focus()
    move(room.desk, LEGAL, "Revising")
    expect(phone.page.get_by_text("Revising", exact=True)).to_be_visible(timeout=SOON)
    expect(back).to_be_focused()


@pytest.mark.slow
def test_the_desk_keeps_the_focus_when_somebody_joins(device: Device) -> None:
    room = Class(device)
    closing = room.desk.page.get_by_role("form", name="Stage of Legal basis").get_by_role("button", name="Closed")
    closing.focus()
    room.phone("Ann")
    expect(room.desk.page.get_by_role("link", name="Ann", exact=True)).to_be_visible(timeout=SOON)
    expect(closing).to_be_focused()
