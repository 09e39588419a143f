"""A moved stage and new facts reach every page by themselves, and take no page from under somebody who types."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Device
from tests.browser.person import Person

pytestmark = pytest.mark.browser
SOON = 6_000
DISCUSSING = "Legal basis: discussing. The answers can be read now."


class Class:
    """A desk with its screen, and phones that join."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self.desk = device().open("/seminars/new").tick("Kosovo").tick("Twelve questions").tick("Everybody alone")
        self.desk.tick("Given names").tick("All at once").press("Open the seminar").reads("The desk’s return code")
        self.id = self.desk.page.url.split("/")[4]
        self.desk.open(f"/seminar/{self.id}/projector")
        self.desk.open(f"/seminar/{self.id}/desk")
        self.code = self.desk.page.locator("[data-join-code], .join-code").first.inner_text()

    def phone(self, name: str) -> Person:
        phone = self._device(width=390, height=844).open(f"/join/{self.code.replace('-', '')}")
        phone.write(name, "", "Your name").press("Join").reads("Your return code")
        phone.press("I have kept it").reads("Kosovo 1998 to March 1999")
        return phone

    def move(self, section: str, stage: str) -> None:
        self.desk.open(f"/seminar/{self.id}/desk")
        form = self.desk.page.get_by_role("form", name=f"Stage of {section}")
        form.get_by_role("button", name=stage).click()
        self.desk.page.wait_for_url("**/desk#s-*")


@pytest.fixture
def room(device: Device) -> Class:
    """An open seminar, all sections answering."""
    return Class(device)


def test_a_moved_stage_reaches_a_phone_within_four_seconds_or_so(room: Class) -> None:
    ann = room.phone("Ann")
    room.move("Legal basis", "Discussing")
    moved = time.monotonic()
    expect(ann.page.locator("#s-legal-basis")).to_contain_text("side by side", timeout=SOON, ignore_case=True)
    assert time.monotonic() - moved < SOON / 1000
    expect(ann.page.locator("[data-live-said]")).to_have_text(DISCUSSING)


def test_no_page_is_taken_from_under_somebody_who_types(room: Class) -> None:
    ann = room.phone("Ann").open(f"/seminar/{room.id}/")
    ann.page.locator("#s-legal-basis a").first.click()
    ann.reads("Legal basis").write("half a sentence")
    field = ann.field("Reasons and evidence", "What has the Security Council decided")
    field.evaluate("(field) => { field.dataset.same = 'yes'; field.focus(); }")
    room.move("Legal basis", "Discussing")
    expect(ann.page.locator("[data-live-said]")).to_have_text(DISCUSSING, timeout=SOON)
    expect(ann.page.get_by_text("This page shows how things stood before.")).to_be_visible()
    expect(field).to_have_value("half a sentence")
    expect(field).to_have_attribute("data-same", "yes")
    expect(field).to_be_focused()


def test_new_facts_reach_a_phone_and_are_told_to_somebody_who_types(room: Class) -> None:
    ann, ben = room.phone("Ann"), room.phone("Ben")
    ann.page.locator("#s-legal-basis a").first.click()
    ann.reads("Legal basis").write("half a sentence")
    room.desk.open(f"/seminar/{room.id}/desk/developments").field("When").fill("24 March 1999")
    room.desk.write("Shots are reported.", "", "New facts").tick("Legal basis").press("Publish").sees("Published.")
    told = "New facts (24 March 1999) came into the case. Worth another look: Legal basis."
    expect(ben.page.locator("#developments")).to_contain_text("Shots are reported.", timeout=SOON)
    expect(ben.page.locator("[data-live-said]")).to_have_text(told)
    expect(ben.page.locator("#s-legal-basis")).to_contain_text("Worth another look: new facts since 24 March 1999.")
    expect(ann.page.locator("[data-live-said]")).to_have_text(told, timeout=SOON)
    expect(ann.field("Reasons and evidence", "What has the Security Council decided")).to_have_value("half a sentence")


def test_the_desk_sees_who_joins_without_losing_what_is_typed_there(room: Class) -> None:
    desk = room.desk
    minutes = desk.page.get_by_label("minutes").first
    minutes.fill("7")
    room.phone("Ann")
    expect(desk.page.locator("#board")).to_contain_text("Ann", timeout=SOON)
    expect(minutes).to_have_value("7")


def test_the_screen_follows_the_desk_and_goes_blank_in_one_press(room: Class) -> None:
    desk = room.desk
    desk.press("Open the screen in this browser").page.wait_for_url("**/screen")
    screen = desk.reads("Join the seminar").page
    desk.page = desk.context.new_page()
    desk.open(f"/seminar/{room.id}/projector").press("The case")
    expect(screen.get_by_role("heading", level=1)).to_have_text("Kosovo 1998 to March 1999", timeout=SOON)
    screen.keyboard.press("ArrowRight")
    expect(screen.get_by_text("Page 2 of")).to_be_visible()
    screen.keyboard.press("b")
    expect(screen.get_by_role("heading", level=1)).to_be_hidden()
    screen.keyboard.press("b")
    expect(screen.get_by_text("Page 1 of")).to_be_visible()
    desk.press("Blank")
    expect(screen.get_by_role("heading", level=1)).to_have_text("Nothing is shown now", timeout=SOON)


def test_a_server_out_of_reach_is_said_and_so_is_its_return(room: Class) -> None:
    ann = room.phone("Ann").expects("ERR_INTERNET_DISCONNECTED")
    ann.context.set_offline(True)
    said = ann.page.locator("[data-live-said]")
    expect(said).to_contain_text("can’t be reached", timeout=20_000)
    ann.context.set_offline(False)
    expect(said).to_have_text("The server can be reached again.", timeout=20_000)


def test_a_reminder_of_the_time_counts_down_on_every_phone(room: Class) -> None:
    ann = room.phone("Ann")
    room.desk.page.get_by_label("minutes").first.fill("5")
    room.desk.press("Show the time to all")
    timer = ann.page.get_by_role("timer")
    expect(timer).to_contain_text("5 minutes left", timeout=SOON)
    room.desk.press("Take the reminder away")
    expect(timer).to_be_hidden(timeout=SOON)
