"""A real server, a real Chromium, and people who use the one through the other.

Without a Chromium these tests are skipped with a sentence; with `CI` set they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, ViewportSize, sync_playwright

from tests.browser.person import Person
from tests.browser.server import Server

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PATIENCE = 10_000

Device = Callable[..., Person]


def found(names: tuple[str, ...]) -> str:
    """Where the first of these browsers is on this machine."""
    if path := next(filter(None, map(shutil.which, names)), None):
        return path
    sentence = f"These tests need a browser that is not here. On Debian: apt install {names[0]}"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium."""
    running = playwright.chromium.launch(executable_path=found(CHROMIUM), args=ARGUMENTS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as `python -m webapp serve` runs it, for every test that does not stop it."""
    with Server(tmp_path_factory.mktemp("instance")) as running:
        yield running


@pytest.fixture
def device(browser: Browser, server: Server) -> Iterator[Device]:
    """Gives somebody another device: a browser without any cookie. What goes wrong in it fails the test at its end."""
    people: list[Person] = []

    def make(width: int = 1280, height: int = 900, address: str = server.address, **options: Any) -> Person:
        viewport = ViewportSize(width=width, height=height)
        context = browser.new_context(base_url=address, viewport=viewport, **options)
        context.set_default_timeout(PATIENCE)
        people.append(Person(context, address))
        return people[-1]

    yield make
    for person in people:
        person.context.close()
    assert [problem for person in people for problem in person.problems] == []


@pytest.fixture
def person(device: Device) -> Person:
    """Somebody at a desk."""
    return device()
