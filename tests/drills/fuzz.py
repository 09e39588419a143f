"""Requests that no page would send, from everybody who could be there; every answer is read. See `tests/fuzzing.py`."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.drills.drill import Ground, Report
from tests.fuzzing import Fuzz
from webapp import create_app
from webapp.current import DATABASE

REQUESTS, BURST = 20_000, 40


def run(ground: Ground) -> Iterator[Report]:
    """Send them to an app in this process, on a database of its own."""
    began = time.monotonic()
    app = create_app({"instance": ground.room("instance")})
    fuzz = Fuzz(app)

    @seed(ground.seed)
    @settings(
        max_examples=ground.often(REQUESTS) // BURST,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(st.integers(0, 2**64), st.lists(st.text(), min_size=8, max_size=8))
    def burst(number: int, texts: list[str]) -> None:
        chance = random.Random(number)
        for _ in range(BURST):
            fuzz.ask(chance, texts)

    burst()
    app.extensions[DATABASE].engine.dispose()
    title = f"{fuzz.sent:,} requests: no failure of the server, nothing unescaped"
    yield Report(title, time.monotonic() - began, faults=fuzz.sent, wrong=fuzz.wrong)
