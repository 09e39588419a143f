"""Saving: revisions, autosave, two pages on one worksheet, expired tokens and cookies, history."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from itsdangerous import TimestampSigner

from tests.databases import read_only
from tests.visitor import Visitor
from webapp.current import DATABASE

QUESTION = "legal-council-decision"
COUNCIL = "What has the Security Council decided"
REASONS = f"q_{QUESTION}_reasons"


@pytest.fixture
def holder(visitor: Visitor) -> Visitor:
    """Somebody who holds a worksheet and stands on its first section."""
    visitor.open("/worksheets/new").tick("Kosovo").press("Start").press("I have kept it")
    return visitor.follow("Legal basis")


@pytest.fixture
def two_tabs(holder: Visitor, app: Flask) -> tuple[Visitor, Visitor]:
    """The same browser with the same step open twice."""
    second = Visitor(app)
    second.client = holder.client
    return holder, second.open(holder.address)


def write(tab: Visitor, text: str, question: str = COUNCIL) -> Visitor:
    """Type reasons and save."""
    return tab.fill("Reasons and evidence", text, question).press("Save and continue")


def autosave(tab: Visitor, text: str, part: str = REASONS) -> dict[str, Any]:
    """Do as the script does: send the form of the page as it is, with one text changed."""
    form = next(form for form in tab.page.iter("form") if form.get("data-autosave"))
    data = {**tab.fields(form), part: [text]}
    answer: dict[str, Any] = json.loads(tab.client.post(form.get("data-autosave") or "", data=data).text)
    return answer


def history(tab: Visitor) -> list[str]:
    """The texts in the history of the first question, the newest first."""
    name = tab.address.split("/")[2]
    seen = Visitor(tab.client.application)
    seen.client = tab.client
    seen.open(f"/worksheet/{name}/history/{QUESTION}")
    if seen.status == 404:
        return []
    sections = seen.page.findall(".//section[@class='revision']")
    return ["".join(d.itertext()) for s in sections for d in s.findall(".//dl/div[2]/dd")]


def test_pressing_save_adds_a_revision_and_an_unchanged_answer_none(holder: Visitor) -> None:
    page = holder.address
    write(holder, "one")
    write(holder.open(page), "one")
    write(holder.open(page), "two")
    assert history(holder) == ["two", "one"]


def test_an_autosave_replaces_the_one_before_it_from_the_same_page_load(holder: Visitor) -> None:
    page = holder.address
    assert autosave(holder, "o")["saved"] == [QUESTION]
    assert autosave(holder, "on")["saved"] == [QUESTION]
    assert history(holder) == ["on"]
    write(holder, "one")
    assert history(holder) == ["one", "on"]
    holder.open(page)
    autosave(holder, "one t")
    autosave(holder, "one tw")
    assert history(holder) == ["one tw", "one", "on"]


def test_ones_own_autosave_never_conflicts_with_ones_own_save(holder: Visitor) -> None:
    autosave(holder, "typed")
    autosave(holder, "typed more")
    assert write(holder, "typed more and saved").heading == "R2P pillars"


def test_going_back_to_an_older_text_after_an_autosave_is_a_change(holder: Visitor) -> None:
    page = holder.address
    write(holder, "first")
    holder.open(page)
    autosave(holder, "second")
    write(holder, "first")
    assert history(holder) == ["first", "second", "first"]


def test_two_tabs_the_second_saver_sees_both_texts(two_tabs: tuple[Visitor, Visitor]) -> None:
    first, second = two_tabs
    write(first, "from the first tab")
    write(second, "from the second tab")
    assert second.status == 409
    assert second.has("from the first tab")
    assert second.has("from the second tab")
    assert history(first) == ["from the first tab"]


@pytest.mark.parametrize(
    ("decision", "texts"),
    [
        ("Keep what was saved already", ["first"]),
        ("Take what was sent", ["second", "first"]),
        ("Join the two", ["first\n\nsecond", "first"]),
    ],
)
def test_keep_take_or_join(two_tabs: tuple[Visitor, Visitor], decision: str, texts: list[str]) -> None:
    first, second = two_tabs
    write(first, "first")
    write(second, "second").tick(decision).press("Save and continue")
    assert second.heading == "R2P pillars"
    assert history(first) == texts


def test_what_both_left_alone_or_only_one_touched_is_no_conflict(two_tabs: tuple[Visitor, Visitor]) -> None:
    first, second = two_tabs
    write(first, "first", COUNCIL)
    assert write(second, "second", "Which legal grounds").heading == "R2P pillars"
    assert history(first) == ["first"]


def test_the_same_text_twice_is_no_conflict(two_tabs: tuple[Visitor, Visitor]) -> None:
    first, second = two_tabs
    write(first, "the same")
    assert write(second, "the same").heading == "R2P pillars"


def test_a_page_based_on_a_replaced_autosave_sees_the_newer_text(two_tabs: tuple[Visitor, Visitor]) -> None:
    first, second = two_tabs
    autosave(first, "early")
    second.open(second.address)
    autosave(first, "early and late")
    assert write(second, "other").status == 409
    assert second.has("early and late")


def test_an_autosave_in_a_conflict_says_so_and_stores_nothing(two_tabs: tuple[Visitor, Visitor]) -> None:
    first, second = two_tabs
    write(first, "first")
    assert autosave(second, "second")["conflicts"] == [QUESTION]
    assert history(first) == ["first"]


def test_a_third_text_while_deciding_is_a_conflict_again(two_tabs: tuple[Visitor, Visitor], app: Flask) -> None:
    first, second = two_tabs
    page = first.address
    write(first, "first")
    write(second, "second").tick("Take what was sent")
    write(first.open(page), "third")
    assert second.press("Save and continue").status == 409
    assert second.has("third")
    assert second.has("second")


def test_an_expired_token_gives_the_page_back_with_the_text(holder: Visitor) -> None:
    page = holder.address
    with holder.client.session_transaction() as session:
        session["csrf_token"] = "0" * 40
    write(holder, "an hour of writing")
    assert holder.status == 400
    assert holder.has("press Save once more")
    assert holder.value("Reasons and evidence", COUNCIL) == "an hour of writing"
    assert holder.press("Save and continue").heading == "R2P pillars"
    assert holder.open(page).value("Reasons and evidence", COUNCIL) == "an hour of writing"


def test_a_lost_cookie_gives_the_text_back_and_asks_for_the_return_code(visitor: Visitor) -> None:
    visitor.open("/worksheets/new").tick("Kosovo").press("Start")
    code = visitor.page.find(".//*[@data-code]")
    assert code is not None
    words = "".join(code.itertext()).strip()
    visitor.press("I have kept it").follow("Legal basis")
    visitor.client.delete_cookie("before_force")
    write(visitor, "typed\nbefore the cookie went")
    assert visitor.status == 403
    assert visitor.has("typed before the cookie went")
    visitor.fill("Return code", "AAAA-AAAAA-AAAA").press("Open and save")
    assert visitor.status == 403
    assert visitor.has("No worksheet opens with this code")
    assert visitor.has("typed before the cookie went")
    visitor.fill("Return code", words.lower()).press("Open and save")
    assert visitor.heading == "R2P pillars"
    assert history(visitor) == ["typed\nbefore the cookie went"]


def test_history_takes_an_old_text_up_again_as_a_new_revision(holder: Visitor) -> None:
    page = holder.address
    write(holder, "old")
    write(holder.open(page), "new")
    holder.open(page).follow("History of this answer").press("Take this text up again")
    assert history(holder) == ["old", "new", "old"]
    assert holder.open(page).value("Reasons and evidence", COUNCIL) == "old"


def test_a_database_that_says_no_gives_the_text_back(holder: Visitor, app: Flask) -> None:
    page = holder.address
    with read_only(app.extensions[DATABASE]):
        write(holder, "typed while nothing could be written")
    assert holder.status == 503
    assert holder.has("can't be written at the moment")
    assert holder.has("typed while nothing could be written")
    holder.press("Send again")
    assert holder.open(page).value("Reasons and evidence", COUNCIL) == "typed while nothing could be written"


def test_nobody_else_reads_or_writes_a_worksheet(holder: Visitor, somebody_else: Callable[[], Visitor]) -> None:
    page = holder.address
    write(holder, "mine")
    stranger = somebody_else().open(page)
    assert stranger.status == 403
    assert not stranger.has("mine")
    stranger.open(page.replace(page.split("/")[2], "no-such-sheet"))
    assert stranger.status == 403


def test_an_autosave_that_arrives_after_its_own_save_does_not_become_the_newest_text(holder: Visitor) -> None:
    form = next(form for form in holder.page.iter("form") if form.get("data-autosave"))
    sent = {**holder.fields(form), REASONS: ["the whole text"], "turn": ["2"]}
    early = {**sent, REASONS: ["the whole"], "turn": ["1"]}
    holder.client.post(holder.address, data=sent)
    assert holder.client.post(form.get("data-autosave") or "", data=early).status_code == 409
    assert history(holder) == ["the whole text"]


def test_a_save_that_arrives_after_a_later_one_of_its_page_neither_covers_nor_empties_it(holder: Visitor) -> None:
    form = next(form for form in holder.page.iter("form") if form.get("data-autosave"))
    other = REASONS.replace(QUESTION, "legal-grounds-claimed")
    early = {**holder.fields(form), REASONS: ["pressed once"], "turn": ["1"]}
    late = {**early, REASONS: ["pressed twice"], other: ["typed between"], "turn": ["2"]}
    assert holder.client.post(holder.address, data=late).status_code == 303
    assert holder.client.post(holder.address, data=early).status_code == 409
    assert history(holder) == ["pressed twice"]
    holder.open(holder.address)
    assert holder.value("Reasons and evidence", "Which legal grounds") == "typed between"


def test_send_again_after_an_autosave_repeats_a_turn_and_is_saved(holder: Visitor, app: Flask) -> None:
    form = next(form for form in holder.page.iter("form") if form.get("data-autosave"))
    sent = {**holder.fields(form), REASONS: ["in passing"], "turn": ["1"]}
    assert holder.client.post(form.get("data-autosave") or "", data=sent).status_code == 200
    with read_only(app.extensions[DATABASE]):
        holder.post(holder.address, {**sent, REASONS: ["with the button"], "turn": ["2"]})
    assert holder.status == 503
    assert holder.press("Send again").heading == "R2P pillars"
    assert history(holder)[0] == "with the button"


def test_a_clock_that_is_set_back_ends_nobodys_place(holder: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: int(time.time()) - 3600)
    write(holder, "typed an hour ago")
    assert holder.heading == "R2P pillars"
    assert history(holder) == ["typed an hour ago"]
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: int(time.time()) + 500 * 86400)
    assert holder.open(holder.address).status == 403
