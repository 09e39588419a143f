"""A few hundred requests that no page would send; `make drill` sends many thousands."""

from __future__ import annotations

import random

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzzing import Fuzz

BURSTS, REQUESTS = 20, 20


def test_no_request_breaks_the_app_or_comes_back_unescaped(app: Flask) -> None:
    app.testing = False
    fuzz = Fuzz(app)

    @settings(
        max_examples=BURSTS,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(st.integers(0, 2**64), st.lists(st.text(), min_size=8, max_size=8))
    def burst(number: int, texts: list[str]) -> None:
        chance = random.Random(number)
        for _ in range(REQUESTS):
            fuzz.ask(chance, texts)

    burst()
    assert fuzz.wrong == []
    assert fuzz.sent >= BURSTS * REQUESTS
