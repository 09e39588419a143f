"""The time now, in one place, so that tests can set it."""

from __future__ import annotations

from datetime import UTC, datetime


def system() -> datetime:
    """What the machine's clock says. A test that wants another time puts its own function here."""
    return datetime.now(UTC)


def now() -> datetime:
    """The time now in UTC, without microseconds below the millisecond."""
    moment = system()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
