"""A clock that a test sets, in place of the machine's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest


class Clock:
    """Stands where it is put, until it is put on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.time = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
        monkeypatch.setattr("webapp.clock.system", lambda: self.time)

    def on(self, **passed: float) -> None:
        """Let time pass: `clock.on(days=7)`."""
        self.time += timedelta(**passed)
