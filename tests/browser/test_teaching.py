"""A seminar on one's own material: a case, a question and two developments, a tray, another seat, and the record."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.classroom import SOON, go, join_code, move, open_screen, row
from tests.browser.conftest import Device
from tests.browser.person import Person
from tests.browser.test_seminar import READERS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CASE, KNOWN = (
    "The harbour of Ost",
    "The harbour master reports forty dead; the council of Ost says that nobody counted them.",
)
QUESTION, HERE = "Who holds the harbour on this day?", "Sovereignty"
FIRST, SECOND = "The council of Ost asks for a pilot.", "A relief agency counts nine thousand people at the pier."
NAMES = ("Ann", "Ben", "Cem")
WRITTEN = {name: f"{name} takes it from the harbour master’s report." for name in NAMES}
AFTER, FROM_SEAT, SEAT = "Ann reads the request otherwise now.", "We land where the pier is open.", "A relief agency"


class Cast(NamedTuple):
    """Who takes part."""

    desk: Person
    screen: Person
    phones: dict[str, Person]


def write_a_case(desk: Person) -> None:
    """A case with two prepared developments, from the start page."""
    desk.open("/").follow("Open a seminar").follow("write it").reads("Write a case of your own").tick("Fictional")
    desk.field("Short name of the case").fill(CASE)
    desk.field("As known on what date").fill("the fourth day")
    desk.field("What was known on that date").fill(KNOWN)
    for number, fact in enumerate((FIRST, SECOND), 1):
        desk.press("Add a development").reads("Edit a case")
        row_of = desk.page.get_by_role("group", name=f"Development {number}")
        row_of.get_by_label("When").fill(f"Day {4 + number}")
        row_of.get_by_label("The new fact").fill(fact)
        row_of.get_by_label(HERE).check()
    desk.press("Save and see it as readers do").reads(CASE).sees(KNOWN).sees(FIRST)


def ask_a_question(desk: Person) -> None:
    """An agenda with one built-in question and one of one's own."""
    desk.follow("Your cases and agendas").follow("Make an agenda").reads("Make an agenda")
    desk.field("Name of the agenda").fill("A short hour")
    desk.tick("None: tick each one").press("Go on to the questions").press(f"Add a question to {HERE}")
    desk.field("The question").fill(QUESTION)
    desk.page.get_by_role("textbox", name="Choices").fill("The council of Ost\nThe fleet")
    desk.press("Save the question").press("Save and see it whole").reads("A short hour").sees(QUESTION)


def gather(device: Device) -> Cast:
    """Open the seminar with both; a screen and three phones come."""
    desk = device()
    write_a_case(desk)
    ask_a_question(desk)
    desk.follow("Open a seminar with it").reads("Open a seminar").tick(CASE).press("Open the seminar")
    desk.press("I have kept it").reads("The desk")
    code, screen = join_code(desk), open_screen(desk, device(1024, 768))
    phones = {name: device(390, 844) for name in NAMES}
    for name, phone in phones.items():
        phone.open(f"/join/{code}").field("Your name").fill(name)
        phone.press("Join").press("I have kept it").reads(CASE)
    return Cast(desk, screen, phones)


def answer(cast: Cast) -> None:
    """All three answer the question."""
    move(cast.desk, HERE, "Answering")
    for name, phone in cast.phones.items():
        go(phone, "Answer", HERE).reads(HERE).tick("The fleet", QUESTION).write(WRITTEN[name], QUESTION)
        phone.press("Save and go to the seminar").reads(CASE)


def publish(cast: Cast) -> None:
    """A new fact reaches phones and screen by itself, and Ann looks again; the second one follows."""
    desk = cast.desk.follow("Developments of the case").reads("Developments")
    desk.press("Publish and show on the screen").sees("Development 1")
    expect(cast.screen.page.get_by_role("main")).to_contain_text(FIRST, timeout=SOON)
    for phone in cast.phones.values():
        expect(row(phone, HERE)).to_contain_text("Worth another look", timeout=SOON)
        phone.sees(FIRST)
    ann = go(cast.phones["Ann"], "Read your own answers", HERE).reads(HERE).write(AFTER, QUESTION)
    ann.press("Save and go to the seminar").reads(CASE)
    expect(row(ann, HERE)).not_to_contain_text("Worth another look")
    desk.page.locator("#prepared").get_by_role("button", name="Publish :").click()
    desk.sees("Development 2").follow("Back to the desk").reads("The desk")


def sit_elsewhere(cast: Cast) -> None:
    """Ben answers once more from the seat of a relief agency."""
    ben = cast.phones["Ben"]
    row(ben, HERE).get_by_role("link", name="Write from another seat").click()
    ben.tick(SEAT).press("Answer from this seat").sees(SEAT).write(FROM_SEAT, QUESTION)
    ben.press("Save and go to the seminar").reads(CASE)


def show(cast: Cast) -> None:
    """Revealed, three answers go into the tray and in that order to the screen."""
    move(cast.desk, HERE, "Discussing")
    cast.desk.page.get_by_text("Read and show answers").first.click()
    cast.desk.follow("read in private").sees(FROM_SEAT)
    for name in reversed(NAMES):
        cast.desk.press(f"Put in the tray : {name}").sees("In the tray.")
    cast.desk.follow("The whole tray").page.get_by_label("Columns").select_option("3")
    cast.desk.press("Send to the screen").sees("Answers to:")
    screen = cast.screen.page.get_by_role("main")
    for text in (WRITTEN["Cem"], WRITTEN["Ben"], "Ann"):
        expect(screen).to_contain_text(text, timeout=SOON)
    # What Ann wrote after the new fact stands on a page of its own, with the words that are new marked.
    cast.desk.press("Next page")
    expect(screen.get_by_role("insertion")).to_contain_text(["otherwise now"], timeout=SOON)
    cast.desk.follow("Back to the desk").reads("The desk")


def read_the_record(cast: Cast) -> None:
    """All of it stands in the record, on the page and in every format."""
    cast.desk.follow("Open the record")
    for text in (KNOWN, QUESTION, FIRST, SECOND, SEAT, AFTER, FROM_SEAT, *WRITTEN.values()):
        cast.desk.sees(text)
    for label, read in READERS.items():
        found = read(cast.desk.download(label))
        assert [text for text in (AFTER, FROM_SEAT, *WRITTEN.values()) if text not in found] == [], label


def test_a_seminar_on_material_of_ones_own(device: Device) -> None:
    cast = gather(device)
    answer(cast)
    publish(cast)
    sit_elsewhere(cast)
    show(cast)
    read_the_record(cast)
