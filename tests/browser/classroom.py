"""The people of a seminar in front of their browsers: a desk that opens it, phones that join, a screen."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Device
from tests.browser.person import Person

KOSOVO = "Kosovo 1998 to March 1999"
# The longest that a page waits before it asks again, and a moment for a busy machine.
SOON = 6_000
JOIN_CODE = re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}$")
RETURN_CODE = re.compile(r"^[2-9A-HJKMNP-Z]{4,5}(-[2-9A-HJKMNP-Z]{4,5}){2}$")


def open_seminar(desk: Person, groups: tuple[str, ...] = (), names: str = "Given names", preview: bool = False) -> None:
    """Open a seminar on Kosovo with the twelve questions, from the start page, and stand at the desk."""
    desk.open("/").follow("Open a seminar").reads("Open a seminar").tick("Kosovo").tick("Twelve questions").tick(names)
    if groups:
        desk.tick("Groups").field("Names of the groups").fill("\n".join(groups))
    if preview:
        desk.press("See it as a participant").reads("As a participant sees it").sees(KOSOVO)
    desk.press("Open the seminar").reads("The desk’s return code")
    desk.press("I have kept it").reads("The desk")


def join_code(someone: Person) -> str:
    """The code that people join by, read from the page."""
    return someone.page.get_by_text(JOIN_CODE).first.inner_text()


def join(phone: Person, code: str, name: str, group: str = "") -> Person:
    """Come in from the start page by the code, as somebody who types it small and without its hyphen."""
    phone.open("/").follow("Join a seminar").reads("Join a seminar").field("Join code").fill(
        code.replace("-", "").lower()
    )
    phone.press("Go on").reads(f"Join: {KOSOVO}").sees("Before you join").field("Your name").fill(name)
    if group:
        phone.tick(group)
    phone.press("Join").reads("Your return code").press("I have kept it").reads(KOSOVO)
    return phone


def open_screen(desk: Person, screen: Person) -> Person:
    """Make a code at the desk, and open the screen with it on the projector's computer."""
    desk.press("Make a code for another computer").sees("The screen’s code")
    code = desk.page.get_by_text(RETURN_CODE).first.inner_text()
    desk.press("I have typed it")
    screen.open("/").follow("Open with a return code").field("Return code").fill(code)
    return screen.press("Open").reads("Join the seminar")


def move(desk: Person, section: str, stage: str) -> None:
    """Move a section to a stage, at the desk."""
    form = desk.page.get_by_role("form", name=f"Stage of {section}")
    form.get_by_role("button", name=stage).click()
    expect(form.get_by_text(stage)).to_have_attribute("aria-current", "step")


def row(phone: Person, section: str) -> Locator:
    """What a participant's page says of a section."""
    items = phone.page.get_by_role("main").get_by_role("listitem")
    return items.filter(has=phone.page.get_by_role("heading", name=section, exact=True))


def go(phone: Person, way: str, section: str) -> Person:
    """Wait until the participant's page offers a way into a section, and take it."""
    row(phone, section).get_by_role("link", name=way).first.click(timeout=SOON)
    return phone


class Class:
    """A desk with an open seminar of people, and phones that join it."""

    def __init__(self, device: Device, desk: Person | None = None, **options: Any) -> None:
        self._device = device
        self.desk = desk or device()
        open_seminar(self.desk, **options)
        self.code = join_code(self.desk)
        self.path = f"/seminar/{self.desk.page.url.split('/')[4]}"

    def phone(self, name: str, group: str = "", **options: Any) -> Person:
        """Somebody who has joined from a phone."""
        return join(self._device(390, 844, **options), self.code, name, group)
