"""A browser as far as a drill needs one: one cookie, kept connections, and what comes of a request."""

from __future__ import annotations

import http.client
import json
import random
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from tests.drills.page import Page


class Cut(Exception):
    """No whole answer came: the connection was refused, lost, or silent for longer than one waits."""


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    location: str
    kind: str
    body: str

    @property
    def is_json(self) -> bool:
        """Whether a script was answered."""
        return self.kind.startswith("application/json")

    @property
    def page(self) -> Page:
        """The answer as a page."""
        return Page(self.body)

    @property
    def json(self) -> dict[str, Any]:
        """The answer as JSON."""
        found: dict[str, Any] = json.loads(self.body)
        return found


class Browser:
    """One person's browser. Where several servers share a database each request goes to one of them by chance."""

    def __init__(self, ports: Sequence[int], chance: random.Random, patience: float = 60) -> None:
        self._ports = ports
        self._chance = chance
        self._cookie = ""
        self._patience = patience
        self._connections: dict[int, http.client.HTTPConnection] = {}

    def get(self, path: str) -> Answer:
        """Ask for a page; raises Cut."""
        return self._ask("GET", path)

    def post(self, path: str, fields: Sequence[tuple[str, str]]) -> Answer:
        """Send a form; raises Cut. A redirect is not followed."""
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        port = self._chance.choice(self._ports)
        connection = self._connections.get(port) or http.client.HTTPConnection(
            "127.0.0.1", port, timeout=self._patience
        )
        self._connections[port] = connection
        headers = {"Cookie": self._cookie} if self._cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise Cut(str(error)) from error
        if given := response.headers.get("Set-Cookie"):
            self._cookie = given.partition(";")[0]
        location = urlsplit(response.headers.get("Location", "")).path
        return Answer(response.status, location, response.headers.get("Content-Type", ""), text)

    def close(self) -> None:
        """Close every connection."""
        for connection in self._connections.values():
            connection.close()
