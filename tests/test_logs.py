"""The log while people use the app and things go wrong: lines of JSON that tell nothing of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.browser.server import Server
from tests.conftest import SECRET
from tests.remote import Remote
from tests.seminar.people import Phone, join, open_seminar
from tests.visitor import Visitor
from webapp.answers.model import revision
from webapp.database import Database
from webapp.settings import SettingsError, read

SECTION = "legal-basis"
# Each stands for something that no log may hold.
MARKERS = {
    "answer": "Marker-answer words",
    "broken answer": "Marker-broken",
    "name": "Marker-Ana",
    "holder": "Marker-group",
    "note": "Marker-note",
    "code": "MRKR-23456-MRKR",
    "query": "marker-query",
    "path": "marker-path",
    "agent": "Marker-Agent/1.0",
    "method": "MARKERMETHOD",
    "network address": "203.0.113.77",
    "secret": SECRET,
}


class Log:
    """A server's log, and the database behind it."""

    def __init__(self, server: Server, database: Database) -> None:
        self._server = server
        self.database = database
        headers = {"X-Forwarded-For": MARKERS["network address"], "User-Agent": MARKERS["agent"]}
        # A visitor needs no more of an app than its client and its database.
        self.app = cast(Flask, Remote(server.address, database, headers))

    @property
    def text(self) -> str:
        """All that the server printed after its greeting."""
        return self._server.log.partition("\n")[2]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its lines."""
        return [json.loads(line) for line in self.text.splitlines()]


def served(tmp_path: Path, address: str, log: str) -> Server:
    environ = {"DATABASE": address, "SECRET_KEY": SECRET, "LOG": log, "PROXIES": "1"}
    (tmp_path / "server").mkdir()
    return Server(tmp_path / "server", {f"BEFORE_FORCE_{name}": value for name, value in environ.items()})


def test_the_log_tells_of_every_request_and_of_nobody(settings: dict[str, Any], tmp_path: Path) -> None:
    database = Database(settings["database"])
    with served(tmp_path, settings["database"], "requests") as server:
        log = Log(server, database)
        told = walk(log.app) | seminar(log.app) | wrong_turns(log.app) | failures(log)
        lines, text = log.lines, log.text
    database.engine.dispose()

    for what, marker in (MARKERS | told).items():
        assert len(marker) > 4, what
        assert marker.lower() not in text.lower(), what
    requests = [line for line in lines if "method" in line]
    assert len(requests) == len(lines)
    routes = {(line["method"], line["route"], line["status"]) for line in requests}
    assert {
        ("GET", "/worksheets/new", 200),
        ("POST", "/worksheets/new", 303),
        ("POST", "/worksheet/<name>/step/<step_id>", 303),
        ("POST", "/worksheets/open", 422),
        ("GET", None, 404),
        ("another", None, 405),
        ("GET", "/static/<path:filename>", 200),
    } <= routes
    assert all(line["ms"] >= 0 and line["bytes"] is not None and line["time"].endswith("Z") for line in requests)
    failed = [line for line in requests if line["status"] >= 500]
    assert [line["route"] for line in failed] == ["/worksheet/<name>/step/<step_id>"] * 2
    broken, stored = (line["error"] for line in failed)
    assert broken["type"] == "msgspec.DecodeError"
    for error in (broken, stored):
        assert any(place.startswith("webapp/answers/revisions.py:") for place in error["trace"])
    assert stored["code"] in ("SQLITE_ERROR", "42P01")
    assert {line["level"] for line in failed} == {"error"}


def test_by_default_the_log_tells_of_failures_alone(settings: dict[str, Any], tmp_path: Path) -> None:
    database = Database(settings["database"])
    with served(tmp_path, settings["database"], "") as server:
        log = Log(server, database)
        walk(log.app)
        assert log.text == ""
        failures(log)
        assert {line["status"] for line in log.lines} <= {500, 503}
        assert len(log.lines) == 2
    database.engine.dispose()


def walk(app: Flask) -> dict[str, str]:
    """Somebody walks a case; gives what only they may know."""
    visitor = Visitor(app)
    visitor.open("/worksheets/new?case=marker-query").tick("Kosovo").fill("Name of", MARKERS["holder"])
    visitor.press("Start")
    name = visitor.address.split("/")[2]
    code = next(word for word in visitor.text.split() if word.count("-") == 2 and len(word) == 15)
    visitor.press("I have kept it").follow("Legal basis")
    visitor.fill("Reasons and evidence", MARKERS["answer"], "Which legal grounds").press("Save and continue")
    visitor.client.get("/static/css/base.css")
    cookie = visitor.client.get_cookie("before_force")
    assert cookie
    return {"worksheet": name, "return code": code, "cookie": cookie.value}


def seminar(app: Flask) -> dict[str, str]:
    """A seminar is opened, joined and written in; gives what only its people may know."""
    held = open_seminar(app).move(SECTION, "answering")
    phone = join(app, held.join_code, MARKERS["name"]).write(SECTION, "Which legal grounds", MARKERS["answer"])
    held.desk.open(f"/seminar/{held.id}/desk")
    return {
        "seminar": held.id,
        "join code": held.join_code,
        "desk code": held.desk_code,
        "place": phone.return_code,
        "worksheet": phone.worksheet,
    }


def wrong_turns(app: Flask) -> dict[str, str]:
    """Wrong codes, wrong addresses, wrong methods."""
    visitor = Visitor(app)
    visitor.open("/worksheets/open").fill("Return code", MARKERS["code"]).press("Open")
    visitor.open("/marker-path?marker-query")
    visitor.open("/join/MRKRPATH")
    visitor.client.open("/about", method=MARKERS["method"])
    return {}


def failures(log: Log) -> dict[str, str]:
    """An answer that can't be read (nobody foresaw it), and a table that is gone."""
    held = open_seminar(log.app).move(SECTION, "answering")
    phone: Phone = join(log.app, held.join_code, MARKERS["name"])
    phone.write(SECTION, "Which legal grounds", "first")
    broken = f'{{"reasons": {MARKERS["broken answer"]}'
    with log.database.write() as connection:
        before = connection.scalar(sa.select(revision.c.answer).where(revision.c.worksheet == phone.worksheet))
        connection.execute(sa.update(revision).where(revision.c.worksheet == phone.worksheet).values(answer=broken))
    assert phone.step(SECTION).status == 500
    with log.database.write() as connection:
        connection.execute(sa.update(revision).where(revision.c.worksheet == phone.worksheet).values(answer=before))
    phone.step(SECTION).fill("Reasons and evidence", MARKERS["answer"], "Which legal grounds")
    with log.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE revision RENAME TO elsewhere")
    assert phone.press("Save and continue").status in (500, 503)
    return {"phone": phone.worksheet}


@pytest.mark.parametrize("value", ["all", "REQUESTS", "0"])
def test_a_log_that_there_is_not_gets_a_sentence(value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="BEFORE_FORCE_LOG has a value that can't be used"):
        read({"BEFORE_FORCE_INSTANCE": str(tmp_path), "BEFORE_FORCE_LOG": value})
