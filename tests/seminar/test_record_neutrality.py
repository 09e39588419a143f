"""A record answers to nothing that was said, and tells nobody's name or time where the seminar does not."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from types import MappingProxyType
from typing import Any

import pytest
from flask import Flask, render_template
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict

from tests.answers.reading import Slot
from tests.answers.shapes import expect_shape
from tests.samples import CASE, QUESTIONS, TRAPS
from tests.seminar.record_reading import Reading, read_docx, read_html, read_markdown, read_page
from tests.seminar.records import (
    DESK,
    DEVELOPMENTS,
    ERASED,
    GIVEN_NAMES,
    PARTICIPANT,
    PSEUDONYMS,
    PUBLISHINGS,
    SEATS,
    SHEETS,
    STRETCHES,
    Key,
    Notes,
    Publishing,
    of_slot,
    own_of,
    sample_record,
    sample_room,
    seat_of,
    sets_of_answers,
    sets_of_notes,
    slots_of,
)
from webapp import create_app
from webapp.access.discussion import KINDS, Noted
from webapp.access.gate import Viewer
from webapp.access.rooms import Names
from webapp.answers.answer import REASONS_LIMIT, Answer, clean
from webapp.current import DATABASE
from webapp.seminar.record import Record
from webapp.seminar.record_document import DISCUSSION, of_record
from webapp.seminar.record_formats import FORMATS

# The worksheet of an answer by its holder and its seat.
HOLDERS = {(f"h{SHEETS.index(own_of(sheet)) + 1}", seat_of(sheet)): sheet for sheet in (*SHEETS, *SEATS)}
# What the printed formats call a round, where an answer stands before it and where none does.
ROUND_LABELS = {
    "first": ("First answer", "First answer"),
    "revised": ("Revised answer, after the reveal", "Answer, after the reveal"),
    "first 1": ("Revised answer, after development 1", "Answer, after development 1"),
    "revised 1": (
        "Revised answer, after development 1 and after the reveal",
        "Answer, after development 1 and after the reveal",
    ),
    "revised 2": (
        "Revised answer, after development 2 and after the reveal",
        "Answer, after development 2 and after the reveal",
    ),
    "late": ("Late answer, after closing", "Late answer, after closing"),
}
IN_ITS_PLACE = "Withheld by the facilitator, because"
DECISIONS = {"": "", "unchanged": "Unchanged", "changed": "Changed"}
EVERY_FORMAT = pytest.mark.parametrize("form", ["page", *FORMATS])
VIEWERS = pytest.mark.parametrize("viewer", [DESK, PARTICIPANT], ids=["desk", "participant"])
SOME = settings(deadline=None, max_examples=6)


def read_json(data: bytes, viewer: Viewer) -> Reading:
    record = json.loads(data)
    found: dict[tuple[str, str], Slot] = {slot: [] for slot in slots_of(viewer)}
    answers, withheld = record.pop("answers"), record.pop("withheld")
    erased = next(holder for holder in record["holders"] if holder["erased"])
    wrote = any(one["holder"] == erased["id"] for one in [*answers, *withheld])
    assert erased.pop("label") == (PSEUDONYMS[SHEETS.index(ERASED)] if wrote else "")
    for one in [*answers, *withheld]:
        found[one.pop("question"), HOLDERS[one.pop("holder"), one.pop("seat")]].extend(one.items())
    notes = [list(one.items()) for one in record.pop("notes")]
    return Reading(record, list(found.values()), notes)


def exact(cell: str) -> str:
    """The text of a cell by the rule in README.md."""
    return cell[1:] if re.match("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]", cell) else cell


def read_csv(data: bytes, viewer: Viewer) -> Reading:
    assert data.startswith(b"\xef\xbb\xbf")
    first, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    assert all(not re.match("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]", cell) for row in rows for cell in row)
    found: dict[tuple[str, str], Slot] = {slot: [] for slot in slots_of(viewer)}
    order: list[int] = []
    outside, notes = [tuple(first)], []
    for row in rows:
        one = dict(zip(first, map(exact, row), strict=True))
        if one["kind of note"]:
            assert order == sorted(order)
            notes.append([(key, value) for key, value in one.items() if value])
            continue
        if not one["question id"]:
            outside.append(tuple(row))
            continue
        slot = one["question id"], HOLDERS[one["holder id"], one.pop("seat")]
        assert one.pop("question") == QUESTIONS[one.pop("question id")].text
        assert one.pop("holder") == PSEUDONYMS[int(one.pop("holder id")[1:]) - 1]
        found[slot].extend(one.items())
        order.append(slots_of(viewer).index(slot))
    assert order == sorted(order)
    return Reading(outside, list(found.values()), notes)


READERS: dict[str, Callable[[bytes, Viewer], Reading]] = {
    "page": lambda data, viewer: read_page(data),
    "html": lambda data, viewer: read_html(data),
    "docx": lambda data, viewer: read_docx(data),
    "markdown": lambda data, viewer: read_markdown(data),
    "json": read_json,
    "csv": read_csv,
}


PRINTER: list[Flask] = []


@pytest.fixture(scope="module", autouse=True)
def printer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An app to print pages with; nothing is asked of its database. A property takes no fixture of one test."""
    made = create_app(
        {"instance": tmp_path_factory.mktemp("printer"), "secret_key": "a secret for tests, longer than it has to be"}
    )
    PRINTER.append(made)
    yield
    PRINTER.remove(made)
    made.extensions[DATABASE].engine.dispose()


def page(record: Record, viewer: Viewer, names: Names, published: Publishing) -> bytes:
    with PRINTER[0].test_request_context():
        return render_template(
            "seminar/record.html",
            room=sample_room(names, published),
            viewer=viewer,
            document=of_record(record),
            formats=[],
        ).encode()


def rendered(
    form: str,
    answers: dict[Key, Answer],
    names: Names,
    viewer: Viewer,
    published: Publishing = DEVELOPMENTS,
    notes: Notes = MappingProxyType({}),
) -> bytes:
    record = sample_record(answers, names, viewer, published, notes)
    return page(record, viewer, names, published) if form == "page" else FORMATS[form].render(record)


def read_back(
    form: str,
    answers: dict[Key, Answer],
    viewer: Viewer = DESK,
    published: Publishing = DEVELOPMENTS,
    notes: Notes = MappingProxyType({}),
) -> Reading:
    reading = READERS[form](rendered(form, answers, "pseudonym", viewer, published, notes), viewer)
    assert len(reading.slots) == len(slots_of(viewer))
    return reading


@cache
def outside_of_nothing(form: str, viewer: Viewer, published: Publishing) -> object:
    return read_back(form, {}, viewer, published).outside


def test_every_format_has_a_reader() -> None:
    assert READERS.keys() == {"page", *FORMATS}


@EVERY_FORMAT
@VIEWERS
@SOME
@given(data=st.data())
def test_outside_its_slots_a_record_is_the_same_for_any_answers(form: str, viewer: Viewer, data: st.DataObject) -> None:
    published = data.draw(st.sampled_from(PUBLISHINGS))
    answers = data.draw(sets_of_answers(viewer, published))
    assert read_back(form, answers, viewer, published).outside == outside_of_nothing(form, viewer, published)


@EVERY_FORMAT
@SOME
@given(data=st.data())
def test_a_slot_depends_on_its_own_answer_alone(form: str, data: st.DataObject) -> None:
    published = data.draw(st.sampled_from(PUBLISHINGS))
    one, other = (data.draw(sets_of_answers(published=published)) for _ in range(2))
    # A slot that was answered, where there is one: empty ones say little.
    slot = data.draw(st.sampled_from(sorted({key[:2] for key in one}) or slots_of()))
    mixed = {key: answer for key, answer in other.items() if key[:2] != slot} | dict(of_slot(one, slot))
    place = slots_of().index(slot)
    found, again = (read_back(form, answers, DESK, published) for answers in (one, mixed))
    assert found.slots[place] == again.slots[place]


@EVERY_FORMAT
@VIEWERS
@SOME
@given(data=st.data())
def test_but_for_its_notes_of_the_discussion_a_record_is_the_same_and_they_are_verbatim(
    form: str, viewer: Viewer, data: st.DataObject
) -> None:
    answers, notes = data.draw(sets_of_answers(viewer)), data.draw(sets_of_notes(viewer))
    with_notes, without = read_back(form, answers, viewer, notes=notes), read_back(form, answers, viewer)
    assert (with_notes.outside, with_notes.slots) == (without.outside, without.slots)
    assert without.notes == []
    assert with_notes.notes == [
        part for question in QUESTIONS if question in notes for part in NOTED.get(form, _printed)(question, notes)
    ]


def _printed(question: str, notes: Notes) -> list[Slot]:
    lines = [
        [(KINDS[one.kind], one.text), *([("Said by", one.said_by)] * bool(one.said_by))] for one in notes[question]
    ]
    return [[("", DISCUSSION), *(line for each in lines for line in each)]]


def _notes_in_json(question: str, notes: Notes) -> list[Slot]:
    untimed: dict[str, Any] = {"written_at": None}
    return [list(({"question": question} | one._asdict() | untimed).items()) for one in notes[question]]


def _notes_in_csv(question: str, notes: Notes) -> list[Slot]:
    section = next(s.title for s in sample_record({}).agenda.steps() for q in s.questions if q.id == question)
    told = [("section", section), ("question id", question), ("question", QUESTIONS[question].text)]
    return [
        [*told, ("note of the discussion", one.text), ("kind of note", KINDS[one.kind])]
        + [("said by", one.said_by)] * bool(one.said_by)
        for one in notes[question]
    ]


NOTED: dict[str, Callable[[str, Notes], list[Slot]]] = {"json": _notes_in_json, "csv": _notes_in_csv}


@EVERY_FORMAT
@SOME
@given(data=st.data())
def test_every_slot_has_one_of_the_shapes_and_is_verbatim(form: str, data: st.DataObject) -> None:
    published = data.draw(st.sampled_from(PUBLISHINGS))
    expect_answers(form, data.draw(sets_of_answers(published=published)), published)


@EVERY_FORMAT
@VIEWERS
def test_of_a_withheld_answer_nothing_but_the_reason_is_in_any_record(form: str, viewer: Viewer) -> None:
    written = {key: Answer(reasons="what was withheld") for key in ANSWERS if key.question != "case-title"}
    answers = {key._replace(round="withheld"): Answer(reasons="It names a witness") for key in written}
    nothing, something = (rendered(form, more | answers, "pseudonym", viewer) for more in ({}, written))
    assert nothing == something
    assert "It names a witness" in read_text(form, something)


@EVERY_FORMAT
def test_every_trap_comes_back_from_every_field(form: str) -> None:
    row = [slot for slot in slots_of() if slot[1] != ERASED and slot[0] in ("own-one", "own-two", "own-three")]
    traps = (*TRAPS, "'=1", "''+x", "\uff1d1", "'a")
    for start in range(0, len(traps), len(row)):
        answers = {}
        for slot, trap, name in zip(row, traps[start:], ["first", "revised", "late"] * 3, strict=False):
            text, long = clean(trap), clean(trap * (REASONS_LIMIT // len(trap) + 1))[:REASONS_LIMIT]
            answer = Answer(choices=("another",), another=text[:300], reasons=text, views=f"{text}a", moved=long)
            answers[Key(*slot, name)] = answer
        expect_answers(form, answers, ())


def expect_answers(form: str, answers: dict[Key, Answer], published: Publishing) -> None:
    for slot, found in zip(slots_of(), read_back(form, answers, DESK, published).slots, strict=True):
        expected = list(of_slot(answers, slot))
        if expected and expected[-1][0].round == "withheld":
            _expect_withheld(form, slot, expected, found)
            continue
        if form == "json":
            assert found == [pair for each in expected for pair in _in_json(*each)]
        elif form == "csv":
            assert found == [pair for each in expected for pair in _in_csv(*each)]
        else:
            _expect_printed(slot, expected, found, bool(published))


def _expect_withheld(form: str, slot: tuple[str, str], expected: list[tuple[Key, Answer]], found: Slot) -> None:
    """The reason alone; where the holder's answers were erased, that alone."""
    *written, (_, answer) = expected
    erased = slot[1] == ERASED and not written
    if form == "json":
        assert found == ([] if erased else [("reason", answer.reasons)])
    elif form == "csv":
        assert dict(found).get("marks") == (None if erased else f"withheld by the facilitator: {answer.reasons}")
        assert not any(text for name, text in found if name not in ("section", "marks"))
    else:
        title = _title(slot[1], not erased).removesuffix(" (typed in from paper)")
        assert found == [("", title), *([] if erased else [(IN_ITS_PLACE, answer.reasons)])]


def _in_json(key: Key, answer: Answer) -> Slot:
    developments, after_reveal = STRETCHES.get(key.round, (0, False))
    values: dict[str, Any] = {"round": key.round.split()[0], "after_reveal": after_reveal}
    values |= {"after_development": developments, "written_at": None}
    return list((values | asdict(answer) | {"choices": list(answer.choices)}).items())


def _in_csv(key: Key, answer: Answer) -> Slot:
    developments, after_reveal = STRETCHES.get(key.round, (0, False))
    marks = {f"after development {developments}": developments > 0}
    marks |= {"after the reveal": after_reveal, "late": key.round == "late"}
    marks["typed in from paper"] = own_of(key.sheet) == SHEETS[1]
    question = QUESTIONS[key.question]
    section = next(s.title for s in sample_record({}).agenda.steps() for q in s.questions if q.id == key.question)
    return [
        ("section", section),
        ("round", key.round.split()[0]),
        ("choices", "; ".join(choice.label for choice in question.choices if choice.id in answer.choices)),
        ("another answer", answer.another),
        ("reasons and evidence", answer.reasons),
        ("other views", answer.views),
        ("after the discussion", DECISIONS[answer.decision]),
        ("why, or what moved", answer.moved),
        ("marks", "; ".join(mark for mark, held in marks.items() if held)),
        ("written at", ""),
        ("note of the discussion", ""),
        ("kind of note", ""),
        ("said by", ""),
    ]


def _expect_printed(slot: tuple[str, str], expected: list[tuple[Key, Answer]], found: Slot, published: bool) -> None:
    """Fail unless the lines are one shape of an answer for each round, in order, with the marks in words."""
    rounds: list[tuple[str, Slot]] = []
    labels = {label for both in ROUND_LABELS.values() for label in both}
    assert found[0] == ("", _title(slot[1], bool(expected)))
    if slot[1] == ERASED and not expected:
        assert found[1:] == []
        return
    in_case = CASE.field(slot[0])
    for label, text in found[1:]:
        if label in labels:
            rounds.append((label, [("Corrections and additions" if in_case else "Answer", text)]))
        elif label in ("Answer", "Corrections and additions"):
            assert not published
            rounds.append(("First answer", [(label, text)]))
        else:
            rounds[-1][1].append((label, text))
    if not any(key.round != "late" for key, _ in expected):
        expected = [(Key(*slot, "first"), Answer()), *expected]
    for number, ((label, lines), (key, answer)) in enumerate(zip(rounds, expected, strict=True)):
        assert label == ROUND_LABELS[key.round][0 if number else 1]
        shown = [("In the case", in_case), *lines] if in_case else lines
        expect_shape(QUESTIONS[key.question], in_case, answer, shown)


def _title(sheet: str, written: bool) -> str:
    if sheet == ERASED and not written:
        return "The answers of one holder were erased."
    own = own_of(sheet)
    name = PSEUDONYMS[SHEETS.index(own)] + (f", from the seat of {seat_of(sheet)}" if seat_of(sheet) else "")
    return f"{name} (typed in from paper)" if own == SHEETS[1] else name


ANSWERS = {Key(question, sheet, "first"): Answer(reasons="a text") for question, sheet in slots_of() if sheet != ERASED}
NOTES = {"own-one": [Noted("reason", "what was said", PSEUDONYMS[0])]}
TIMES = re.compile(r"(?<![\d:])(?!00:00)\d\d:\d\d(?!\d)|\d{4}-\d\d-\d\dT(?!00:00:00Z)")


def everything(form: str, names: Names, viewer: Viewer) -> str:
    """All bytes of a file as text; see `read_text`."""
    return read_text(form, rendered(form, ANSWERS, names, viewer, notes=NOTES))


def read_text(form: str, data: bytes) -> str:
    """All bytes as text, a Word document's parts unpacked; Markdown without its backslashes."""
    if form == "page":
        # Its links lead to the seminar's own pages, which say nothing but that this browser was there.
        return data.decode().replace('href="/seminar/seminar-id-7/', 'href="')
    if form == "markdown":
        return data.decode().replace("\\", "")
    if form != "docx":
        return data.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name).decode(errors="replace") for name in archive.namelist()]
        return "\n".join([*archive.namelist(), *parts])


@EVERY_FORMAT
@VIEWERS
@pytest.mark.parametrize("names", ["pseudonym", "none"])
def test_no_name_no_id_and_no_time_stands_anywhere_in_a_file(form: str, viewer: Viewer, names: Names) -> None:
    text = everything(form, names, viewer)
    for secret in (
        *(name.split()[0] for name in GIVEN_NAMES),
        *SHEETS,
        *SEATS,
        "seminar-id-7",
        "4711",
        "4712",
        "page-token",
    ):
        assert secret not in text
    assert not TIMES.search(text)
    assert "JQKM2345" not in text
    assert "21 November" not in text
    if names == "none":
        assert not any(name in text for name in PSEUDONYMS)


@EVERY_FORMAT
def test_the_search_finds_names_and_times_where_they_are_given(form: str) -> None:
    text = everything(form, "given", DESK)
    assert "Zoltanka" in text
    assert TIMES.search(text)
    assert "Xiomara" not in text, "the name of a holder whose answers were erased"
    assert not any(sheet in text for sheet in (*SHEETS, *SEATS))


@pytest.mark.parametrize("form", ["page", *sorted(FORMATS.keys() - {"csv"})])
def test_developments_are_listed_word_for_word_with_their_sections(form: str) -> None:
    text = read_text(form, rendered(form, {}, "pseudonym", PARTICIPANT))
    for words in ("Day 4 {own-one}", "A report, on “own-two”.", "After 23 March 1999"):
        assert words in text
    assert ('"sections": [' if form == "json" else "; Closing questions") in text


@EVERY_FORMAT
def test_a_participants_copy_holds_no_question_of_a_section_that_was_never_opened(form: str) -> None:
    text = everything(form, "given", PARTICIPANT)
    assert "Say more" not in text
    assert "Say more" in everything(form, "given", DESK)
