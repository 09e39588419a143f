"""A rehearsal: made-up participants who have answered, marked on every page and in every file, and thrown away."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
import sqlalchemy as sa
from flask import Flask

from tests.page_lint import text_of
from tests.seminar.people import Seminar, join, open_seminar
from tests.visitor import Visitor
from webapp.access import rooms
from webapp.access.model import holding, participant, seminar
from webapp.access.rooms import REHEARSAL
from webapp.answers.model import revision, worksheet
from webapp.clock import now
from webapp.current import DATABASE
from webapp.framework.load import BUILT_IN, built_in, check
from webapp.seminar.rehearsal import THROWN_AWAY, _take_part

MADE_UP = built_in().rehearsal
assert MADE_UP
PEOPLE = [f"{person.name} (made up)" for person in MADE_UP.people]
TEXTS = [answer.reasons.strip() for person in MADE_UP.people for answer in person.answers if answer.reasons]
SECTION, QUESTION = "sovereignty", "sov-people-affected"


def count(app: Flask, table: sa.Table) -> int:
    with app.extensions[DATABASE].read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


@pytest.fixture
def held(app: Flask) -> Seminar:
    """A rehearsal that somebody began from the start page, at its desk."""
    desk = Visitor(app).open("/").follow("Try it with made-up participants").press("Begin the rehearsal")
    assert desk.heading == "The desk"
    name = desk.address.split("/")[2]
    with app.extensions[DATABASE].read() as connection:
        room = rooms.find(connection, name, now())
    assert room
    return Seminar(app, desk, name, room.join_code, "")


def test_it_begins_with_a_button_from_three_pages_and_a_get_begins_nothing(app: Flask) -> None:
    visitor = Visitor(app)
    for address, words in [("/", "Try it"), ("/seminars/new", "try it"), ("/facilitator", "try it")]:
        visitor.open(address).follow(f"{words} with made-up participants")
        assert visitor.heading == "Try it with made-up participants"
        assert all(visitor.has(name) for name in PEOPLE)
    assert count(app, seminar) == 0
    visitor.client.delete_cookie("before_force")
    assert visitor.press("Begin the rehearsal").status == 400
    assert visitor.has("send it once more")
    assert count(app, seminar) == 0


def test_all_have_answered_and_no_code_is_left_unkept(held: Seminar) -> None:
    assert all(held.desk.has(name) for name in PEOPLE)
    assert held.desk.has("Sovereignty Answering, answers hidden. 5 have written.")
    assert not held.desk.has("return code is not kept yet")
    for row in held.desk.page.iter("tr"):
        cells = [text_of(cell) for cell in row if cell.tag == "td"]
        assert not cells or "every question answered" in cells


def test_stages_comparison_screen_and_record_work_as_with_real_people(held: Seminar) -> None:
    desk, at = held.desk, f"/seminar/{held.id}"
    phone = held.join("Ines")
    assert not phone.open(f"{at}/compare/{QUESTION}?read=on").has("I read the word")
    desk.open(f"{at}/desk")
    form = next(one for one in desk.page.iter("form") if one.get("aria-label") == "Stage of Sovereignty")
    desk.post(form.get("action") or "", desk.fields(form) | {"stage": ["discussing"]})
    assert phone.open(f"{at}/compare/{QUESTION}?read=on").has("I read the word “protection” first.")
    assert phone.has("I read the words “not a new war” first")
    desk.open(f"{at}/desk").press("Open the screen in this browser")
    desk.open(f"{at}/desk/answers/{QUESTION}").press("Put in the tray").press("Put in the tray")
    desk.press("Send to the screen")
    assert desk.open(f"{at}/screen").has("Quill (made up)")
    held.move(SECTION, "revising")
    phone.write(SECTION, "Among the people affected", "Mine.")
    assert desk.open(f"{at}/record").has("Answer, after the reveal No choice made. Reasons and evidence Mine.")


def test_every_page_of_it_says_what_it_is(held: Seminar) -> None:
    phone = held.join("Ines")
    held.move(SECTION, "discussing")
    desk, at, sheet = held.desk, f"/seminar/{held.id}", f"/worksheet/{phone.worksheet}"
    desk.open(f"{at}/desk").press("Open the screen in this browser")
    desk.open(f"{at}/desk").press("Share the record with")
    adapter = held.app.url_map.bind("localhost")
    values: dict[str, Any] = {
        "name": held.id, "question_id": QUESTION, "section_id": SECTION, "who": 1, "sheet": phone.worksheet,
    }  # fmt: skip
    seen = set()
    rules = [rule for rule in held.app.url_map.iter_rules() if rule.endpoint.startswith("seminar.")]
    for rule in rules:
        of_it = "GET" in (rule.methods or ()) and "name" in rule.arguments and rule.arguments <= values.keys()
        if not of_it or rule.endpoint in ("seminar.state", "seminar.qr", "seminar.copy"):
            continue
        address = adapter.build(rule.endpoint, {key: values[key] for key in rule.arguments})
        for visitor in (desk, phone):
            visitor.open(address)
            if visitor.status == 200 and visitor.response.mimetype == "text/html":
                assert REHEARSAL in text_of(visitor.page), address
                seen.add(rule.endpoint)
    assert {"seminar.desk", "seminar.room", "seminar.screen", "seminar.record", "seminar.compare", "seminar.grid",
            "seminar.projector", "seminar.delete", "seminar.person"} <= seen  # fmt: skip
    for address in (f"{sheet}/step/{SECTION}", f"{sheet}/briefing", f"{sheet}/summary", f"{sheet}/history"):
        assert REHEARSAL in text_of(phone.open(address).page), address
    assert REHEARSAL in text_of(held.somebody().open(f"/join/{held.join_code}").page)
    assert desk.open("/").has("rehearsal with made-up people")


def test_every_file_of_it_says_what_it_is(held: Seminar) -> None:
    phone, at = held.join("Ines"), f"/seminar/{held.id}/record"
    phone.write(SECTION, "Among the people affected", "Mine.")

    def file(kind: str, address: str = at) -> bytes:
        reader = held.desk if address == at else phone
        data: bytes = reader.client.get(f"{address}/{kind}").data
        return data

    for address, words in [(at, REHEARSAL), (f"/worksheet/{phone.worksheet}/summary", "from a rehearsal with made-up")]:
        opened = docx.Document(io.BytesIO(file("docx", address)))
        word = "\n".join(one.text for one in opened.paragraphs)
        for text in (file("html", address).decode(), word, file("markdown", address).decode().replace("\\", "")):
            assert words in text
            assert address != at or "Record of a rehearsal with made-up participants" in text
    value = json.loads(file("json"))
    assert value["rehearsal"] is True
    assert REHEARSAL in value["note"]
    rows = list(csv.DictReader(io.StringIO(file("csv").decode("utf-8-sig"), newline="")))
    assert len(rows) > len(PEOPLE)
    assert all(row["marks"].startswith("rehearsal, made up") for row in rows)
    named = held.desk.client.get(f"{at}/csv").headers["Content-Disposition"]
    assert "before-force-rehearsal-the-dessan-valleys" in named


def test_it_is_thrown_away_in_one_step_with_everybody_in_it(held: Seminar) -> None:
    held.join("Ines").write(SECTION, "Among the people affected", "Mine.")
    assert count(held.app, revision) > len(TEXTS)
    gone = held.desk.open(f"/seminar/{held.id}/desk").press("Throw this rehearsal away")
    assert gone.address == "/"
    assert gone.has(THROWN_AWAY)
    assert not gone.has("The Dessan valleys")
    assert [count(held.app, table) for table in (seminar, worksheet, revision, participant, holding)] == [0] * 5


def test_a_seminar_of_real_people_has_no_such_button_and_no_such_address(app: Flask) -> None:
    held = open_seminar(app)
    desk = held.desk.open(f"/seminar/{held.id}/desk")
    assert not desk.has("Throw this rehearsal away")
    form = next(iter(desk.page.iter("form")))
    sent = {"csrf_token": desk.fields(form)["csrf_token"]}
    assert desk.post(f"/seminar/{held.id}/desk/rehearsal/throw-away", sent).status == 404
    assert count(app, seminar) == 1


def test_made_up_answers_are_in_no_seminar_that_is_not_a_rehearsal(held: Seminar) -> None:
    """Not by copying a rehearsal, not on purpose, and not where a seminar has the same case and questions."""
    desk = held.desk.open(f"/seminar/{held.id}/desk").follow("Copy the seminar").press("Open the seminar")
    copy = desk.address.split("/")[2]
    other = open_seminar(held.app, case="The Dessan valleys", agenda="six")
    phone = other.move(SECTION, "answering").join("Ines")
    phone.write(SECTION, "Among the people affected", "Mine.")
    other.move(SECTION, "discussing")
    for name, reader in [(copy, desk), (other.id, other.desk)]:
        pages = [reader.open(f"/seminar/{name}/{page}").text for page in ("desk", "record", f"compare/{QUESTION}")]
        said = " ".join(pages)
        assert REHEARSAL not in said
        assert [one for one in (*PEOPLE, *TEXTS) if " ".join(one.split()) in said] == []
    with held.database().write() as connection:
        room = rooms.find(connection, other.id, now())
        assert room
        assert MADE_UP
        with pytest.raises(ValueError, match="rehearsals alone"):
            _take_part(connection, room, MADE_UP.people[0], now())


def test_two_people_can_rehearse_at_the_same_time(held: Seminar) -> None:
    other = Visitor(held.app).open("/rehearsals/new").press("Begin the rehearsal")
    assert other.heading == "The desk"
    assert other.open(f"/seminar/{held.id}/desk").status == 403


def test_nobody_can_sit_down_as_a_made_up_participant_but_by_a_new_return_code(held: Seminar) -> None:
    phone = join(held.app, held.join_code, "Quill")
    assert phone.heading == "The Dessan valleys"
    assert not phone.open(f"/worksheet/{phone.worksheet}/summary").has("Eleven members")


def test_the_made_up_people_are_even_handed_in_length_and_all_leave_something_blank() -> None:
    assert MADE_UP
    agenda = next(one for one in built_in().agendas if one.id == MADE_UP.agenda)
    closing = {question.id for question in built_in().framework.closing.questions}
    for person in MADE_UP.people:
        answered = {answer.question for answer in person.answers}
        assert answered < set(agenda.questions) | closing, person.name
        assert len(answered) >= 5
    # The two that lean most clearly, one each way, write about as much as each other.
    lengths = [sum(len(one.reasons) for one in person.answers) for person in MADE_UP.people[:2]]
    assert max(lengths) <= 1.2 * min(lengths)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('case = "dessan-valleys"', 'case = "kosovo-1999"', "there is no fictional case kosovo-1999"),
        ('agenda = "six-questions"', 'agenda = "seven"', "there is no agenda seven"),
        ('"sov-people-affected"', '"sov-consent"', "Quill: the agenda does not ask sov-consent"),
        ('"access-widens"', '"access-opens"', "Quill: risk-humanitarian-space has no choice access-opens"),
        ('name = "Fern"', 'name = "Quill"', "two people have the same name"),
    ],
)
def test_a_mistake_in_the_made_up_people_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    folder = shutil.copytree(BUILT_IN, tmp_path / "content")
    file = folder / "rehearsal.toml"
    assert old in file.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert any(told in str(problem) for problem in check(folder))
