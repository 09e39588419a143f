"""How long it takes, and how many presses, from starting the server to the first answers side by side on four phones.

Run with `make bench`. A program presses the buttons, so the seconds are the app's and the browser's; people add their
own time to read and think. The counts are those of a person who takes this way.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser.classroom import KOSOVO, Class, go, move
from tests.browser.conftest import ARGUMENTS
from tests.browser.person import COUNCIL, Person
from tests.browser.server import Server

NAMES = ("Ann", "Ben", "Cem", "Dana")
SECTION = "Legal basis"
COUNTING = """
addEventListener('pointerdown', () => counted('presses'), true);
addEventListener('change', (event) => {
  if (event.target.matches('textarea, input:not([type=radio], [type=checkbox])')) counted('typed fields');
}, true);
"""


class Bench:
    """Devices that count what is done on them, and a clock that says when something was reached."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self._browser, self._server = browser, server
        self._began = time.monotonic()
        self._whose = iter(["desk", *NAMES])
        self.count: Counter[tuple[str, str]] = Counter()

    def device(self, width: int = 1280, height: int = 900, **options: Any) -> Person:
        """A browser of its own, for the next person."""
        whose = next(self._whose)
        context = self._browser.new_context(
            base_url=self._server.address, viewport={"width": width, "height": height}, **options
        )
        context.expose_function("counted", lambda what: self.count.update([(whose, what)]))
        context.add_init_script(COUNTING)
        return Person(context, self._server.address)

    def reached(self, what: str) -> None:
        """Say that something was reached, and after how many seconds."""
        print(f"{time.monotonic() - self._began:6.1f} s  {what}")


def main() -> None:
    """Measure once and print."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        server = Server(Path(folder))
        bench = Bench(browser, server)
        with server:
            bench.reached("the server answers")
            walk(bench)
        browser.close()
    for whose in ("desk", *NAMES):
        print(f"{whose}: {bench.count[whose, 'presses']} presses, {bench.count[whose, 'typed fields']} typed fields")


def walk(bench: Bench) -> None:
    """Open, join, answer, show, compare."""
    room = Class(bench.device)
    phones = [room.phone(name) for name in NAMES]
    bench.reached("a seminar is open and four phones have joined")
    move(room.desk, SECTION, "Answering")
    for name, phone in zip(NAMES, phones, strict=True):
        go(phone, "Answer", SECTION).reads(SECTION).tick("Draft not adopted", COUNCIL).write(
            f"{name} has written this."
        )
        phone.press("Save and go to the seminar").reads(KOSOVO)
    bench.reached("four have answered")
    move(room.desk, SECTION, "Discussing")
    for phone in phones:
        go(phone, "Read the answers", SECTION).follow("Decision of the")
        for name in NAMES:
            phone.sees(f"{name} has written this.")
    bench.reached("the answers stand side by side on four phones")


if __name__ == "__main__":
    main()
