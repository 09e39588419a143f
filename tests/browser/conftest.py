"""A real server, a real Chromium, and people who use the one through the other.

Without a Chromium these tests are skipped with a sentence; with `CI` set they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, sync_playwright

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
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PATIENCE = 10_000

Device = Callable[..., Person]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        sentence = "The browser tests need Chromium, and there is none here. On Debian: apt install chromium"
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as `python -m webapp serve` runs it, for every test that does not stop it."""
    with Server(tmp_path_factory.mktemp("instance")) as running:
        yield running


@pytest.fixture
def device(chromium: Browser, server: Server) -> Iterator[Device]:
    """Gives somebody another device: a browser without any cookie. What goes wrong in it fails the test at its end."""
    people: list[Person] = []

    def make(width: int = 1280, height: int = 900, address: str = server.address, **options: Any) -> Person:
        viewport = ViewportSize(width=width, height=height)
        context = chromium.new_context(base_url=address, viewport=viewport, **options)
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
