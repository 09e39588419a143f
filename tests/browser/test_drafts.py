"""Autosave and drafts: what is typed reaches the server, or stays on the device and is offered back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Device
from tests.browser.person import COUNCIL, GROUNDS, Person
from tests.browser.server import Server

pytestmark = pytest.mark.browser
CUT_OFF = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")
OFFER = "was not saved"


@pytest.fixture
def writer(person: Person) -> Person:
    """Somebody who stands on a section."""
    return person.hurries().at_legal_basis()


def reopen(writer: Person) -> Person:
    """Close the page, as a crash does, and open the same address again."""
    url = writer.page.url
    writer.page.close()
    writer.page = writer.context.new_page()
    return writer.open(url)


def reasons(writer: Person, text: str, question: str = COUNCIL) -> None:
    expect(writer.field("Reasons and evidence", question)).to_have_value(text)


def lose_the_line(writer: Person, text: str) -> None:
    """Type while offline, and lose the page before anything could be saved."""
    writer.expects(*CUT_OFF).context.set_offline(True)
    writer.write(text).says("Not saved yet: kept on this device")
    writer.lose_the_page()


def test_three_seconds_after_the_last_key_the_page_says_saved(person: Person) -> None:
    person.at_legal_basis()
    with person.page.expect_response("**/autosave") as sent:
        person.write("typed and left").says("Not saved yet: kept on this device")
    assert sent.value.status == 200
    person.says("Saved")
    assert person.kept() == []


def test_a_reload_after_a_save_offers_nothing(writer: Person) -> None:
    writer.write("saved").pauses()
    reopen(writer)
    reasons(writer, "saved")
    assert writer.page.get_by_text(OFFER).count() == 0
    writer.write("saved twice").press("Save and go to contents").reads("Kosovo 1998 to March 1999")
    writer.follow("Legal basis").reads("Legal basis")
    reasons(writer, "saved twice")
    assert writer.page.get_by_text(OFFER).count() == 0
    assert writer.kept() == []


def test_offline_it_is_kept_here_and_saved_when_the_line_is_back(writer: Person) -> None:
    writer.expects(*CUT_OFF).context.set_offline(True)
    writer.write("typed in a tunnel").says("Not saved yet: kept on this device")
    assert len(writer.kept()) == 1
    writer.fails_to_save().context.set_offline(False)
    writer.says("Saved")
    assert writer.kept() == []
    reopen(writer)
    reasons(writer, "typed in a tunnel")


def test_a_page_lost_offline_offers_its_draft_and_taking_it_up_saves_it(writer: Person) -> None:
    url = writer.page.url
    lose_the_line(writer, "an hour of writing")
    writer.open(url).sees(OFFER)
    reasons(writer, "")
    writer.press("Look at it")
    expect(writer.page.get_by_text("an hour of writing")).to_be_visible()
    writer.press("Take it up")
    reasons(writer, "an hour of writing")
    writer.pauses()
    reopen(writer)
    reasons(writer, "an hour of writing")
    assert writer.page.get_by_text(OFFER).count() == 0


def test_a_tab_closed_in_the_middle_of_a_word_loses_nothing(writer: Person) -> None:
    url = writer.page.url
    writer.write("closed in the middle of a wo").page.close()
    writer.page = writer.context.new_page()
    writer.open(url)
    # The tab's last word to the server may still be on its way: then the text is offered.
    if writer.page.get_by_text(OFFER).is_visible():
        writer.press("Take it up")
    reasons(writer, "closed in the middle of a wo")


def test_a_draft_that_is_discarded_is_gone(writer: Person) -> None:
    url = writer.page.url
    lose_the_line(writer, "not worth keeping")
    writer.open(url).sees(OFFER).press("Discard it")
    expect(writer.page.get_by_text(OFFER)).to_have_count(0)
    assert writer.kept() == []
    reopen(writer)
    reasons(writer, "")
    assert writer.page.get_by_text(OFFER).count() == 0


def test_an_old_draft_never_overwrites_a_newer_text(writer: Person) -> None:
    url = writer.page.url
    lose_the_line(writer, "older, from the train")
    writer.open(url).write("newer, from the desk").press("Save and go to contents")
    writer.reads("Kosovo 1998 to March 1999").open(url).sees(OFFER).press("Take it up")
    writer.expects("409").pauses("Somebody else saved this answer meanwhile")
    writer.press("Save and continue").reads("Two texts for one answer")
    writer.sees("newer, from the desk").sees("older, from the train")
    writer.tick("Join the two").press("Save and continue").reads("R2P pillars")
    writer.open(url)
    reasons(writer, "newer, from the desk\n\nolder, from the train")


def test_two_tabs_the_second_saver_sees_both_texts(writer: Person) -> None:
    first = writer.other_tab()
    second, writer.page = writer.page, first
    writer.write("from the first tab").pauses()
    writer.page = second
    writer.expects("409").write("from the second tab").pauses("Somebody else saved this answer meanwhile")
    writer.write("nobody else touched this", GROUNDS)
    writer.press("Save and continue").reads("Two texts for one answer")
    writer.sees("from the first tab").sees("from the second tab")
    writer.tick("Take what was sent").press("Save and continue").reads("R2P pillars")
    writer.page.go_back()
    writer.open(first.url)
    reasons(writer, "from the second tab")
    reasons(writer, "nobody else touched this", GROUNDS)


def test_on_a_shared_computer_a_draft_ends_with_the_tab(person: Person) -> None:
    person.at_legal_basis(shared=True)
    url = person.page.url
    cookie = next(c for c in person.context.cookies() if c["name"] == "before_force")
    assert cookie["expires"] == -1
    person.expects(*CUT_OFF).context.set_offline(True)
    person.write("on a library computer").says("Not saved yet: kept on this device")
    assert person.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 1]
    person.lose_the_page().open(url)
    assert person.page.get_by_text(OFFER).count() == 0


def test_finish_on_this_device_forgets_the_drafts_and_the_cookie(writer: Person) -> None:
    url = writer.page.url
    lose_the_line(writer, "to be forgotten")
    writer.open("/").follow("Finish on this device").press("Finish on this device").reads("Finished on this device")
    assert writer.kept() == []
    assert [c for c in writer.context.cookies() if c["name"] == "before_force" and len(c.get("value", "")) > 1] == []
    writer.expects("403").open(url).reads("This browser does not hold the worksheet")


@pytest.fixture
def frail(tmp_path: Path) -> Iterator[Server]:
    """A server that a test may kill."""
    with Server(tmp_path) as running:
        yield running


def test_a_server_killed_while_somebody_types_costs_nothing(frail: Server, device: Device) -> None:
    writer = device(address=frail.address).hurries().at_legal_basis()
    writer.write("saved before the cut").pauses()
    frail.kill()
    writer.expects(*CUT_OFF).write("saved before the cut, and typed during it")
    writer.fails_to_save()
    frail.start()
    writer.press("Save and continue").reads("R2P pillars").page.go_back()
    reopen(writer)
    reasons(writer, "saved before the cut, and typed during it")


def test_a_tab_closed_while_the_server_was_down_gives_its_text_back(frail: Server, device: Device) -> None:
    writer = device(address=frail.address).hurries().at_legal_basis()
    writer.write("on disk").pauses()
    url = writer.page.url
    frail.kill()
    writer.expects(*CUT_OFF).write("on this device").says("Not saved yet: kept on this device")
    writer.page.close()
    frail.start()
    writer.page = writer.context.new_page()
    writer.open(url)
    reasons(writer, "on disk")
    writer.sees(OFFER).press("Take it up")
    reasons(writer, "on this device")
    writer.pauses()
