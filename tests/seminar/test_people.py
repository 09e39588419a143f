"""People at the desk: renaming, moving, letting back in, removing, typing in from paper, erasing."""

from __future__ import annotations

import re

from flask import Flask

from tests.page_lint import text_of
from tests.seminar.people import Seminar, open_seminar
from tests.visitor import Visitor
from webapp.access import joining, sight
from webapp.access.gate import Viewer
from webapp.access.joining import Joined


def person(seminar: Seminar, name: str) -> Visitor:
    """The desk's page about somebody."""
    return seminar.desk.open(f"/seminar/{seminar.id}/desk").follow(name)


def joined(seminar: Seminar) -> list[Joined]:
    with seminar.database().read() as connection:
        return joining.participants(connection, seminar.room())


def spoken(desk: Visitor) -> str:
    return text_of(next(e for e in desk.page.iter("p") if e.get("class") == "spoken-code"))


def first(seminar: Seminar) -> tuple[str, str]:
    """The id of the first section, and words of its first question."""
    section = seminar.room().staged()[0]
    return section.id, section.questions[0].text


def test_a_participant_is_renamed_on_the_desk_and_on_their_own_page(app: Flask) -> None:
    seminar = open_seminar(app)
    phone = seminar.join("Anna")
    person(seminar, "Anna").fill("Name", "Ana Lima").press("Save the name")
    assert seminar.desk.heading == "Ana Lima"
    assert phone.room().has("Ana Lima")


def test_a_name_that_somebody_has_and_an_empty_one_get_a_sentence(app: Flask) -> None:
    seminar = open_seminar(app)
    seminar.phones("Ana", "Ben")
    desk = person(seminar, "Ben").fill("Name", "ANA").press("Save the name")
    assert desk.status == 422
    assert desk.has("Somebody in this seminar has this name already.")
    assert desk.value("Name") == "ANA"
    assert desk.fill("Name", " ").press("Save the name").has("Type a name.")
    assert [one.name for one in joined(seminar)] == ["Ana", "Ben"]


def test_a_removed_participant_is_out_on_every_device_and_the_text_stays(app: Flask) -> None:
    seminar = open_seminar(app, one_by_one=False)
    section, question = first(seminar)
    phone = seminar.join("Ana").write(section, question, "what I think")
    person(seminar, "Ana").press("Remove from the seminar")
    assert seminar.desk.has("This place is ended.")
    assert phone.room().status == 403
    assert phone.step(section).status == 403
    again = Visitor(app).open("/worksheets/open").fill("Return code", phone.return_code).press("Open")
    assert again.status == 422
    desk = seminar.desk.open(f"/seminar/{seminar.id}/desk")
    assert desk.has("place ended")
    assert desk.follow("read in private").has("what I think")


def test_somebody_who_lost_the_code_is_let_back_in_with_a_new_one(app: Flask) -> None:
    seminar = open_seminar(app)
    old = seminar.join("Ana")
    desk = person(seminar, "Ana").press("Make a new return code")
    code = spoken(desk)
    new = Visitor(app).open("/worksheets/open").fill("Return code", code).press("Open")
    assert new.address == f"/seminar/{seminar.id}/"
    lost = Visitor(app).open("/worksheets/open").fill("Return code", old.return_code).press("Open")
    assert lost.status == 422
    assert len(joined(seminar)) == 1
    desk.press("I have read it out")
    assert not person(seminar, "Ana").has("A new return code")


def test_a_place_that_was_ended_by_mistake_is_given_back(app: Flask) -> None:
    seminar = open_seminar(app)
    phone = seminar.join("Ana")
    desk = person(seminar, "Ana").press("Remove from the seminar").press("Make a new return code")
    assert not desk.has("This place is ended.")
    back = Visitor(app).open("/worksheets/open").fill("Return code", spoken(desk)).press("Open")
    assert back.address == f"/seminar/{seminar.id}/"
    assert phone.room().status == 200


def test_moving_to_another_group_moves_no_text_and_the_page_says_so(app: Flask) -> None:
    seminar = open_seminar(app, holders="group", one_by_one=False)
    section, question = first(seminar)
    phone = seminar.join("Ana", group="North").write(section, question, "what North thinks")
    seminar.join("Ben", group="South")
    desk = person(seminar, "Ana")
    assert desk.has("No text moves.")
    desk.tick("South").press("Move")
    assert desk.has("Writes with South")
    north, south = (one.worksheet for one in joined(seminar))
    assert north == south != phone.worksheet
    assert phone.step(section).status == 403
    phone.worksheet = south
    assert phone.step(section).status == 200
    assert "what North thinks" not in phone.response.text
    asked = seminar.room().staged()[0].questions[0].id
    with seminar.database().read() as connection:
        seen = sight.seen(connection, seminar.room(), Viewer("desk", seminar.id), [asked])[asked]
    assert {one.worksheet: one.states[0].answer.reasons for one in seen if one.states} == {
        next(one.worksheet for one in seen if one.worksheet != south): "what North thinks"
    }
    again = Visitor(app).open("/worksheets/open").fill("Return code", phone.return_code).press("Open")
    assert again.address == f"/seminar/{seminar.id}/"


def test_somebody_who_moved_can_still_be_let_back_in(app: Flask) -> None:
    seminar = open_seminar(app, holders="group")
    seminar.join("Ana", group="North")
    desk = person(seminar, "Ana").tick("South").press("Move").press("Make a new return code")
    assert desk.status == 200
    back = Visitor(app).open("/worksheets/open").fill("Return code", spoken(desk)).press("Open")
    assert back.address == f"/seminar/{seminar.id}/"


def test_a_group_that_is_not_offered_gets_a_sentence(app: Flask) -> None:
    seminar = open_seminar(app, holders="group")
    phone = seminar.join("Ana", group="North")
    other = open_seminar(app, holders="group", groups=["East", "West"])
    with other.database().read() as connection:
        east = joining.groups(connection, other.room())[0][0]
    desk = person(seminar, "Ana").tick("South")
    desk.control("South").set("value", east)
    assert desk.press("Move").status == 422
    assert desk.has("Choose one of the groups.")
    assert joined(seminar)[0].worksheet == phone.worksheet


def test_a_group_is_added_at_the_desk_and_its_name_stands_alone(app: Flask) -> None:
    seminar = open_seminar(app, holders="group")
    desk = seminar.desk.open(f"/seminar/{seminar.id}/desk")
    assert desk.fill("Name of the new group", "north").press("Add the group").status == 422
    assert desk.has("A group of this seminar has this name already.")
    assert desk.value("Name of the new group") == "north"
    desk.fill("Name of the new group", "East").press("Add the group")
    assert seminar.join("Cy", group="East").status == 200


def test_what_somebody_wrote_on_paper_is_typed_in_and_marked_so(app: Flask) -> None:
    seminar = open_seminar(app, one_by_one=False)
    section, question = first(seminar)
    desk = (
        seminar.desk.open(f"/seminar/{seminar.id}/desk").fill("Whose paper is it", "Dora").press("Type in from paper")
    )
    sheet = desk.address.split("/")[2]
    desk.open(f"/worksheet/{sheet}/step/{section}").fill("Reasons and evidence", "in pencil", question)
    desk.press("Save and continue")
    table = seminar.desk.open(f"/seminar/{seminar.id}/desk")
    assert table.has("Dora")
    assert table.has("typed in")
    assert table.follow("read in private").has(
        "Typed in from paper. Answer No choice made. Reasons and evidence in pencil"
    )


def test_what_was_typed_in_from_paper_is_no_group_to_join(app: Flask) -> None:
    seminar = open_seminar(app, holders="group")
    seminar.desk.open(f"/seminar/{seminar.id}/desk").press("Type in from paper")
    form = seminar.somebody().open(f"/join/{seminar.join_code}")
    assert len([box for box in form.page.iter("input") if box.get("name") == "group"]) == 2


def test_another_desk_goes_on_typing_in_and_nobody_else_can(app: Flask) -> None:
    seminar = open_seminar(app)
    seminar.desk.open(f"/seminar/{seminar.id}/desk").fill("Whose paper is it", "Dora").press("Type in from paper")
    other = Visitor(app).open("/worksheets/open").fill("Return code", seminar.desk_code).press("Open")
    assert re.match("/worksheet/[^/]+", other.follow("Dora").press("Go on typing in").address)
    phone = seminar.join("Ana")
    page = other.open(f"/seminar/{seminar.id}/desk").follow("Ana")
    assert "Go on typing in" not in page.response.text
    sheet = phone.worksheet
    seminar.desk.open(f"/seminar/{seminar.id}/desk")
    token = seminar.desk.fields(next(seminar.desk.page.iter("form")))["csrf_token"]
    seminar.desk.post(f"/seminar/{seminar.id}/desk/holder/{sheet}/paper", {"csrf_token": token})
    assert seminar.desk.status == 400
    assert seminar.desk.open(f"/worksheet/{sheet}/").status == 403


def test_answers_are_erased_on_request_after_a_typed_word(app: Flask) -> None:
    seminar = open_seminar(app, one_by_one=False)
    section, question = first(seminar)
    seminar.join("Ana").write(section, question, "take this out")
    desk = person(seminar, "Ana").follow("Erase these answers")
    assert desk.heading == "Erase the answers of Ana"
    assert desk.fill("Type it here", "yes").press("Erase the answers").status == 422
    assert desk.has("Type “erase”, or leave this page.")
    desk.fill("Type it here", "Erase").press("Erase the answers")
    assert desk.has("answers erased")
    assert "take this out" not in desk.follow("read in private").response.text


def test_people_of_another_seminar_are_not_at_this_desk(app: Flask) -> None:
    seminar, other = open_seminar(app), open_seminar(app)
    phone = other.join("Eva")
    who = joined(other)[0].id
    for address in (f"person/{who}", f"holder/{phone.worksheet}", f"holder/{phone.worksheet}/erase"):
        assert seminar.desk.client.get(f"/seminar/{seminar.id}/desk/{address}").status_code == 404
        assert seminar.somebody().client.get(f"/seminar/{other.id}/desk/{address}").status_code == 403


def test_where_nobodys_name_is_asked_the_desk_knows_pseudonyms(app: Flask) -> None:
    seminar = open_seminar(app, names="none")
    seminar.join()
    with seminar.database().read() as connection:
        (place,) = sight.places(connection, seminar.room())
    desk = person(seminar, place.pseudonym)
    assert desk.heading == place.pseudonym
    assert "Rename" not in desk.text
    assert "Joined" not in desk.text
