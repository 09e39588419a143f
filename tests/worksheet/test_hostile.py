"""Hostile texts in every field of every step: verbatim and inert wherever they are shown again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from tests.answers.reading import READERS, Slot
from tests.databases import read_only
from tests.visitor import Visitor
from webapp.answers.answer import clean
from webapp.current import DATABASE
from webapp.framework.load import built_in
from webapp.framework.model import Case, Question, Section

TRAPS = (
    "\n<script>alert(1)</script><img src=x onerror=alert(1)>\n",
    "{{ 1337*3 }} {% raw %} {# x #} ${1337*3} #{1337*3} <%= 1337*3 %>",
    "\u202eevil\u202c \u200fשלם, world 12! مرحبا \u2066a\u2069",
    "👩‍👩‍👧 🇽🇰 é e\u0301 \U0001f600",
    "a\x00b\x01c\x08d\x0be\x0cf\x1bg",
    "=cmd|' /C calc'!A0 +1 -1 @SUM(A1) { MERGEFIELD x } {PAGE} \"quoted\"",
    "]]> <![CDATA[x]]> <!-- x --> </style></textarea></dd></dl></section>",
    "\\ a\\\nb \\n C:\\x _x0041_ _x000D_ &amp; &lt; &#10; &nbsp;",
    "  \n\n edges, with tabs\t\t\n \r\n\r",
    "' onfocus=alert(1) autofocus x=' \" style=x",
)
FIELD_LIMITS = {"another": 300, "reasons": 4000, "views": 4000}


def parts_of(question: Question, case: Case | None) -> list[str]:
    """The texts that the form of a question takes, from a group."""
    if case and case.field(question.id):
        return ["reasons"]
    return {"several": ["another", "reasons", "views"], "text": ["reasons"], "line": ["reasons"], "one": []}[
        question.kind
    ]


def typed_into(step: Section, case: Case | None) -> dict[str, str]:
    """A text for every field of a step, with the field's name in it: every trap in turn, some as long as can be."""
    typed: dict[str, str] = {}
    for question in step.questions:
        for part in parts_of(question, case):
            line = question.kind == "line" and part == "reasons" and not (case and case.field(question.id))
            limit = 300 if line else FIELD_LIMITS[part]
            name = f"q_{question.id}_{part}"
            text = f"{TRAPS[len(typed) % len(TRAPS)]}{name}"
            typed[name] = (text * 400)[:limit] if len(typed) % 7 == 3 else text[:limit]
    return typed


def stored(name: str, text: str, step: Section, case: Case | None) -> str:
    """The text as the documented cleaning leaves it; a line of text holds no newline."""
    question = next(one for one in step.questions if name.startswith(f"q_{one.id}_"))
    line = question.kind == "line" and not (case and case.field(question.id))
    return clean(text).replace("\n", " ") if line else clean(text)


def as_sent(page: Element, typed: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """What a browser sends: the step's form with these texts typed."""
    form = next(form for form in page.iter("form") if form.get("data-autosave"))
    sent = {e.get("name") or "": e.get("value") or "" for e in form.iter("input") if e.get("type") == "hidden"}
    names = {e.get("name") for tag in ("input", "textarea") for e in form.iter(tag) if e.get("type") in ("text", None)}
    assert names == set(typed), "a field of the page that the test does not know"
    lines = {name: text.replace("\r\n", "\n").replace("\r", "\n") for name, text in typed.items()}
    return form.get("action") or "", sent | {name: text.replace("\n", "\r\n") for name, text in lines.items()}


def shown(page: Element) -> set[str]:
    """Every text that the page shows as its author's: definitions, text areas and the values of inputs."""
    texts = {"".join(e.itertext()) for e in page.iter() if "verbatim" in (e.get("class") or "").split()}
    texts |= {(e.text or "") for e in page.iter("textarea")}
    return texts | {e.get("value") or "" for e in page.iter("input")}


def expect(visitor: Visitor, texts: Iterator[str] | list[str]) -> None:
    """Fail unless the page shows each text exactly. The visitor has linted it: no script, no handler, valid HTML."""
    there = shown(visitor.page)
    for text in texts:
        assert text in there or f"Another answer: {text}" in there, f"{text!r} on {visitor.heading}"
    inert(visitor.response.data)


def inert(page: bytes) -> None:
    for trap in (b"<script>alert", b"<img src=x", b"4011", b"<b>x"):
        assert trap not in page


@pytest.fixture(params=["kosovo-1999", "own"])
def holder(request: pytest.FixtureRequest, visitor: Visitor) -> Visitor:
    """A group that has just begun a worksheet, on a built-in case or its own."""
    visitor.open(f"/worksheets/new?case={request.param}").tick("A group")
    visitor.fill("Name of", "<b>x</b> {{ 1337*3 }} \u202eרע '\"").press("Start")
    return visitor.press("I have kept it")


@pytest.fixture
def case(app: Flask, holder: Visitor) -> Case | None:
    """The built-in case, or none for a case of one's own."""
    return next((one for one in built_in().cases if one.title == holder.heading), None)


def steps_of(app: Flask) -> list[Section]:
    """Every step with questions."""
    return list(built_in().framework.steps())


def save_all(holder: Visitor, app: Flask, case: Case | None) -> dict[str, str]:
    """Post hostile texts to every field of every step; gives each as it is to be stored."""
    home = holder.address
    kept: dict[str, str] = {}
    for step in steps_of(app):
        typed = typed_into(step, case)
        action, sent = as_sent(holder.open(f"{home}step/{step.id}").page, typed)
        holder.post(action, sent)
        assert holder.status == 200, holder.text
        kept |= {name: stored(name, text, step, case) for name, text in typed.items()}
    holder.open(home)
    return kept


def test_each_is_on_its_step_in_the_summary_the_history_and_all_documents(
    holder: Visitor, app: Flask, case: Case | None
) -> None:
    home = holder.address
    kept = save_all(holder, app, case)
    for step in steps_of(app):
        own = [text for name, text in kept.items() if any(f"q_{q.id}_" in name for q in step.questions)]
        expect(holder.open(f"{home}step/{step.id}"), own)
    expect(holder.open(f"{home}summary"), list(kept.values()))
    for question in (q for step in steps_of(app) for q in step.questions):
        if own := [text for name, text in kept.items() if name.startswith(f"q_{question.id}_")]:
            expect(holder.open(f"{home}history/{question.id}"), own)
    inert(holder.open(home).response.data)
    inert(holder.open("/").response.data)
    for kind in ("html", "docx", "markdown", "json"):
        data = holder.client.get(f"{home}summary/{kind}").data
        assert set(kept.values()) <= set(texts_of(READERS[kind](data).slots)), kind
    inert(holder.client.get(f"{home}summary/html").data)


def texts_of(slots: list[Slot]) -> Iterator[str]:
    """The texts of a document's slots; those beside *Another answer* without what stands before them."""
    for _, text in (line for slot in slots for line in slot):
        if isinstance(text, str):
            yield text.removeprefix("Another answer: ")


def test_each_is_in_the_conflict_page_as_sent_and_as_saved(holder: Visitor, app: Flask, case: Case | None) -> None:
    home = holder.address
    for step in steps_of(app):
        typed = typed_into(step, case)
        other = {name: f"other\n{name}" for name in typed}
        first = as_sent(holder.open(f"{home}step/{step.id}").page, other)
        second = as_sent(holder.open(f"{home}step/{step.id}").page, typed)
        holder.post(*first)
        assert holder.post(*second).status == 409
        theirs = [stored(name, text, step, case) for name, text in other.items()]
        expect(holder, theirs + [stored(name, text, step, case) for name, text in typed.items()])
        form = next(form for form in holder.page.iter("form"))
        decided = {name: ["keep"] if name.startswith("r_") else sent for name, sent in holder.fields(form).items()}
        assert holder.post(first[0], decided).status == 200
        expect(holder.open(first[0]), [stored(name, text, step, case) for name, text in typed.items()])


def test_each_is_on_the_page_that_asks_for_the_return_code_and_is_saved_with_it(visitor: Visitor, app: Flask) -> None:
    visitor.open("/worksheets/new?case=own").tick("A group").press("Start")
    code = next("".join(e.itertext()) for e in visitor.page.iter() if e.get("data-code") is not None)
    home = visitor.press("I have kept it").address
    for step in steps_of(app):
        typed = typed_into(step, None)
        sent = as_sent(visitor.open(f"{home}step/{step.id}").page, typed)
        visitor.client.delete_cookie("before_force")
        assert visitor.post(*sent).status == 403
        expect(visitor, [clean(text) for text in typed.values()])
        assert visitor.fill("Return code", code).press("Open and save").status == 200
        expect(visitor.open(f"{home}step/{step.id}"), [stored(n, t, step, None) for n, t in typed.items()])


def test_each_is_on_the_page_of_a_database_that_says_no_and_is_saved_by_sending_again(
    holder: Visitor, app: Flask, case: Case | None
) -> None:
    home, database = holder.address, app.extensions[DATABASE]
    for step in steps_of(app):
        typed = typed_into(step, case)
        sent = as_sent(holder.open(f"{home}step/{step.id}").page, typed)
        with read_only(database):
            holder.post(*sent)
        assert holder.status == 503
        expect(holder, [clean(text) for text in typed.values()])
        assert holder.press("Send again").status == 200
        expect(holder.open(f"{home}step/{step.id}"), [stored(n, t, step, case) for n, t in typed.items()])


@pytest.mark.parametrize("trap", [clean(trap) for trap in TRAPS])
def test_a_title_and_a_name_are_inert_in_the_list_of_worksheets(visitor: Visitor, trap: str) -> None:
    visitor.open("/worksheets/new").tick("A case of your own").fill("Name of", trap[:80]).press("Start")
    visitor.press("I have kept it").follow("The case").fill("Answer: Name of the case", trap[:300])
    visitor.press("Save and continue").open("/")
    links = list(visitor.page.iter("bdi"))
    folded = [" ".join("".join(element.itertext()).split()) for element in links]
    assert folded == [" ".join(trap.split()), " ".join(trap[:80].split())]
    inert(visitor.response.data)
    for way in ("settings", "delete", "code", "history", "briefing", "summary"):
        address = next(e.get("href") for e in visitor.page.iter("a") if "/worksheet/" in (e.get("href") or ""))
        other = Visitor(visitor.client.application)
        other.client = visitor.client
        inert(other.open(f"{address}{way}").response.data)


def test_a_title_of_blanks_leaves_a_name_to_follow(visitor: Visitor) -> None:
    visitor.open("/worksheets/new").tick("A case of your own").press("Start").press("I have kept it")
    visitor.follow("The case").fill("Answer: Name of the case", " \u3000 ").press("Save and continue").open("/")
    assert visitor.follow("A case of your own").status == 200


def test_an_autosave_takes_the_same_texts_and_says_which_were_changed(
    holder: Visitor, app: Flask, case: Case | None
) -> None:
    step = steps_of(app)[1]
    typed = typed_into(step, case)
    action, sent = as_sent(holder.open(f"{holder.address}step/{step.id}").page, typed)
    answer = json.loads(holder.client.post(f"{action}/autosave", data=sent).text)
    assert set(answer["saved"]) == {question.id for question in step.questions}
    assert "can’t be stored" in answer["notice"]
    expect(holder.open(action), [stored(name, text, step, case) for name, text in typed.items()])
