"""Bad input gets a sentence on a proper page, and changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import jinja2
import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from tests.visitor import Visitor
from webapp.current import DATABASE

COUNCIL = "What has the Security Council decided"
QUESTION = "legal-council-decision"
# Walked by tests of their own.
ELSEWHERE = ("static", "seminar.", "material.")


@pytest.fixture
def holder(visitor: Visitor) -> Visitor:
    """Somebody with two revisions of an answer, on the contents of a worksheet."""
    visitor.open("/worksheets/new").tick("Kosovo").press("Start").press("I have kept it")
    for text in ("first", "second"):
        visitor.follow("Legal basis").fill("Reasons and evidence", text, COUNCIL).press("Save and go to contents")
    return visitor


def stored(app: Flask) -> dict[str, list[Any]]:
    """Everything in every table, but for the codes that were wrong."""
    engine = app.extensions[DATABASE].engine
    tables = sa.inspect(engine).get_table_names()
    with engine.connect() as connection:
        return {
            table: connection.execute(sa.text(f"SELECT * FROM {table} ORDER BY 1, 2")).all()  # noqa: S608
            if table != "alembic_version"
            else []
            for table in tables
            if table != "wrong_code"
        }


def addresses(app: Flask, name: str, method: str) -> Iterator[tuple[Rule, str]]:
    """An address for each route that takes a method, with the worksheet's own values in it."""
    known: dict[str, Any] = {
        "name": name,
        "step_id": "legal-basis",
        "question_id": QUESTION,
        "number": 1,
        "kind": "json",
        "section_id": "legal-basis",
        "case_id": "kosovo-1999",
        "filename": "css/base.css",
    }
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and not rule.endpoint.startswith(ELSEWHERE):
            whole = {name for name in rule.arguments if isinstance(rule._converters[name], IntegerConverter)}
            values = {name: known.get(name, 1 if name in whole else "nothing") for name in rule.arguments}
            yield rule, urls.build(rule.endpoint, values, method=method)


def name_of(holder: Visitor) -> str:
    return holder.address.split("/")[2]


def is_a_page(visitor: Visitor) -> bool:
    """Whether a page with a sentence came, or JSON with one where a script or a balancer asked."""
    if visitor.response.mimetype == "application/json":
        return bool(re.search(r"\.$", (visitor.response.json or {})["error"]))
    return visitor.response.mimetype == "text/html" and bool(re.search(r"\w\.", visitor.text))


NOWHERE = [
    "/nothing",
    "/worksheet",
    "/static/css/nothing.css",
    "/static/../secret_key",
    "/questions/nothing",
    "/cases/nothing",
    "/cases/kosovo-1999/after/more",
    "/cases/lower-delta/after",
    "/%00",
    "/%ff%fe",
    "/questions/" + "x" * 5000,
    "/components",
]


def test_an_unknown_address_gets_a_page(visitor: Visitor) -> None:
    for address in NOWHERE:
        assert visitor.open(address).status == 404, address
        assert visitor.has("There is no page at this address."), address
    assert visitor.follow("Go to the start page").status == 200


def test_a_worksheet_that_is_not_there_is_told_like_one_that_is_somebody_elses(holder: Visitor) -> None:
    for name in ("nothing", "x" * 5000, "%00", "a%00b", "%ff", "' OR 1=1 --", "🇽🇰", "abcdefghjkmn"):
        for way in ("/", "/step/legal-basis", "/summary/json", "/history/x"):
            assert holder.open(f"/worksheet/{name}{way}").status == 403, (name, way)
            assert holder.heading == "This browser does not hold the worksheet"


def test_a_part_that_a_worksheet_does_not_have_gets_a_page(holder: Visitor) -> None:
    home = holder.address
    for way in ("step/nothing", "step/a%00b", "history/nothing", "summary/pdf", "summary/nothing"):
        assert holder.open(f"{home}{way}").status == 404
        assert is_a_page(holder)


def test_a_wrong_method_gets_a_page_that_says_which_are_right(holder: Visitor, app: Flask) -> None:
    before = stored(app)
    for rule, address in [*addresses(app, name_of(holder), "GET"), *addresses(app, name_of(holder), "POST")]:
        for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - allowed(app, address):
            response = holder.client.open(address, method=method)
            assert response.status_code == 405, (method, rule)
            assert "This address takes no such request." in response.text
            if response.mimetype == "text/html":
                assert set(response.headers["Allow"].split(", ")) >= allowed(app, address)
    assert stored(app) == before


def allowed(app: Flask, address: str) -> set[str]:
    return set(app.url_map.bind("localhost").allowed_methods(address))


# What somebody would have typed, by field, whichever form it is.
TYPED = {
    f"q_{QUESTION}_reasons": "typed for an hour",
    "holder_name": "typed for an hour",
    "holder_kind": "group",
    "case": "own",
    "return_code": "typed for an hour",
    "confirm": "y",
}


@pytest.mark.parametrize("token", [None, "IjAi.aSGx8A.x", "\x00\udcff"], ids=repr)
def test_without_its_token_no_post_changes_anything_and_each_gives_a_page(
    holder: Visitor, app: Flask, token: str | None
) -> None:
    before, posts = stored(app), list(addresses(app, name_of(holder), "POST"))
    assert len(posts) > 10
    for rule, address in posts:
        data = {name: text for name, text in TYPED.items() if name != "return_code" or "worksheets/open" in address}
        if token is not None:
            data["csrf_token"] = token
        holder.post(address, {name: text.encode(errors="surrogateescape") for name, text in data.items()})
        assert holder.status == 400, (rule, holder.status)
        assert is_a_page(holder)
        if rule.endpoint in (
            "worksheet.save_step",
            "worksheet.begin",
            "worksheet.open_again",
            "worksheet.save_settings",
        ):
            assert "typed for an hour" in holder.response.text, rule
        if holder.response.mimetype == "text/html":
            assert holder.has("open for too long")
        assert stored(app) == before, rule


def test_a_post_from_a_stranger_changes_nothing_and_gives_a_page(
    holder: Visitor, app: Flask, somebody_else: Callable[[], Visitor]
) -> None:
    before, stranger = stored(app), somebody_else()
    token = next(e.get("value") for e in stranger.open("/worksheets/new").page.iter() if e.get("name") == "csrf_token")
    for rule, address in addresses(app, name_of(holder), "POST"):
        if not rule.arguments:
            continue
        stranger.post(address, TYPED | {"csrf_token": token, "return_code": "AAAA-AAAAA-AAAA"})
        assert stranger.status == 403, rule
        assert is_a_page(stranger)
        if stranger.response.mimetype == "text/html":
            assert stranger.has("typed for an hour"), rule
        assert stored(app) == before, rule


def test_a_get_changes_nothing(holder: Visitor, app: Flask, somebody_else: Callable[[], Visitor]) -> None:
    before, seen = stored(app), 0
    for visitor in (holder, somebody_else()):
        for rule, address in addresses(app, name_of(holder), "GET"):
            visitor.open(address)
            assert (
                visitor.status in ((200,) if visitor is holder else (200, 403)) or rule.endpoint == "pages.components"
            )
            if rule.arguments and rule.endpoint.startswith("worksheet."):
                assert visitor.status == (200 if visitor is holder else 403), rule
            assert stored(app) == before, rule
            seen += 1
    assert seen > 60


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "many fields": b"&".join(b"field%d=x" % number for number in range(3000)),
    "many parts of nothing": b"&" * 5000,
    "fields twice": b"&".join([f"q_{QUESTION}_reasons={text}".encode() for text in "ab"] * 2),
    "bad utf-8": f"q_{QUESTION}_reasons=%ff%fe%00".encode(),
    "names": b"%ff%00=x&" + b"n" * 100_000 + b"=x&q_=x&q__=x&r_=x&j_=x&=x",
    "half a percent": b"q_%=%&%zz",
    "deciding": f"r_{QUESTION}=nothing&r_nothing=keep&q_{QUESTION}_reasons=x&page_token=x".encode(),
    "choices": b"&".join(b"q_legal-council-decision_choices=c%d" % number for number in range(600)),
}


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
def test_a_form_that_no_page_sends_gets_a_page_and_leaves_what_was_saved(
    holder: Visitor, app: Flask, kind: str
) -> None:
    page = holder.open(f"{holder.address}step/legal-basis").address
    token = next(e.get("value") for e in holder.page.iter() if e.get("name") == "csrf_token")
    addresses = (page, f"{page}/autosave", "/worksheets/new", "/worksheets/open", "/worksheets/import")
    for address, body in product(addresses, BODIES):
        holder.post(address, BODIES[body] + f"&csrf_token={token}".encode(), {"Content-Type": kind})
        assert holder.status in (200, 400, 409, 413, 422), (address, body)
        assert holder.status == 200 or holder.response.mimetype == "application/json" or is_a_page(holder)
    assert holder.open(page).value("Reasons and evidence", COUNCIL) == "second"


GARBAGE = ["", "x", "-1.x", "0.0", "99999999.x", "1.x", "٣.x", "\x00", "2", "9" * 5000, "2.x"]


def test_a_base_that_makes_no_sense_overwrites_nothing(holder: Visitor) -> None:
    page = holder.open(f"{holder.address}step/legal-basis").address
    token = next(e.get("value") for e in holder.page.iter() if e.get("name") == "csrf_token")
    typed = {"csrf_token": token, f"q_{QUESTION}_reasons": "mine"}
    for base in GARBAGE:
        assert holder.post(page, typed | {f"q_{QUESTION}_base": base}).status == 409, base
        assert holder.has("second")
        assert holder.has("mine")
    assert holder.open(page).value("Reasons and evidence", COUNCIL) == "second"


def test_a_token_of_a_page_that_makes_no_sense_lets_nobody_overwrite(holder: Visitor) -> None:
    page = holder.open(f"{holder.address}step/legal-basis").address
    for number, page_token in enumerate(["", "x" * 25, "\x00", "é", "a b", "'", "9" * 5000]):
        token = next(e.get("value") for e in holder.open(page).page.iter() if e.get("name") == "csrf_token")
        base = next(e.get("value") for e in holder.page.iter() if e.get("name") == f"q_{QUESTION}_base")
        typed = {"csrf_token": token, "page_token": page_token, f"q_{QUESTION}_base": base}
        for text, status in ((f"one {number}", 200), ("two", 409)):
            sent = typed | {f"q_{QUESTION}_reasons": text}
            assert holder.client.post(f"{page}/autosave", data=sent).status_code == status, page_token
        assert holder.open(page).value("Reasons and evidence", COUNCIL) == f"one {number}"


def test_the_page_of_an_unforeseen_fault_needs_no_database_and_no_layout(
    holder: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.testing = False
    home = holder.address
    app.extensions[DATABASE].engine.dispose()
    monkeypatch.setattr(app.extensions[DATABASE], "engine", None)
    assert holder.open(home).status == 500
    assert holder.has("The fault is on this server, not in what you typed.")
    assert holder.post(f"{home}step/legal-basis/autosave", {}).status == 500
    assert (holder.response.json or {})["error"].startswith("Something went wrong on the server.")
    monkeypatch.undo()
    broken = jinja2.DictLoader({"base.html": "{% broken"})
    assert app.jinja_loader
    monkeypatch.setattr(app, "jinja_loader", jinja2.ChoiceLoader([broken, app.jinja_loader]))
    monkeypatch.setattr(app.jinja_env, "loader", app.jinja_loader)
    assert app.jinja_env.cache is not None
    app.jinja_env.cache.clear()
    for address in ("/", "/nothing"):
        assert holder.open(address).status == 500
        assert holder.has("What the page called saved is still saved.")


def test_a_page_that_cannot_be_read_just_now_does_not_speak_of_saving(
    holder: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, engine = holder.address, app.extensions[DATABASE].engine
    broken = sa.create_engine("sqlite:////nothing/at/all.sqlite")
    monkeypatch.setattr(app.extensions[DATABASE], "engine", broken)
    assert holder.open(home).status == 503
    assert holder.heading == "Not at the moment"
    assert not list(holder.page.iter("form"))
    assert holder.open("/ready").status == 503
    assert holder.open("/health").status == 200
    assert holder.open("/questions").status == 200
    monkeypatch.setattr(app.extensions[DATABASE], "engine", engine)
    assert holder.open(home).status == 200
