"""After the seminar: deleting, taking back, being gone, copying, and a new code for a desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.clock import Clock
from tests.conftest import SECRET
from tests.seminar.people import open_seminar
from tests.visitor import Visitor
from webapp.__main__ import main
from webapp.access import discussion, joining, model, rooms, tray
from webapp.access.gate import Viewer
from webapp.access.purge import purge
from webapp.answers import model as answers_model
from webapp.clock import now
from webapp.current import SETTINGS
from webapp.settings import Settings


def test_the_page_names_what_goes_and_offers_the_record_first(app: Flask) -> None:
    seminar = open_seminar(app, one_by_one=False)
    section = seminar.room().staged()[0]
    ana, _ = seminar.phones("Ana", "Ben")
    ana.write(section.id, section.questions[0].text, "once").write(section.id, section.questions[0].text, "and again")
    desk = seminar.desk.open(f"/seminar/{seminar.id}/desk").follow("Delete the seminar")
    assert desk.has("its 2 participants, 2 worksheets and 1 answer")
    assert desk.has(seminar.room().case.title)
    assert desk.text.index("Open the record") < desk.text.index("Type it here")


@pytest.mark.parametrize("word", ["", "yes", "erase"])
def test_nothing_is_deleted_without_the_typed_word(app: Flask, word: str) -> None:
    seminar = open_seminar(app)
    desk = seminar.desk.open(f"/seminar/{seminar.id}/delete").fill("Type it here", word).press("Delete the seminar")
    assert desk.status == 422
    assert desk.value("Type it here") == word
    assert desk.has("Type “delete”, or leave this page.")
    assert not seminar.room().deleted_at


@pytest.mark.parametrize("word", ["delete", "DELETE", "the lower delta"])
def test_a_deleted_seminar_is_closed_to_all_and_its_desk_takes_it_back(app: Flask, word: str) -> None:
    seminar = open_seminar(app, one_by_one=False)
    section = seminar.room().staged()[0]
    phone = seminar.join("Ana").write(section.id, section.questions[0].text, "kept all along")
    desk = seminar.desk.open(f"/seminar/{seminar.id}/delete").fill("Type it here", word).press("Delete the seminar")
    assert desk.status == 410
    assert desk.heading == "This seminar was deleted"
    assert phone.room().status == 403
    assert phone.step(section.id).status in (403, 410)
    assert "kept all along" not in phone.response.text
    assert phone.open(f"/seminar/{seminar.id}/delete").status == 403
    assert desk.press("Take it back").heading == "The desk"
    assert phone.step(section.id).has("kept all along") or "kept all along" in phone.response.text


def test_the_return_code_of_the_desk_takes_a_deleted_seminar_back_too(app: Flask) -> None:
    seminar = open_seminar(app)
    seminar.desk.open(f"/seminar/{seminar.id}/delete").fill("Type it here", "delete").press("Delete the seminar")
    other = Visitor(app).open("/worksheets/open").fill("Return code", seminar.desk_code).press("Open")
    assert other.press("Take it back").heading == "The desk"


def test_after_seven_days_a_deleted_seminar_is_gone_from_every_table(app: Flask) -> None:
    kept, seminar = open_seminar(app), open_seminar(app, holders="group", one_by_one=False)
    section = seminar.room().staged()[0]
    phone = seminar.join("Ana", group="North").write(section.id, section.questions[0].text, "gone soon")
    desk = seminar.desk.open(f"/seminar/{seminar.id}/desk").follow("read in private")
    desk.press("Put in the tray").tick("Reason").fill("Note for the record", "gone as well").press("Add to the record")
    desk.follow("Write a private note").fill("Private note", "gone too").press("Keep the private note")
    desk.open(f"/seminar/{seminar.id}/desk").press("Make a code for another computer")
    desk.open(f"/seminar/{seminar.id}/delete").fill("Type it here", "delete").press("Delete the seminar")
    with seminar.database().write() as connection:
        purge(connection, now() + timedelta(days=6, hours=23))
        assert rooms.find(connection, seminar.id, now())
        purge(connection, now() + timedelta(days=7, minutes=1))
        for table in (
            model.stage_log,
            model.seminar_worksheet,
            model.participant,
            model.private_note,
            model.discussion_note,
            model.tray,
            model.seminar_holding,
            model.return_code,
        ):
            rows = connection.execute(sa.select(table)).mappings().all()
            assert not [row for row in rows if row.get("seminar") == seminar.id], table.name
        for table in (answers_model.worksheet, answers_model.revision, model.holding):
            assert not connection.execute(sa.select(table)).all(), table.name
        assert not connection.scalar(sa.select(model.seminar.c.id).where(model.seminar.c.id == seminar.id))
        assert rooms.find(connection, kept.id, now())
    assert desk.open(f"/seminar/{seminar.id}/desk").status == 403
    assert phone.room().status == 403


def test_after_seven_days_it_is_refused_even_before_it_is_removed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    seminar = open_seminar(app, one_by_one=False)
    phone = seminar.join("Ana")
    desk = seminar.desk.open(f"/seminar/{seminar.id}/delete").fill("Type it here", "delete").press("Delete the seminar")
    clock.on(days=7)
    assert desk.open(f"/seminar/{seminar.id}/desk").status == 403
    assert not desk.open("/").has("On this device")
    assert phone.step("legal-basis").status == 403
    assert phone.open(f"/worksheet/{phone.worksheet}/settings").status == 403
    assert phone.open(f"/join/{seminar.join_code}").status == 404
    lost = Visitor(app).open("/worksheets/open").fill("Return code", seminar.desk_code).press("Open")
    assert lost.status == 422


def test_a_copy_takes_case_agenda_and_settings_and_neither_people_nor_answers(app: Flask) -> None:
    seminar = open_seminar(app, case="Kosovo", agenda="twelve", holders="group", names="pseudonym", folded=True)
    seminar.join("Ana", group="North")
    desk = seminar.desk.open(f"/seminar/{seminar.id}/desk").follow("read in private").press("Put in the tray")
    desk.tick("Reason").fill("Note for the record", "said there").press("Add to the record")
    desk.open(f"/seminar/{seminar.id}/desk").follow("Copy the seminar")
    assert desk.address == "/seminars/new"
    desk.press("Open the seminar")
    name = desk.address.split("/")[2]
    assert name != seminar.id
    with seminar.database().read() as connection:
        copied = rooms.find(connection, name, now())
        assert copied
        assert joining.participants(connection, copied) == []
        assert tray.lying(connection, copied) == {}
        assert discussion.seen(connection, copied, Viewer("desk", name)) == {}
        groups = [group for _, group in joining.groups(connection, copied)]
    assert groups == ["North", "South"]
    original = seminar.room()
    same = ("framework", "case", "holders", "names", "folded")
    assert [getattr(copied, key) for key in same] == [getattr(original, key) for key in same]


def test_a_copy_is_for_the_desk_alone(app: Flask) -> None:
    seminar = open_seminar(app)
    assert seminar.join("Ana").open(f"/seminar/{seminar.id}/copy").status == 403


def test_an_operator_makes_a_new_code_for_a_desk(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seminar = open_seminar(app)
    chosen: Settings = app.extensions[SETTINGS]
    monkeypatch.setenv("BEFORE_FORCE_DATABASE", chosen.database)
    monkeypatch.setenv("BEFORE_FORCE_SECRET_KEY", SECRET)
    for named in (seminar.id, seminar.join_code.lower()):
        assert main(["desk-code", named]) == 0
        code = capsys.readouterr().out.split()[-1]
        other = Visitor(app).open("/worksheets/open").fill("Return code", code).press("Open")
        assert other.heading == "The desk"
    lost = Visitor(app).open("/worksheets/open").fill("Return code", seminar.desk_code).press("Open")
    assert lost.status == 422
    assert main(["desk-code", "nowhere"]) == 1
    assert "No seminar has this id or join code" in capsys.readouterr().err
