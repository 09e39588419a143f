"""The participant's page and the worksheet inside a seminar: stages in words, what to do next, what is kept."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.seminar.people import Seminar, open_seminar
from webapp.answers.model import revision

LAW = "legal-basis"
GROUNDS = "Which legal grounds"


@pytest.fixture
def held(app: Flask) -> Seminar:
    """An open seminar with six questions."""
    return open_seminar(app)


def test_a_waiting_section_shows_no_question(held: Seminar) -> None:
    phone = held.join("Ana")
    assert phone.has("Legal basis Waiting: the facilitator has not opened it now. You: no answer yet.")
    assert phone.step(LAW).has("The facilitator has not opened this section yet.")
    with pytest.raises(AssertionError):
        phone.control("Reasons and evidence")


def test_the_case_is_there_from_the_start_and_takes_additions(held: Seminar) -> None:
    phone = held.join("Ana")
    phone.follow("Read and add to it").fill("Corrections and additions", "Also rain", "What is happening")
    phone.press("Save and continue")
    assert phone.address == f"/seminar/{held.id}/"
    assert phone.has("You: some answers.")


def test_the_header_says_whose_answers_these_are_and_leads_back(held: Seminar) -> None:
    phone = held.move(LAW, "answering").join("Ana").step(LAW)
    place = next(e for e in phone.page.iter("span") if e.get("class") == "place")
    assert " ".join("".join(place.itertext()).split()) == "The Lower Delta, seminar · Ana"
    phone.follow("The Lower Delta")
    assert phone.address == f"/seminar/{held.id}/"


def test_an_open_section_is_answered_and_the_way_leads_back_to_the_room(held: Seminar) -> None:
    phone = held.move(LAW, "answering").join("Ana")
    phone.follow("Answer").fill("Reasons and evidence", "A request", GROUNDS).press("Save and continue")
    assert phone.address == f"/seminar/{held.id}/"
    assert phone.has("Legal basis Answering: write your answers.")
    assert phone.has("You: every question answered.")
    held.move("r2p-pillars", "answering")
    phone.step(LAW).press("Save and continue")
    assert phone.heading == "R2P pillars"
    assert phone.step(LAW).press("Save and go to the seminar").address == f"/seminar/{held.id}/"


def test_after_the_reveal_a_late_joiner_is_offered_to_answer_first(held: Seminar) -> None:
    early = held.move(LAW, "answering").join("Ana").write(LAW, GROUNDS, "A request")
    held.move(LAW, "discussing")
    late = held.join("Bo")
    links = [" ".join("".join(a.itertext()).split()) for a in late.page.iter("a") if "button" in (a.get("class") or "")]
    assert links.index("Answer first: Legal basis") < links.index("Read the answers side by side: Legal basis")
    late.follow("Answer first")
    assert late.has("What you write now is marked as written after the reveal.")
    late.fill("Reasons and evidence", "Later", GROUNDS).press("Save and continue")
    with held.database().read() as connection:
        rows = connection.execute(sa.select(revision.c.after_reveal, revision.c.stage).order_by(revision.c.id)).all()
    assert [tuple(row) for row in rows] == [(False, "answering"), (True, "discussing")]
    early.room()
    assert not early.has("Answer first")
    assert early.has("Read the answers side by side")
    late.open(f"/worksheet/{late.worksheet}/history/legal-grounds-claimed")
    assert late.has("written while discussing, after the reveal")


def test_moving_back_before_the_reveal_hides_again_and_the_mark_stays(held: Seminar) -> None:
    phone = held.move(LAW, "answering").join("Ana")
    held.move(LAW, "discussing").move(LAW, "answering")
    phone.room()
    assert not phone.has("Read the answers side by side")
    phone.write(LAW, GROUNDS, "Again")
    phone.open(f"/worksheet/{phone.worksheet}/history/legal-grounds-claimed")
    assert phone.has("written while answering, after the reveal")


def test_a_closed_section_shows_the_answers_without_a_form_and_keeps_what_still_arrives(held: Seminar) -> None:
    phone = held.move(LAW, "answering").join("Ana").write(LAW, GROUNDS, "In time")
    phone.step(LAW).fill("Reasons and evidence", "Too late", GROUNDS)
    held.move(LAW, "closed")
    phone.press("Save and continue")
    assert phone.has("This section was closed when your text arrived. It is kept as a late draft")
    phone.step(LAW)
    assert phone.has("This section is closed")
    assert phone.has("A late draft")
    assert phone.has("Too late")
    with pytest.raises(AssertionError):
        phone.control("Reasons and evidence")
    assert phone.room().has("Closed: the answers stand.")
    held.move(LAW, "answering")
    assert phone.step(LAW).value("Reasons and evidence", GROUNDS) == "Too late"


def test_considerations_are_folded_for_everybody_or_for_nobody(app: Flask) -> None:
    for folded in (True, False):
        held = open_seminar(app, folded=folded, one_by_one=False)
        phone = held.join("Ana").step(LAW)
        assert phone.has("Two considerations") is folded
        assert phone.has("Another consideration")


def test_a_group_writes_from_two_devices_and_sees_both_texts_when_they_cross(app: Flask) -> None:
    held = open_seminar(app, holders="group", one_by_one=False)
    ana, bo = held.join("Ana", "North"), held.join("Bo", "North")
    ana.step(LAW).fill("Reasons and evidence", "From Ana", GROUNDS)
    bo.step(LAW).fill("Reasons and evidence", "From Bo", GROUNDS).fill("Other views in the group", "One of us", GROUNDS)
    ana.press("Save and continue")
    bo.press("Save and continue")
    assert bo.status == 409
    assert bo.heading == "Two texts for one answer"
    assert bo.has("From Ana")
    assert bo.has("Ana (another device)")
    assert bo.has("From Bo")
    bo.press("Save and continue")
    ana.step(LAW)
    assert ana.value("Reasons and evidence", GROUNDS) == "From Ana\n\nFrom Bo"
    assert ana.value("Other views in the group", GROUNDS) == "One of us"


def test_the_own_summary_and_the_case_are_one_step_away(held: Seminar) -> None:
    phone = held.join("Ana")
    assert phone.follow("Read the case").has("Tamborel elected a unity government")
    assert phone.room().follow("Your own summary").heading == "Summary of the answers given"


def test_withdrawing_erases_the_own_text_until_something_is_revealed(held: Seminar) -> None:
    phone = held.move(LAW, "answering").join("Ana").write(LAW, GROUNDS, "My words")
    other = held.join("Bo").write(LAW, GROUNDS, "His words")
    phone.open(f"/worksheet/{phone.worksheet}/delete")
    assert phone.address == f"/seminar/{held.id}/withdraw"
    assert phone.has("Take the answers with you first")
    phone.press("Erase the answers")
    assert phone.status == 422
    assert phone.has("Tick the box to erase the answers.")
    phone.tick("Yes, erase every answer").press("Erase the answers")
    assert phone.address == f"/seminar/{held.id}/"
    assert phone.has("erased")
    assert phone.step(LAW).value("Reasons and evidence", GROUNDS) == ""
    assert other.step(LAW).value("Reasons and evidence", GROUNDS) == "His words"
    other.open(f"/seminar/{held.id}/withdraw").tick("Yes, erase every answer")
    held.move(LAW, "discussing")
    other.press("Erase the answers")
    assert other.status == 409
    assert other.has("so nothing was erased")
    held.move(LAW, "answering")
    assert other.open(f"/seminar/{held.id}/withdraw").has("Ask the facilitator")
    assert other.step(LAW).value("Reasons and evidence", GROUNDS) == "His words"


def test_a_participant_changes_no_settings_of_a_seminars_worksheet(held: Seminar) -> None:
    phone = held.join("Ana")
    assert phone.open(f"/worksheet/{phone.worksheet}/settings").status == 404


def test_the_page_asks_for_news_and_has_a_link_for_those_without_scripts(held: Seminar) -> None:
    phone = held.join("Ana")
    asks = next(e for e in phone.page.iter("div") if e.get("data-live"))
    assert asks.get("data-live") == f"/seminar/{held.id}/state?role=participant"
    assert phone.has("Refresh")
