"""Coming back with a code: the browser that sends a right one holds what it opens."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from webapp.access import codes, holdings, joining, rooms
from webapp.access.codes import Opens
from webapp.access.model import participant
from webapp.access.rooms import Role
from webapp.answers import worksheets


class Opened(NamedTuple):
    """What a browser holds now: a worksheet, or a seminar as its desk, its screen or one of its participants."""

    worksheet: str | None
    seminar: str | None
    role: Role | None


class Refused(NamedTuple):
    """A code that opens nothing: for how many seconds to wait, and whether it had the form of a code."""

    seconds: int
    well_formed: bool


def open_code(
    connection: sa.Connection, secret: str, browser: str, code: str, writer: str, at: datetime
) -> Opened | Refused:
    """Let a browser hold what a typed code opens. A right code always opens; wrong ones are counted by browser."""
    found = codes.opens(connection, secret, code)
    opened = _grant(connection, browser, found, writer, at) if found else None
    if opened:
        return opened
    seconds = codes.waits(connection, browser, at)
    codes.note_wrong(connection, browser, at)
    return Refused(seconds, codes.has_the_form(codes.typed(code)))


def _grant(connection: sa.Connection, browser: str, found: Opens, writer: str, at: datetime) -> Opened | None:
    if found.seminar:
        role: Role = "desk" if found.role == "desk" else "screen"
        if not rooms.find(connection, found.seminar, at):
            return None
        joining.sit_down(connection, browser, found.seminar, role, at)
        return Opened(None, found.seminar, role)
    if found.participant:
        person = connection.execute(sa.select(participant).where(participant.c.id == found.participant)).one()
        if not rooms.find(connection, person.seminar, at):
            return None
        joining.hold(connection, browser, person.worksheet, person.id, person.name, at)
        return Opened(person.worksheet, person.seminar, None)
    if not found.worksheet or not worksheets.find(connection, found.worksheet, at):
        return None
    holdings.grant(connection, browser, found.worksheet, at, writer)
    return Opened(found.worksheet, None, None)
