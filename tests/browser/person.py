"""Somebody in front of a browser: reads headings, follows links, fills in labelled fields, presses buttons."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Locator, Page, Request, expect

COUNCIL = "What has the Security Council decided"
GROUNDS = "Which legal grounds"

expect.set_options(timeout=10_000)


class Person:
    """One browser with one page in front. Keeps a list of what went wrong behind the page."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.problems: list[str] = []
        self.requests: list[Request] = []
        self._expected: list[str] = []
        context.on("request", self._requested)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.problems.append(f"a script failed: {error.error}"))
        context.on("requestfailed", self._failed)
        self.page: Page = context.new_page()
        self._hurried = False

    def hurries(self) -> Self:
        """Let this browser's clock be put forward, so that nobody waits three seconds for every autosave."""
        self.context.clock.install()
        self._hurried = True
        return self

    def pause(self, milliseconds: int = 3_100) -> Self:
        """Let some time go by after the last key."""
        if self._hurried:
            self.page.clock.fast_forward(milliseconds)
        return self

    def expects(self, *words: str) -> Self:
        """From now on a console error or a failed request that holds one of these words is part of the story."""
        self._expected.extend(words)
        return self

    def _note(self, problem: str) -> None:
        if not any(words in problem for words in self._expected):
            self.problems.append(problem)

    def _requested(self, request: Request) -> None:
        self.requests.append(request)
        if not request.url.startswith((f"{self.address}/", "blob:", "data:")):
            self.problems.append(f"a request left the server: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # A download, and a page that is left, end their own requests.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"request: {request.failure} {request.url}")

    def open(self, path: str) -> Self:
        """Type an address; again, where the page was just loading itself anew."""
        try:
            self.page.goto(path)
        except Error as error:
            if "interrupted by another navigation" not in error.message:
                raise
            self.page.goto(path)
        return self

    def other_tab(self) -> Page:
        """Open this address in another tab, and look at that."""
        url, first = self.page.url, self.page
        self.page = self.context.new_page()
        self.page.goto(url)
        return first

    def lose_the_page(self) -> Self:
        """Have the tab crash: it has no time for a last word to the server, as it has when it is closed."""
        with suppress(Error):
            self.page.goto("chrome://crash")
        self.page.close()
        self.context.set_offline(False)
        self.page = self.context.new_page()
        return self

    def reads(self, heading: str) -> Self:
        """Wait for the page with this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        return self

    def sees(self, words: str) -> Self:
        """Wait for these words in the main part."""
        expect(self.page.get_by_role("main")).to_contain_text(words)
        return self

    def follow(self, words: str) -> Self:
        """Follow the first link in the main part whose name begins so."""
        self.link(words).click()
        return self

    def link(self, words: str) -> Locator:
        """The first link in the main part whose name begins with these words."""
        name = re.compile(f"^{re.escape(words)}")
        return self.page.get_by_role("main").get_by_role("link", name=name).first

    def press(self, words: str) -> Self:
        """Press the first button whose name begins so."""
        self.page.get_by_role("button", name=words).first.click()
        return self

    def question(self, words: str) -> Locator:
        """The part of the page that asks the question which holds these words."""
        return self.page.get_by_role("group").filter(has=self.page.get_by_role("heading", name=words)).first

    def questions(self) -> list[str]:
        """The questions of this step, as their headings say."""
        groups = self.page.get_by_role("main").get_by_role("group")
        return groups.get_by_role("heading", level=2).all_inner_texts()

    def tick(self, label: str, question: str = "") -> Self:
        """Tick a box or a radio button."""
        (self.question(question) if question else self.page).get_by_label(label).first.check()
        return self

    def field(self, label: str, question: str = "") -> Locator:
        """A text field."""
        return (self.question(question) if question else self.page).get_by_label(label).first

    def write(self, text: str, question: str = COUNCIL, label: str = "Reasons and evidence") -> Self:
        """Type a text into a field."""
        self.field(label, question).fill(text)
        return self

    def download(self, words: str) -> bytes:
        """Press a link that gives a file, and read the file."""
        with self.page.expect_download() as found:
            self.follow(words)
        return Path(found.value.path()).read_bytes()

    def begin(self, case: str = "Kosovo", group: str = "", shared: bool = False) -> Self:
        """Begin a worksheet, keep its code and stand on its contents page."""
        self.open("/worksheets/new").tick(case)
        if group:
            self.tick("A group").field("Name").fill(group)
        if shared:
            self.tick("shared computer")
        return self.press("Start").reads("Your return code").press("I have kept it")

    def at_legal_basis(self, **options: bool | str) -> Self:
        """Begin a worksheet and open its first section."""
        return self.begin(**options).follow("Legal basis").reads("Legal basis")  # type: ignore[arg-type]

    def says(self, words: str) -> Self:
        """Wait until the line that tells how far saving went says so."""
        expect(self.page.locator("[data-save-state]")).to_contain_text(words)
        return self

    def pauses(self, said: str = "Saved") -> Self:
        """Stop typing for three seconds, and wait for what the page then says."""
        return self.says("Not saved yet").pause().says(said)

    def fails_to_save(self) -> Self:
        """Stop typing for three seconds while no server can be reached."""
        with self.page.expect_event("requestfailed"):
            self.pause()
        return self.says("Not saved yet: kept on this device")

    def finds(self, expression: str) -> Any:
        """Wait until a value is there, and give it.

        Playwright's own waiting evaluates the words inside the page, which the page's policy forbids.
        """
        for _ in range(200):
            if found := self.page.evaluate(expression):
                return found
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{expression} never came")

    def kept(self) -> list[str]:
        """The names of the drafts that this tab's browser keeps."""
        found: list[str] = self.page.evaluate(
            "[localStorage, sessionStorage].flatMap((s) => Object.keys(s)).filter((k) => k.startsWith('draft:'))"
        )
        return found
