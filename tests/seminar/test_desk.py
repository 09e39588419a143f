"""The desk: the code, the stages, the reminder, the door, the screen's code, and notes that stay there."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.page_lint import parse, text_of
from tests.seminar.people import Phone, Seminar, open_seminar
from tests.seminar.statements import counted
from tests.visitor import Visitor
from webapp.access.codes import typed
from webapp.access.rooms import STAGES, Stage
from webapp.answers.answer import Answer
from webapp.answers.save import Base, Submission, Writing, save
from webapp.clock import now
from webapp.framework.model import Question


def at_desk(seminar: Seminar) -> Visitor:
    return seminar.desk.open(f"/seminar/{seminar.id}/desk")


def section(seminar: Seminar, place: int = 0) -> str:
    return seminar.room().staged()[place].id


def question(seminar: Seminar, place: int = 0) -> Question:
    return seminar.room().staged()[place].questions[0]


def press_stage(seminar: Seminar, stage: str, place: int = 0) -> Visitor:
    desk = at_desk(seminar)
    for form in desk.page.iter("form"):
        fields = desk.fields(form)
        if fields.get("section") == [section(seminar, place)]:
            return desk.post(form.get("action") or "", {**fields, "stage": stage})
    raise AssertionError("no such section on the desk")


def part(desk: Visitor, of: str) -> str:
    found = next(element for element in desk.page.iter() if element.get("id") == of)
    return text_of(found)


def answer(seminar: Seminar, phone: Phone, reasons: str, place: int = 0) -> None:
    """Save an answer as the phone's page would, marked with the stage."""
    state = seminar.room().state(section(seminar, place))
    with seminar.database().write() as connection:
        writing = Writing(1, "", reasons[:20], "save", now(), state.stage, state.ever)
        sent = [Submission(question(seminar, place).id, Answer(reasons=reasons), Base.of(None))]
        save(connection, phone.worksheet, sent, writing)


def test_the_desk_shows_the_join_code_its_address_and_a_qr_code(app: Flask) -> None:
    seminar = open_seminar(app)
    desk = at_desk(seminar)
    assert desk.heading == "The desk"
    assert desk.has(f"{seminar.join_code[:4]}-{seminar.join_code[4:]}")
    assert desk.has("http://localhost/join")
    assert desk.has("This address works on this computer alone.")
    picture = seminar.desk.client.get(f"/seminar/{seminar.id}/qr.svg")
    assert picture.mimetype == "image/svg+xml"
    assert b"<svg" in picture.data
    assert b"style=" not in picture.data


def test_a_desk_on_the_network_names_an_address_that_phones_reach(app: Flask) -> None:
    seminar = open_seminar(app)
    code = {"return_code": seminar.desk_code}
    there = {"base_url": "http://192.168.0.10:5000"}
    phone = app.test_client()
    form = parse(phone.get("/worksheets/open", **there).text)
    token = next(e.get("value") for e in form.iter("input") if e.get("name") == "csrf_token")
    page = phone.post(
        "/worksheets/open", data={**code, "csrf_token": token}, headers={"Referer": there["base_url"]}, **there
    )
    page = phone.get(page.headers["Location"], **there)
    assert "http://192.168.0.10:5000/join" in page.text
    assert "on this computer alone" not in page.text


def test_the_qr_code_is_for_those_who_may_see_the_join_code(app: Flask) -> None:
    seminar = open_seminar(app)
    phone = seminar.join("Ana")
    assert phone.client.get(f"/seminar/{seminar.id}/qr.svg").status_code == 200
    assert seminar.somebody().client.get(f"/seminar/{seminar.id}/qr.svg").status_code == 403


def test_a_stranger_and_a_participant_see_no_desk(app: Flask) -> None:
    seminar = open_seminar(app)
    for visitor in (seminar.somebody(), seminar.join("Ana")):
        visitor.open(f"/seminar/{seminar.id}/desk")
        assert visitor.status == 403
        assert seminar.join_code[:4] not in visitor.text


@pytest.mark.parametrize("stage", ["answering", "discussing", "revising", "closed", "waiting"])
def test_a_section_moves_to_any_stage_from_any_other(app: Flask, stage: Stage) -> None:
    seminar = open_seminar(app)
    for before in STAGES:
        seminar.move(section(seminar), before)
        if before != stage:
            assert press_stage(seminar, stage).status == 200
        assert seminar.room().state(section(seminar)).stage == stage


def test_moving_back_hides_the_answers_again_and_the_desk_says_so(app: Flask) -> None:
    seminar = open_seminar(app)
    press_stage(seminar, "discussing")
    assert "Discussing, answers shown." in part(seminar.desk, f"s-{section(seminar)}")
    assert seminar.desk.has("Moving it back to waiting or answering hides its answers again.")
    press_stage(seminar, "answering")
    assert "Answering, answers hidden." in part(seminar.desk, f"s-{section(seminar)}")
    state = seminar.room().state(section(seminar))
    assert (state.revealed, state.ever) == (False, True)


def test_one_press_opens_all_that_waits_and_leaves_the_others(app: Flask) -> None:
    seminar = open_seminar(app)
    seminar.move(section(seminar), "closed")
    at_desk(seminar).press("Open all sections for answering")
    stages = [seminar.room().state(step.id).stage for step in seminar.room().staged() if step.questions]
    assert stages == ["closed"] + ["answering"] * (len(stages) - 1)
    with pytest.raises(AssertionError):
        seminar.desk.press("Open all sections")


def test_a_stage_or_a_section_that_is_not_there_gets_a_sentence(app: Flask) -> None:
    seminar = open_seminar(app)
    assert press_stage(seminar, "eaten").status == 422
    assert seminar.desk.has("Choose one of the five stages.")
    sent = {"csrf_token": token(seminar.desk), "section": "nowhere", "stage": "closed"}
    seminar.desk.post(f"/seminar/{seminar.id}/desk/stage", sent)
    assert seminar.desk.status == 422
    assert seminar.desk.has("This section is not in the seminar.")


@pytest.mark.parametrize("button", ["stage", "code", "screen-code", "screen", "kept", "time", "open-all"])
def test_a_button_of_a_page_that_stood_open_too_long_does_nothing_and_says_so(app: Flask, button: str) -> None:
    seminar = open_seminar(app)
    seminar.desk.post(f"/seminar/{seminar.id}/desk/{button}", {})
    assert seminar.desk.status == 400
    assert seminar.desk.has("This page had been open for too long, so nothing was done.")


def token(desk: Visitor) -> str:
    """The token of the page that a desk stands on."""
    found = desk.page.find(".//input[@name='csrf_token']")
    assert found is not None
    return found.get("value") or ""


def test_nameless_answers_wait_for_three_holders_or_for_a_confirmed_sentence(app: Flask) -> None:
    seminar = open_seminar(app, names="none", one_by_one=False)
    phones = seminar.phones("", "")
    for phone in phones:
        answer(seminar, phone, "what I think")
    asks = press_stage(seminar, "discussing")
    assert asks.status == 422
    assert asks.has("fewer than three have written in this section")
    assert not seminar.room().state(section(seminar)).revealed
    assert asks.press("Show the answers").status == 422
    assert asks.has("Tick the box to show the answers, or go back to the desk.")
    assert asks.tick("Show the answers all the same").press("Show the answers").heading == "The desk"
    assert seminar.room().state(section(seminar)).revealed


def test_three_nameless_holders_are_revealed_without_a_question(app: Flask) -> None:
    seminar = open_seminar(app, names="pseudonym", one_by_one=False)
    for phone in seminar.phones("Ana", "Ben", "Cy"):
        answer(seminar, phone, "what I think")
    assert press_stage(seminar, "discussing").heading == "The desk"
    assert seminar.room().state(section(seminar)).revealed


def test_an_answer_emptied_again_and_one_that_came_late_do_not_count_as_written(app: Flask) -> None:
    seminar = open_seminar(app, names="pseudonym", one_by_one=False)
    phones = seminar.phones("Ana", "Ben", "Cy")
    answer(seminar, phones[0], "kept")
    answer(seminar, phones[1], "taken back")
    with seminar.database().write() as connection:
        emptied = Submission(question(seminar).id, Answer(), Base(1, Answer(reasons="taken back").digest()))
        save(connection, phones[1].worksheet, [emptied], Writing(1, "", "p", "save", now(), "answering"))
    seminar.move(section(seminar), "closed")
    answer(seminar, phones[2], "too late")
    assert "1 has written." in part(at_desk(seminar), f"s-{section(seminar)}")
    assert press_stage(seminar, "discussing").status == 422


def test_two_desks_move_stages_at_once_and_no_move_is_lost(app: Flask) -> None:
    seminar = open_seminar(app)
    second = Visitor(app).open("/worksheets/open").fill("Return code", seminar.desk_code).press("Open")
    assert second.heading == "The desk"
    desks = (at_desk(seminar), second)
    forms = [next(f for f in desk.page.iter("form") if desk.fields(f).get("section")) for desk in desks]
    sent = [
        desk.fields(form) | {"section": section(seminar, place), "stage": "answering"}
        for place, (desk, form) in enumerate(zip(desks, forms, strict=True))
    ]
    address = f"/seminar/{seminar.id}/desk/stage"
    threads = [
        threading.Thread(target=desk.client.post, args=(address,), kwargs={"data": data})
        for desk, data in zip(desks, sent, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [seminar.room().state(section(seminar, place)).stage for place in (0, 1)] == ["answering"] * 2


def test_a_reminder_of_the_time_is_shown_to_all_submits_nothing_and_can_be_taken_away(app: Flask) -> None:
    seminar = open_seminar(app)
    phone = seminar.join("Ana")
    at_desk(seminar).fill("Minutes from now", "5").press("Show the time to all")
    found = seminar.room().countdown
    assert found
    assert timedelta(minutes=4) < found - now() <= timedelta(minutes=5)
    assert phone.room().has("Nothing is sent or closed when it ends.")
    seminar.desk.press("Take the reminder away")
    assert seminar.room().countdown is None


@pytest.mark.parametrize("minutes", ["", "0", "-3", "many", "241", "1e3"])
def test_a_time_that_is_no_number_of_minutes_comes_back(app: Flask, minutes: str) -> None:
    seminar = open_seminar(app)
    at_desk(seminar).fill("Minutes from now", minutes).press("Show the time to all")
    assert seminar.desk.status == 422
    assert seminar.desk.value("Minutes from now") == minutes
    assert seminar.desk.has("Type a number of minutes between 1 and 240.")


def test_the_door_is_locked_and_unlocked(app: Flask) -> None:
    seminar = open_seminar(app)
    at_desk(seminar).press("Lock the door")
    assert seminar.room().locked
    assert seminar.desk.has("The door is locked: nobody new can join.")
    seminar.desk.press("Unlock the door")
    assert not seminar.room().locked


def test_the_record_is_shared_and_the_seminar_ends_and_opens_again(app: Flask) -> None:
    seminar = open_seminar(app)
    at_desk(seminar).press("Share the record with the participants")
    assert seminar.room().shared
    seminar.desk.press("Share the record no more").press("End the seminar")
    assert not seminar.room().shared
    assert seminar.room().ended_at
    assert seminar.desk.has("The seminar has ended, so nobody can join.")
    seminar.desk.press("Open the seminar again")
    assert not seminar.room().ended_at


def test_the_screen_has_a_code_of_its_own_that_is_shown_once(app: Flask) -> None:
    seminar = open_seminar(app)
    at_desk(seminar).press("Make a code for another computer")
    shown = next(e for e in seminar.desk.page.iter("p") if e.get("class") == "spoken-code")
    assert len(typed(text_of(shown))) == 13
    beamer = Visitor(app).open("/worksheets/open").fill("Return code", text_of(shown)).press("Open")
    assert beamer.address == f"/seminar/{seminar.id}/screen"
    assert Visitor(app).open(f"/seminar/{seminar.id}/desk").status == 403
    assert beamer.open(f"/seminar/{seminar.id}/desk").status == 403
    seminar.desk.press("I have typed it")
    assert not seminar.desk.has("The screen’s code")


def test_the_screen_opens_in_the_browser_of_the_desk(app: Flask) -> None:
    seminar = open_seminar(app)
    assert at_desk(seminar).press("Open the screen in this browser").address == f"/seminar/{seminar.id}/screen"
    assert seminar.desk.status == 200


def test_the_desk_reads_all_answers_in_private_with_the_late_ones_marked(app: Flask) -> None:
    seminar = open_seminar(app, one_by_one=False)
    ana, ben, _ = seminar.phones("Ana", "Ben", "Cy")
    answer(seminar, ana, "in good time")
    seminar.move(section(seminar), "closed")
    answer(seminar, ben, "after the bell")
    desk = at_desk(seminar).follow("read in private")
    assert desk.heading == question(seminar).short
    assert desk.has("in good time")
    assert desk.has("This came after the section had closed.")
    assert desk.has("after the bell")
    assert desk.has("Cy Answer No answer given.")


def private(desk: Visitor) -> Visitor:
    """From the desk to the private note on the first question."""
    return desk.follow("read in private").follow("Write a private note")


def test_a_private_note_is_kept_and_no_other_page_shows_it(app: Flask) -> None:
    seminar = open_seminar(app, one_by_one=False)
    phone = seminar.join("Ana")
    desk = private(at_desk(seminar)).fill("Private note", "Ask the quiet row first").press("Keep the private note")
    assert desk.has("Ask the quiet row first")
    assert desk.follow("Change the private note").value("Private note") == "Ask the quiet row first"
    at_desk(seminar).press("Share the record").press("Open the screen in this browser")
    seminar.move(section(seminar), "discussing")
    name, asked = seminar.id, question(seminar)
    for address in (
        f"/seminar/{name}/",
        f"/seminar/{name}/compare/{asked.id}",
        f"/seminar/{name}/section/{section(seminar)}",
        f"/seminar/{name}/record",
        f"/seminar/{name}/state",
        f"/worksheet/{phone.worksheet}/step/{section(seminar)}",
    ):
        for client in (phone.client, seminar.desk.client):
            assert "quiet row" not in client.get(address, follow_redirects=True).text
    assert "quiet row" not in seminar.desk.client.get(f"/seminar/{name}/screen").text
    assert "quiet row" not in seminar.desk.client.get(f"/seminar/{name}/desk").text


def test_two_desks_that_write_one_note_lose_neither_text(app: Flask) -> None:
    seminar = open_seminar(app)
    other = Visitor(app).open("/worksheets/open").fill("Return code", seminar.desk_code).press("Open")
    for desk in (at_desk(seminar), other):
        private(desk)
    seminar.desk.fill("Private note", "from the lectern").press("Keep the private note")
    other.fill("Private note", "from the back").press("Keep the private note")
    assert other.status == 409
    assert other.has("from the lectern")
    assert other.value("Private note").strip() == "from the back"
    other.fill("Private note", "from both").press("Keep the private note")
    assert other.status == 200
    assert seminar.desk.open(seminar.desk.address).has("from both")


def test_a_note_that_is_too_long_comes_back(app: Flask) -> None:
    seminar = open_seminar(app)
    desk = private(at_desk(seminar)).fill("Private note", "x" * 4001).press("Keep the private note")
    assert desk.status == 422
    assert desk.has("This note is longer than 4,000 characters.")
    assert desk.value("Private note").strip() == "x" * 4001


def test_the_desk_says_how_far_everybody_is_in_words(app: Flask) -> None:
    seminar = open_seminar(app, one_by_one=False)
    ana, _ = seminar.phones("Ana", "Ben")
    answer(seminar, ana, "what I think")
    desk = at_desk(seminar)
    rows = [text_of(row) for row in desk.page.iter("tr")]
    first = len(seminar.room().staged()[0].questions)
    assert ("every question answered" if first == 1 else "some answers") in rows[1]
    assert "saved" in rows[1]
    assert "some answers" not in rows[2]
    assert "no answer yet" in rows[2]
    assert "saved" not in rows[2]


def test_times_stay_untold_where_names_are(app: Flask) -> None:
    seminar = open_seminar(app, names="pseudonym", one_by_one=False)
    phone = seminar.join("Ana")
    answer(seminar, phone, "what I think")
    rows = [text_of(row) for row in at_desk(seminar).page.iter("tr")]
    assert "saved" not in rows[1]
    assert "Ana (" in rows[1]


def test_the_desk_costs_the_same_statements_for_one_and_for_thirty(app: Flask) -> None:
    def statements(holders: str, people: int, **more: Any) -> int:
        seminar = open_seminar(app, holders=holders, one_by_one=False, **more)
        for number in range(people):
            phone = seminar.join(f"P{number}", group="North" if holders == "group" else "")
            answer(seminar, phone, f"text {number}")
        address = f"/seminar/{seminar.id}/desk"
        seminar.desk.client.get(address)
        with counted(seminar.database()) as sent:
            assert seminar.desk.client.get(address).status_code == 200
        with counted(seminar.database()) as private:
            seminar.desk.client.get(f"{address}/answers/{question(seminar).id}")
        assert len(private) <= 12
        return len(sent)

    assert statements("person", 1) == statements("person", 30) <= 10
    assert statements("group", 1) == statements("group", 12) <= 10
