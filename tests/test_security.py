"""Lines of SECURITY.md that no other test holds: headers of every answer, forged cookies, what is served by nobody."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from tests.seminar.people import open_seminar
from tests.test_bad_input import stored
from tests.visitor import Visitor
from webapp.access.browser import COOKIE
from webapp.headers import HEADERS


def begin(visitor: Visitor) -> str:
    """Begin a worksheet; gives its address."""
    visitor.open("/worksheets/new").tick("Kosovo").press("Start").press("I have kept it")
    return visitor.address


def test_every_answer_says_what_it_is_and_how_far_it_may_go(visitor: Visitor) -> None:
    home = begin(visitor)
    kinds = [f"{home}summary/{kind}" for kind in ("html", "markdown", "json", "docx")]
    for address in ("/", "/nothing", "/health", home, f"{home}step/legal-basis", *kinds):
        response = visitor.client.get(address)
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS, address
        # JSON has no charset by its own definition, and a Word file is no text.
        assert response.mimetype not in ("text/html", "text/markdown") or "charset=utf-8" in response.content_type
        assert address not in kinds or response.headers["Content-Disposition"].startswith("attachment; filename=")
        assert "Access-Control-Allow-Origin" not in response.headers
        assert "no-cache" in response.headers["Cache-Control"]
    for file in ("css/base.css", "js/live.js"):
        response = visitor.client.get(f"/static/{file}")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.mimetype in ("text/css", "text/javascript")
        response.close()


@pytest.mark.parametrize("forge", ["another key", "without a signature", "changed"])
def test_a_cookie_that_this_server_did_not_sign_opens_nothing(
    visitor: Visitor, app: Flask, somebody_else: Callable[[], Visitor], forge: str
) -> None:
    home = begin(visitor)
    cookie = visitor.client.get_cookie(COOKIE)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert cookie
    assert isinstance(signer, URLSafeTimedSerializer)
    value = cookie.value
    body, date, signature = value.rsplit(".", 2)
    content: dict[str, Any] = signer.loads(value)
    app.secret_key = "a key that somebody guessed, long enough to be one"
    other = SecureCookieSessionInterface().get_signing_serializer(app)
    assert other
    forged = {
        "another key": other.dumps(content),
        "without a signature": f"{body}.{date}.",
        "changed": f"{body}.{date}.{signature[:-2]}{'AA' if signature[-2:] != 'AA' else 'BB'}",
    }[forge]
    app.secret_key = app.config["SECRET_KEY"] = visitor.client.application.extensions[
        "before_force_settings"
    ].secret_key
    thief = somebody_else()
    thief.client.set_cookie(COOKIE, str(forged))
    assert thief.open(home).status == 403
    thief.client.set_cookie(COOKIE, value)
    assert thief.open(home).status == 200, "the cookie itself opens it, so the refusal was for the forging"


def test_no_folder_no_hidden_file_and_no_trace_is_served(visitor: Visitor) -> None:
    for address in ("/static/", "/static/css/", "/.git/HEAD", "/.env", "/static/.git/HEAD", "/instance/secret_key"):
        assert visitor.client.get(address).status_code == 404, address
    for address in ("/static/..%2f..%2fREADME.md", "/static/%2e%2e/webapp/settings.py", "/static//etc/passwd"):
        assert visitor.client.get(address).status_code in (308, 404), address
    answer = visitor.client.open("/", method="TRACE", headers={"X-Marker": "a marker"})
    assert answer.status_code == 405
    assert "a marker" not in answer.text


def test_what_a_form_does_not_ask_for_is_not_stored(visitor: Visitor) -> None:
    home = begin(visitor)
    name = home.split("/")[2]
    sent = {"csrf_token": visitor.open(f"{home}settings").token, "holder_kind": "person", "holder_name": "Ana"}
    visitor.post(
        f"{home}settings", sent | {"id": "taken-over", "delete_at": "2999-01-01", "framework": "x", "case": "own"}
    )
    assert visitor.status == 200
    assert visitor.address == f"/worksheet/{name}/"
    assert "2999" not in visitor.open(f"{home}settings").text
    assert visitor.open(home).has("Kosovo")


def test_no_form_of_a_seminar_is_taken_without_its_token(app: Flask) -> None:
    seminar = open_seminar(app).move("sovereignty", "answering")
    ana = seminar.join("Ana").write("sovereignty", "Among the people affected", "hers")
    seminar.move("sovereignty", "discussing")
    known: dict[str, Any] = {
        "name": seminar.id,
        "question_id": "sov-people-affected",
        "sheet": ana.worksheet,
        "who": 1,
        "code": seminar.join_code,
    }
    # What the buttons and fields of the desk would send, all at once.
    typed = {
        "section": "sovereignty", "stage": "closed", "shows": "nothing", "case": "kosovo-1999", "agenda": "whole",
        "holders": "person", "names": "given", "name": "Somebody", "group_name": "New", "paper_name": "New",
        "minutes": "5", "confirm": "delete", "word": "delete", "note": "New", "note_text": "New", "text": "New",
        "kind": "remark", "shared": "y", "locked": "y", "go": "open", "join_code": seminar.join_code,
    }  # fmt: skip
    urls, before, taken = app.url_map.bind("localhost"), stored(app), set()
    rules = [
        one for one in app.url_map.iter_rules() if one.endpoint.startswith("seminar.") and "POST" in (one.methods or ())
    ]
    right = {"csrf_token": seminar.desk.open(f"/seminar/{seminar.id}/desk").token}
    posts = [
        *product(rules, (seminar.desk, ana), ({}, {"csrf_token": "IjAi.aSGx8A.x"})),
        *product(rules, (seminar.desk,), (right,)),
    ]
    for rule, visitor, token in posts:
        address = urls.build(rule.endpoint, {name: known.get(name, 1) for name in rule.arguments}, method="POST")
        visitor.client.post(address, data=typed | token)
        if token is right:
            taken |= {rule.endpoint} if stored(app) != before else set()
            before = stored(app)
        assert stored(app) == before, rule
    assert len(taken) > 10, "with the token the same forms are taken"
