"""Writing a case of one's own: saving it unfinished, looking at it, using it, taking it along as a file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.clock import Clock
from tests.seminar.people import join
from tests.visitor import Visitor
from webapp.access.model import own_material
from webapp.access.purge import purge
from webapp.clock import now
from webapp.current import DATABASE
from webapp.framework.load import built_in
from webapp.framework.own_case import read

Somebody = Callable[[], Visitor]


def stored(app: Flask) -> int:
    with app.extensions[DATABASE].read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(own_material)) or 0


def write(visitor: Visitor, title: str = "The islands") -> Visitor:
    """Write a case that lacks nothing; the visitor stands on its page."""
    visitor.open("/own/cases/new").fill("Short name of the case", title).tick("Past")
    visitor.fill("As known on what date", "1 May 2001").fill("What was known", "First paragraph.\n\nSecond paragraph.")
    return visitor.press("Save and see it as readers do")


def test_a_case_is_saved_as_far_as_it_is_written_and_the_page_says_what_it_lacks(visitor: Visitor) -> None:
    visitor.open("/cases").follow("Write a case of your own").fill("What was known", "Villages burned.").press("Save")
    assert visitor.heading == "Edit a case"
    assert visitor.value("What was known") == "Villages burned."
    assert visitor.has("Give the case a short name.")
    assert visitor.has("Say whether the case is fictional, past or present.")
    visitor.follow("The case as readers see it")
    assert visitor.heading == "A case without a name"
    assert visitor.has("Villages burned.")
    assert not visitor.has("Open a seminar on it")
    assert "Villages burned." not in visitor.open("/seminars/new").text


def test_rows_are_added_and_taken_out_by_buttons_and_nothing_typed_goes(visitor: Visitor) -> None:
    visitor.open("/own/cases/new").fill("Short name of the case", "The islands").press("Add a dated fact")
    visitor.fill("When", "May 2001", "What was known").fill("What happened", "Second.").press("Add a dated fact")
    assert visitor.value("Short name of the case") == "The islands"
    assert visitor.has("Dated fact 2")
    visitor.fill("When", "June 2001").press("Add a source").fill("Short name", "Report 7", "Sources").press("Save")
    assert not visitor.has("Dated fact 2")
    assert visitor.value("When") == "June 2001"
    assert visitor.value("Date to sort by") == "2001-05"
    visitor.press("Take out dated fact 1")
    assert not visitor.has("Dated fact 1")
    assert visitor.value("Short name", "Sources") == "Report 7"
    assert visitor.value("Short name of the case") == "The islands"


def test_dated_facts_stand_in_the_order_of_their_dates(visitor: Visitor) -> None:
    write(visitor).follow("Edit the case").press("Add a dated fact").fill("When", "Spring 2001", "What was known")
    visitor.fill("What happened", "It ended.").press("Add a dated fact")
    form = next(form for form in visitor.page.iter("form") if form.get("data-reminders"))
    sent = visitor.fields(form) | {
        "timeline-1-when": ["30 Apr 1999"],
        "timeline-1-text": ["It began."],
        "timeline-1-sources": ["Human Rights Watch, Report 7, p. 3"],
    }
    visitor.post(form.get("action") or "", sent).follow("The case as readers see it")
    assert visitor.has("30 Apr 1999 It began.")
    assert visitor.text.index("It began.") < visitor.text.index("It ended.")
    assert visitor.has("Human Rights Watch, Report 7, p. 3 (not re-read for this edition)")


def test_a_source_that_is_named_at_a_fact_is_the_one_of_the_list(visitor: Visitor, app: Flask) -> None:
    write(visitor).follow("Edit the case").press("Add a source").fill("Short name", "Report 7", "Sources")
    visitor.fill("The whole reference", "Human Rights Watch, Report 7, 1999").fill("How far it was read", "yes")
    visitor.press("Add a dated fact").fill("When", "1999", "What was known").fill("What happened", "It began.")
    visitor.fill("Sources", "report 7, p. 3").press("Save")
    assert visitor.value("Sources") == "Report 7, p. 3"
    case = read(visitor.client.get(visitor.address.replace("edit", "file")).data, [built_in()])
    assert [(source.short, source.full) for source in case.sources] == [
        ("Report 7", "Human Rights Watch, Report 7, 1999")
    ]
    assert [(one.locator, one.checked) for one in case.timeline[0].citations] == [("p. 3", "yes")]


def test_a_case_is_used_in_a_seminar_which_then_keeps_it(visitor: Visitor, app: Flask) -> None:
    write(visitor).follow("Open a seminar on it")
    assert visitor.is_ticked("The islands")
    visitor.press("See it as a participant")
    assert visitor.has("First paragraph.")
    assert visitor.has("Past case · as known on 1 May 2001")
    visitor.press("Open the seminar").press("I have kept it")
    seminar = visitor.address
    visitor.open("/own").follow("The islands")
    assert visitor.has("so it stays as it is")
    assert not visitor.has("Edit the case")
    visitor.press("Make a copy")
    assert visitor.value("Short name of the case") == "Copy of The islands"
    visitor.open(seminar).follow("Copy the seminar")
    assert visitor.is_ticked("The islands")


def test_the_own_case_of_a_seminar_is_copied_though_its_page_is_gone(visitor: Visitor) -> None:
    write(visitor).follow("Open a seminar on it").press("Open the seminar").press("I have kept it")
    seminar = visitor.address
    visitor.open("/own").follow("The islands").follow("Delete it").tick("Yes, delete it").press("Delete it")
    visitor.open(seminar).follow("Copy the seminar")
    assert visitor.is_ticked("The islands")
    visitor.press("Open the seminar")
    assert visitor.has("The islands")


def test_a_case_is_used_alone(visitor: Visitor) -> None:
    write(visitor).follow("Work through it alone")
    assert visitor.is_ticked("The islands")
    visitor.press("Start").press("I have kept it").follow("The case")
    assert visitor.has("The islands")


def test_the_words_are_shown_as_they_were_typed(visitor: Visitor, app: Flask) -> None:
    typed = r"Counts of 2 * 3 * 4 and {sov-consent}, \*by hand\* <b>bold</b>"
    write(visitor).follow("Edit the case").fill("What was known", typed).fill("What is not known", typed)
    visitor.press("Add a dated fact").fill("When", typed, "What was known").fill("What happened", typed)
    visitor.fill("Sources", typed).press("Save and see it as readers do")
    assert visitor.text.count(typed) >= 4
    visitor.follow("Edit the case")
    for label in ("What was known", "What is not known", "When", "What happened", "Sources"):
        assert visitor.value(label) == typed
    visitor.press("Save and see it as readers do").follow("Open a seminar on it").press("Open the seminar")
    code = app.extensions[DATABASE].engine.connect().execute(sa.text("SELECT join_code FROM seminar")).scalar()
    assert join(app, code, "Ada").open(f"/join/{code}").status == 200


def test_avoided_words_are_pointed_at_and_left_as_they_are(visitor: Visitor) -> None:
    write(visitor).follow("Edit the case").fill("What was known", "The regime must go, said its “rebels”.").press(
        "Save"
    )
    assert visitor.has("“regime”: “government” or “authorities”")
    assert visitor.has("“must”: leave out")
    assert not visitor.has("armed group")
    assert visitor.value("What was known") == "The regime must go, said its “rebels”."
    visitor.follow("The case as readers see it")
    assert visitor.has("What was known: “regime” (“government” or “authorities”)")
    assert visitor.has("Open a seminar on it")


def test_a_case_is_taken_to_another_browser_as_a_file(visitor: Visitor, somebody_else: Somebody) -> None:
    write(visitor)
    page = visitor.address
    file = visitor.client.get(page + "file")
    assert file.headers["Content-Disposition"] == 'attachment; filename="case-the-islands.toml"'
    assert tomllib.loads(file.text)["known"] == ["First paragraph.", "Second paragraph."]
    other = somebody_else()
    assert other.open(page).status == 404
    other.open("/own").follow("Open the file of a case").upload("File", "case.toml", file.data).press("Open the file")
    assert other.heading == "The islands"
    assert other.client.get(other.address + "file").data == file.data


def test_a_built_in_case_can_be_opened_as_a_file_with_its_sources(visitor: Visitor) -> None:
    from webapp.framework.load import BUILT_IN

    data = (BUILT_IN / "cases" / "kosovo-1999.toml").read_bytes()
    visitor.open("/own/open/case").upload("File", "kosovo.toml", data).press("Open the file")
    assert visitor.heading == "Kosovo 1998 to March 1999"
    assert visitor.has("S/RES/1160 (1998)")
    file = visitor.client.get(visitor.address + "file").data
    visitor.follow("Edit the case").press("Save and see it as readers do")
    again = visitor.client.get(visitor.address + "file").data
    before, after = read(file, [built_in()]), read(again, [built_in()])
    assert (after.known, after.after, after.fields, after.doubts) == (
        before.known,
        before.after,
        before.fields,
        before.doubts,
    )
    assert after.timeline == before.timeline
    assert after.later == before.later
    assert set(after.sources) == set(before.sources)
    assert after.citations[: len(before.citations)] == before.citations


def test_two_tabs_do_not_overwrite_each_other_unasked(visitor: Visitor) -> None:
    write(visitor).follow("Edit the case")
    page = visitor.address
    visitor.fill("What is not known", "From the first tab.").press("Save")
    token = visitor.token
    form = {"csrf_token": token, "version": "1", "title": "From the second tab"}
    visitor.post(page, form)
    assert visitor.status == 409
    assert visitor.has("changed from another page meanwhile")
    assert visitor.value("Short name of the case") == "From the second tab"
    visitor.press("Save")
    assert visitor.value("Short name of the case") == "From the second tab"


def test_what_was_typed_into_a_case_that_the_browser_no_longer_holds_becomes_a_new_one(
    visitor: Visitor, app: Flask
) -> None:
    write(visitor).follow("Edit the case").fill("What is not known", "Much.")
    with app.extensions[DATABASE].write() as connection:
        connection.execute(sa.delete(own_material))
    visitor.press("Save")
    assert visitor.status == 403
    assert visitor.value("What is not known") == "Much."
    visitor.press("Save")
    assert visitor.heading == "Edit a case"
    assert stored(app) == 1


def test_it_is_deleted_on_its_date_which_every_change_moves(
    visitor: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    write(visitor)
    assert visitor.has("deleted on 21 May 2027")
    clock.on(days=100)
    visitor.follow("Edit the case").press("Save")
    clock.on(days=100)
    assert visitor.open("/own").has("The islands")
    clock.on(days=81)
    assert not visitor.open("/own").has("The islands")
    with app.extensions[DATABASE].write() as connection:
        assert purge(connection, now()) == 1
    assert stored(app) == 0


def test_finishing_on_a_device_deletes_what_it_alone_holds(visitor: Visitor, app: Flask) -> None:
    write(visitor).open("/finish")
    assert visitor.has("your own cases and agendas")
    visitor.press("Finish on this device")
    assert stored(app) == 0
