"""The record of a seminar: who may read it, what it holds, as a page and as a file in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from xml.etree.ElementTree import Element

import docx
import pytest
from flask import Flask

from tests.page_lint import text_of
from tests.seminar.people import Phone, Seminar, open_seminar
from tests.seminar.statements import counted
from tests.visitor import Visitor
from webapp.access import joining
from webapp.clock import now
from webapp.seminar.record_formats import COLUMNS, FORMATS

LAW = "legal-basis"
GROUNDS = "Which legal grounds"
QUESTION = "legal-grounds-claimed"
NOT_SHARED = "The facilitator has not shared the record of this seminar."
HIDDEN = pytest.mark.parametrize("names", ["pseudonym", "none"])


def record(seminar: Seminar, reader: Visitor | None = None) -> Visitor:
    return (reader or seminar.desk).open(f"/seminar/{seminar.id}/record")


def file(seminar: Seminar, kind: str, reader: Visitor | None = None) -> bytes:
    visitor = (reader or seminar.desk).open(f"/seminar/{seminar.id}/record/{kind}")
    assert visitor.status == 200
    data: bytes = visitor.response.data
    return data


def rows(seminar: Seminar, reader: Visitor | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file(seminar, "csv", reader).decode("utf-8-sig"), newline="")))


def as_json(seminar: Seminar, reader: Visitor | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file(seminar, "json", reader))
    return found


def share(seminar: Seminar) -> None:
    seminar.desk.open(f"/seminar/{seminar.id}/desk").press("Share the record with")


def entry(page: Visitor, words: str) -> Element:
    """The part of the page that holds a question."""
    return next(
        found
        for found in page.page.iter("div")
        if found.get("class") == "entry" and words in text_of(found.findall("h3")[0])
    )


def parts(page: Visitor, words: str) -> list[str]:
    """What stands for each holder at a question, in order."""
    return [text_of(found) for found in entry(page, words).iter("div") if found.get("class") == "holder"]


def revised(app: Flask, names: str = "given") -> tuple[Seminar, list[Phone]]:
    """A seminar whose law section was answered, revealed, revised by Ana, joined by Cem, closed before Bo ends."""
    seminar = open_seminar(app, names=names).move(LAW, "answering")
    given = ("Ana", "Bo", "Cem") if names != "none" else ("", "", "")
    ana, bo = seminar.phones(*given[:2])
    ana.write(LAW, GROUNDS, "Ana at first", "Disputed")
    bo.write(LAW, GROUNDS, "Bo at first")
    seminar.move(LAW, "discussing")
    cem = seminar.join(given[2])
    cem.write(LAW, GROUNDS, "Cem after all")
    seminar.move(LAW, "revising")
    ana.step(LAW).fill("After the discussion", "changed", GROUNDS).fill("Why it stays", "Bo's point", GROUNDS)
    ana.fill("Reasons and evidence", "Ana thinks anew", GROUNDS).press("Save and continue")
    bo.step(LAW)
    seminar.move(LAW, "closed")
    bo.fill("Reasons and evidence", "Bo too late", GROUNDS).press("Save")
    return seminar, [ana, bo, cem]


def test_first_and_revised_answers_stand_with_their_marks_by_question_in_order_of_joining(app: Flask) -> None:
    seminar, _ = revised(app)
    assert parts(record(seminar), GROUNDS) == [
        "Ana First answerDisputed Reasons and evidenceAna at first Revised answer, after the revealDisputed"
        " Reasons and evidenceAna thinks anew After the discussionChanged Why, or what moved meBo's point",
        "Bo First answerNo choice made. Reasons and evidenceBo at first"
        " Late answer, after the reveal and after closingNo choice made. Reasons and evidenceBo too late",
        "Cem Answer, after the revealNo choice made. Reasons and evidenceCem after all",
    ]


def test_the_stages_stand_with_their_times_where_names_are_given(app: Flask) -> None:
    seminar, _ = revised(app)
    time = r"\(\d+ \w+ \d{4}, \d\d:\d\d [\w/]+\)"
    stages = rf"Legal basis answering {time}; discussing {time}; revising {time}; closed {time}"
    assert re.search(stages, record(seminar).text)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", row["written at"]) for row in rows(seminar))


@HIDDEN
def test_without_names_the_order_of_stages_stands_without_times_and_nobody_is_named(app: Flask, names: str) -> None:
    seminar, phones = revised(app, names)
    page = record(seminar)
    assert page.has("Legal basis answering; discussing; revising; closed")
    assert page.has("no exact time is told where people are not named")
    texts = [page.response.text, *(file(seminar, kind).decode(errors="replace") for kind in FORMATS if kind != "docx")]
    texts.append("\n".join(one.text for one in docx.Document(io.BytesIO(file(seminar, "docx"))).paragraphs))
    for text in texts:
        assert "Ana thinks anew" in text
        assert not re.search(r"\bCem (?!after)|\bBo (?!at|too)|\bAna (?!at|thinks)", text)
        assert not any(phone.worksheet in text for phone in phones)
    for text in texts[1:]:
        assert not re.search(r"(?<!\d)\d\d\\?:\d\d(?!\d)|T\d\d:", text)
        assert seminar.id not in text
    labels = {row["holder"] for row in rows(seminar)}
    if names == "none":
        assert labels == {"Person 1", "Person 2", "Person 3"}


def test_the_table_has_one_row_for_each_revision(app: Flask) -> None:
    seminar, _ = revised(app)
    found = rows(seminar)
    assert list(found[0]) == list(COLUMNS)
    assert [(row["holder"], row["round"], row["reasons and evidence"], row["marks"]) for row in found] == [
        ("Ana", "first", "Ana at first", ""),
        ("Ana", "revised", "Ana thinks anew", "after the reveal"),
        ("Bo", "first", "Bo at first", ""),
        ("Bo", "late", "Bo too late", "after the reveal; late"),
        ("Cem", "revised", "Cem after all", "after the reveal"),
    ]
    assert (found[1]["after the discussion"], found[1]["why, or what moved"]) == ("Changed", "Bo's point")
    assert {row["question id"] for row in found} == {QUESTION}


def test_the_json_file_is_whole(app: Flask) -> None:
    seminar, _ = revised(app)
    found = as_json(seminar)
    assert (found["format"], found["version"], found["copy"]) == ("before-force-record", 1, "desk")
    assert found["case"]["title"] == "The Lower Delta"
    assert [section["id"] for section in found["framework"]["sections"]]
    assert [(one["section"], one["stage"]) for one in found["stages"] if one["section"] == LAW][-3:] == [
        (LAW, "discussing"),
        (LAW, "revising"),
        (LAW, "closed"),
    ]
    assert [(one["id"], one["label"]) for one in found["holders"]] == [("h1", "Ana"), ("h2", "Bo"), ("h3", "Cem")]
    assert [(one["holder"], one["round"]) for one in found["answers"]] == [
        ("h1", "first"), ("h1", "revised"), ("h2", "first"), ("h2", "late"), ("h3", "revised"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", FORMATS)
def test_each_file_downloads_under_a_plain_name(app: Flask, kind: str) -> None:
    seminar = open_seminar(app)
    file(seminar, kind)
    disposition = seminar.desk.response.headers["Content-Disposition"]
    assert re.fullmatch(
        rf"attachment; filename=before-force-record-the-lower-delta-\d{{4}}-\d\d-\d\d\.{FORMATS[kind].suffix}",
        disposition,
    )
    assert seminar.desk.response.mimetype == FORMATS[kind].mimetype
    assert seminar.desk.open(f"/seminar/{seminar.id}/record/pdf").status == 404


def test_a_participant_reads_the_record_once_it_is_shared_and_no_more_than_the_gate_lets_them(app: Flask) -> None:
    seminar = open_seminar(app).move(LAW, "answering")
    ana, bo = seminar.phones("Ana", "Bo")
    ana.write(LAW, GROUNDS, "Ana at first")
    bo.write(LAW, GROUNDS, "Bo at first")
    for address in ("record", *(f"record/{kind}" for kind in FORMATS)):
        ana.open(f"/seminar/{seminar.id}/{address}")
        assert (ana.status, ana.has(NOT_SHARED)) == (403, True)
    share(seminar)
    assert record(seminar, ana).has("Ana at first")
    assert ana.has("The answers of others were not revealed here.")
    assert ana.has("This section was not opened.")
    assert not ana.has("Bo at first")
    assert {row["reasons and evidence"] for row in rows(seminar, ana)} == {"Ana at first"}
    assert as_json(seminar, ana)["copy"] == "participant"
    assert [s["id"] for s in as_json(seminar, ana)["framework"]["sections"] if s["questions"]] == [LAW]
    seminar.move(LAW, "discussing")
    assert record(seminar, ana).has("Bo at first")
    assert record(seminar).has("Bo at first")


def test_a_late_answer_stands_in_its_authors_copy_and_in_the_facilitators_alone(app: Flask) -> None:
    seminar, (ana, bo, _) = revised(app)
    share(seminar)
    assert record(seminar, bo).has("Bo too late")
    assert not record(seminar, ana).has("Bo too late")
    assert record(seminar).has("Bo too late")


def test_a_stranger_gets_no_record(app: Flask) -> None:
    seminar, _ = revised(app)
    share(seminar)
    for address in ("record", *(f"record/{kind}" for kind in FORMATS)):
        stranger = seminar.somebody().open(f"/seminar/{seminar.id}/{address}")
        assert stranger.status in (403, 404)
        assert "Ana at first" not in stranger.response.text


def test_an_erased_holder_leaves_one_sentence_in_their_place_and_no_name(app: Flask) -> None:
    seminar, (ana, *_) = revised(app)
    with seminar.database().write() as connection:
        joining.erase(connection, seminar.room(), ana.worksheet, now())
    found = parts(record(seminar), GROUNDS)
    assert found[0] == "The answers of one holder were erased."
    assert len(found) == 3
    assert "Ana" not in seminar.desk.text
    assert as_json(seminar)["holders"][0] == {"id": "h1", "label": "", "typed_in": False, "erased": True}
    assert (rows(seminar)[-1]["holder id"], rows(seminar)[-1]["marks"]) == (
        "h1",
        "The answers of one holder were erased.",
    )


def test_what_is_written_after_an_erasing_stands_under_its_name_again(app: Flask) -> None:
    seminar = open_seminar(app).move(LAW, "answering")
    ana = seminar.join("Ana").write(LAW, GROUNDS, "Ana at first")
    with seminar.database().write() as connection:
        joining.erase(connection, seminar.room(), ana.worksheet, now())
    ana.write(LAW, GROUNDS, "Ana again")
    assert parts(record(seminar), GROUNDS) == ["Ana First answerNo choice made. Reasons and evidenceAna again"]
    assert not record(seminar).has("Ana at first")


def test_corrections_to_the_case_stand_once_under_the_text_of_the_case(app: Flask) -> None:
    seminar = open_seminar(app)
    ana, _ = seminar.phones("Ana", "Bo")
    ana.step("case").fill("Corrections and additions", "Not sixty villages", "What is happening")
    ana.press("Save and continue")
    happening = entry(record(seminar), "What is happening")
    assert text_of(happening).count("In the case") == 1
    assert parts(seminar.desk, "What is happening") == [
        "Ana Corrections and additionsNot sixty villages",
        "Bo Corrections and additionsNo answer given.",
    ]


def test_a_group_stands_with_its_other_views(app: Flask) -> None:
    seminar = open_seminar(app, holders="group").move(LAW, "answering")
    phone = seminar.join("Ana", group="North")
    phone.step(LAW).fill("Reasons and evidence", "We agree", GROUNDS).fill("Other views", "One of us doubts", GROUNDS)
    phone.press("Save and continue")
    found = parts(record(seminar), GROUNDS)
    assert "North First answerNo choice made. Reasons and evidenceWe agree Other viewsOne of us doubts" in found
    assert any(part.startswith("South First answerNo answer given.") for part in found)


@pytest.mark.parametrize("address", ["record", *(f"record/{kind}" for kind in FORMATS)])
def test_a_record_takes_as_many_statements_for_one_as_for_seven(app: Flask, address: str) -> None:
    seminar = open_seminar(app).move(LAW, "answering")
    seminar.join("Ana").write(LAW, GROUNDS, "a")
    sent = []
    for number in range(2):
        with counted(seminar.database()) as statements:
            seminar.desk.open(f"/seminar/{seminar.id}/{address}")
        sent.append(len(statements))
        if not number:
            for name in ("Bo", "Cem", "Dan", "Eve", "Fay", "Gus"):
                seminar.join(name).write(LAW, GROUNDS, name)
    assert sent[0] == sent[1]
