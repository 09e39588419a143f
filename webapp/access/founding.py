"""Storing a new seminar: its frozen agenda and case, its settings, its groups, and the code of its desk."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from webapp.access import codes, joining, publishing, rooms
from webapp.access.codes import Opens
from webapp.access.model import seminar, stage_log
from webapp.access.publishing import What
from webapp.access.rooms import Names, Screen, SectionState
from webapp.answers import worksheets
from webapp.framework.model import Case, Framework

_ID_SYMBOLS = "23456789abcdefghjkmnpqrstuvwxyz"


class Plan(NamedTuple):
    """What a facilitator chose for a seminar; `framework` is the agenda.

    `developments` is what waits at its desk from the start; None stands for those of the case.
    """

    framework: Framework
    case: Case
    holders: Literal["person", "group"]
    names: Names
    folded: bool
    one_by_one: bool
    groups: tuple[str, ...]
    delete_at: datetime
    developments: tuple[What, ...] | None = None
    rehearsal: bool = False


class Founded(NamedTuple):
    """A new seminar, and the code of its desk, which is kept nowhere."""

    id: str
    desk_code: str


def found(connection: sa.Connection, secret: str, browser: str, plan: Plan, at: datetime) -> Founded:
    """Store a seminar whose desk this browser holds."""
    name = "".join(secrets.choice(_ID_SYMBOLS) for _ in range(12))
    connection.execute(sa.insert(seminar).values(id=name, **_row(connection, plan, at)))
    if not plan.one_by_one:
        # Sections that are open from the start have a time in the record too.
        steps = [*plan.framework.sections, plan.framework.closing]
        logged = [{"seminar": name, "section": step.id, "stage": "answering", "at": at} for step in steps]
        connection.execute(sa.insert(stage_log), logged)
    of_case = map(What.of, plan.case.developments)
    publishing.prepare(connection, name, of_case if plan.developments is None else plan.developments, at)
    room = rooms.find(connection, name, at)
    if room:
        for group in plan.groups:
            joining.add_worksheet(connection, room, "group", group, at, typed_in=False)
    joining.sit_down(connection, browser, name, "desk", at)
    return Founded(name, codes.store(connection, secret, at, Opens(None, None, name, "desk")))


def _row(connection: sa.Connection, plan: Plan, at: datetime) -> dict[str, object]:
    first = SectionState("waiting" if plan.one_by_one else "answering")
    steps = [*plan.framework.sections, plan.framework.closing]
    return {
        "framework": worksheets.keep(connection, plan.framework),
        "case": worksheets.keep(connection, plan.case),
        "holders": plan.holders,
        "names": plan.names,
        "folded": plan.folded,
        "rehearsal": plan.rehearsal,
        "join_code": _free_join_code(connection),
        "locked": False,
        "shared": False,
        "notes_told": True,
        "sections": msgspec.json.encode({step.id: first for step in steps}).decode(),
        "screen": msgspec.json.encode(Screen()).decode(),
        "version": 1,
        "activity": 1,
        "screen_version": 1,
        "moved_at": at,
        "opened_at": at,
        "delete_at": plan.delete_at,
    }


def _free_join_code(connection: sa.Connection) -> str:
    while True:
        code = codes.new_join_code()
        if not connection.scalar(sa.select(seminar.c.id).where(seminar.c.join_code == code)):
            return code
