"""Each small module does its one thing, and where the browser has no such thing the page says what to do instead."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.classroom import open_seminar
from tests.browser.conftest import Device
from tests.browser.person import COUNCIL, Person

pytestmark = pytest.mark.browser


def test_counter_says_near_the_limit_how_much_is_left(person: Person) -> None:
    person.at_legal_basis()
    question = person.question(COUNCIL)
    expect(question.get_by_text("characters left")).to_have_count(0)
    person.write("x" * 3_000)
    expect(question.get_by_text("characters left")).to_have_count(0)
    person.write("\n" * 2_000 + "😀" * 1_900)
    expect(question.get_by_text("100 characters left")).to_be_visible()
    expect(person.page.get_by_role("status").filter(has_text="100 characters left")).to_have_count(1)
    person.write("x" * 3_999)
    expect(question.get_by_text("1 character left")).to_be_visible()
    person.write("x" * 4_002)
    expect(question.get_by_text("2 characters too many")).to_be_visible()


def test_copy_puts_the_code_on_the_clipboard(person: Person) -> None:
    person.context.grant_permissions(["clipboard-read", "clipboard-write"])
    person.open("/worksheets/new").tick("Kosovo").press("Start").reads("Your return code")
    code = person.page.locator("[data-code]").inner_text()
    person.press("Copy")
    expect(person.page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert person.page.evaluate("navigator.clipboard.readText()") == code


def test_where_copying_is_not_allowed_the_page_says_what_to_do(person: Person) -> None:
    # As on plain http from another machine.
    person.context.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    person.open("/worksheets/new").tick("Kosovo").press("Start").reads("Your return code")
    person.sees("To copy: select the text and press Ctrl or ⌘ and C.")
    expect(person.page.get_by_role("button", name="Copy")).to_have_count(0)


def test_share_is_hidden_where_the_browser_has_none(person: Person) -> None:
    person.context.add_init_script("delete Navigator.prototype.canShare")
    person.begin().follow("Read the summary").reads("Summary of the answers given")
    expect(person.page.get_by_role("button", name="Print")).to_be_visible()
    expect(person.page.get_by_role("button", name="Share")).to_have_count(0)


def test_share_hands_over_the_web_page(person: Person) -> None:
    person.context.add_init_script(
        "Navigator.prototype.canShare = () => true;"
        "Navigator.prototype.share = async (what) => { window.shared = [what.files[0].name, what.files[0].type]; }"
    )
    person.begin().follow("Read the summary").press("Share")
    name, kind = person.finds("window.shared")
    assert re.fullmatch(r"[a-z0-9-]*kosovo[a-z0-9-]*\.html", name)
    assert kind == "text/html"


def test_print_prints(person: Person) -> None:
    person.context.add_init_script("window.print = () => { window.printed = true; }")
    person.begin().follow("Read the summary").press("Print")
    assert person.page.evaluate("window.printed") is True


def test_times_are_in_the_readers_own_zone_and_name_it(device: Device) -> None:
    someone = device(timezone_id="Asia/Kolkata").begin()
    someone.sees("Last change")
    expect(someone.page.get_by_text("Last change").locator("time").first).to_have_text(
        re.compile(r"\d{1,2} \w+ \d{4}, \d\d:\d\d (GMT\+5:30|IST)")
    )


def test_times_without_scripts_are_in_the_servers_zone_and_name_it(device: Device) -> None:
    someone = device(timezone_id="Asia/Kolkata", java_script_enabled=False).begin()
    time = someone.page.get_by_text("Last change").locator("time").first
    expect(time).to_have_text(re.compile(r"\d{1,2} \w+ \d{4}, \d\d:\d\d UTC"))


def test_without_scripts_no_button_is_there_that_needs_one(device: Device) -> None:
    someone = device(java_script_enabled=False)
    someone.open("/worksheets/new").tick("Kosovo").press("Start").reads("Your return code")
    for words in ("Copy", "Print", "Share"):
        expect(someone.page.get_by_role("button", name=words)).to_have_count(0)
    someone.press("I have kept it").follow("Read the summary").reads("Summary of the answers given")
    for words in ("Print", "Share"):
        expect(someone.page.get_by_role("button", name=words)).to_have_count(0)


def test_contents_keep_up_with_what_was_saved(device: Device) -> None:
    someone = device().hurries().at_legal_basis()
    contents = someone.page.get_by_role("navigation", name="Contents")
    here = contents.get_by_role("listitem").filter(has=someone.page.get_by_role("link", name="Legal basis"))
    expect(here.first).to_contain_text("no answer yet")
    someone.write("Something.").pauses()
    expect(here.first).to_contain_text("some answers")


@pytest.mark.parametrize("held", [True, False], ids=["kept awake", "no wake lock"])
def test_the_screen_stays_awake_or_says_what_to_do(device: Device, held: bool) -> None:
    desk = device()
    if held:
        desk.context.add_init_script(
            "WakeLock.prototype.request = async (what) => { (window.asked ??= []).push(what); return {}; }"
        )
    else:
        # As on plain http from another machine.
        desk.context.add_init_script("delete Navigator.prototype.wakeLock")
    open_seminar(desk)
    desk.press("Open the screen in this browser").reads("Join the seminar")
    advice = desk.page.get_by_text("Set the computer so that it does not sleep")
    if held:
        assert desk.finds("window.asked")[0] == "screen"
    expect(advice).to_be_visible(visible=not held)


def test_words_to_look_at_again_are_named_beside_the_field(person: Person) -> None:
    person.open("/own/cases/new")
    told = person.page.get_by_text("authorities")
    expect(told).to_have_count(0)
    person.field("What was known").fill("The regime fled.")
    expect(told.first).to_be_visible()
