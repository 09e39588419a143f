"""Reading the revisions of a worksheet's answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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


def _of_every_question() -> sa.Select[Any]:
    """The newest revision of each question of a worksheet, at a cost that does not grow with its history.

    From one question the index leads to the next, and within each straight to its newest number.
    """
    sheet: sa.BindParameter[str] = sa.bindparam("worksheet")
    step, last = revision.alias("step"), revision.alias("last")
    first = sa.select(sa.func.min(step.c.question).label("question")).where(step.c.worksheet == sheet)
    asked = first.cte("asked", recursive=True)
    following = (
        sa.select(sa.func.min(step.c.question))
        .where(step.c.worksheet == sheet, step.c.question > asked.c.question)
        .scalar_subquery()
    )
    asked = asked.union_all(sa.select(following).where(asked.c.question.is_not(None)))
    newest = (
        sa.select(sa.func.max(last.c.number))
        .where(last.c.worksheet == sheet, last.c.question == asked.c.question)
        .scalar_subquery()
    )
    is_newest = sa.and_(revision.c.question == asked.c.question, revision.c.number == newest)
    return sa.select(*COLUMNS).select_from(asked.join(revision, is_newest)).where(revision.c.worksheet == sheet)


# Built once: they run with every page and every save, and building a statement takes longer than running it.
_LATEST_OF_ALL = _of_every_question()
_OF_PAGE = (
    sa.select(*COLUMNS)
    .where(
        revision.c.worksheet == sa.bindparam("worksheet"),
        revision.c.question.in_(sa.bindparam("questions", expanding=True)),
        revision.c.page == sa.bindparam("page"),
    )
    .order_by(revision.c.number)
)


def latest(connection: sa.Connection, worksheet: str, questions: Collection[str] | None = None) -> dict[str, Revision]:
    """The latest revision of every answered question of a worksheet, or of these alone, by question id."""
    rows = connection.execute(_LATEST_OF_ALL, {"worksheet": worksheet})
    return {row[0]: revision_of(row) for row in rows if questions is None or row[0] in questions}


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


def of_page(connection: sa.Connection, worksheet: str, questions: Iterable[str], page: str) -> dict[str, Revision]:
    """The latest revision that one page load wrote of each of these questions, by question id."""
    rows = connection.execute(_OF_PAGE, {"worksheet": worksheet, "questions": list(questions), "page": page})
    return {row.question: revision_of(row) for row in rows}


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
