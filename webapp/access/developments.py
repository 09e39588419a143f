"""The developments that a seminar has published: values, and reading them. `publishing.py` changes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from webapp.access.model import development

Kind = Literal["new", "later", "after"]


class Published(NamedTuple):
    """A published development; it stays as it was. `number` is its place in the order of publishing, from 1.

    `kind` tells whether it is new, one dated fact of what came after (the one at `fact` of the case's `later`), or all
    of what came after. `when` and `text` are content texts; `sections` are the ids of those worth another look.
    """

    number: int
    kind: Kind
    fact: int | None
    when: str
    text: str
    sections: tuple[str, ...]
    published_at: datetime


_PUBLISHED = (
    sa.select(*(development.c[field] for field in Published._fields))
    .where(development.c.seminar == sa.bindparam("seminar"), development.c.number.is_not(None))
    .order_by(development.c.number)
)


def published(connection: sa.Connection, seminar: str) -> tuple[Published, ...]:
    """What a seminar has published, the first one first."""
    rows = connection.execute(_PUBLISHED, {"seminar": seminar})
    return tuple(Published(**{**row._mapping, "sections": ids(row.sections)}) for row in rows)


def ids(stored: str) -> tuple[str, ...]:
    """The ids of sections as they are stored."""
    return msgspec.json.decode(stored, type=tuple[str, ...])


def newest_for(section: str, listed: Sequence[Published]) -> Published | None:
    """The newest development that names a section; None where none does."""
    return next((one for one in reversed(listed) if section in one.sections), None)
