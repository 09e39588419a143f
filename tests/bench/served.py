"""What the bench asks, of the app and of the floor: a section's page, a save of all its controls, a poll, a walk."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

from tests.bench.browser import Answer, Browser, Fields
from tests.bench.measured import processor_seconds
from tests.browser.server import Server
from webapp.framework.load import built_in
from webapp.framework.model import Section

SECTIONS = built_in().framework.sections
LONGEST = max(SECTIONS, key=lambda section: sum(len(question.choices) for question in section.questions))
REASONS = "The draft was not adopted; three delegations said why, and two reports give other figures. " * 4


class FloorServer(Server):
    """The floor in a process of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, {"FLOOR_DATABASE": str(folder / "floor.sqlite")})

    @property
    def command(self) -> list[str]:
        """What is started."""
        return [sys.executable, "-m", "tests.bench.floor", str(self.port)]


class Side:
    """One of the two that are measured, with a browser of its own."""

    def __init__(self, server: Server) -> None:
        self.server, self.browser = server, Browser(server.port)
        self._saves = 0

    def url(self, section: Section) -> str:
        """The address of a section's page."""
        raise NotImplementedError

    def fields(self, page: Answer, section: Section) -> Fields:
        """A form with an answer to every question of a section."""
        raise NotImplementedError

    def page(self) -> float:
        """Milliseconds for the longest section's page."""
        began = time.perf_counter()
        self.browser.get(self.url(LONGEST))
        return (time.perf_counter() - began) * 1000

    def save(self) -> float:
        """Milliseconds for a save of every control of that page, all texts changed; the page is fetched before."""
        fields = self.fields(self.browser.get(self.url(LONGEST)), LONGEST)
        began = time.perf_counter()
        self.browser.post(self.url(LONGEST), fields)
        return (time.perf_counter() - began) * 1000

    def walk(self) -> float:
        """Milliseconds of the server's processor for a walk: each section's page, and a save of all its controls."""
        began, walks = processor_seconds(self.server.pid), 10
        for _ in range(walks):
            for section in SECTIONS:
                page = self.browser.get(self.url(section))
                self.browser.post(self.url(section), self.fields(page, section))
        return (processor_seconds(self.server.pid) - began) * 1000 / walks

    def reasons(self) -> str:
        """A text that was not sent before."""
        self._saves += 1
        return f"{REASONS}{self._saves}"


class Floor(Side):
    """The floor."""

    def url(self, section: Section) -> str:
        """The address of a section's page."""
        return f"/page/{section.id}/1"

    def fields(self, page: Answer, section: Section) -> Fields:
        """A form with an answer to every question of a section."""
        fields = [("csrf_token", page.value("csrf_token"))]
        for question in section.questions:
            fields += [(f"{question.id}_choices", choice.id) for choice in question.choices[:2]]
            fields += [(f"{question.id}_another", ""), (f"{question.id}_reasons", self.reasons())]
            fields += [(f"{question.id}_base", "1.0123456789ab")]
        return fields

    def hello(self) -> float:
        """Milliseconds for the hello-world."""
        began = time.perf_counter()
        self.browser.get("/hello")
        return (time.perf_counter() - began) * 1000


class App(Side):
    """The app: a participant of an open seminar, on a worksheet that has answers and a history."""

    def __init__(self, server: Server, sheet: str, seminar: str, browser: Browser) -> None:
        super().__init__(server)
        self.browser, self.sheet, self.seminar = browser, sheet, seminar
        self._tag = ""

    def url(self, section: Section) -> str:
        """The address of a section's page."""
        return f"/worksheet/{self.sheet}/step/{section.id}"

    def fields(self, page: Answer, section: Section) -> Fields:
        """A form with an answer to every question of a section."""
        fields = [(name, page.value(name)) for name in ("csrf_token", "page_token", "turn")]
        for question in section.questions:
            name = f"q_{question.id}"
            fields += [(f"{name}_choices", choice.id) for choice in question.choices[:2]]
            fields += [(f"{name}_another", ""), (f"{name}_reasons", self.reasons())]
            fields += [(f"{name}_base", page.value(f"{name}_base"))]
        return [*fields, ("go", "contents")]

    def forget(self) -> None:
        """Poll as a page that was just loaded, the next time."""
        self._tag = ""

    def poll(self) -> float:
        """Milliseconds for a poll when nothing has moved."""
        path = f"/seminar/{self.seminar}/state?role=participant"
        self._tag = self._tag or self.browser.get(path).headers["ETag"]
        began = time.perf_counter()
        self.browser.get(path, {"If-None-Match": self._tag}, (304,))
        return (time.perf_counter() - began) * 1000


def opened(server: Server) -> tuple[Browser, str, str]:
    """A desk, with the seminar's id and its join code; every section takes answers."""
    desk = Browser(server.port)
    form = desk.get("/seminars/new")
    settings = {"case": "kosovo-1999", "agenda": "whole", "holders": "person", "names": "given", "opening": "all"}
    fields = {name: form.value(name) for name in ("csrf_token", "delete_on")} | settings
    made = desk.post("/seminars/new", [*fields.items(), ("considerations", "shown"), ("go", "open")])
    name = made.headers["Location"].split("/")[2]
    shown = re.search(r'class="join-code">([2-9A-Z-]+)<', desk.get(f"/seminar/{name}/desk").body)
    assert shown
    return desk, name, shown[1]


def joined(server: Server, seminar: str, code: str, name: str) -> App:
    """A participant who has joined."""
    browser = Browser(server.port)
    fields = [("csrf_token", browser.get(f"/join/{code}").value("csrf_token")), ("name", name)]
    sheet = browser.post(f"/join/{code}", fields).headers["Location"].split("/")[2]
    return App(server, sheet, seminar, browser)
