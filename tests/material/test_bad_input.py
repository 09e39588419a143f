"""What is sent to the pages of own material and can't be used gets a sentence on a page, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.material.test_agendas import add, begin
from tests.material.test_cases import write
from tests.visitor import Visitor
from webapp.access.model import own_material
from webapp.current import DATABASE


def everything(app: Flask) -> list[tuple[object, ...]]:
    with app.extensions[DATABASE].read() as connection:
        return [tuple(row) for row in connection.execute(sa.select(own_material))]


def furnish(visitor: Visitor) -> dict[str, str]:
    """Hold a case and an agenda with a question of one's own; gives their ids."""
    case = write(visitor).address.split("/")[3]
    return {"case": case, "agenda": add(begin(visitor, title="The islands")).address.split("/")[3]}


def addresses(app: Flask, held: dict[str, str], method: str) -> Iterator[str]:
    """An address for each route of own material that takes a method, for each kind that is held."""
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint.startswith("material."):
            for what in held if "what" in rule.arguments else ["agenda" if "/agenda" in rule.rule else "case"]:
                known = {"what": what, "name": held[what], "section_id": "sovereignty", "question_id": "own-1"}
                yield urls.build(rule.endpoint, {name: known[name] for name in rule.arguments}, method=method)


@pytest.mark.parametrize("token", [None, "IjAi.aSGx8A.x"], ids=["none", "another"])
def test_without_its_token_no_post_changes_anything(visitor: Visitor, app: Flask, token: str | None) -> None:
    held = furnish(visitor)
    before, own = everything(app), list(addresses(app, held, "POST"))
    assert len(own) > 10
    for address in own:
        visitor.post(address, {"title": "Sent", "confirm": "y"} | ({"csrf_token": token} if token else {}))
        assert visitor.status == 400, address
        assert visitor.has("This page had been open for too long")
    assert everything(app) == before


def test_a_stranger_reads_and_changes_nothing(visitor: Visitor, app: Flask) -> None:
    held = furnish(visitor)
    before, stranger = everything(app), Visitor(app)
    token = stranger.open("/own/cases/new").token
    for address in addresses(app, held, "GET"):
        assert "The islands" not in str(stranger.client.get(address).data)
    for address in addresses(app, held, "POST"):
        if any(name in address for name in held.values()):
            stranger.post(address, {"title": "Sent", "confirm": "y", "csrf_token": token})
            assert stranger.status in (403, 404), address
    assert everything(app) == before


@pytest.mark.parametrize(
    "sent",
    [
        {"title": "x" * 301},
        {"known": "x" * 8001},
        {"f_case-aim": "x" * 4001},
        {"timeline-7-text": "x" * 4001},
        {"doubts": "*" * 900, "known": "*" * 8000},
        {f"timeline-{number}-text": "x" for number in range(61)},
        {f"{name}-{number}-text": "x" * 4000 for number in range(40) for name in ("timeline", "later")},
    ],
    ids=["title", "known", "field", "row", "signs", "rows", "size"],
)
def test_what_is_too_long_comes_back_with_a_sentence(visitor: Visitor, app: Flask, sent: dict[str, str]) -> None:
    visitor.open("/own/cases/new")
    token = visitor.token
    visitor.post("/own/cases/new", {"csrf_token": token, **sent})
    assert visitor.status == 422
    assert visitor.has("There is a problem")
    assert visitor.has("Shorten") or visitor.has("Take a dated fact out.")
    typed = {element.get("name"): element for element in visitor.page.iter() if element.get("name")}
    for name, text in sent.items():
        shown = typed[name].text if typed[name].tag == "textarea" else typed[name].get("value")
        assert shown == text
    assert everything(app) == []


@pytest.mark.parametrize(
    "sent",
    [
        {"timeline-\u0661-text": "x", "timeline--1-text": "x", "timeline-9999-text": "x", "timeline-0-": "x"},
        {"kind": "victory", "go": "remove-../..", "version": "-1"},
        {"go": "add-nothing"},
        {"go": "remove-timeline-999", "timeline-3-sort": "\x00\ud800", "sources-0-checked": "very"},
        {"developments-0-sections": "nothing", "sources-2-short": "\u202e*{}\\"},
    ],
    ids=str,
)
def test_a_hostile_form_is_a_page_and_no_failure(visitor: Visitor, sent: dict[str, str]) -> None:
    visitor.open("/own/cases/new")
    token = visitor.token
    data = {name: text.encode(errors="surrogatepass") for name, text in sent.items()}
    visitor.post("/own/cases/new", {"csrf_token": token, **data})
    assert visitor.status == 200
    assert visitor.heading == "Edit a case"


@pytest.mark.parametrize("what", ["case", "agenda"])
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04", "This is a Word document or another packed file."),
        (b'{"format": "before-force-worksheet"}', "This is a JSON file, as worksheets are saved"),
        (b"x" * 300_000, "This file is larger than 256 KB"),
        (b'score = 7\ntitle = "x"', "which the format does not know"),
    ],
    ids=["empty", "word", "worksheet", "large", "foreign"],
)
def test_a_file_that_can_not_be_opened_says_why(
    visitor: Visitor, app: Flask, what: str, data: bytes, sentence: str
) -> None:
    visitor.open(f"/own/open/{what}").upload("File", "some.toml", data).press("Open the file")
    assert visitor.status == 422
    assert visitor.has(sentence)
    assert everything(app) == []


def test_without_a_file_the_page_asks_for_one(visitor: Visitor) -> None:
    visitor.open("/own/open/case").press("Open the file")
    assert visitor.status == 422
    assert visitor.has("Choose the file that you downloaded; it ends in .toml.")


def test_a_browser_holds_a_hundred_and_then_says_so(
    visitor: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.access.material.MOST_HELD", 1)
    write(visitor)
    visitor.open("/own/cases/new").fill("Short name of the case", "Another").press("Save")
    assert visitor.status == 422
    assert visitor.has("Delete one first.")
    assert visitor.value("Short name of the case") == "Another"


@pytest.mark.parametrize(
    "path", ["/own/nothing/x/file", "/own/open/nothing", "/own/case/%00/", "/own/case/nobody/edit"]
)
def test_what_is_not_there_is_a_page(visitor: Visitor, path: str) -> None:
    visitor.open(path)
    assert visitor.status == 404
    assert visitor.has("There is no page at this address.") or visitor.has(
        "This browser holds nothing at this address."
    )
