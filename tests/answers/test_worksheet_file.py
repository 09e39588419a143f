from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import CASE, DAY, FRAMEWORK, GROUP, answer_sets, sample_summary, seats_taken
from webapp.answers.answer import Answer
from webapp.answers.documents.json import BrokenFile, read, render
from webapp.answers.summary import summarise
from webapp.framework.model import Case, digest

AGAIN = "; download the file again from its worksheet and open it unchanged."
WHOLE: dict[str, Any] = json.loads(
    render(sample_summary({"own-one": Answer(choices=("c0",)), "own-five": Answer(reasons="x")}))
)
Change = Callable[[dict[str, Any]], object]


def refusal(data: bytes) -> str:
    with pytest.raises(BrokenFile) as caught:
        read(data)
    return caught.value.reason


@pytest.mark.parametrize("case", [CASE, None], ids=["built-in", "own"])
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_worksheet_comes_back_exactly(case: Case | None, data: st.DataObject) -> None:
    answers = data.draw(answer_sets(case))
    written = render(sample_summary(answers, case))
    file = read(written)
    assert file.given() == answers
    assert (file.framework, file.case, file.held_by()) == (FRAMEWORK, case, GROUP)
    assert digest(file.framework) == digest(FRAMEWORK)
    assert render(summarise(file.framework, file.case, file.given(), file.held_by(), file.printed)) == written


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_other_seats_come_back_exactly(data: st.DataObject) -> None:
    seats = data.draw(seats_taken(CASE))
    written = render(summarise(FRAMEWORK, CASE, {}, GROUP, DAY, seats=seats))
    file = read(written)
    assert file.from_seats() == seats
    assert (
        render(summarise(file.framework, file.case, {}, file.held_by(), file.printed, seats=file.from_seats()))
        == written
    )


def test_a_byte_order_mark_from_an_editor_does_no_harm() -> None:
    assert read(b"\xef\xbb\xbf" + json.dumps(WHOLE).encode()).given()["own-five"].reasons == "x"


def test_an_answer_that_holds_nothing_is_no_answer() -> None:
    changed = copy.deepcopy(WHOLE)
    changed["answers"] = [{"question": "own-one"}]
    assert read(json.dumps(changed).encode()).given() == {}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe{\x00", "This file is not text in UTF-8"),
        (b"", "This file is not JSON, or a part of it is missing"),
        (render(sample_summary({}))[:-40], "This file is not JSON, or a part of it is missing"),
        (b'{"format": NaN}', "This file is not JSON, or a part of it is missing"),
        (b"1" * 5000, "This file is not JSON, or a part of it is missing"),
        (b"[]", "This file is JSON, and is not a worksheet"),
        (b"null", "This file is JSON, and is not a worksheet"),
        (b"{}", "This file is not a worksheet of Before Force"),
        (b'{"a": 1, "a": 2}', "This file names “a” twice in one place"),
        (b"[" * 60 + b"]" * 60, "This file is nested too deep to be a worksheet"),
        (b"[" * 200_000, "This file is nested too deep to be a worksheet"),
        (b'{"a": "x\\u0000"}', "This file holds a character that no worksheet can hold, in “x\ufffd”"),
        (b'{"\\ud800": 1}', "This file holds a character that no worksheet can hold, in “\ufffd”"),
    ],
)  # fmt: skip
def test_what_is_no_worksheet_file_is_refused_in_one_sentence(data: bytes, reason: str) -> None:
    assert refusal(data) == reason + AGAIN


def first(framework: dict[str, Any]) -> Any:
    return framework["framework"]["sections"][0]["questions"][0]


PLACE = "framework.sections[0].questions[0]"
SEAT = {"section": FRAMEWORK.sections[0].id, "name": "a ministry", "answers": []}
BROKEN: list[tuple[Change, str]] = [
    (
        lambda f: f.update(seats=[SEAT, SEAT | {"name": "A Ministry"}]),
        f"This file has two seats of one name in a section, “{FRAMEWORK.sections[0].id}: a ministry”",
    ),
    (lambda f: f.update(seats=[SEAT | {"name": " "}]), "This file has a seat without a name"),
    (
        lambda f: f.update(seats=[SEAT | {"name": ""}]),
        "This file holds nothing at “seats[0].name”, where the format asks for something",
    ),
    (
        lambda f: f.update(seats=[SEAT | {"section": "closing"}]),
        "This file has a seat in the section “closing”, which is not in it",
    ),
    (
        lambda f: f.update(seats=[SEAT | {"name": str(number)} for number in range(7)]),
        f"This file has more than 6 seats in the section “{FRAMEWORK.sections[0].id}”",
    ),
    (
        lambda f: f.update(seats=[SEAT | {"answers": [{"question": "case-title", "reasons": "x"}]}]),
        "This file answers the question “case-title”, which is not in it",
    ),
    (lambda f: f.update(format="survey"), "This file is not a worksheet of Before Force"),
    (lambda f: f.update(version=0), "This file names a version of the format that does not exist"),
    (lambda f: f.update(version="1"), "This file names a version of the format that does not exist"),
    (lambda f: f.update(version=True), "This file names a version of the format that does not exist"),
    (lambda f: f.update(score=7), "This file holds “score” at its top, which the format does not know"),
    (
        lambda f: first(f).update(weight=2),
        f"This file holds “weight” at “{PLACE}”, which the format does not know",
    ),
    (lambda f: f.pop("holder"), "This file lacks “holder” at its top"),
    (lambda f: f.pop("case"), "This file lacks “case” at its top"),
    (lambda f: f["framework"].pop("sections"), "This file lacks “sections” at “framework”"),
    (
        lambda f: f["framework"]["sections"][0].pop("questions"),
        "This file lacks “questions” at “framework.sections[0]”",
    ),
    (
        lambda f: f["framework"].update(sections=[]),
        "This file holds nothing at “framework.sections”, where the format asks for something",
    ),
    (
        lambda f: f["framework"]["closing"].update(questions=[]),
        "This file holds nothing at “framework.closing.questions”, where the format asks for something",
    ),
    (
        lambda f: f.update(printed="yesterday"),
        "This file holds a value at “printed” that is not of the kind that the format asks for",
    ),
    (
        lambda f: f["holder"].update(kind="state"),
        "This file holds a value at “holder.kind” that is not of the kind that the format asks for",
    ),
    (
        lambda f: f["answers"][0].update(reasons=7),
        "This file holds a value at “answers[0].reasons” that is not of the kind that the format asks for",
    ),
    (
        lambda f: f["answers"][0].update(reasons="x" * 4001),
        "This file holds more than 4,000 characters at “answers[0].reasons”",
    ),
    (
        lambda f: f["answers"][0].update(another="x" * 301),
        "This file holds more than 300 characters at “answers[0].another”",
    ),
    (
        lambda f: f["answers"][0].update(choices=["c0"] * 31),
        "This file holds more than 30 entries at “answers[0].choices”",
    ),
    (
        lambda f: f["answers"][0].update(reasons="a\r\nb"),
        "This file holds a character that no worksheet can hold, in “a\ufffd\ufffdb”",
    ),
    (
        lambda f: f["answers"].append({"question": "own-nine", "reasons": "x"}),
        "This file answers the question “own-nine”, which is not in it",
    ),
    (lambda f: f["answers"].append(f["answers"][0]), "This file has two answers to the question “own-one”"),
    (
        lambda f: f["answers"][0].update(choices=["c9"]),
        "This file answers the question “own-one” with “c9”, which is not on the form",
    ),
    (
        lambda f: f["answers"][1].update(choices=["c0"]),
        "This file answers the question “own-five” with “c0”, which is not on the form",
    ),
    (
        lambda f: f["answers"].append({"question": "case-kind", "choices": ["past"]}),
        "This file answers the question “case-kind” with “past”, which is not on the form",
    ),
    (
        lambda f: f["answers"][0].update(choices=["c0", "c0"]),
        "This file answers the question “own-one” with “c0” two times",
    ),
    (
        lambda f: f["answers"].append({"question": "own-four", "choices": ["this", "that"]}),
        "This file makes more than one choice at the question “own-four”, which takes one",
    ),
    (
        lambda f: f["answers"][1].update(another="x"),
        "This file has another answer at the question “own-five”, which does not offer that choice",
    ),
    (
        lambda f: first(f)["considerations"].pop(),
        "This file has one consideration at the question “own-one”, where there are two or none",
    ),
    (
        lambda f: first(f)["considerations"].append("A third."),
        f"This file holds more than 2 entries at “{PLACE}.considerations”",
    ),
    (
        lambda f: first(f).pop("choices"),
        "This file has no choices at the question “own-one”, which is answered by choices",
    ),
    (
        lambda f: first(f)["choices"].append({"id": "c0", "label": "Again"}),
        "This file has two choices named “c0” at the question “own-one”",
    ),
    (lambda f: first(f).update(id="own-two"), "This file has two questions named “own-two”"),
    (
        lambda f: f["framework"]["closing"].update(id="aftermath"),
        "This file has two sections named “aftermath”",
    ),
    (
        lambda f: f["framework"]["sources"].append(f["framework"]["sources"][0]),
        "This file has two sources named “charter”",
    ),
    (
        lambda f: f["framework"]["notes"].append(f["framework"]["notes"][0]),
        "This file has two notes named “N1”",
    ),
    (
        lambda f: first(f).update(notes=["N2"]),
        "This file has a question that names the note “N2”, which is not in it",
    ),
    (
        lambda f: f["case"]["timeline"][0].update(citations=[{"source": "rumour"}]),
        "This file cites the source “rumour”, which is not in it",
    ),
]


@pytest.mark.parametrize(("change", "reason"), BROKEN, ids=map(str, range(len(BROKEN))))
def test_a_broken_worksheet_file_is_refused_in_one_sentence(change: Change, reason: str) -> None:
    changed = copy.deepcopy(WHOLE)
    change(changed)
    assert refusal(json.dumps(changed).encode()) == reason + AGAIN


def test_a_file_of_a_newer_version_is_refused_with_the_way_out() -> None:
    assert refusal(json.dumps(WHOLE | {"version": 2}).encode()) == (
        "This file was written by a newer Before Force, and this one reads the format up to version 1; "
        "open it where it was written, or ask for this one to be brought up to date."
    )


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert refusal(data)


def places(value: object) -> list[tuple[Any, Any]]:
    """Every place in a file, as what holds it and its key there."""
    keys: Any = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [found for key in keys for found in ((value, key), *places(value[key]))]  # type: ignore[index]


@given(
    value=st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists),
    place=st.integers(0, len(places(WHOLE)) - 1),
)
def test_any_value_in_any_place_is_read_or_refused(value: object, place: int) -> None:
    changed = copy.deepcopy(WHOLE)
    holder, key = places(changed)[place]
    holder[key] = value
    try:
        read(json.dumps(changed).encode())
    except BrokenFile as broken:
        reason = broken.reason
    else:
        reason = "It was read."
    assert re.fullmatch(r"[^\n]+\.", reason)
