"""A full lecture hall: 300 people join, answer six sections with autosave and poll, beside two desks and a screen.

People act at times drawn from a seed, as many at once as come together by chance. Every request is timed from sending
to the last byte, by a driver on the same machine, whose share of the processors is told.
"""

from __future__ import annotations

import heapq
import os
import random
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.bench.browser import Answer, Browser, Fields
from tests.bench.measured import processor_seconds
from tests.bench.served import SECTIONS, opened
from tests.browser.server import Server
from webapp.framework.model import Section

PEOPLE, JOINING_SECONDS, ANSWERING_SECONDS = 300, 10, 240
DRIVERS, POLL_SECONDS, SEED = 16, 3.0, 1
# Per section: the page, two autosaves while one writes, and Save.
AUTOSAVES = 2

Step = tuple[float, Callable[[], None]]


class Clock:
    """When what is done, by whichever driver is free; and how long each kind of request took, in milliseconds."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.took: dict[str, list[float]] = {}
        self.errors: list[str] = []
        self._due: list[tuple[float, int, Iterator[Step], Callable[[], None]]] = []
        self._lock = threading.Lock()
        self._number = 0

    def plan(self, steps: Iterator[Step]) -> None:
        """Let somebody's next step come when it is due; the one after it follows when it is done."""
        found = next(steps, None)
        if found:
            with self._lock:
                self._number += 1
                heapq.heappush(self._due, (found[0], self._number, steps, found[1]))

    def drive(self) -> None:
        """Do what is due until nothing is left."""
        while found := self._next():
            due, _, steps, act = found
            time.sleep(max(0.0, self.began + due - time.monotonic()))
            try:
                act()
                self.plan(steps)
            except (AssertionError, OSError) as error:
                self.errors.append(str(error)[:200])

    def _next(self) -> tuple[float, int, Iterator[Step], Callable[[], None]] | None:
        with self._lock:
            return heapq.heappop(self._due) if self._due else None

    def timed(self, kind: str, ask: Callable[[], Answer]) -> Answer:
        """Ask, and note how long the answer took."""
        began = time.perf_counter()
        answer = ask()
        self.took.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
        return answer


class Person:
    """Somebody in the hall: joins, goes through the sections, and polls between."""

    def __init__(self, clock: Clock, server: Server, seminar: str, code: str, number: int) -> None:
        self._clock, self._browser = clock, Browser(server.port)
        self._seminar, self._code, self._number = seminar, code, number
        self._sheet = ""
        self._tag: dict[str, str] = {}
        self._page: Answer | None = None
        self._turn = 0

    def steps(self, chance: random.Random) -> Iterator[Step]:
        """What this person does, and when."""
        joins = chance.uniform(0, JOINING_SECONDS)
        yield joins, self._join
        acts = sorted(
            chance.uniform(JOINING_SECONDS, ANSWERING_SECONDS) for _ in range(len(SECTIONS) * (AUTOSAVES + 2))
        )
        planned = [(at, act) for at, act in zip(acts, self._acts(), strict=True)]
        first = joins + chance.uniform(0.5, POLL_SECONDS)
        polls = [(first + POLL_SECONDS * n, self._poll) for n in range(int((ANSWERING_SECONDS - first) / POLL_SECONDS))]
        yield from sorted(planned + polls, key=lambda each: each[0])

    def _acts(self) -> Iterator[Callable[[], None]]:
        for section in SECTIONS:
            yield partial(self._open, section)
            for _ in range(AUTOSAVES):
                yield partial(self._autosave, section)
            yield partial(self._save, section)

    def _join(self) -> None:
        page = self._clock.timed("page", lambda: self._browser.get(f"/join/{self._code}"))
        fields = [("csrf_token", page.value("csrf_token")), ("name", f"Person {self._number}")]
        made = self._clock.timed("join", lambda: self._browser.post(f"/join/{self._code}", fields))
        self._sheet = made.headers["Location"].split("/")[2]

    def _open(self, section: Section) -> None:
        self._page = self._clock.timed("page", lambda: self._browser.get(self._url(section)))
        self._turn = 0

    def _fields(self, section: Section, questions: int) -> Fields:
        assert self._page
        self._turn += 1
        fields = [(name, self._page.value(name)) for name in ("csrf_token", "page_token")]
        for place, question in enumerate(section.questions):
            name = f"q_{question.id}"
            fields.append((f"{name}_base", self._page.value(f"{name}_base")))
            if place < questions:
                fields.append((f"{name}_choices", question.choices[self._number % len(question.choices)].id))
                fields.append(
                    (f"{name}_reasons", f"Person {self._number} wrote this in the hall. " * 5 + str(self._turn))
                )
        return [*fields, ("turn", str(self._turn)), ("go", "contents")]

    def _autosave(self, section: Section) -> None:
        fields = self._fields(section, self._turn + 1)
        self._clock.timed("save", lambda: self._browser.post(f"{self._url(section)}/autosave", fields, (200,)))

    def _save(self, section: Section) -> None:
        fields = self._fields(section, len(section.questions))
        self._clock.timed("save", lambda: self._browser.post(self._url(section), fields))

    def _poll(self) -> None:
        poll(self._clock, self._browser, self._seminar, "participant", self._tag)

    def _url(self, section: Section) -> str:
        return f"/worksheet/{self._sheet}/step/{section.id}"


def poll(clock: Clock, browser: Browser, seminar: str, role: str, tag: dict[str, str]) -> bool:
    """Ask whether anything has moved, as a page does; whether it has."""
    path = f"/seminar/{seminar}/state?role={role}"
    headers = {"If-None-Match": tag["tag"]} if tag else {}
    answer = clock.timed("poll", lambda: browser.get(path, headers, (200, 304)))
    moved = answer.status == 200
    if moved:
        tag["tag"] = answer.headers["ETag"]
    return moved


def watching(clock: Clock, browser: Browser, seminar: str, role: str) -> Iterator[Step]:
    """A desk or a screen: polls, and fetches its page again when something has moved."""
    tag: dict[str, str] = {}

    def look() -> None:
        if poll(clock, browser, seminar, role, tag):
            clock.timed(role, lambda: browser.get(f"/seminar/{seminar}/{role}"))

    at = 0.0
    while at < ANSWERING_SECONDS:
        yield at, look
        at += POLL_SECONDS


def main() -> None:
    """Fill the hall once and print."""
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        desk, seminar, code = opened(server)
        screen = _screen(server, desk, seminar)
        clock = Clock()
        watchers = [(desk, "desk"), (_second_desk(server, desk, seminar), "desk"), (screen, "screen")]
        for browser, role in watchers:
            clock.plan(watching(clock, browser, seminar, role))
        people = [Person(clock, server, seminar, code, number) for number in range(1, PEOPLE + 1)]
        for person in people:
            clock.plan(person.steps(chance))
        used, own = processor_seconds(server.pid), time.process_time()
        drivers = [threading.Thread(target=clock.drive) for _ in range(DRIVERS)]
        for driver in drivers:
            driver.start()
        for driver in drivers:
            driver.join()
        _print(clock, processor_seconds(server.pid) - used, time.process_time() - own)
        written = re.search(r"(\d+) have written", " ".join(desk.get(f"/seminar/{seminar}/desk").body.split()))
        print(f"the desk's figure of the first section: {written[1] if written else 'none'} have written")


def _print(clock: Clock, server: float, driver: float) -> None:
    lasted, processors = time.monotonic() - clock.began, os.cpu_count() or 1
    requests = sum(map(len, clock.took.values()))
    print(f"{PEOPLE} people, {requests} requests in {lasted:.0f} s, {len(clock.errors)} errors")
    for error in clock.errors[:3]:
        print(f"  {error}")
    for kind, took in sorted(clock.took.items()):
        ordered = sorted(took)
        median, p99 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.99))
        print(f"  {kind:7}{len(took):7} times: median {median:.1f} ms, p99 {p99:.1f} ms, longest {ordered[-1]:.1f} ms")
    server_share, driver_share = (f"{used / lasted / processors:.0%}" for used in (server, driver))
    print(f"of {processors} processors the server used {server_share}, the driver {driver_share}")


def _second_desk(server: Server, desk: Browser, seminar: str) -> Browser:
    return _opened_by_code(server, desk.get(f"/seminar/{seminar}/desk/code"))


def _screen(server: Server, desk: Browser, seminar: str) -> Browser:
    page = desk.get(f"/seminar/{seminar}/desk")
    made = desk.post(f"/seminar/{seminar}/desk/screen-code", [("csrf_token", page.value("csrf_token"))])
    return _opened_by_code(server, desk.get(made.headers["Location"].partition("#")[0]))


def _opened_by_code(server: Server, shown: Answer) -> Browser:
    """A new browser that types the return code of a page."""
    code = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{5}-[2-9A-Z]{4}\b", shown.body)
    assert code
    browser = Browser(server.port)
    fields = [("csrf_token", browser.get("/worksheets/open").value("csrf_token")), ("return_code", code[0])]
    browser.post("/worksheets/open", fields)
    return browser


if __name__ == "__main__":
    main()
