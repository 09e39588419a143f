"""Joining: by code or link, what is promised, once a browser, and every way in which the door can be shut."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.seminar.people import Seminar, open_seminar
from tests.visitor import Visitor
from webapp.access import joining, rooms
from webapp.access.model import holding, participant, seminar, wrong_code
from webapp.clock import now
from webapp.seminar.promises import promises


@pytest.fixture
def held(app: Flask) -> Seminar:
    """An open seminar with given names."""
    return open_seminar(app)


def change(held: Seminar, **values: Any) -> None:
    with held.database().write() as connection:
        rooms.change(connection, held.id, now(), **values)


def count(held: Seminar, table: sa.Table = participant) -> int:
    with held.database().read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_the_code_is_typed_as_people_type_and_leads_to_the_form(held: Seminar) -> None:
    code = held.join_code
    visitor = held.somebody().open("/").follow("Join a seminar").fill("Join code", f" {code[:4].lower()}-{code[4:]} ")
    visitor.press("Go on")
    assert visitor.heading == "Join: The Lower Delta"
    visitor.fill("Your name", "Ana").press("Join")
    assert visitor.heading == "Your return code"
    visitor.press("I have kept it")
    assert visitor.address == f"/seminar/{held.id}/"
    assert visitor.has("These are the answers of Ana")


def test_opening_the_link_creates_nobody(held: Seminar) -> None:
    for _ in range(3):
        assert held.somebody().open(f"/join/{held.join_code}").status == 200
    assert count(held) == 0
    assert count(held, holding) == 0
    assert count(held, wrong_code) == 0


def test_what_is_promised_is_read_before_joining(held: Seminar) -> None:
    visitor = held.somebody().open(f"/join/{held.join_code}")
    for words in (
        "The others see your answers",
        "The facilitator can read",
        "The record holds",
        "Everything is deleted",
    ):
        assert visitor.has(words)


def test_the_promises_follow_from_the_settings() -> None:
    day = datetime(2027, 3, 31, 12, tzinfo=UTC)

    def said(holders: Any, names: Any) -> str:
        import flask

        from webapp.current import SETTINGS
        from webapp.settings import read

        app = flask.Flask("promises")
        app.extensions[SETTINGS] = read({}, {"secret_key": "x" * 40})
        with app.app_context():
            return " ".join(one.sentence for one in promises(holders, names, day))

    assert "under the name that you give" in said("person", "given")
    assert "without your name" in said("person", "pseudonym")
    assert "your name beside the pseudonym" in said("person", "pseudonym")
    assert "nobody’s name is asked" in said("person", "none")
    assert "the members of your group see them" in said("group", "none")
    assert "31 March 2027" in said("person", "given")


def test_the_same_browser_joining_twice_is_the_same_participant(held: Seminar) -> None:
    phone = held.join("Ana")
    phone.open(f"/join/{held.join_code}")
    assert phone.has("You are in this seminar already, as Ana")
    phone.follow("Go to the seminar")
    assert phone.has("These are the answers of Ana")
    phone.open("/join")
    token = phone.page.find(".//input[@name='csrf_token']")
    assert token is not None
    phone.post(f"/join/{held.join_code}", {"csrf_token": token.get("value"), "name": "Bo"})
    assert phone.address == f"/seminar/{held.id}/"
    assert count(held) == 1


def test_a_double_press_on_a_slow_phone_is_one_participant_who_reads_their_code(held: Seminar, app: Flask) -> None:
    visitor = held.somebody().open(f"/join/{held.join_code}")
    before = visitor.client.get_cookie("before_force")
    assert before
    token = visitor.page.find(".//input[@name='csrf_token']")
    assert token is not None
    sent = {"csrf_token": token.get("value"), "name": "Ana"}
    # The first answer never arrives: the cookie stays as it was.
    other = Visitor(app)
    other.client.set_cookie("before_force", before.value)
    other.client.post(f"/join/{held.join_code}", data=sent)
    visitor.post(f"/join/{held.join_code}", sent)
    assert count(held) == 1
    assert visitor.heading == "Your return code"
    visitor.press("I have kept it")
    assert visitor.has("These are the answers of Ana")


def test_a_return_code_opens_the_place_on_another_device(held: Seminar) -> None:
    phone = held.join("Ana")
    other = held.somebody().open("/worksheets/open").fill("Return code", phone.return_code).press("Open")
    assert other.address == f"/seminar/{held.id}/"
    assert other.has("These are the answers of Ana")
    assert count(held) == 1


def test_a_new_return_code_ends_the_old_one(held: Seminar) -> None:
    phone = held.join("Ana").room()
    phone.follow("Return code").press("Make a new code").press("I have kept it")
    assert phone.address == f"/seminar/{held.id}/"
    other = held.somebody().open("/worksheets/open").fill("Return code", phone.return_code).press("Open")
    assert other.status == 422


def test_a_name_is_asked_and_is_not_given_twice(held: Seminar) -> None:
    held.join("Ana")
    visitor = held.somebody().open(f"/join/{held.join_code}").press("Join")
    assert visitor.status == 422
    assert visitor.has("Type a name.")
    visitor.fill("Your name", "ANA").press("Join")
    assert visitor.status == 422
    assert visitor.has("goes by this name")
    assert visitor.value("Your name") == "ANA"
    visitor.fill("Your name", "Ana B").press("Join")
    assert visitor.heading == "Your return code"


def test_where_nobody_is_named_no_name_is_asked(app: Flask) -> None:
    held = open_seminar(app, names="none")
    visitor = held.somebody().open(f"/join/{held.join_code}")
    with pytest.raises(AssertionError):
        visitor.control("Your name")
    phone = held.join()
    assert phone.has("These are your own answers.")


def test_a_pseudonym_is_told_to_its_holder(app: Flask) -> None:
    phone = open_seminar(app, names="pseudonym").join("Ana")
    assert phone.has("To the others you are")


def test_a_group_is_chosen_and_its_members_share_one_worksheet(app: Flask) -> None:
    held = open_seminar(app, holders="group")
    visitor = held.somebody().open(f"/join/{held.join_code}").fill("Your name", "Ana").press("Join")
    assert visitor.status == 422
    assert visitor.has("Choose your group.")
    assert visitor.value("Your name") == "Ana"
    ana, bo, cai = held.join("Ana", "North"), held.join("Bo", "North"), held.join("Cai", "South")
    assert ana.worksheet == bo.worksheet != cai.worksheet
    assert bo.has("These are the answers of the group North")


def test_a_locked_door_an_ended_and_a_deleted_seminar_each_have_their_sentence(held: Seminar) -> None:
    phone = held.join("Ana")
    change(held, locked=True)
    visitor = held.somebody().open(f"/join/{held.join_code}")
    assert visitor.has("The door of this seminar is locked")
    assert phone.open(f"/join/{held.join_code}").has("You are in this seminar already")
    change(held, locked=False, ended_at=now())
    visitor.open(f"/join/{held.join_code}")
    assert visitor.heading == "This seminar has ended"
    assert visitor.status == 410
    assert phone.room().has("The seminar has ended.")
    change(held, ended_at=None, deleted_at=now())
    visitor.open(f"/join/{held.join_code}")
    assert visitor.heading == "This seminar was deleted"
    assert visitor.status == 410


def test_a_door_that_was_locked_meanwhile_keeps_what_was_typed_out(held: Seminar) -> None:
    visitor = held.somebody().open(f"/join/{held.join_code}").fill("Your name", "Ana")
    change(held, locked=True)
    visitor.press("Join")
    assert visitor.status == 409
    assert visitor.has("is locked")
    assert count(held) == 0


def test_a_full_seminar_says_so(held: Seminar, monkeypatch: pytest.MonkeyPatch) -> None:
    held.join("Ana")
    monkeypatch.setattr(joining, "MOST", 1)
    assert held.somebody().open(f"/join/{held.join_code}").has("This seminar is full")


def test_somebody_whose_place_was_ended_is_told(held: Seminar) -> None:
    phone = held.join("Ana")
    with held.database().write() as connection:
        room = held.room()
        joining.remove(connection, room, joining.participants(connection, room)[0].id, now())
    assert phone.room().status == 403
    assert phone.has("The facilitator has ended your place")
    assert phone.open(f"/join/{held.join_code}").has("The facilitator has ended your place")
    assert phone.open(f"/worksheet/{phone.worksheet}/step/case").status == 403


def test_an_unknown_code_has_a_sentence_and_the_code_is_still_there(held: Seminar) -> None:
    visitor = held.somebody().open("/join").fill("Join code", "2222-2222").press("Go on")
    assert visitor.status == 422
    assert visitor.has("No seminar has this code.")
    assert visitor.value("Join code") == "2222-2222"
    visitor.fill("Join code", "222").press("Go on")
    assert visitor.has("A join code has 8 symbols")
    visitor.fill("Join code", "").press("Go on")
    assert visitor.has("Type the code that the facilitator shows.")
    assert count(held, wrong_code) == 2


def test_ten_wrong_codes_make_a_browser_wait_and_a_right_one_opens_all_the_same(held: Seminar) -> None:
    visitor = held.somebody().open("/join")
    for _ in range(11):
        visitor.fill("Join code", "22222222").press("Go on")
    assert visitor.has("Many wrong codes were sent. Wait")
    other = held.somebody().open("/join").fill("Join code", "22222222").press("Go on")
    assert not other.has("Many wrong codes")
    visitor.fill("Join code", held.join_code).press("Go on")
    assert visitor.heading == "Join: The Lower Delta"


def test_looking_at_a_wrong_link_is_not_counted(held: Seminar) -> None:
    visitor = held.somebody().open("/join/22222222")
    assert visitor.status == 404
    assert visitor.has("No seminar has this code.")
    assert count(held, wrong_code) == 0


def test_under_a_ceiling_for_the_whole_server_all_wrong_codes_wait(
    held: Seminar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.access.codes.CEILING", 2)
    for _ in range(2):
        held.somebody().open("/join").fill("Join code", "22222222").press("Go on")
    visitor = held.somebody().open("/join").fill("Join code", "22222222").press("Go on")
    assert visitor.has("Many wrong codes were sent. Wait 60 seconds")
    assert held.join("Ana").has("These are the answers of Ana")


def test_the_start_page_lists_the_seminars_of_this_device(held: Seminar) -> None:
    phone = held.join("Ana")
    assert phone.open("/").has("Seminar: The Lower Delta Ana · as known on the day described")
    assert held.desk.open("/").has("Desk of the seminar: The Lower Delta")
    phone.follow("Seminar: The Lower Delta")
    assert phone.address == f"/seminar/{held.id}/"
    assert not held.somebody().open("/").has("The Lower Delta as known")


def test_a_stranger_meets_a_page_that_asks_for_a_code(held: Seminar) -> None:
    visitor = held.somebody().open(f"/seminar/{held.id}/")
    assert visitor.status == 403
    assert visitor.heading == "This browser has no place in the seminar"
    for name in ("nosuchone/", "%00/", "%00/desk", "Nobody/", "a" * 40 + "/desk"):
        assert visitor.open(f"/seminar/{name}").status == 403
    assert visitor.open("/seminars/new?copy=%00").status == 403
    assert visitor.open("/join/%00").status == 404


def test_a_deleted_seminar_leads_its_people_to_a_plain_page(held: Seminar) -> None:
    phone = held.join("Ana").step("case")
    with held.database().write() as connection:
        connection.execute(sa.update(seminar).values(deleted_at=now()))
    phone.fill("Corrections and additions", "Also a cyclone", "What is happening").press("Save and continue")
    assert phone.status == 410
    assert phone.heading == "This seminar was deleted"
    assert phone.has("Also a cyclone")
