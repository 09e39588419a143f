"""Answering a section again from another seat."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.page_lint import text_of
from tests.seminar.people import Phone, Seminar, open_seminar
from tests.seminar.statements import counted
from webapp.access.model import seminar_worksheet
from webapp.access.purge import purge
from webapp.answers.model import worksheet
from webapp.clock import now
from webapp.current import DATABASE
from webapp.framework.load import built_in
from webapp.framework.model import Section
from webapp.worksheet.seat_form import NONE_CHOSEN, NOTHING_TYPED, TAKEN, TWO, UNKNOWN
from webapp.worksheet.seats import CLOSED, FULL, GIVEN_UP, WAITING, WRITTEN

CARE = "In past and present cases nobody is given the seat of a victim."
REASONS = "Reasons and evidence"


def section(seminar: Seminar) -> Section:
    return seminar.room().framework.sections[0]


def opened(app: Flask, **chosen: object) -> Seminar:
    """A seminar whose first section takes answers."""
    seminar = open_seminar(app, **chosen)  # type: ignore[arg-type]
    return seminar.move(section(seminar).id, "answering")


def take(seminar: Seminar, phone: Phone, seat: str) -> str:
    """Take a seat in the first section; gives the id of its worksheet. The phone stands on its step."""
    phone.room().follow("Write from another seat")
    phone.fill("Another seat, in", seat).press("Answer from this seat")
    assert phone.heading == f"{section(seminar).title}, from another seat", phone.text
    return phone.address.split("/")[2]


def write(seminar: Seminar, phone: Phone, sheet: str, words: str) -> None:
    """Write on the first question of the first section, from a seat or as oneself."""
    phone.open(f"/worksheet/{sheet}/step/{section(seminar).id}")
    phone.fill(REASONS, words, section(seminar).questions[0].text).press("Save and continue")


def offered(phone: Phone) -> list[str]:
    """The seats that the page lists."""
    return [text_of(each) for each in phone.page.iter("label") if "choice" in (each.get("class") or "")]


@pytest.mark.parametrize(
    ("case", "fictional"), [("The Lower Delta", True), ("Kosovo", False)], ids=["fictional", "past"]
)
def test_the_list_is_the_one_of_the_case_and_never_a_victim(app: Flask, case: str, fictional: bool) -> None:
    seminar = opened(app, case=case)
    phone = seminar.join("Ann").room().follow("Write from another seat")
    displaced = ["A person displaced"] if fictional else []
    assert offered(phone) == [  # type: ignore[arg-type]
        *["A member of the Security Council", "A ministry", "A neighbour", "A parliament"],
        *displaced,
        *["A relief agency", "Another seat, typed below"],
    ]
    field = phone.control("Another seat, in your own words")
    hints = (field.get("aria-describedby") or "").split()
    assert [text_of(each) for each in phone.page.iter() if each.get("id") in hints] == [CARE]


def test_a_seat_stands_beside_the_own_view_with_answers_of_its_own(app: Flask) -> None:
    seminar = opened(app)
    ann = seminar.join("Ann")
    write(seminar, ann, ann.worksheet, "as myself")
    ann.step(section(seminar).id).follow("Answer this section again from another seat")
    ann.tick("A ministry").press("Answer from this seat")
    assert ann.has("You answer here from the seat of a ministry")
    assert "as myself" not in ann.response.text
    sheet = ann.address.split("/")[2]
    write(seminar, ann, sheet, "as a ministry")
    assert ann.heading == seminar.room().case.title
    assert ann.follow("From the seat of: a ministry").value(REASONS) == "as a ministry"
    ann.follow("Go back to your own view")
    assert ann.value(REASONS) == "as myself"
    assert ann.follow("From the seat of: a ministry").value(REASONS) == "as a ministry"
    # Every other page of it is the page of the own worksheet.
    for page in ("", "briefing", "summary", "code", "history", f"step/{section(seminar).id}x"):
        ann.open(f"/worksheet/{sheet}/{page}")
        assert sheet not in ann.address or ann.status == 404, page
    other = seminar.room().framework.sections[1].id
    assert ann.open(f"/worksheet/{sheet}/step/{other}").address == f"/worksheet/{ann.worksheet}/step/{other}"


def test_what_can_be_wrong_gets_its_own_sentence_and_what_was_typed_stays(app: Flask) -> None:
    seminar = opened(app)
    ann = seminar.join("Ann")
    page = f"/worksheet/{ann.worksheet}/step/{section(seminar).id}/seats"

    def refused(sentence: str, status: int = 422) -> None:
        assert (ann.status, ann.has(sentence)) == (status, True), ann.text

    ann.open(page).press("Answer from this seat")
    refused(NONE_CHOSEN)
    ann.tick("Another seat").fill("Another seat, in", " \t ").press("Answer from this seat")
    refused(NOTHING_TYPED)
    ann.open(page).fill("Another seat, in", "x" * 81).press("Answer from this seat")
    refused("This name is longer than 80 characters. Use a shorter one.")
    assert ann.value("Another seat, in") == "x" * 81
    ann.open(page).tick("A ministry").fill("Another seat, in", "an army").press("Answer from this seat")
    refused(TWO)
    assert ann.value("Another seat, in") == "an army"
    assert ann.is_ticked("A ministry")
    token = ann.value_of("csrf_token")
    refused_by_hand = ann.post(page, {"csrf_token": token, "seat": "99"})
    assert (refused_by_hand.status, ann.has(UNKNOWN)) == (422, True)
    take(seminar, ann, "An army")
    ann.open(page).fill("Another seat, in", "an  ARMY").press("Answer from this seat")
    refused(TAKEN, 409)
    assert ann.value("Another seat, in") == "an ARMY"
    for number in range(5):
        take(seminar, ann, f"seat {number}")
    ann.open(page).fill("Another seat, in", "one more").press("Answer from this seat")
    refused(FULL, 409)
    assert ann.value("Another seat, in") == "one more"


def test_a_seat_is_taken_in_a_section_that_takes_answers(app: Flask) -> None:
    seminar = opened(app)
    ann = seminar.join("Ann")
    room = seminar.room()
    page = f"/worksheet/{ann.worksheet}/step/{section(seminar).id}/seats"
    for stage, sentence in (("waiting", WAITING), ("closed", CLOSED)):
        ann.open(page).fill("Another seat, in", "an army")
        seminar.move(section(seminar).id, stage)  # type: ignore[arg-type]
        ann.press("Answer from this seat")
        assert (ann.status, ann.has(sentence)) == (409, True)
        assert ann.value("Another seat, in") == "an army"
        assert ann.open(page).has(sentence)
        assert not ann.room().has("Write from another seat")
        seminar.move(section(seminar).id, "answering")
    for step in (room.framework.opening.id, room.framework.closing.id, "nothing"):
        assert ann.open(f"/worksheet/{ann.worksheet}/step/{step}/seats").status == 404


def test_what_arrives_late_from_a_seat_is_kept_as_late(app: Flask) -> None:
    seminar = opened(app)
    ann = seminar.join("Ann")
    sheet = take(seminar, ann, "a ministry")
    ann.fill(REASONS, "too late", section(seminar).questions[0].text)
    seminar.move(section(seminar).id, "closed")
    ann.press("Save and continue")
    ann.open(f"/worksheet/{sheet}/step/{section(seminar).id}")
    assert ann.heading == f"{section(seminar).title}, from another seat"
    assert ann.has("A late draft")
    assert ann.has("too late")
    seminar.move(section(seminar).id, "waiting")
    assert "too late" not in ann.open(f"/worksheet/{sheet}/step/{section(seminar).id}").response.text


def test_an_empty_seat_can_be_given_up_and_one_written_from_stays(app: Flask) -> None:
    seminar = opened(app)
    ann = seminar.join("Ann")
    written = take(seminar, ann, "a ministry")
    write(seminar, ann, written, "some words")
    empty = take(seminar, ann, "an amry")
    ann.follow("Go back to your own view").follow("Answer this section again")
    before = ann.client.get(ann.address)
    assert [text_of(each) for each in ann.page.iter("button")].count("Give this seat up") == 1
    ann.press("Give this seat up")
    assert ann.has(GIVEN_UP)
    assert not ann.has("an amry")
    assert before.status_code == 200
    sent = {"csrf_token": ann.value_of("csrf_token"), "sheet": written}
    assert ann.post(f"{ann.address}/give-up", sent).has(WRITTEN)
    assert ann.has("From the seat of: a ministry")
    # What was sent to it meanwhile comes back to its author.
    question = section(seminar).questions[0].id
    lost = ann.post(f"/worksheet/{empty}/step/{section(seminar).id}", {f"q_{question}_reasons": "typed meanwhile"})
    assert lost.status == 403
    assert ann.has("typed meanwhile")


def test_a_seat_is_held_by_whoever_holds_the_own_worksheet(app: Flask) -> None:
    seminar = opened(app, holders="group")
    ann, bo, cy = seminar.join("Ann", "North"), seminar.join("Bo", "North"), seminar.join("Cy", "South")
    sheet = take(seminar, ann, "a relief agency")
    write(seminar, ann, sheet, "what relief needs")
    address = f"/worksheet/{sheet}/step/{section(seminar).id}"

    def reads(phone: Phone) -> bool:
        return "what relief needs" in phone.open(address).response.text

    assert (reads(bo), reads(cy)) == (True, False)
    assert cy.heading == "This browser does not hold the worksheet"
    # The other device comes back with the participant's code alone, on the seat's own page.
    tablet = Phone(app)
    tablet.open(address).fill("Return code", bo.return_code).press("Open")
    assert reads(tablet)
    # Moved to another group one reads the other group's seats; an ended place ends them too.
    _move(seminar, "Cy", "North")
    _move(seminar, "Bo", "South")
    assert (reads(bo), reads(cy), reads(tablet)) == (False, True, False)
    seminar.desk.open(f"/seminar/{seminar.id}/desk").follow("Cy").press("Remove from the seminar")
    assert not reads(cy)
    assert cy.has("The facilitator has ended your place in this seminar.")


def _move(seminar: Seminar, who: str, group: str) -> None:
    seminar.desk.open(f"/seminar/{seminar.id}/desk").follow(who).tick(group).press("Move")


def test_a_form_whose_cookie_was_lost_is_saved_with_the_code(app: Flask) -> None:
    seminar = opened(app)
    ann = seminar.join("Ann")
    take(seminar, ann, "a ministry")
    ann.client.delete_cookie("before_force")
    ann.fill(REASONS, "written without a cookie", section(seminar).questions[0].text).press("Save and continue")
    assert ann.status in (400, 403)
    ann.fill("Return code", ann.return_code).press("Open and save")
    if ann.status == 400:
        ann.press("Save and continue")
    ann.room().follow("From the seat of: a ministry")
    assert ann.value(REASONS) == "written without a cookie"


def test_withdrawing_and_erasing_take_the_seats_along(app: Flask) -> None:
    seminar = opened(app)
    ann, bo = seminar.phones("Ann", "Bo")
    for phone in (ann, bo):
        write(seminar, phone, take(seminar, phone, f"the seat {phone.worksheet}"), "from a seat")
    ann.room().follow("Withdraw what was written")
    ann.tick("Yes, erase every answer").press("Erase the answers")
    assert not ann.room().has("From the seat of")
    seminar.desk.open(f"/seminar/{seminar.id}/desk").follow("Bo").follow("Erase these answers")
    seminar.desk.fill("Type it here", "erase").press("Erase")
    assert not bo.room().has("From the seat of")
    assert "the seat" not in seminar.desk.open(f"/seminar/{seminar.id}/record").response.text.replace("the seat of", "")
    # A new one begins anew.
    write(seminar, ann, take(seminar, ann, "a ministry"), "anew")
    assert ann.follow("From the seat of: a ministry").value(REASONS) == "anew"


def test_seats_are_no_heads_and_nobodys_writing_is_counted_twice(app: Flask) -> None:
    seminar = opened(app, names="none")
    ann, bo = seminar.join(), seminar.join()
    for phone in (ann, bo):
        write(seminar, phone, phone.worksheet, "own")
        for seat in ("a ministry", "a neighbour"):
            write(seminar, phone, take(seminar, phone, seat), "from a seat")
    desk = seminar.desk.open(f"/seminar/{seminar.id}/desk")
    assert desk.has("2 have written.")
    board = next(each for each in desk.page.iter("table"))
    assert len(list(board.iter("tr"))) == 3
    # Fewer than three have written, whatever the number of their seats.
    desk.press("Discussing")
    assert desk.heading.startswith("Show the answers to")
    desk.open(f"/seminar/{seminar.id}/delete")
    assert desk.has("its 2 participants, 6 worksheets and 6 answers")


def test_somebody_alone_answers_from_another_seat_too_and_takes_it_along_as_a_file(app: Flask) -> None:
    first = built_in().framework.sections[0]
    reader = Phone(app)
    reader.open("/worksheets/new").tick("Rwanda").press("Start").press("I have kept it")
    own = reader.address.split("/")[2]
    for seat in ("A parliament", "A ministry"):
        reader.open(f"/worksheet/{own}/step/{first.id}").follow("Answer this section again from another seat")
        reader.tick(seat).press("Answer from this seat")
    sheet = reader.address.split("/")[2]
    reader.fill(REASONS, "as a ministry").press("Save and continue")
    assert reader.address == f"/worksheet/{own}/"
    reader.open(f"/worksheet/{own}/delete").tick("Yes, delete").press("Delete")
    reader.open(f"/worksheet/{sheet}/step/{first.id}")
    assert reader.status == 410
    reader.press("Take it back")
    assert reader.open(f"/worksheet/{sheet}/step/{first.id}").value(REASONS) == "as a ministry"
    file = reader.client.get(f"/worksheet/{own}/summary/json").data
    # Opened elsewhere it is the same again, but for ids, codes and the day.
    other = Phone(app)
    other.open("/worksheets/import").upload("Worksheet file", "worksheet.json", file).press("Open the file")
    opened = other.press("I have kept it").address.split("/")[2]
    assert other.client.get(f"/worksheet/{opened}/summary/json").data == file
    other.open(f"/worksheet/{opened}/summary")
    seats = [text_of(each) for each in other.page.iter("h4")]
    assert seats == ["From the seat of a parliament", "From the seat of a ministry"] * len(first.questions)
    assert other.has("as a ministry")
    with app.extensions[DATABASE].write() as connection:
        # Both worksheets are past their date; their seats go with them.
        assert purge(connection, now() + timedelta(days=4000)) == 2
        assert connection.scalar(sa.select(sa.func.count()).select_from(worksheet)) == 0


NAMES = {
    "given": ["Ann", "Ann, from the seat of a ministry", "Ann, from the seat of an army"],
    "pseudonym": ["Otter", "Otter, from the seat of a ministry", "Otter, from the seat of an army"],
    "none": ["An answer", "An answer, from the seat of a ministry", "An answer, from the seat of an army"],
}


@pytest.mark.parametrize("names", NAMES)
def test_a_seat_stands_in_its_own_column_beside_the_own_view(app: Flask, names: str) -> None:
    seminar = opened(app, names=names)
    ann, bo = seminar.phones(*(["Ann", "Bo"] if names != "none" else ["", ""]))
    for phone, words in ((ann, "what I think"), (bo, "what Bo thinks")):
        write(seminar, phone, phone.worksheet, words)
    write(seminar, ann, take(seminar, ann, "a ministry"), "what a ministry thinks")
    take(seminar, ann, "an army")
    _named(seminar, ann, "Otter", 1)
    _named(seminar, bo, "Bear", 2)
    question = section(seminar).questions[0]
    for phone, own in ((ann, True), (bo, False)):
        heads = slots(phone, f"/seminar/{seminar.id}/compare/{question.id}")
        # Before the reveal a holder sees the own view with the own seats, and nobody else's.
        assert len(heads) == (3 if own else 1)
        assert ("what a ministry thinks" in phone.response.text) == own
    seminar.move(section(seminar).id, "discussing")
    heads = slots(bo, f"/seminar/{seminar.id}/compare/{question.id}")
    assert heads[:3] == NAMES[names]
    assert heads[3] in ("Bo (you)", "Bear (you)")
    bo.open(f"/seminar/{seminar.id}/section/{section(seminar).id}")
    assert [text_of(each) for each in bo.page.iter("th")][1:5] == heads
    # The screen shows what is chosen: here a seat alone, and one from which nothing was written.
    desk = seminar.desk.open(f"/seminar/{seminar.id}/desk/answers/{question.id}")
    at_the_desk = [text_of(each) for each in desk.page.iter("h3") if "who" in (each.get("class") or "")]
    for name in at_the_desk[1:3]:
        desk.press(f"Put in the tray: {name}")
    desk.press("Send to the screen")
    desk.open(f"/seminar/{seminar.id}/desk").press("Open the screen in this browser")
    desk.open(f"/seminar/{seminar.id}/screen")
    assert [text_of(each) for each in desk.page.iter("h2")] == NAMES[names][1:3]
    assert desk.has("what a ministry thinks")
    assert desk.has("No answer given.")
    assert not desk.has("what I think")
    # A seat's answer is withheld by itself.
    desk.open(f"/seminar/{seminar.id}/desk/answers/{question.id}")
    sheets = [each.get("value") or "" for each in desk.control("Whose answer").iter("option")]
    desk.fill("Whose answer", sheets[1]).fill("The reason", "It names a witness").press("Withhold")
    assert any(text_of(each).endswith("from the seat of a ministry") for each in desk.page.iter("button"))
    bo.open(f"/seminar/{seminar.id}/compare/{question.id}")
    assert bo.has("It names a witness")
    assert "what a ministry thinks" not in bo.response.text
    assert bo.has("what I think")


def _named(seminar: Seminar, phone: Phone, pseudonym: str, place: int) -> None:
    """Give a worksheet a pseudonym and a place in the order, which are drawn at random."""
    with seminar.database().write() as connection:
        values = {"pseudonym": pseudonym, "place": place}
        connection.execute(
            sa.update(seminar_worksheet).where(seminar_worksheet.c.worksheet == phone.worksheet).values(values)
        )


def slots(phone: Phone, address: str) -> list[str]:
    """How the columns of a comparison are headed."""
    phone.open(address)
    return [text_of(each) for each in phone.page.iter("h2") if "who" in (each.get("class") or "")]


def test_more_seats_take_no_more_statements(app: Flask) -> None:
    seminar = opened(app, holders="group")
    ann = seminar.join("Ann", "North")
    seminar.move(section(seminar).id, "discussing")
    pages = [
        f"/seminar/{seminar.id}/compare/{section(seminar).questions[0].id}?read=on",
        f"/seminar/{seminar.id}/section/{section(seminar).id}",
        f"/worksheet/{ann.worksheet}/summary",
        f"/worksheet/{ann.worksheet}/step/{section(seminar).id}",
        f"/seminar/{seminar.id}/",
    ]

    def statements() -> list[int]:
        found = []
        for page in pages:
            with counted(seminar.database()) as sent:
                assert ann.client.get(page).status_code == 200
            found.append(len(sent))
        return found

    take(seminar, ann, "a ministry")
    before = statements()
    for seat in ("an army", "a neighbour"):
        write(seminar, ann, take(seminar, ann, seat), "some words")
    assert statements() == before
