"""The walk and a seminar in Debian's Firefox, which Playwright drives by WebDriver BiDi and needs no driver for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.answers.reading import READERS
from tests.browser.classroom import Class, go, move
from tests.browser.conftest import Device, found
from tests.browser.person import COUNCIL
from tests.browser.test_kosovo import DOCUMENTS, answer, begin, correct_the_case, sources_are_one_step_away

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TEXTS = ("Legal basis", "R2P pillars", "Just-war criteria", "Sovereignty", "Collateral risk", "Aftermath")


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Firefox, in the place of Chromium."""
    path = found(("firefox-esr", "firefox"))
    running = playwright.firefox.launch(channel="moz-firefox", executable_path=path)
    yield running
    running.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_walk_from_the_start_page_to_every_document(device: Device, width: int) -> None:
    someone = device(width)
    begin(someone)
    correct_the_case(someone)
    sources_are_one_step_away(someone.reads("Legal basis"), narrow=width < 1200)
    for section in TEXTS:
        answer(someone, section, f"Written on {section} in Firefox.")
    someone.reads("Closing questions").press("Save and continue").reads("Summary of the answers given")
    for section in TEXTS:
        someone.sees(f"Written on {section} in Firefox.")
    for kind, label in DOCUMENTS.items():
        slots = READERS[kind](someone.download(label)).slots
        texts = [text for slot in slots for _, text in slot]
        assert [section for section in TEXTS if f"Written on {section} in Firefox." not in texts] == [], kind


def test_text_is_saved_while_it_is_typed(device: Device) -> None:
    someone = device().at_legal_basis()
    someone.write("Typed, not sent.").says("Saved")
    someone.open(someone.page.url)
    expect(someone.field("Reasons and evidence", COUNCIL)).to_have_value("Typed, not sent.")


def test_a_seminar_from_opening_to_answers_side_by_side(device: Device) -> None:
    room = Class(device)
    phones = {name: room.phone(name) for name in ("Ann", "Ben")}
    move(room.desk, "Legal basis", "Answering")
    for name, phone in phones.items():
        go(phone, "Answer", "Legal basis").reads("Legal basis").write(f"{name} has written this.")
        phone.press("Save and go to the seminar").reads("Kosovo 1998 to March 1999")
    move(room.desk, "Legal basis", "Discussing")
    for phone in phones.values():
        go(phone, "Read the answers", "Legal basis").follow("Decision of the")
        phone.sees("Ann has written this.").sees("Ben has written this.")
