"""Reading the revisions of a worksheet's answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from webapp.answers.answer import EMPTY, Answer
from webapp.answers.model import revision

_decode = msgspec.json.Decoder(Answer).decode


class Revision(NamedTuple):
    """One saved state of an answer; `number` counts up from 1 within its question, `writer` is a holding's id.

    `developments` is how many had been published in its seminar when it was written.
    """

    question: str
    number: int
    answer: Answer
    written_at: datetime
    writer: int
    writer_name: str
    page: str
    kind: Literal["save", "autosave"]
    stage: str
    after_reveal: bool
    turn: int = 0
    developments: int = 0

    @property
    def late(self) -> bool:
        """Whether it came after its section had closed: shown to its author and, as late, to the facilitator."""
        return self.stage == "closed"


COLUMNS = tuple(revision.c[name] for name in Revision._fields)
# Whether a stored answer holds anything, told without reading it: its JSON has the parts in their fixed order, and the
# two of the revising stage, which alone make no answer, come last.
GIVEN = sa.and_(
    revision.c.answer != "{}",
    revision.c.answer.not_like('{"decision"%'),
    revision.c.answer.not_like('{"moved"%'),
)
_other = revision.alias("other")
_LATEST = revision.c.number == (
    sa.select(sa.func.max(_other.c.number))
    .where(_other.c.worksheet == revision.c.worksheet, _other.c.question == revision.c.question)
    .scalar_subquery()
)
# The newest numbers by one walk over the index; asked of each row anew, they would cost more with every revision.
_NEWEST = (
    sa.select(_other.c.question, sa.func.max(_other.c.number).label("number"))
    .where(_other.c.worksheet == sa.bindparam("worksheet"))
    .group_by(_other.c.question)
    .subquery()
)
_IS_NEWEST = sa.and_(_NEWEST.c.question == revision.c.question, _NEWEST.c.number == revision.c.number)
_LATEST_OF_ALL = sa.select(*COLUMNS).join(_NEWEST, _IS_NEWEST).where(revision.c.worksheet == sa.bindparam("worksheet"))
_LATEST_AND_OWN = (
    sa.select(*COLUMNS)
    .outerjoin(_NEWEST, _IS_NEWEST)
    .where(
        revision.c.worksheet == sa.bindparam("worksheet"),
        revision.c.question.in_(sa.bindparam("questions", expanding=True)),
        sa.or_(_NEWEST.c.number.is_not(None), revision.c.page == sa.bindparam("page")),
    )
)


def latest(connection: sa.Connection, worksheet: str) -> dict[str, Revision]:
    """The latest revision of every answered question of a worksheet, by question id."""
    rows = connection.execute(_LATEST_OF_ALL, {"worksheet": worksheet})
    return {row.question: revision_of(row) for row in rows}


def by_developments(connection: sa.Connection, names: Iterable[str]) -> dict[str, dict[str, list[Revision]]]:
    """By worksheet and question the newest revision from before the first development and from after each one.

    They come in that order, so that the last one is the newest of all.
    """
    newest = (
        sa.select(revision.c.worksheet, revision.c.question, sa.func.max(revision.c.number).label("number"))
        .where(revision.c.worksheet.in_(list(names)))
        .group_by(revision.c.worksheet, revision.c.question, revision.c.developments)
        .subquery()
    )
    is_newest = sa.and_(*(newest.c[name] == revision.c[name] for name in ("worksheet", "question", "number")))
    rows = connection.execute(
        sa.select(revision.c.worksheet.label("sheet"), *COLUMNS)
        .join(newest, is_newest)
        .order_by(revision.c.developments, revision.c.number)
    )
    found: dict[str, dict[str, list[Revision]]] = {}
    for row in rows:
        found.setdefault(row.sheet, {}).setdefault(row.question, []).append(revision_of(row))
    return found


def titles(connection: sa.Connection, names: Iterable[str]) -> dict[str, Answer]:
    """The short names that holders gave their own cases, by worksheet id."""
    rows = connection.execute(
        sa.select(revision.c.worksheet, revision.c.answer).where(
            revision.c.worksheet.in_(list(names)), revision.c.question == "case-title", _LATEST
        )
    )
    return {row.worksheet: _decode(row.answer) for row in rows}


def latest_and_own(connection: sa.Connection, worksheet: str, questions: Iterable[str], page: str) -> list[Revision]:
    """The latest revision of each of the questions, and all that one page load wrote, the oldest first."""
    rows = connection.execute(_LATEST_AND_OWN, {"worksheet": worksheet, "questions": list(questions), "page": page})
    return sorted(map(revision_of, rows), key=lambda found: found.number)


def history(connection: sa.Connection, worksheet: str, question: str) -> list[Revision]:
    """Every revision of one answer, the newest first."""
    rows = connection.execute(
        sa.select(*COLUMNS)
        .where(revision.c.worksheet == worksheet, revision.c.question == question)
        .order_by(revision.c.number.desc())
    )
    return list(map(revision_of, rows))


def answers(found: dict[str, Revision]) -> dict[str, Answer]:
    """The answers of revisions, by question id; an answer that was emptied again counts as none."""
    return {question: one.answer for question, one in found.items() if one.answer != EMPTY}


def states(found: dict[str, list[Revision]]) -> dict[str, list[tuple[int, Answer]]]:
    """Revisions by question, as how many developments had been published and what was then answered."""
    return {question: [(one.developments, one.answer) for one in each] for question, each in found.items()}


def revision_of(row: sa.Row[tuple[object, ...]]) -> Revision:
    """The revision of a row that ends with `COLUMNS`."""
    values: list[Any] = list(row[-len(COLUMNS) :])
    question, number, answer, *others = values
    return Revision(question, number, _decode(answer), *others)
