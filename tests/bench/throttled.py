"""How long until a section page can be used on a slow phone: 1.6 Mbit/s, 150 ms of latency, a quarter of the processor.

Run with `make bench`. A page can be used when its text is painted and its scripts have run: then a word that is typed
is kept. Without scripts the first of the two is enough. Measured from the moment the address is opened.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.conftest import ARGUMENTS
from tests.browser.person import Person
from tests.browser.server import Server

RUNS = 7
LIMIT = 3.0
BYTES_A_SECOND = 1_600_000 // 8
LATENCY = 150
SLOWER = 4
# The longest section first.
PAGES = {"a section": "step/legal-basis", "the case": "step/case", "the summary": "summary"}
WHEN = """() => [
  performance.getEntriesByName("first-contentful-paint")[0].startTime,
  performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
]"""


def main() -> bool:
    """Measure and print; whether a median is above the limit."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        with Server(Path(folder)) as server:
            context = browser.new_context(base_url=server.address)
            sheet = Person(context, server.address).begin(group="Group Adriatic").page.url
            slow = [measured(browser, context, name, sheet + path) for name, path in PAGES.items()]
        browser.close()
    return any(slow)


def measured(browser: Browser, held: BrowserContext, name: str, address: str) -> bool:
    """Open a page several times on new devices, and again on each; print both; whether one took too long."""
    cold, warm = [], []
    for _ in range(RUNS):
        context = browser.new_context(storage_state=held.storage_state(), viewport={"width": 390, "height": 844})
        cold.append(opened(context, address))
        warm.append(opened(context, address))
        context.close()
    return any([told(f"{name}, first visit", cold), told(f"{name}, again", warm)])


def opened(context: BrowserContext, address: str) -> tuple[float, float]:
    """The seconds until the page was painted and until it could be used."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    limits = {"latency": LATENCY, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    session.send("Network.emulateNetworkConditions", {"offline": False, **limits})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    while not page.evaluate("performance.getEntriesByName('first-contentful-paint').length"):
        page.wait_for_timeout(20)
    painted, ready = (moment / 1000 for moment in page.evaluate(WHEN))
    page.close()
    return painted, max(painted, ready)


def told(what: str, runs: list[tuple[float, float]]) -> bool:
    """Print the medians of runs and how far they spread; whether the median is above the limit."""
    painted, usable = ([run[place] for run in runs] for place in (0, 1))
    median = statistics.median(usable)
    print(
        f"{what:26} painted {statistics.median(painted):.2f} s, usable {median:.2f} s"
        f" (median of {len(runs)}; {min(usable):.2f} to {max(usable):.2f}; limit {LIMIT:.0f} s)"
    )
    return median > LIMIT


if __name__ == "__main__":
    sys.exit(main())
