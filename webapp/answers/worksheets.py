"""Worksheets as stored: made, read, changed, deleted, and the wording that each keeps."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

import msgspec
import sqlalchemy as sa

from webapp.answers.model import snapshot, worksheet
from webapp.answers.summary import Holder
from webapp.framework.model import Case, Framework, Value, digest

TAKE_BACK = timedelta(days=7)
_ID_SYMBOLS = "23456789abcdefghjkmnpqrstuvwxyz"

V = TypeVar("V", Framework, Case)


class Worksheet(NamedTuple):
    """One holder's answers on one case, which is None where the holder describes their own.

    `wording` names exactly the framework that it is answered under, by its digest.
    """

    id: str
    wording: str
    framework: Framework
    case: Case | None
    holder: Holder
    from_file: bool
    changed_at: datetime
    delete_at: datetime
    deleted_at: datetime | None


class Start(NamedTuple):
    """What a worksheet starts with; `from_file` tells that framework and case came with an opened file."""

    framework: Framework
    case: Case | None
    holder: Holder
    from_file: bool = False


def make(connection: sa.Connection, start: Start, at: datetime, days: int) -> str:
    """Store a new worksheet with the wording it starts under; gives its id, which is no secret."""
    name = "".join(secrets.choice(_ID_SYMBOLS) for _ in range(12))
    connection.execute(
        sa.insert(worksheet).values(
            id=name,
            framework=keep(connection, start.framework),
            case=keep(connection, start.case) if start.case else None,
            holder_kind=start.holder.kind,
            holder_name=start.holder.name,
            from_file=start.from_file,
            made_at=at,
            changed_at=at,
            delete_at=at + timedelta(days=days),
        )
    )
    return name


def keep(connection: sa.Connection, value: Value) -> str:
    """Store a framework or a case as it is now; gives its digest."""
    name = digest(value)
    if not connection.scalar(sa.select(snapshot.c.digest).where(snapshot.c.digest == name)):
        body = msgspec.json.encode(value, order="deterministic").decode()
        # Somebody may have stored the same a moment ago.
        with suppress(sa.exc.IntegrityError), connection.begin_nested():
            connection.execute(sa.insert(snapshot).values(digest=name, body=body))
    return name


def still_there(table: sa.Table) -> sa.ColumnElement[bool]:
    """What holds for a worksheet or a seminar that is not past its date of deletion, nor past that of taking back.

    A statement with it is executed with the parameters of `moments`.
    """
    taken_back = sa.or_(table.c.deleted_at.is_(None), table.c.deleted_at > sa.bindparam("a_week_ago"))
    return sa.and_(table.c.delete_at > sa.bindparam("at"), taken_back)


def moments(at: datetime) -> dict[str, datetime]:
    """The parameters of `still_there` at a time."""
    return {"at": at, "a_week_ago": at - TAKE_BACK}


def is_name(text: str) -> bool:
    """Whether a text could be a worksheet's id at all."""
    return 0 < len(text) <= 16 and set(text) <= set(_ID_SYMBOLS)


# Built once: they run with every page and every save, and building a statement takes longer than running it.
_FIND = sa.select(worksheet).where(worksheet.c.id == sa.bindparam("name"), still_there(worksheet))
_TOUCH = sa.update(worksheet).where(worksheet.c.id == sa.bindparam("name")).values(changed_at=sa.bindparam("now"))
_TOUCH_AND_KEEP = _TOUCH.values(delete_at=sa.bindparam("until"))


def find(connection: sa.Connection, name: str, at: datetime) -> Worksheet | None:
    """The worksheet with this id, unless its date of deletion is past; a deleted one is found for seven days."""
    row = connection.execute(_FIND, {"name": name, **moments(at)}).one_or_none()
    return from_row(connection, row) if row else None


def from_row(connection: sa.Connection, row: sa.Row[tuple[object, ...]]) -> Worksheet:
    """The worksheet of a row that has all columns of the table."""
    values = row._mapping
    return Worksheet(
        id=values["id"],
        wording=values["framework"],
        framework=kept(connection, values["framework"], Framework),
        case=kept(connection, values["case"], Case) if values["case"] else None,
        holder=Holder(values["holder_kind"], values["holder_name"]),
        from_file=values["from_file"],
        changed_at=values["changed_at"],
        delete_at=values["delete_at"],
        deleted_at=values["deleted_at"],
    )


# A snapshot is named by its content, so what is remembered here can't go stale, in any process.
_remembered: dict[str, Value] = {}
_REMEMBERED_AT_MOST = 64


def kept(connection: sa.Connection, name: str, kind: type[V]) -> V:
    """The framework or case with this digest, exactly as it was stored."""
    value = _remembered.get(name)
    if not isinstance(value, kind):
        body = connection.scalar(sa.select(snapshot.c.body).where(snapshot.c.digest == name))
        value = msgspec.json.decode(body or "", type=kind)
        if len(_remembered) >= _REMEMBERED_AT_MOST:
            _remembered.clear()
        _remembered[name] = value
    return value


def touch(connection: sa.Connection, name: str, at: datetime, days: int | None) -> None:
    """Note a change. The date of deletion moves on with it by `days`, or stays where `days` is None."""
    if days is None:
        connection.execute(_TOUCH, {"name": name, "now": at})
    else:
        connection.execute(_TOUCH_AND_KEEP, {"name": name, "now": at, "until": at + timedelta(days=days)})


def rename(connection: sa.Connection, name: str, holder: Holder) -> None:
    """Store who holds a worksheet."""
    connection.execute(
        sa.update(worksheet).where(worksheet.c.id == name).values(holder_kind=holder.kind, holder_name=holder.name)
    )


def delete(connection: sa.Connection, name: str, at: datetime) -> None:
    """Delete a worksheet; it can be taken back for seven days, if its date of deletion is not sooner."""
    connection.execute(sa.update(worksheet).where(worksheet.c.id == name).values(deleted_at=at))


def take_back(connection: sa.Connection, name: str) -> None:
    """Undo a deletion."""
    connection.execute(sa.update(worksheet).where(worksheet.c.id == name).values(deleted_at=None))
