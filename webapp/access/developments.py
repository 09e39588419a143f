"""The developments of a seminar's case: values, and reading them. `publishing.py` changes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from webapp.access.model import development, looked, participant, seminar
from webapp.framework.model import Case, Development

Kind = Literal["new", "later", "after"]


class Published(NamedTuple):
    """A published development; it stays as it was. `number` is its place in the order of publishing, from 1.

    `kind` tells whether it is new, one dated fact of what came after (the one at `fact` of the case's `later`), or all
    of what came after; `when` is the case's own date then. `when` and `text` are content texts; `sections` are the ids
    of those worth another look.
    """

    number: int
    kind: Kind
    fact: int | None
    when: str
    text: str
    sections: tuple[str, ...]
    published_at: datetime

    @property
    def heading(self) -> str:
        """The date that heads it, as a content text."""
        return f"What came after {self.when}" if self.kind == "after" else self.when


class Prepared(NamedTuple):
    """A development that the desk alone sees until it is published."""

    id: int
    when: str
    text: str
    sections: tuple[str, ...]


HAS_PUBLISHED = sa.exists().where(development.c.seminar == seminar.c.id, development.c.number.is_not(None))
_PUBLISHED = (
    sa.select(*(development.c[field] for field in Published._fields))
    .where(development.c.seminar == sa.bindparam("seminar"), development.c.number.is_not(None))
    .order_by(development.c.number)
)


def published(connection: sa.Connection, seminar: str) -> tuple[Published, ...]:
    """What a seminar has published, the first one first."""
    rows = connection.execute(_PUBLISHED, {"seminar": seminar})
    return tuple(Published(**{**row._mapping, "sections": _ids(row.sections)}) for row in rows)


def prepared(connection: sa.Connection, seminar: str) -> list[Prepared]:
    """What waits at the desk, in the order in which it was written."""
    columns = (development.c[field] for field in Prepared._fields)
    rows = connection.execute(
        sa.select(*columns)
        .where(development.c.seminar == seminar, development.c.number.is_(None))
        .order_by(development.c.id)
    )
    return [Prepared(**{**row._mapping, "sections": _ids(row.sections)}) for row in rows]


def _ids(stored: str) -> tuple[str, ...]:
    return msgspec.json.decode(stored, type=tuple[str, ...])


def as_released(case: Case, listed: Sequence[Published]) -> Case:
    """The case with nothing of what came after, and no development, but what was published.

    Doubts and sources stand with what came after, where there is such a text: they go with all of it.
    """
    whole = any(one.kind == "after" for one in listed)
    facts = {one.fact for one in listed if one.kind == "later"}
    released: Case = msgspec.structs.replace(
        case,
        after=case.after if whole else (),
        later=tuple(fact for place, fact in enumerate(case.later) if whole or place in facts),
        doubts=case.doubts if whole or not case.after else "",
        citations=case.citations if whole or not case.after else (),
        developments=tuple(
            Development(when=one.when, text=one.text, sections=one.sections) for one in listed if one.kind == "new"
        ),
    )
    return released


def worth_another_look(
    connection: sa.Connection, listed: Sequence[Published], who: int | None
) -> Mapping[str, tuple[Published, ...]]:
    """By section, what names it and came since this participant joined and last looked at it; nothing for nobody."""
    if not listed or who is None:
        return {}
    rows = connection.execute(
        sa.select(participant.c.joined_at, looked.c.section, looked.c.developments)
        .outerjoin(looked, looked.c.participant == participant.c.id)
        .where(participant.c.id == who)
    ).all()
    seen = {row.section: row.developments for row in rows}
    since = [one for one in listed if all(row.joined_at <= one.published_at for row in rows)]
    found: dict[str, tuple[Published, ...]] = {}
    for one in since:
        for section in one.sections:
            if one.number > seen.get(section, 0):
                found[section] = (*found.get(section, ()), one)
    return found
