"""Append revisions to a worksheet, or hand back what came between.

One rule keeps two tabs and two people from losing text. A form carries, for each question, the revision that it was
based on. A question that the form left as it was is left alone. One that somebody else's page changed meanwhile is a
conflict, and nothing is stored for it. Everything else becomes a new revision. What the same page load saved before
never conflicts with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from webapp.answers.answer import EMPTY, Answer
from webapp.answers.model import revision, worksheet
from webapp.answers.revisions import Revision, latest, of_page

REPLACEABLE = timedelta(minutes=10)

# Built once: building a statement takes longer than running it.
_LOCK = sa.select(worksheet.c.id).where(worksheet.c.id == sa.bindparam("sheet")).with_for_update()
_INSERT = sa.insert(revision)
_REPLACED = sa.delete(revision).where(
    *(revision.c[name] == sa.bindparam(f"old_{name}") for name in ("worksheet", "question", "number"))
)


class Base(NamedTuple):
    """The revision that a form was based on: its number (0 for none) and the digest of its answer."""

    number: int
    digest: str

    @classmethod
    def of(cls, found: Revision | None) -> Base:
        """The base of a page that shows this revision."""
        return cls(found.number, found.answer.digest()) if found else cls(0, EMPTY.digest())

    @classmethod
    def read(cls, field: str) -> Base:
        """Read a form field; one that makes no sense counts as based on nothing, so nothing can be overwritten."""
        number, _, digest = field.partition(".")
        return cls(int(number), digest) if number.isascii() and number.isdigit() and len(number) < 10 else cls.of(None)

    def __str__(self) -> str:
        return f"{self.number}.{self.digest}"


class Submission(NamedTuple):
    """One answer as a form sent it."""

    question: str
    answer: Answer
    base: Base


class Writing(NamedTuple):
    """Who writes, from which page load, how and when; in a seminar also at which stage (see `access.gate.mark`)."""

    writer: int
    writer_name: str
    page: str
    kind: Literal["save", "autosave"]
    at: datetime
    stage: str = ""
    after_reveal: bool = False
    turn: int = 0
    developments: int = 0


class Outcome(NamedTuple):
    """What a save did: the questions that got a new revision, and the revisions that stand against the others."""

    saved: tuple[str, ...]
    conflicts: dict[str, Revision]


def save(connection: sa.Connection, sheet: str, submissions: Iterable[Submission], writing: Writing) -> Outcome:
    """Save the answers of one form, all in the caller's transaction; each question is judged by itself."""
    wanted = {submission.question: submission for submission in submissions}
    _lock(connection, sheet)
    found = latest(connection, sheet, wanted)
    own = _own(connection, sheet, wanted.values(), found, writing.page)
    conflicts: dict[str, Revision] = {}
    appended: list[tuple[Submission, Revision | None]] = []
    for question, submission in wanted.items():
        current = found.get(question)
        mine = own.get(question)
        base = Base.of(mine) if mine and mine.number > submission.base.number else submission.base
        if _unchanged(submission.answer, current, base) and not _counts_now(current, base, writing):
            continue
        if current and (Base.of(current) != base or _overtaken(mine, writing)):
            conflicts[question] = current
            continue
        appended.append((submission, current))
    _append(connection, sheet, appended, writing)
    return Outcome(tuple(submission.question for submission, _ in appended), conflicts)


def _own(
    connection: sa.Connection, sheet: str, wanted: Iterable[Submission], found: Mapping[str, Revision], page: str
) -> dict[str, Revision]:
    """What the same page load wrote last, by question, wherever it matters.

    It is mostly the newest revision itself. The database is asked again only where somebody else's is newer than what
    the form was based on, since what this page wrote could have come between.
    """
    if not page:
        return {}
    own = {question: one for question, one in found.items() if one.page == page}
    others = found.keys() - own.keys()
    asked = [one.question for one in wanted if one.question in others and found[one.question].number > one.base.number]
    return own | (of_page(connection, sheet, asked, page) if asked else {})


def _lock(connection: sa.Connection, sheet: str) -> None:
    """Let two saves of one worksheet follow each other; SQLite's transaction has done so already."""
    if connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {"sheet": sheet})


def _unchanged(answer: Answer, current: Revision | None, base: Base) -> bool:
    return answer == (current.answer if current else EMPTY) or answer.digest() == base.digest


def _counts_now(current: Revision | None, base: Base, writing: Writing) -> bool:
    """Whether pressing *Save* makes a text that came late one that counts, its section being open again."""
    reopened = current is not None and current.late and writing.stage not in ("closed", "")
    return reopened and writing.kind == "save" and current is not None and current.number == base.number


def _overtaken(mine: Revision | None, writing: Writing) -> bool:
    """Whether this arrives after what the same page load sent later: it must not become the newest text.

    A *Save* can be late too: where the database kept everybody waiting, one presses again. That one may carry the turn
    that is stored already, since *Send again* repeats what the page before it sent.
    """
    if mine is None or not writing.turn:
        return False
    return writing.turn < mine.turn or (writing.turn == mine.turn and writing.kind == "autosave")


def _append(
    connection: sa.Connection, sheet: str, appended: list[tuple[Submission, Revision | None]], writing: Writing
) -> None:
    """Add a revision for each submission to the current one of its question; one statement for all of them."""
    replaced = [one for _, one in appended if one and _replaces(one, writing)]
    if replaced:
        # A successor takes a new number, so that a page based on the replaced text can be told.
        gone = [{"old_worksheet": sheet, "old_question": one.question, "old_number": one.number} for one in replaced]
        connection.execute(_REPLACED, gone)
    if appended:
        connection.execute(_INSERT, [_row(sheet, submission, current, writing) for submission, current in appended])


def _row(sheet: str, submission: Submission, current: Revision | None, writing: Writing) -> dict[str, object]:
    return {
        "worksheet": sheet,
        "question": submission.question,
        "number": current.number + 1 if current else 1,
        "answer": msgspec.json.encode(submission.answer).decode(),
        "written_at": writing.at,
        "writer": writing.writer,
        "writer_name": writing.writer_name,
        "page": writing.page,
        "turn": writing.turn,
        "kind": writing.kind,
        "stage": writing.stage,
        "after_reveal": writing.after_reveal,
        "developments": writing.developments,
    }


def _replaces(current: Revision, writing: Writing) -> bool:
    """Whether an autosave takes the place of the one before: never of one from another stage of the seminar."""
    return (
        writing.kind == current.kind == "autosave"
        and bool(writing.page)
        and (current.page, current.writer) == (writing.page, writing.writer)
        and (current.stage, current.after_reveal) == (writing.stage, writing.after_reveal)
        and current.developments == writing.developments
        and timedelta(0) <= writing.at - current.written_at <= REPLACEABLE
    )
