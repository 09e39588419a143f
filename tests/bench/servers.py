"""The app under several servers: how much each answers at once, how long the slowest wait, and how many may connect.

Each runs the very application that `serve` runs, with as many threads, in one process.
"""

from __future__ import annotations

import contextlib
import http.client
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench.measured import resident_bytes
from tests.bench.served import App, joined, opened
from tests.browser.server import Server
from webapp.turns import PAUSING, WORKING

SERVERS = ("granian", "waitress", "gunicorn")
WSGI = "webapp.serve:in_turns"
AT_ONCE, SECONDS, VISITS = 8, 3.0, 5
PHONES, PATIENCE_SECONDS = 300, 5.0


class OneOf(Server):
    """One of the servers, on the application of `webapp.serve`."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(folder)
        self._name = name

    @property
    def command(self) -> list[str]:
        """What is started."""
        threads = str(WORKING + PAUSING)
        there = f"127.0.0.1:{self.port}"
        match self._name:
            case "waitress":
                return [sys.executable, "-m", "waitress", "--listen", there, "--threads", threads, "--call", WSGI]
            case "gunicorn":
                thread_each = ["--worker-class", "gthread", "--threads", threads, "--keep-alive", "60"]
                return [sys.executable, "-m", "gunicorn", "--bind", there, *thread_each, f"{WSGI}()"]
            case _:
                return super().command


class Load(NamedTuple):
    """What one server did in one visit with one kind of request."""

    per_second: float
    p99: float

    @classmethod
    def of(cls, ask: list[Callable[[], float]]) -> Load:
        """Let everybody ask again and again for some seconds."""
        took: list[float] = []
        until = time.monotonic() + SECONDS

        def go_on(one: Callable[[], float]) -> None:
            while time.monotonic() < until:
                took.append(one())

        threads = [threading.Thread(target=go_on, args=(one,)) for one in ask]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return cls(len(took) / SECONDS, sorted(took)[int(len(took) * 0.99)])


def main() -> None:
    """Visit the servers in turn and print medians."""
    with contextlib.ExitStack() as stack:
        halls: dict[str, list[App]] = {}
        for name in SERVERS:
            server = stack.enter_context(OneOf(Path(stack.enter_context(tempfile.TemporaryDirectory())), name))
            _, seminar, code = opened(server)
            halls[name] = [joined(server, seminar, code, f"Person {number}") for number in range(AT_ONCE)]
            for person in halls[name]:
                person.save()
        for kind in ("page", "save", "poll"):
            found: dict[str, list[Load]] = {name: [] for name in SERVERS}
            for _ in range(VISITS):
                for name, people in halls.items():
                    found[name].append(Load.of([getattr(person, kind) for person in people]))
            for name, loads in found.items():
                _print(name, kind, loads)
        for name, people in halls.items():
            mebibytes = resident_bytes(people[0].server.pid) / 2**20
            answered = _phones(people[0].server.port)
            print(
                f"  {name:9} {mebibytes:.0f} MiB; of {PHONES} connections {answered} answered in {PATIENCE_SECONDS} s"
            )


def _print(name: str, kind: str, loads: list[Load]) -> None:
    rates, tails = [one.per_second for one in loads], [one.p99 for one in loads]
    print(
        f"  {name:9} {kind:5}{median(rates):7.0f} a second ({min(rates):.0f} to {max(rates):.0f}),"
        f" p99 {median(tails):.1f} ms ({min(tails):.1f} to {max(tails):.1f})"
    )


def _phones(port: int) -> int:
    """How many of a hall's phones are answered in time, when each opens a connection and keeps it."""
    phones = [http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS) for _ in range(PHONES)]
    until, answered = time.monotonic() + PATIENCE_SECONDS, 0
    for phone in phones:
        with contextlib.suppress(OSError):
            phone.request("GET", "/health")
    for phone in phones:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if phone.sock:
                phone.sock.settimeout(max(0.05, until - time.monotonic()))
            answered += phone.getresponse().status == http.client.OK
    for phone in phones:
        phone.close()
    return answered


if __name__ == "__main__":
    main()
