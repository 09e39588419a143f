"""What there is to read: every page opens, and says what it is there for."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from tests.page_lint import text_of
from tests.visitor import Visitor
from webapp import create_app
from webapp.current import DATABASE
from webapp.framework.load import built_in
from webapp.framework.model import Library
from webapp.framework.text import plain


@pytest.fixture
def library(app: Flask) -> Library:
    """The content that the app serves."""
    return built_in()


def said(text: str, library: Library) -> str:
    """A content text as a page says it: white space folded, references by their short titles."""
    shorts = {question.id: question.short for step in library.framework.steps() for question in step.questions}
    return " ".join(plain(text, shorts).replace("“", "").replace("”", "").split())


def words(visitor: Visitor) -> str:
    """Everything that the page says, without the marks that a page may set otherwise."""
    return " ".join("".join(visitor.page.itertext()).replace("“", "").replace("”", "").split())


def part(visitor: Visitor, name: str) -> Element:
    """The part of a page with this id."""
    found = visitor.page.find(f".//*[@id='{name}']")
    assert found is not None, f"no {name} on {visitor.heading}"
    return found


def test_every_page_is_reached_by_following_links_from_the_start_page(visitor: Visitor, app: Flask) -> None:
    waiting, seen = ["/"], set[str]()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        assert visitor.open(address).status == 200, address
        links = ((link.get("href") or "").split("#")[0].split("?")[0] for link in visitor.page.iter("a"))
        waiting += [link for link in links if link.startswith("/") and not link.startswith("/static")]
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("pages.")}
    plain_rules = {rule for rule in rules if "<" not in rule} - {"/components"}
    assert plain_rules <= seen
    assert len([address for address in seen if re.fullmatch("/cases/[^/]+", address)]) == 8
    assert len([address for address in seen if re.fullmatch("/questions/[^/]+", address)]) == 6


def test_the_questions_carry_all_that_they_have(visitor: Visitor, library: Library) -> None:
    notes = {note.id: note for note in library.framework.notes}
    for section in library.framework.sections:
        visitor.open(f"/questions/{section.id}")
        assert visitor.heading == section.title
        for question in section.questions:
            shown = " ".join(
                "".join(part(visitor, f"q-{question.id}").itertext()).replace("“", "").replace("”", "").split()
            )
            texts = [question.text, question.explanation, question.note, *question.considerations]
            texts += [choice.label for choice in question.choices] + [notes[name].text for name in question.notes]
            texts += [citation.locator for citation in question.citations]
            assert [text for text in texts if said(text, library) not in shown] == [], question.id


def test_the_blank_worksheet_holds_every_step_question_and_choice(visitor: Visitor, library: Library) -> None:
    shown = words(visitor.open("/blank"))
    for step in library.framework.steps():
        assert said(step.title, library) in shown
        for question in step.questions:
            texts = [question.text, *question.considerations, *(choice.label for choice in question.choices)]
            assert [text for text in texts if said(text, library) not in shown] == []
    rooms = sum(question.kind != "one" for step in library.framework.steps() for question in step.questions)
    assert len([e for e in visitor.page.iter("div") if e.get("class") == "write"]) > rooms


def test_each_case_tells_what_was_known_and_not_what_came_after(visitor: Visitor, library: Library) -> None:
    for case in library.cases:
        shown = words(visitor.open(f"/cases/{case.id}"))
        facts = [fact.text for fact in case.timeline]
        assert [text for text in (*case.known, *facts) if said(text, library) not in shown] == []
        assert visitor.has(f"as known on {case.as_of}")
        assert not [text for text in case.after if said(text, library) in shown]
        if case.after:
            later = words(visitor.open(f"/cases/{case.id}/after"))
            assert [text for text in case.after if said(text, library) not in later] == []
            shown += later
        assert said(case.doubts, library) in shown


def test_the_notes_are_all_there_each_with_a_place_of_its_own(visitor: Visitor, library: Library) -> None:
    visitor.open("/notes")
    assert [note.id for note in library.framework.notes] == [f"N{number}" for number in range(1, 30)]
    for note in library.framework.notes:
        assert said(note.text, library) in " ".join(
            "".join(part(visitor, note.id).itertext()).replace("“", "").replace("”", "").split()
        )


def test_each_consideration_of_the_essay_names_the_questions_that_take_it_up(
    visitor: Visitor, library: Library
) -> None:
    visitor.open("/essay")
    for item in library.essay:
        shown = part(visitor, item.id)
        asked = [question for question in library.framework.questions() if item.id in question.covers]
        links = [text_of(link) for link in shown.iter("a")]
        assert links == [question.short for question in asked]
        assert asked or item.kind != "C", item.id
        assert " ".join(item.text.split()) in text_of(shown)


def test_every_source_stands_in_the_bibliography(visitor: Visitor, library: Library) -> None:
    shown = words(visitor.open("/sources")) + words(visitor.open("/reading"))
    sources = library.framework.sources
    assert [source.id for source in sources if said(source.full, library).replace("*", "") not in shown] == []


def test_a_citation_that_was_not_read_again_says_so(visitor: Visitor, library: Library) -> None:
    shorts = {source.id: source.short for source in library.framework.sources}
    counted = {"yes": 0, "partly": 0, "no": 0, "disputed": 0}
    for section in library.framework.sections:
        visitor.open(f"/questions/{section.id}")
        for question in section.questions:
            lines = [
                said(text_of(line), library) for line in part(visitor, f"q-{question.id}").findall(".//aside//ul/li")
            ]
            for citation, line in zip(question.citations, lines, strict=True):
                counted[citation.checked] += 1
                assert line.startswith(said(shorts[citation.source], library).replace("*", ""))
                doubted = citation.checked in ("partly", "no")
                assert line.endswith("(not re-read for this edition)") == doubted, line
                assert line.endswith("(disputed)") == (citation.checked == "disputed"), line
    assert counted["yes"]
    assert counted["no"]


def test_the_glossary_and_the_reading_list_are_whole(visitor: Visitor, library: Library) -> None:
    shown = words(visitor.open("/glossary"))
    assert [term.term for term in library.framework.glossary if said(term.gloss, library) not in shown] == []
    shown = words(visitor.open("/reading"))
    sources = {source.id: source for source in library.framework.sources}
    books = [said(sources[one.source].full, library) for one in library.reading]
    assert books
    assert [book for book in books if book not in shown] == []


def test_it_says_what_is_stored_and_for_how_long(visitor: Visitor) -> None:
    visitor.open("/privacy")
    for sentence in ("180 days", "7 days", "internet address", "cookie"):
        assert visitor.has(sentence), sentence


def test_the_start_page_says_what_this_is_and_what_it_is_not(visitor: Visitor) -> None:
    visitor.open("/")
    assert visitor.has("It gives no score and reaches no verdict.")
    assert visitor.follow("Work through a case").heading == "Work through a case"


def test_the_components_are_shown_where_the_app_is_developed_alone(settings: dict[str, Any], visitor: Visitor) -> None:
    assert visitor.open("/components").status == 404
    app = create_app(settings | {"development": True})
    assert Visitor(app).open("/components").status == 200
    app.extensions[DATABASE].engine.dispose()
