"""The one small address that every page of a seminar asks again and again: has anything moved? Never any answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from webapp.access import browser, rooms
from webapp.access.model import development, holding, participant, seminar, seminar_holding, stage_log
from webapp.access.rooms import Stage
from webapp.answers import worksheets
from webapp.clock import now
from webapp.current import database
from webapp.framework.model import Framework
from webapp.framework.text import plain
from webapp.seminar.blueprint import blueprint

SENTENCES: Mapping[Stage, str] = {
    "waiting": "waiting. It is not open now.",
    "answering": "answering. Answers can be written now.",
    "discussing": "discussing. The answers can be read now.",
    "revising": "revising. Answers can be kept or changed now.",
    "closed": "closed. What is written now is kept as late.",
}
_OWN = {"desk": seminar.c.activity, "screen": seminar.c.screen_version, "participant": sa.literal(0)}


class Now(NamedTuple):
    """How a seminar stands: `version` counts what all pages show, `own` what the desk or the screen alone shows."""

    version: int
    own: int
    interval_seconds: int
    announce: str
    countdown: str | None


@blueprint.get("/seminar/<name>/state")
def state(name: str) -> ResponseReturnValue:
    """What moved last, as JSON; 304 where nothing did, 403 for whoever has no such place in the seminar."""
    role = request.args.get("role", "")
    found = _read(name, role if role in _OWN else "participant")
    if not found:
        return jsonify(error="This browser has no place in this seminar, or the seminar is deleted."), 403
    tag = f"{found.version}-{found.own}-{found.interval_seconds}"
    response = Response(status=304) if tag in request.if_none_match else jsonify(found._asdict())
    response.set_etag(tag)
    return response


def _read(name: str, role: str) -> Now | None:
    at = now()
    with database().read() as connection:
        row = connection.execute(_STATEMENTS[role], {"name": name, "at": at, "browser": browser.hashed()}).one_or_none()
        if not row:
            return None
        # Remembered from the first time on, so that a title costs no second statement.
        framework = worksheets.kept(connection, row.framework, Framework)
    news = published(framework, row) if _came_last(row) else announcement(framework, row.section, row.stage)
    countdown: datetime | None = row.countdown
    return Now(
        row.version,
        row.own,
        rooms.poll_seconds(row.moved_at, at),
        news,
        countdown.isoformat(timespec="seconds") if countdown else None,
    )


def announcement(framework: Framework, section: str | None, stage: Stage | None) -> str:
    """One sentence that tells the latest move; empty where nothing has moved."""
    title = next((step.title for step in framework.steps() if step.id == section), "")
    return f"{title}: {SENTENCES[stage]}" if title and stage else ""


def _came_last(row: sa.Row[Any]) -> bool:
    """Whether a development was published after the latest move of a stage."""
    return row.published_at is not None and (row.moved is None or row.published_at >= row.moved)


def published(framework: Framework, row: sa.Row[Any]) -> str:
    """One sentence that tells the latest development, and the sections that it names."""
    named = msgspec.json.decode(row.sections, type=tuple[str, ...])
    titles = "; ".join(step.title for step in framework.steps() if step.id in named)
    when = plain(row.when, {q.id: q.short for step in framework.steps() for q in step.questions})
    return f"New facts ({when}) came into the case." + (f" Worth another look: {titles}." if titles else "")


def _statement(role: str) -> sa.Select[Any]:
    """The one statement: the seminar, its last move and its last development, if a browser has a place there."""
    moves = stage_log.alias()
    last = sa.select(sa.func.max(moves.c.id)).where(moves.c.seminar == seminar.c.id).scalar_subquery()
    news = development.alias()
    newest = sa.select(sa.func.max(news.c.number)).where(news.c.seminar == seminar.c.id).scalar_subquery()
    is_newest = sa.and_(development.c.seminar == seminar.c.id, development.c.number == newest)
    told = (development.c.when, development.c.sections, development.c.published_at)
    columns = (seminar.c.version, seminar.c.moved_at, seminar.c.countdown, seminar.c.framework)
    return (
        sa.select(*columns, _OWN[role].label("own"), stage_log.c.section, stage_log.c.stage)
        .add_columns(stage_log.c.at.label("moved"), *told)
        .select_from(seminar.outerjoin(stage_log, stage_log.c.id == last).outerjoin(development, is_newest))
        .where(seminar.c.id == sa.bindparam("name"), seminar.c.delete_at > sa.bindparam("at"))
        .where(seminar.c.deleted_at.is_(None), _has_a_place(role))
    )


def _has_a_place(role: str) -> sa.ColumnElement[bool]:
    key: sa.BindParameter[str] = sa.bindparam("browser")
    if role == "participant":
        person = participant.c
        return sa.exists().where(
            holding.c.browser == key,
            person.id == holding.c.participant,
            person.seminar == seminar.c.id,
            person.removed_at.is_(None),
        )
    seat = seminar_holding.c
    return sa.exists().where(seat.browser == key, seat.seminar == seminar.c.id, seat.role == role)


# Built once: every page asks every few seconds, and building the statement takes longer than running it.
_STATEMENTS = {role: _statement(role) for role in _OWN}
