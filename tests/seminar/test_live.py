"""The small address that pages ask whether anything has moved."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.seminar.people import Seminar, open_seminar
from tests.seminar.statements import counted
from tests.visitor import Visitor
from webapp.access import joining, rooms
from webapp.access.model import seminar as table
from webapp.clock import now


@pytest.fixture
def seminar(app: Flask) -> Seminar:
    """An open seminar."""
    return open_seminar(app)


def state(seminar: Seminar, visitor: Visitor, role: str = "participant") -> dict[str, object]:
    response = visitor.client.get(f"/seminar/{seminar.id}/state?role={role}")
    assert response.status_code == 200
    found: dict[str, object] = response.get_json()
    return found


def test_a_moved_stage_is_told_in_one_sentence_and_no_answer(seminar: Seminar) -> None:
    ann = seminar.join("Ann")
    section = seminar.room().framework.sections[0]
    before = state(seminar, ann)
    seminar.move(section.id, "discussing")
    after = state(seminar, ann)
    assert after["version"] != before["version"]
    assert after["announce"] == f"{section.title}: discussing. The answers can be read now."
    assert set(after) == {"version", "own", "interval_seconds", "announce", "countdown"}
    assert after["countdown"] is None
    ends = now() + timedelta(minutes=5)
    with seminar.database().write() as connection:
        rooms.change(connection, seminar.id, now(), countdown=ends)
    assert state(seminar, ann)["countdown"] == ends.isoformat(timespec="seconds")


def test_where_nothing_moved_it_answers_304(seminar: Seminar) -> None:
    ann = seminar.join("Ann")
    address = f"/seminar/{seminar.id}/state"
    first = ann.client.get(address)
    again = ann.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "no-cache" in first.headers["Cache-Control"]
    seminar.move(seminar.room().framework.sections[0].id, "revising")
    assert ann.client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_it_costs_one_statement(seminar: Seminar) -> None:
    ann = seminar.join("Ann")
    seminar.move(seminar.room().framework.sections[0].id, "discussing")
    for visitor, role in ((ann, "participant"), (seminar.desk, "desk")):
        state(seminar, visitor, role)
        with counted(seminar.database()) as found:
            state(seminar, visitor, role)
        assert len([each for each in found if each != "BEGIN"]) == 1, found


@pytest.mark.alone
def test_it_reads_no_table_from_end_to_end(seminar: Seminar) -> None:
    ann = seminar.join("Ann")
    plans: list[str] = []
    for visitor, role in ((ann, "participant"), (seminar.desk, "desk")):
        with seminar.app.test_request_context(), counted(seminar.database()) as found:
            state(seminar, visitor, role)
        asked = next(each for each in found if each.startswith("SELECT"))
        with seminar.database().read() as connection:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", ("",) * asked.count("?"))
            plans += [row[3] for row in rows]
    assert plans
    assert [plan for plan in plans if plan.startswith("SCAN") and "CONSTANT" not in plan] == []


def test_a_save_moves_the_desk_and_no_phone(seminar: Seminar) -> None:
    ann = seminar.join("Ann")
    section = seminar.room().framework.sections[0]
    seminar.move(section.id, "answering")
    phone, desk = state(seminar, ann), state(seminar, seminar.desk, "desk")
    ann.write(section.id, section.questions[0].text, "text", "Disputed")
    assert state(seminar, ann) == phone
    assert state(seminar, seminar.desk, "desk")["own"] != desk["own"]


def test_after_ten_quiet_minutes_it_is_asked_less_often(seminar: Seminar) -> None:
    ann = seminar.join("Ann")
    busy = state(seminar, ann)
    assert busy["interval_seconds"] == rooms.BUSY_SECONDS
    tag = ann.client.get(f"/seminar/{seminar.id}/state").headers["ETag"]
    with seminar.database().write() as connection:
        connection.execute(sa.update(table).values(moved_at=now() - timedelta(minutes=11)))
    # The page hears of it although nothing moved.
    assert ann.client.get(f"/seminar/{seminar.id}/state", headers={"If-None-Match": tag}).status_code == 200
    assert state(seminar, ann)["interval_seconds"] == rooms.QUIET_SECONDS


def refused(seminar: Seminar, visitor: Visitor, role: str) -> bool:
    response = visitor.client.get(f"/seminar/{seminar.id}/state?role={role}")
    assert response.is_json
    return response.status_code == 403 and set(response.get_json()) == {"error"}


def test_strangers_are_refused_and_so_is_a_role_that_one_has_not(app: Flask, seminar: Seminar) -> None:
    ann = seminar.join("Ann")
    elsewhere = open_seminar(app)
    zoe = elsewhere.join("Zoe")
    for role in ("participant", "desk", "screen", "anything"):
        assert refused(seminar, seminar.somebody(), role)
        assert refused(seminar, elsewhere.desk, role)
        assert refused(seminar, zoe, role)
    assert refused(seminar, ann, "desk")
    assert refused(seminar, ann, "screen")
    assert refused(seminar, seminar.desk, "screen")


def test_a_removed_participant_and_a_deleted_seminar_are_told_nothing(seminar: Seminar) -> None:
    ann, bo = seminar.phones("Ann", "Bo")
    with seminar.database().write() as connection:
        room = seminar.room()
        joining.remove(connection, room, joining.participants(connection, room)[0].id, now())
    assert refused(seminar, ann, "participant")
    assert not refused(seminar, bo, "participant")
    with seminar.database().write() as connection:
        connection.execute(sa.update(table).values(deleted_at=now()))
    assert refused(seminar, bo, "participant")
    assert refused(seminar, seminar.desk, "desk")
