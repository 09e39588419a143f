"""A browser as far as the bench needs one: a cookie and one kept connection; it reads no page while the clock runs."""

from __future__ import annotations

import html
import http.client
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

Fields = Sequence[tuple[str, str]]


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    headers: http.client.HTTPMessage
    body: str

    def value(self, name: str) -> str:
        """The value of a hidden field of the page."""
        found = re.search(rf'name="{re.escape(name)}"[^>]* value="([^"]*)"', self.body)
        assert found, f"{name} is not on this page: {self.body[:400]}"
        return html.unescape(found[1])


class Browser:
    """One person's browser."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookie: dict[str, str] = {}

    def get(self, path: str, headers: Mapping[str, str] | None = None, wanted: Sequence[int] = (200,)) -> Answer:
        """Ask for a page; any other status is an error."""
        return self._ask("GET", path, None, dict(headers or {}), wanted)

    def post(self, path: str, fields: Fields, wanted: Sequence[int] = (303,)) -> Answer:
        """Send a form; any other status is an error. A redirect is not followed."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields), form, wanted)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str], wanted: Sequence[int]) -> Answer:
        self._connection.request(method, path, body, headers | self._cookie)
        response = self._connection.getresponse()
        answer = Answer(response.status, response.headers, response.read().decode())
        assert answer.status in wanted, f"{method} {path}: {answer.status} {answer.body[:400]}"
        if given := response.headers.get("Set-Cookie"):
            self._cookie = {"Cookie": given.partition(";")[0]}
        return answer

    @property
    def cookie(self) -> str:
        """The cookie as it is sent; empty before one was given."""
        return self._cookie.get("Cookie", "")

    def close(self) -> None:
        """End the connection."""
        self._connection.close()
