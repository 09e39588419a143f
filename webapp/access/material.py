"""Cases and agendas that somebody wrote, held by the browser that made them.

There is no code that opens one elsewhere: its file does. A value is stored as JSON of its own struct.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

import msgspec
import sqlalchemy as sa

from webapp.access.model import own_material
from webapp.framework.own_agenda import OwnAgenda
from webapp.framework.own_case import OwnCase

_ID_SYMBOLS = "23456789abcdefghjkmnpqrstuvwxyz"
# One browser's; beyond it the oldest has to go first. A page lists them all.
MOST_HELD = 100
_NAMES: dict[type[msgspec.Struct], str] = {OwnCase: "case", OwnAgenda: "agenda"}

M = TypeVar("M", bound=msgspec.Struct)


class TooMany(Exception):
    """This browser holds as many as it may."""


class Kept(NamedTuple, Generic[M]):
    """One case or agenda as it is kept. `used_at`: since then a seminar runs on it, and it can't be changed."""

    id: str
    value: M
    version: int
    changed_at: datetime
    delete_at: datetime
    used_at: datetime | None


def add(connection: sa.Connection, browser: str, value: M, at: datetime, days: int) -> str:
    """Keep a new case or agenda for this browser; gives its id. Raises TooMany."""
    held = sa.select(sa.func.count()).select_from(own_material).where(own_material.c.browser == browser)
    if (connection.scalar(held) or 0) >= MOST_HELD:
        raise TooMany
    name = "".join(secrets.choice(_ID_SYMBOLS) for _ in range(12))
    fixed = {"id": name, "browser": browser, "kind": _NAMES[type(value)], "version": 1}
    connection.execute(sa.insert(own_material).values(**fixed, **_changed(value, at, days)))
    return name


def _changed(value: M, at: datetime, days: int) -> dict[str, object]:
    body = msgspec.json.encode(value).decode()
    return {"body": body, "changed_at": at, "delete_at": at + timedelta(days=days)}


def _mine(browser: str, kind: type[M], at: datetime) -> sa.ColumnElement[bool]:
    table = own_material.c
    return sa.and_(table.browser == browser, table.kind == _NAMES[kind], table.delete_at > at)


def find(connection: sa.Connection, browser: str, kind: type[M], name: str, at: datetime) -> Kept[M] | None:
    """The case or agenda with this id, if this browser holds it and its date is not past."""
    mine = _mine(browser, kind, at)
    row = connection.execute(sa.select(own_material).where(own_material.c.id == name, mine)).one_or_none()
    return _kept(row, kind) if row else None


def held(connection: sa.Connection, browser: str, kind: type[M], at: datetime) -> list[Kept[M]]:
    """All cases or all agendas of this browser, the latest change first."""
    rows = sa.select(own_material).where(_mine(browser, kind, at)).order_by(own_material.c.changed_at.desc())
    return [_kept(row, kind) for row in connection.execute(rows)]


def _kept(row: sa.Row[tuple[object, ...]], kind: type[M]) -> Kept[M]:
    values = row._mapping
    return Kept(
        id=values["id"],
        value=msgspec.json.decode(values["body"], type=kind),
        version=values["version"],
        changed_at=values["changed_at"],
        delete_at=values["delete_at"],
        used_at=values["used_at"],
    )


def change(connection: sa.Connection, kept: Kept[M], value: M, at: datetime, days: int) -> bool:
    """Store a change of what was read as `kept`; False, and nothing is stored, where another came between."""
    unchanged = sa.and_(own_material.c.id == kept.id, own_material.c.version == kept.version)
    still_open = own_material.c.used_at.is_(None)
    stored = {**_changed(value, at, days), "version": kept.version + 1}
    return connection.execute(sa.update(own_material).where(unchanged, still_open).values(stored)).rowcount > 0


def use(connection: sa.Connection, browser: str, name: str, at: datetime) -> None:
    """Note that a seminar runs on it from now on; the first time counts."""
    mine = sa.and_(own_material.c.id == name, own_material.c.browser == browser, own_material.c.used_at.is_(None))
    connection.execute(sa.update(own_material).where(mine).values(used_at=at))


def remove(connection: sa.Connection, browser: str, name: str) -> None:
    """Delete it, for good."""
    mine = sa.and_(own_material.c.id == name, own_material.c.browser == browser)
    connection.execute(sa.delete(own_material).where(mine))
