"""Requests that no page would send, from everybody who could be there; every answer is read. See `tests/fuzzing.py`."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.drills.drill import Ground, Report
from tests.fuzzing import Fuzz, send
from webapp import create_app
from webapp.current import DATABASE

REQUESTS, BURST = 20_000, 40
# By chance somebody soon gives up what they hold or deletes the seminar; then there is a new one, with new people.
SEMINARS = 50


def run(ground: Ground) -> Iterator[Report]:
    """Send them to an app in this process, on a database of its own."""
    began = time.monotonic()
    app = create_app({"instance": ground.room("instance")})
    sent, wrong = 0, list[str]()
    bursts = max(1, ground.often(REQUESTS) // (BURST * SEMINARS))
    for number in range(SEMINARS):
        fuzz = Fuzz(app)
        send(fuzz, bursts, BURST, f"{ground.seed} {number}")
        sent, wrong = sent + fuzz.sent, wrong + fuzz.wrong
    app.extensions[DATABASE].engine.dispose()
    title = f"{sent:,} requests: no failure of the server, nothing unescaped"
    yield Report(title, time.monotonic() - began, faults=sent, wrong=wrong)
