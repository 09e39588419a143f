"""A lecture hall behind one address: three hundred people join and save their first answer within a minute."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, build_opener

import pytest

from tests.browser.server import Server

PEOPLE, AT_ONCE, SECONDS = 300, 30, 60
QUESTION = "legal-grounds-claimed"
pytestmark = [pytest.mark.slow, pytest.mark.alone]


class Browser:
    """A browser that keeps its cookie, and remembers the page that it is on."""

    def __init__(self, server: Server) -> None:
        self.server = server
        # No proxy: everything stays on this machine.
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))
        self.text = self.address = ""

    def get(self, path: str) -> Browser:
        """Open a page; an error status raises."""
        return self._receive(path, None)

    def post(self, path: str, **fields: str) -> Browser:
        """Send a form with the token of the page that this browser is on."""
        return self._receive(path, urlencode({"csrf_token": self.value("csrf_token"), **fields}).encode())

    def _receive(self, path: str, data: bytes | None) -> Browser:
        with self.opener.open(self.server.address + path, data, timeout=SECONDS) as response:
            self.text = response.read().decode()
            self.address = response.url.removeprefix(self.server.address)
        return self

    def value(self, name: str) -> str:
        """The value that a field has on the page."""
        found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', self.text)
        assert found, f"{name} is not on {self.address}"
        return found[1]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The app as an operator runs it, on its embedded database."""
    with Server(tmp_path) as running:
        yield running


def opened(server: Server) -> tuple[Browser, str, str]:
    """A desk, with the seminar's id and its join code."""
    desk = Browser(server).get("/seminars/new")
    fields = {"case": "kosovo-1999", "agenda": "six-questions", "holders": "person", "names": "given"}
    days = {"delete_on": desk.value("delete_on")}
    desk.post("/seminars/new", **fields, **days, opening="all", considerations="shown", go="open")
    name = desk.address.split("/")[2]
    desk.get(f"/seminar/{name}/desk")
    code = re.search(r'class="join-code">([2-9A-Z-]+)<', desk.text)
    assert code
    return desk, name, code[1]


def take_part(server: Server, code: str) -> Callable[[int], str]:
    """What one person does: join, and save a first answer. Gives their worksheet's id."""

    def one(number: int) -> str:
        phone = Browser(server).get(f"/join/{code}")
        phone.post(f"/join/{code}", name=f"Person {number}")
        sheet = phone.address.split("/")[2]
        phone.get(f"/worksheet/{sheet}/step/legal-basis")
        base, page = phone.value(f"q_{QUESTION}_base"), phone.value("page_token")
        fields = {f"q_{QUESTION}_base": base, f"q_{QUESTION}_reasons": f"Reasons of person {number}."}
        phone.post(f"/worksheet/{sheet}/step/legal-basis", **fields, page_token=page, go="contents")
        phone.get(f"/worksheet/{sheet}/step/legal-basis")
        assert f"Reasons of person {number}." in phone.text
        return sheet

    return one


def test_three_hundred_join_and_save_within_a_minute(server: Server) -> None:
    desk, name, code = opened(server)
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sheets = set(pool.map(take_part(server, code), range(1, PEOPLE + 1)))
    took = time.monotonic() - began
    print(f"{PEOPLE} people joined and saved in {took:.1f} s")
    assert len(sheets) == PEOPLE
    assert took < SECONDS
    desk.get(f"/seminar/{name}/desk")
    for number in range(1, PEOPLE + 1):
        assert f"Person {number}<" in desk.text or f"Person {number}\n" in desk.text
    assert f"{PEOPLE} have written" in " ".join(desk.text.split())
    record = desk.get(f"/seminar/{name}/record/json").text
    for number in range(1, PEOPLE + 1):
        assert f"Reasons of person {number}." in record
