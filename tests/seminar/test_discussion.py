"""Notes of the discussion: for the record and nowhere else; a private note is never among them."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import docx
import pytest
import sqlalchemy as sa
from flask import Flask

from tests.page_lint import text_of
from tests.seminar.people import Seminar, open_seminar
from tests.visitor import Visitor
from webapp.access import discussion
from webapp.access.discussion import Noted
from webapp.access.gate import Viewer
from webapp.access.model import private_note, seminar
from webapp.seminar.discussion_forms import NO_KIND, NO_SUCH_NAME, NO_TEXT, NOT_TOLD
from webapp.seminar.discussion_views import CHANGED, GONE, NO_QUESTION

SECTION, QUESTION, WORDS = "sovereignty", "sov-people-affected", "Among the people affected"
OTHER = "after-security"
FILES = ("html", "docx", "markdown", "json", "csv")


def notes_page(of: Seminar, desk: Visitor | None = None) -> Visitor:
    """The desk's page of all notes."""
    return (desk or of.desk).open(f"/seminar/{of.id}/desk/notes")


def add(of: Seminar, text: str, kind: str = "Reason", question: str = QUESTION, **more: str) -> Visitor:
    """Add a note from the page of all notes."""
    desk = notes_page(of).fill("Question", question).tick(kind).fill("Note for the record", text)
    for label, value in more.items():
        desk.fill(label.replace("_", " "), value)
    return desk.press("Add to the record")


def stored(of: Seminar, question: str = QUESTION) -> list[Noted]:
    """What the notes on a question say."""
    with of.database().read() as connection:
        found = discussion.seen(connection, of.room(), Viewer("desk", of.id))
    return [note.noted for note in found.get(question, [])]


def second_desk(of: Seminar) -> Visitor:
    """A co-facilitator's browser."""
    return Visitor(of.app).open("/worksheets/open").fill("Return code", of.desk_code).press("Open")


def files(of: Seminar, reader: Visitor) -> dict[str, str]:
    """The words of the record in each of its files."""
    found = {}
    for kind in FILES:
        data = reader.client.get(f"/seminar/{of.id}/record/{kind}").data
        found[kind] = (
            data.decode() if kind != "docx" else "\n".join(p.text for p in docx.Document(BytesIO(data)).paragraphs)
        )
    return found


def test_a_note_is_added_in_one_form_listed_by_section_and_stands_in_every_record(app: Flask) -> None:
    of = open_seminar(app, one_by_one=False)
    phone = of.join("Ana")
    add(of, "Nobody asked them.", "Objection", Who_said_it="Ana")
    desk = of.desk.open(f"/seminar/{of.id}/desk/answers/{QUESTION}")
    desk.tick("Fact to check").fill("Note for the record", "Was there a poll?").press("Add to the record")
    assert notes_page(of).value("Note for the record") == ""
    assert desk.text.index("Objection , said by Ana") < desk.text.index("Was there a poll?")
    told = "Objection Nobody asked them. Said by Ana Fact to check Was there a poll?"
    of.desk.open(f"/seminar/{of.id}/record")
    assert of.desk.has(f"Notes of the discussion, by the facilitator {told}")
    assert phone.open(f"/seminar/{of.id}/record").status == 403
    of.desk.open(f"/seminar/{of.id}/desk").press("Share the record")
    assert phone.open(f"/seminar/{of.id}/record").has(told)
    for kind, text in files(of, phone).items():
        assert "Nobody asked them" in text, kind
        assert "Was there a poll" in text, kind
    first = json.loads(files(of, phone)["json"])["notes"][0]
    assert first.pop("written_at")
    assert first == {"question": QUESTION, "kind": "objection", "text": "Nobody asked them.", "said_by": "Ana"}
    of.move(SECTION, "waiting")
    assert "Nobody asked them" not in files(of, phone)["markdown"]


def test_the_same_note_sent_twice_is_one_note(app: Flask) -> None:
    of = open_seminar(app)
    add(of, "once")
    add(of, "once")
    add(of, "once", "Objection")
    assert [noted.kind for noted in stored(of)] == ["reason", "objection"]


def test_a_note_is_changed_in_its_place_and_removed(app: Flask) -> None:
    of = open_seminar(app)
    add(of, "first")
    add(of, "second")
    desk = notes_page(of).follow("change or remove").tick("Open question").fill("Note for the record", "first, mended")
    desk.press("Keep it so in the record")
    assert stored(of) == [Noted("open", "first, mended", ""), Noted("reason", "second", "")]
    desk.follow("change or remove").press("Remove it from the record")
    assert [noted.text for noted in stored(of)] == ["second"]
    assert desk.heading == "Notes of the discussion"


def test_two_desks_that_change_one_note_lose_neither_text(app: Flask) -> None:
    of = open_seminar(app)
    add(of, "at first")
    other = notes_page(of, second_desk(of)).follow("change or remove")
    notes_page(of).follow("change or remove").fill("Note for the record", "from the lectern").press("Keep it so")
    other.fill("Note for the record", "from the back").press("Keep it so")
    assert other.status == 409
    assert other.has(CHANGED)
    assert other.has("from the lectern")
    assert other.value("Note for the record").strip() == "from the back"
    other.fill("Note for the record", "from both").press("Keep it so")
    assert [noted.text for noted in stored(of)] == ["from both"]
    late = notes_page(of, other).follow("change or remove")
    notes_page(of).follow("change or remove").fill("Note for the record", "once more").press("Keep it so")
    assert late.press("Remove it").status == 409
    assert late.has("once more")
    assert [noted.text for noted in stored(of)] == ["once more"]


def test_a_note_that_another_desk_removed_meanwhile_can_be_added_again(app: Flask) -> None:
    of = open_seminar(app)
    add(of, "at first")
    stale = [notes_page(of, second_desk(of)).follow("change or remove") for _ in range(2)]
    notes_page(of).follow("change or remove").press("Remove it from the record")
    # Its number is not given again, so that nobody changes another note.
    add(of, "another")
    page = stale[0].fill("Note for the record", "typed meanwhile").press("Keep it so")
    assert page.status == 409
    assert page.has(GONE)
    assert page.value("Note for the record").strip() == "typed meanwhile"
    page.press("Add to the record")
    assert [noted.text for noted in stored(of)] == ["another", "typed meanwhile"]
    assert stale[1].press("Remove it").heading == "Notes of the discussion"
    assert stale[1].open(stale[0].address.rsplit("/", 1)[0] + "/notes/1").status == 404
    for number in ("0", "99999999999999999999999"):
        assert of.desk.open(f"/seminar/{of.id}/desk/notes/{number}").status == 404


@pytest.mark.parametrize("at", ["notes", f"answers/{QUESTION}/notes"])
def test_what_is_wrong_gets_a_sentence_and_keeps_the_text(app: Flask, at: str) -> None:
    of = open_seminar(app)
    desk, address = notes_page(of), f"/seminar/{of.id}/desk/{at}"
    token = desk.page.find(".//input[@name='csrf_token']")
    assert token is not None
    good = {"csrf_token": token.get("value"), "question": QUESTION, "note_kind": "reason", "note_text": "typed"}
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"note_text": " \n "}, NO_TEXT),
        ({"note_text": "x" * 2001}, "This note is longer than 2,000 characters."),
        ({"note_kind": ""}, NO_KIND),
        ({"note_kind": "private"}, NO_KIND),
        ({"said_by": "y" * 81}, "This name is longer than 80 characters."),
        *([({"question": question}, NO_QUESTION) for question in ("", "\0", "nothing")] if at == "notes" else []),
    ]
    for change, sentence in wrong:
        sent = good | change
        assert desk.post(address, sent).status == 422, change
        assert desk.has(sentence)
        assert desk.value("Note for the record").strip() == sent["note_text"].strip()
    assert desk.post(address, good | {"csrf_token": ""}).status == 400
    assert desk.value("Note for the record") == "typed"
    assert stored(of) == []
    phone = of.join("Ana")
    assert phone.post(address, good).status == 403
    assert phone.has("typed")


def test_who_said_it_is_a_pseudonym_where_those_stand_for_names(app: Flask) -> None:
    of = open_seminar(app, names="pseudonym", one_by_one=False)
    phone = of.join("Zoltanka")
    add(of, "said", Who_said_it="Zoltanka")
    assert of.desk.status == 422
    assert of.desk.has(NO_SUCH_NAME)
    assert of.desk.value("Note for the record").strip() == "said"
    pseudonym = [option.get("value") or "" for option in of.desk.control("Who said it").iter("option")][1]
    of.desk.fill("Who said it", pseudonym).press("Add to the record")
    assert stored(of) == [Noted("reason", "said", pseudonym)]
    texts = files(of, of.desk)
    assert all(pseudonym in text and "Zoltanka" not in text for text in texts.values())
    assert json.loads(texts["json"])["notes"][0]["written_at"] is None
    of.desk.open(f"/seminar/{of.id}/desk/holder/{phone.worksheet}/erase").fill("Type it here", "erase").press("Erase")
    assert stored(of) == [Noted("reason", "said", "")]


def test_where_nobody_is_named_no_form_asks_and_no_forged_one_names(app: Flask) -> None:
    of = open_seminar(app, names="none")
    with pytest.raises(AssertionError):
        notes_page(of).control("Who said it")
    token = of.desk.page.find(".//input[@name='csrf_token']")
    assert token is not None
    sent = {"csrf_token": token.get("value"), "question": QUESTION, "note_kind": "open", "note_text": "how?"}
    of.desk.post(f"/seminar/{of.id}/desk/notes", sent | {"said_by": "Ana"})
    assert stored(of) == [Noted("open", "how?", "")]


def test_no_forged_form_turns_one_kind_of_note_into_the_other(app: Flask) -> None:
    of = open_seminar(app)
    add(of, "for all")
    desk = of.desk.open(f"/seminar/{of.id}/desk/answers/{QUESTION}/private")
    desk.fill("Private note", "for me").press("Keep the private note")
    token = notes_page(of).page.find(".//input[@name='csrf_token']")
    assert token is not None
    both = {
        "csrf_token": token.get("value"), "question": QUESTION, "based_on": "1",
        "note": "mine", "note_kind": "reason", "note_text": "everybody’s",
    }  # fmt: skip
    of.desk.post(f"/seminar/{of.id}/desk/answers/{QUESTION}/private", both)
    assert of.desk.status == 409, "a private note is changed by its own form alone"
    of.desk.post(f"/seminar/{of.id}/desk/notes/1", both)
    of.desk.post(f"/seminar/{of.id}/desk/notes", both | {"note_text": "", "note": "mine"})
    assert [noted.text for noted in stored(of)] == ["everybody’s"]
    with of.database().read() as connection:
        assert connection.scalars(sa.select(private_note.c.text)).all() == ["for me"]


def test_the_two_kinds_of_note_share_no_page_with_a_form_for_both(app: Flask) -> None:
    of = open_seminar(app)
    for page in (f"answers/{QUESTION}", f"answers/{QUESTION}/private", "notes"):
        of.desk.open(f"/seminar/{of.id}/desk/{page}")
        areas = {area.get("name") for area in of.desk.page.iter("textarea")}
        assert areas in ({"note"}, {"note_text"}), page
    buttons = {text_of(button) for button in of.desk.page.iter("button")}
    assert "Add to the record" in buttons


def test_a_seminar_whose_people_were_not_told_takes_no_notes_and_promises_what_it_promised(app: Flask) -> None:
    of = open_seminar(app)
    promise = "may write notes of the discussion into the record"
    assert of.join("Ana").has(promise)
    token = notes_page(of).page.find(".//input[@name='csrf_token']")
    assert token is not None
    with of.database().write() as connection:
        connection.execute(sa.update(seminar).where(seminar.c.id == of.id).values(notes_told=False))
    assert not of.join("Bo").has(promise)
    for page in (notes_page(of), of.desk.open(f"/seminar/{of.id}/desk/answers/{QUESTION}")):
        assert page.has(NOT_TOLD)
        with pytest.raises(AssertionError):
            page.press("Add to the record")
    sent = {"csrf_token": token.get("value"), "question": QUESTION, "note_kind": "reason", "note_text": "said"}
    assert of.desk.post(f"/seminar/{of.id}/desk/notes", sent).status == 422
    assert stored(of) == []
