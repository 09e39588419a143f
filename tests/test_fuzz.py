"""A few hundred requests that no page would send; `make drill` sends many thousands."""

from __future__ import annotations

from flask import Flask

from tests.fuzzing import Fuzz, send

BURSTS, REQUESTS = 20, 20


def test_no_request_breaks_the_app_or_comes_back_unescaped(app: Flask) -> None:
    app.testing = False
    fuzz = Fuzz(app)
    send(fuzz, BURSTS, REQUESTS, start=0)
    assert fuzz.wrong == []
    assert fuzz.sent >= BURSTS * REQUESTS
