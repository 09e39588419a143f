"""After the discussion: each answer stays or changes, both weigh the same, and both texts stay."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.seminar.people import Phone, Seminar, open_seminar

LAW = "legal-basis"
GROUNDS = "Which legal grounds"


@pytest.fixture
def held(app: Flask) -> Seminar:
    """An open seminar with six questions, its law section being answered."""
    return open_seminar(app).move(LAW, "answering")


@pytest.fixture
def phone(held: Seminar) -> Phone:
    """Somebody who has answered."""
    return held.join("Ana").write(LAW, GROUNDS, "First words")


def test_nobody_is_asked_before_the_revising_stage(phone: Phone) -> None:
    phone.step(LAW)
    with pytest.raises(AssertionError):
        phone.control("After the discussion")


def test_both_outcomes_stand_in_the_same_list_and_none_is_chosen(held: Seminar, phone: Phone) -> None:
    held.move(LAW, "discussing").move(LAW, "revising")
    assert phone.room().has("Revising: say of each answer whether it stays or changes.")
    phone.follow("Keep or change your answers")
    options = [(o.get("value"), o.text) for o in phone.control("After the discussion", GROUNDS).iter("option")]
    assert options == [("", "Not said"), ("unchanged", "Unchanged"), ("changed", "Changed")]
    assert phone.value("Reasons and evidence", GROUNDS) == "First words"


def test_unchanged_and_why_is_kept_beside_the_answer(held: Seminar, phone: Phone) -> None:
    held.move(LAW, "discussing").move(LAW, "revising")
    phone.step(LAW).fill("After the discussion", "unchanged", GROUNDS).fill("Why it stays", "Still true", GROUNDS)
    phone.press("Save and continue")
    phone.open(f"/worksheet/{phone.worksheet}/summary")
    assert phone.has("First words After the discussion Unchanged Why, or what moved me Still true")
    phone.open(f"/worksheet/{phone.worksheet}/history/legal-grounds-claimed")
    assert phone.has("written while revising, after the reveal")
    assert phone.has("After the discussion Unchanged")


def test_a_changed_answer_leaves_the_first_one_in_the_history(held: Seminar, phone: Phone) -> None:
    held.move(LAW, "discussing").move(LAW, "revising")
    phone.step(LAW).fill("Reasons and evidence", "Second words", GROUNDS).fill(
        "After the discussion", "changed", GROUNDS
    )
    phone.press("Save and continue").open(f"/worksheet/{phone.worksheet}/history/legal-grounds-claimed")
    assert phone.has("Second words")
    assert phone.has("First words")


def test_what_was_decided_survives_a_save_at_a_later_stage(held: Seminar, phone: Phone) -> None:
    held.move(LAW, "discussing").move(LAW, "revising")
    phone.step(LAW).fill("After the discussion", "changed", GROUNDS).fill("Why it stays", "A map", GROUNDS)
    phone.press("Save and continue")
    held.move(LAW, "answering")
    phone.step(LAW)
    assert phone.value("Why it stays", GROUNDS) == "A map"
    phone.fill("Reasons and evidence", "Third words", GROUNDS).press("Save and continue")
    phone.open(f"/worksheet/{phone.worksheet}/summary")
    assert phone.has("Third words After the discussion Changed Why, or what moved me A map")


def test_a_reason_that_is_too_long_comes_back_with_its_sentence(held: Seminar, phone: Phone) -> None:
    held.move(LAW, "discussing").move(LAW, "revising")
    phone.step(LAW).fill("After the discussion", "changed", GROUNDS).fill("Why it stays", "x" * 4001, GROUNDS)
    phone.press("Save and continue")
    assert phone.status == 422
    assert phone.has("This text is longer than 4,000 characters")
    assert phone.value("Why it stays", GROUNDS) == "x" * 4001


def test_the_closing_questions_can_be_revised_too(held: Seminar, phone: Phone) -> None:
    held.move("closing", "discussing").move("closing", "revising")
    phone.step("closing").fill("Answer", "Nobody from the camps", "Whose voice")
    phone.fill("After the discussion", "changed", "Whose voice").press("Save and continue")
    phone.open(f"/worksheet/{phone.worksheet}/summary")
    assert phone.has("Nobody from the camps After the discussion Changed")


def test_two_of_a_group_who_decide_at_once_lose_neither_decision(app: Flask) -> None:
    held = open_seminar(app, holders="group", one_by_one=False)
    ana, bo = held.join("Ana", "North"), held.join("Bo", "North")
    ana.write(LAW, GROUNDS, "First words")
    held.move(LAW, "discussing").move(LAW, "revising")
    for each, decision, why in ((ana, "unchanged", "Because A"), (bo, "changed", "Because B")):
        each.step(LAW).fill("After the discussion", decision, GROUNDS).fill("Why it stays", why, GROUNDS)
    ana.press("Save and continue")
    bo.press("Save and continue")
    assert bo.status == 409
    assert bo.has("Because A")
    assert bo.has("Because B")
    bo.tick("Take what was sent from this page").press("Save and continue")
    bo.step(LAW)
    assert bo.value("Why it stays", GROUNDS) == "Because B"
    chosen = [
        o.get("value") for o in bo.control("After the discussion", GROUNDS).iter("option") if "selected" in o.attrib
    ]
    assert chosen == ["changed"]
