"""A whole walk without a mouse: every control is reached by Tab, shows where one is, and never loses the place."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Device
from tests.browser.keyboard import button, enter, tab_to
from tests.browser.person import COUNCIL, Person
from tests.browser.states import TOO_LONG

pytestmark = pytest.mark.browser


def test_a_walk_from_start_to_summary_by_keyboard(person: Person) -> None:
    press = person.page.keyboard.press
    person.open("/")
    press("Tab")
    expect(person.page.get_by_role("link", name="Go to the content")).to_be_focused()
    press("Enter")
    expect(person.page.get_by_role("main")).to_be_focused()
    enter(person, person.link("Work through a case"))
    person.reads("Work through a case")
    tab_to(person, person.page.get_by_role("radio").first)
    kosovo = person.page.get_by_label("Kosovo")
    while not kosovo.is_checked():
        press("ArrowDown")
    tab_to(person, button(person, "Start"))
    press("Space")
    person.reads("Your return code")
    enter(person, button(person, "I have kept it"))
    person.reads("Kosovo 1998 to March 1999")
    enter(person, person.link("Legal basis"))
    person.reads("Legal basis")
    tab_to(person, person.question(COUNCIL).get_by_label("Draft not adopted"))
    press("Space")
    tab_to(person, person.field("Reasons and evidence", COUNCIL))
    person.page.keyboard.type("Typed without a mouse.")
    enter(person, button(person, "Save and continue"))
    person.reads("R2P pillars")
    enter(person, person.page.get_by_role("navigation", name="Contents").get_by_role("link", name="Summary"))
    person.reads("Summary of the answers given").sees("Draft not adopted").sees("Typed without a mouse.")
    enter(person, person.link("Change: ").or_(person.link("Change")).first)
    expect(person.page.get_by_role("heading", level=1)).to_have_text("The case")


def test_on_a_phone_the_contents_unfold_by_keyboard(device: Device) -> None:
    someone = device(390, 844).at_legal_basis()
    enter(someone, someone.page.get_by_role("navigation", name="Contents").locator("summary"))
    enter(someone, someone.page.get_by_role("navigation", name="Contents").get_by_role("link", name="Aftermath"))
    someone.reads("Aftermath")


def test_the_focus_lands_on_what_is_wrong_and_leads_to_the_field(person: Person) -> None:
    person.expects("422").at_legal_basis().write(TOO_LONG).press("Save and continue")
    problems = person.page.get_by_role("group", name="There is a problem").or_(person.page.locator("[data-focus]"))
    expect(problems.first).to_be_focused()
    expect(person.page).to_have_title(re.compile(r"^Error: Legal basis"))
    enter(person, person.page.get_by_role("link", name="This text is longer"))
    field = person.field("Reasons and evidence", COUNCIL)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("This text is longer than 4,000 characters"))


def test_an_autosave_moves_neither_the_focus_nor_the_page(person: Person) -> None:
    person.hurries().at_legal_basis()
    field = person.field("Reasons and evidence", COUNCIL)
    field.focus()
    person.page.keyboard.type("before after")
    for _ in "after":
        person.page.keyboard.press("ArrowLeft")
    before = person.page.evaluate("[scrollY, document.documentElement.scrollHeight]")
    person.pauses()
    expect(field).to_be_focused()
    person.page.keyboard.type("and ")
    expect(field).to_have_value("before and after")
    assert person.page.evaluate("[scrollY, document.documentElement.scrollHeight]") == before
