"""Opening a seminar: case, agenda, settings, the look as a participant, and the desk's return code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.seminar.people import open_seminar
from tests.visitor import Visitor
from webapp.access import rooms
from webapp.access.model import seminar, stage_log
from webapp.answers.model import worksheet
from webapp.current import DATABASE
from webapp.framework.agenda import NoQuestion, chosen, of_set
from webapp.framework.load import built_in
from webapp.framework.text import references


def count(app: Flask, table: sa.Table = seminar) -> int:
    with app.extensions[DATABASE].read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_a_seminar_opens_and_the_desks_return_code_opens_the_desk_on_another_device(app: Flask) -> None:
    held = open_seminar(app)
    other = Visitor(app).open("/worksheets/open").fill("Return code", held.desk_code.lower()).press("Open")
    assert other.address == f"/seminar/{held.id}/desk"
    held.desk.press("I have kept it")
    assert held.desk.address == f"/seminar/{held.id}/desk"


def test_the_code_is_shown_until_it_is_kept_and_a_stranger_does_not_see_it(app: Flask) -> None:
    held = open_seminar(app)
    assert held.desk.open(f"/seminar/{held.id}/desk/code").has(held.desk_code)
    assert held.somebody().open(f"/seminar/{held.id}/desk/code").status == 403
    held.desk.press("I have kept it").open(f"/seminar/{held.id}/desk/code")
    assert held.desk.has("was shown once")


@pytest.mark.parametrize(("agenda", "questions"), [("whole", 34), ("twelve", 12), ("six", 6)])
def test_the_agendas_hold_their_questions_and_what_stands_around_them(app: Flask, agenda: str, questions: int) -> None:
    framework = open_seminar(app, agenda=agenda).room().framework
    whole = built_in().framework
    assert len(list(framework.questions())) == questions
    assert framework.opening == whole.opening
    assert framework.closing == whole.closing
    assert framework.notes
    assert framework.sources
    assert framework.glossary


def test_sections_and_questions_can_be_ticked(visitor: Visitor, app: Flask) -> None:
    visitor.open("/seminars/new").tick("Kosovo").tick("The sections and questions that you tick")
    visitor.tick("The whole section: Sovereignty").tick("Assumptions with and without force").press("Open the seminar")
    assert visitor.heading == "The desk’s return code"
    name = visitor.address.split("/")[2]
    with app.extensions[DATABASE].read() as connection:
        room = rooms.find(connection, name, datetime.now(UTC))
    assert room
    assert [section.id for section in room.framework.sections] == ["just-war-criteria", "sovereignty"]
    assert [question.id for question in room.framework.sections[0].questions] == ["jw-prospects"]


def test_an_agenda_without_a_question_is_refused_with_a_sentence(visitor: Visitor, app: Flask) -> None:
    visitor.open("/seminars/new").tick("Kosovo").tick("The sections and questions that you tick")
    visitor.press("Open the seminar")
    assert visitor.status == 422
    assert visitor.has("No question is ticked.")
    assert visitor.is_ticked("Kosovo")
    assert count(app) == 0


def test_a_reference_to_a_question_that_was_left_out_becomes_its_title() -> None:
    whole = built_in().framework
    for agenda in built_in().agendas:
        cut = of_set(whole, agenda)
        kept = {question.id for step in cut.steps() for question in step.questions}
        for question in cut.questions():
            for text in (question.explanation, question.note, *question.considerations):
                assert set(references(text)) <= kept
    assert chosen(whole, [section.id for section in whole.sections], []) == whole
    with pytest.raises(NoQuestion):
        chosen(whole, [], ["no-such-question"])


def test_it_is_seen_as_a_participant_before_it_opens_and_nothing_is_stored(visitor: Visitor, app: Flask) -> None:
    visitor.open("/seminars/new").tick("The Lower Delta").tick("Six questions").tick("Pseudonyms").tick("Groups")
    visitor.tick("Folded").fill("Names of the groups", "North\nSouth")
    visitor.press("See it as a participant")
    assert visitor.heading == "As a participant sees it"
    assert visitor.has("under a pseudonym drawn at random")
    assert visitor.has("North, South")
    assert visitor.has("What is said of the state’s duty") or visitor.has("Tamborel elected a unity government")
    assert visitor.has("Two considerations")
    assert visitor.has("Other views in the group")
    assert count(app) == 0
    visitor.press("Back to the settings")
    assert visitor.is_ticked("Pseudonyms")
    assert visitor.is_ticked("Groups")
    assert visitor.is_ticked("Folded")
    assert visitor.value("Names of the groups") == "North\nSouth"
    visitor.press("See it as a participant").press("Open the seminar")
    assert visitor.heading == "The desk’s return code"
    assert count(app) == 1


def test_groups_are_named_each_once(visitor: Visitor) -> None:
    visitor.open("/seminars/new").tick("Kosovo").tick("Groups").press("Open the seminar")
    assert visitor.has("Name the groups, one on each line.")
    visitor.fill("Names of the groups", "North\n north ").press("Open the seminar")
    assert visitor.has("Two groups have the same name.")


def test_groups_are_worksheets_from_the_start(app: Flask) -> None:
    open_seminar(app, holders="group", groups=("North", "South", "East"))
    assert count(app, worksheet) == 3


@pytest.mark.parametrize(("typed", "sentence"), [("soon", "Write the day as"), ("2001-01-01", "Choose a day after")])
def test_the_date_of_deletion_is_a_day_to_come(visitor: Visitor, typed: str, sentence: str) -> None:
    visitor.open("/seminars/new").tick("Kosovo").fill("Delete everything", typed).press("Open the seminar")
    assert visitor.status == 422
    assert visitor.has(sentence)
    assert visitor.value("Delete everything") == typed


def test_everything_goes_at_the_end_of_the_chosen_day(app: Flask) -> None:
    visitor = Visitor(app).open("/seminars/new").tick("Kosovo")
    chosen_day = (datetime.now(UTC) + timedelta(days=9)).date()
    visitor.fill("Delete everything", chosen_day.isoformat()).press("Open the seminar")
    with app.extensions[DATABASE].read() as connection:
        moment = connection.scalar(sa.select(seminar.c.delete_at))
    assert moment.date() == chosen_day
    assert (moment.hour, moment.minute) == (23, 59)


def test_sections_wait_or_are_open_from_the_start_and_the_closing_questions_too(app: Flask) -> None:
    waiting = open_seminar(app)
    assert {state.stage for state in waiting.room().sections.values()} == {"waiting"}
    assert "closing" in waiting.room().sections
    assert "case" not in waiting.room().sections
    assert count(app, stage_log) == 0
    together = open_seminar(app, one_by_one=False)
    assert {state.stage for state in together.room().sections.values()} == {"answering"}
    assert count(app, stage_log) == len(together.room().sections)


def test_a_form_from_before_the_cookie_was_lost_opens_nothing(visitor: Visitor, app: Flask) -> None:
    visitor.open("/seminars/new").tick("Kosovo")
    visitor.client.delete_cookie("before_force")
    visitor.press("Open the seminar")
    assert visitor.status == 400
    assert visitor.is_ticked("Kosovo")
    assert count(app) == 0
