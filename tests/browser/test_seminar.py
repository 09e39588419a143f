"""A seminar from its opening to its deletion: one desk, one screen, four phones, one of them without scripts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.classroom import KOSOVO, SOON, Class, go, join_code, move, open_screen, row
from tests.browser.conftest import Device
from tests.browser.person import COUNCIL, GROUNDS, Person
from tests.seminar.record_reading import read_docx, read_html, read_markdown

pytestmark = pytest.mark.browser
LEGAL = "Legal basis"
COMPARED = "Decision of the Security Council"
GROUPS = ("North", "South & <b>West</b>", "East")
ANN, BEN = "Ann: three resolutions.", "Ben: none of them allows force."
CEM, DANA = "A draft of 26 March fell.", "=1+1 is not what the Council decided."
VIEW = "One of us is not sure."
BOTH = f"{ANN}\n{BEN}"
CHANGED = "A draft of 26 March fell, by three votes to twelve."
AFTERWARDS = "We wrote this while the others read."
WHY = "Nothing that was said bears on the texts."
DISCUSSING = "Legal basis: discussing. The answers can be read now."


@dataclass(frozen=True)
class Cast:
    """Who takes part. Ann and Ben share a group; Ben's phone runs no scripts."""

    desk: Person
    screen: Person
    ann: Person
    ben: Person
    cem: Person
    dana: Person


def arrive(device: Device) -> Cast:
    """The desk opens the seminar, the screen shows the code, and four phones join by it."""
    room = Class(device, groups=GROUPS, preview=True)
    screen = open_screen(room.desk, device(1024, 768))
    assert join_code(screen) == room.code
    ann, ben = room.phone("Ann", "North"), room.phone("Ben", "North", java_script_enabled=False)
    cast = Cast(room.desk, screen, ann, ben, room.phone("Cem", "South"), room.phone("Dana", "East"))
    for name in ("Ann", "Ben", "Cem", "Dana"):
        expect(cast.desk.page.get_by_role("link", name=name, exact=True)).to_be_visible(timeout=SOON)
    return cast


def answer(cast: Cast) -> None:
    """All write before the reveal; Ann and Ben at once, on one answer."""
    expect(row(cast.cem, LEGAL)).to_contain_text("Waiting")
    move(cast.desk, LEGAL, "Answering")
    for phone in (cast.ann, cast.cem, cast.dana):
        go(phone, "Answer", LEGAL).reads(LEGAL)
    expect(row(cast.ben, LEGAL)).to_contain_text("Waiting")
    cast.ben.follow("Refresh")
    go(cast.ben, "Answer", LEGAL).reads(LEGAL).expects("409")

    cast.ann.tick("Draft not adopted", COUNCIL).write(ANN)
    cast.ben.write(BEN)
    cast.ann.press("Save and go to the seminar").reads(KOSOVO)
    cast.ben.press("Save and go to the seminar").reads("Two texts for one answer").sees(ANN).sees(BEN).sees("Ann")
    cast.ben.tick("Join the two").field("Reasons and evidence").fill(BOTH)
    cast.ben.press("Save and go to the seminar").reads(KOSOVO)
    cast.cem.tick("Draft not adopted", COUNCIL).write(CEM).press("Save and go to the seminar").reads(KOSOVO)
    cast.dana.write(DANA).write(VIEW, label="Other views in the group")
    cast.dana.press("Save and go to the seminar").reads(KOSOVO)


def nobody_else_reads_it_yet(cast: Cast) -> None:
    """Before the reveal the desk counts who has written and reads it in private; a phone is offered no comparison."""
    expect(cast.desk.page.get_by_role("region", name=LEGAL)).to_contain_text(
        "answers hidden. 3 have written", timeout=SOON
    )
    expect(row(cast.cem, LEGAL).get_by_role("link", name="side by side")).to_have_count(0)
    cast.desk.page.get_by_text("Read and show answers").first.click()
    cast.desk.follow("read in private").sees(CEM).sees(BOTH)
    cast.desk.follow("Back to the desk").reads("The desk")


def reveal(cast: Cast) -> None:
    """The moved stage reaches the phones by themselves, takes no page from under Dana, and waits for Ben's Refresh."""
    go(cast.dana, "Go on answering", LEGAL).reads(LEGAL).write(AFTERWARDS, GROUNDS)
    move(cast.desk, LEGAL, "Discussing")
    for phone in (cast.ann, cast.cem):
        expect(row(phone, LEGAL)).to_contain_text("Discussing", timeout=SOON)
    expect(cast.dana.page.locator("[data-live-said]")).to_have_text(DISCUSSING, timeout=SOON)
    field = cast.dana.field("Reasons and evidence", GROUNDS)
    expect(field).to_have_value(AFTERWARDS)
    expect(field).to_be_focused()
    cast.dana.press("Save and go to the seminar").reads(KOSOVO)
    expect(row(cast.ben, LEGAL)).to_contain_text("Answering")
    cast.ben.follow("Refresh")


def compare(cast: Cast) -> None:
    """Every phone reads all answers side by side, and so does the screen, once the desk has put them there."""
    for phone in (cast.ann, cast.ben, cast.cem, cast.dana):
        go(phone, "Read the answers side by side", LEGAL).reads("Legal basis: answers").follow(COMPARED)
        for text in (BOTH, CEM, DANA, VIEW, *GROUPS):
            phone.sees(text)
        phone.follow("Back to the seminar").reads(KOSOVO)
    cast.desk.page.get_by_text("Read and show answers").first.click()
    desk = cast.desk.follow("read in private").reads(COMPARED)
    for group in reversed(GROUPS):
        desk.press(f"Put in the tray : {group}").sees("In the tray.")
    desk.follow("The whole tray").press(f"Up : {GROUPS[0]}").sees("The join code")
    desk.page.get_by_label("Columns").select_option("3")
    desk.press("Send to the screen").sees("Answers to:")
    screen = cast.screen.page.get_by_role("main")
    for text in (ANN, BEN, CEM, DANA):
        expect(screen).to_contain_text(text, timeout=SOON)
    desk.follow("Back to the desk").reads("The desk")


def revise(cast: Cast) -> None:
    """North keeps its answer and says why, South changes its own: both texts stay, side by side."""
    move(cast.desk, LEGAL, "Revising")
    go(cast.ann, "Keep or change", LEGAL).reads(LEGAL)
    cast.ann.field("After the discussion", COUNCIL).select_option("Unchanged")
    cast.ann.write(WHY, label="Why it stays").press("Save and go to the seminar").reads(KOSOVO)
    go(cast.cem, "Keep or change", LEGAL).reads(LEGAL).write(CHANGED)
    cast.cem.field("After the discussion", COUNCIL).select_option("Changed")
    cast.cem.press("Save and go to the seminar").reads(KOSOVO)
    go(cast.dana, "Read the answers side by side", LEGAL).follow(COMPARED).sees("After the discussion")
    expect(cast.dana.page.get_by_text("Whole texts, as they were written.")).to_be_visible()
    for text in (CEM, WHY):
        cast.dana.sees(text)
    expect(cast.dana.page.get_by_role("insertion").filter(has_text="by three votes to twelve")).to_be_visible()
    move(cast.desk, LEGAL, "Closed")
    expect(cast.screen.page.get_by_role("main")).to_contain_text("After the discussion", timeout=SOON)


def _printed(reader: Callable[[bytes], object]) -> Callable[[bytes], list[str]]:
    def read(data: bytes) -> list[str]:
        return [text for slot in reader(data).slots for _, text in slot]  # type: ignore[attr-defined]

    return read


def _json(data: bytes) -> list[str]:
    return [text for one in json.loads(data)["answers"] for text in (one["reasons"], one["views"], one["moved"])]


def _csv(data: bytes) -> list[str]:
    return [cell.removeprefix("'") for line in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in line]


READERS = {
    "Web page": _printed(read_html),
    "Word": _printed(read_docx),
    "Markdown": _printed(read_markdown),
    "JSON": _json,
    "CSV": _csv,
}


def take_the_record_home(cast: Cast) -> None:
    """Every format holds every text, first and revised; once it is shared, a phone takes it home too."""
    texts = [BOTH, CEM, DANA, VIEW, AFTERWARDS, WHY, CHANGED]
    cast.desk.press("Share the record with the participants")
    cast.ann.follow("The record of the seminar")
    cast.desk.follow("Open the record")
    for reader in (cast.desk, cast.ann):
        for text in texts:
            expect(reader.page.get_by_role("main").get_by_text(text, exact=True).first).to_be_visible()
        for label, read in READERS.items():
            found = read(reader.download(label))
            assert [text for text in texts if text not in found] == [], label
    cast.desk.page.emulate_media(media="print")
    assert cast.desk.page.pdf(format="A4").startswith(b"%PDF")
    cast.desk.page.emulate_media(media="screen")
    cast.desk.follow("Go to the desk").reads("The desk")


def delete_and_take_back(cast: Cast, code: str) -> None:
    """Deleted, nobody comes in; taken back, everything is there again."""
    for someone in (cast.desk, cast.ann, cast.ben, cast.cem, cast.dana, cast.screen):
        someone.expects("403", "404", "410")
    cast.desk.follow("Delete the seminar").reads("Delete this seminar").sees("4 participants").sees("3 worksheets")
    cast.desk.field("Type it here").fill("delete")
    cast.desk.press("Delete the seminar").reads("This seminar was deleted")
    cast.ben.open(f"/join/{code}").reads("This seminar was deleted")
    cast.desk.press("Take it back").reads("The desk")
    cast.ben.open("/").follow("Seminar: Kosovo").reads(KOSOVO)
    go(cast.ben, "Read the answers side by side", LEGAL).follow(COMPARED).sees("by three votes to twelve")


def test_a_seminar_from_its_opening_to_its_deletion(device: Device) -> None:
    cast = arrive(device)
    answer(cast)
    nobody_else_reads_it_yet(cast)
    reveal(cast)
    compare(cast)
    revise(cast)
    take_the_record_home(cast)
    delete_and_take_back(cast, join_code(cast.desk))
