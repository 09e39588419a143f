"""Looking at the answers of a seminar: one question side by side, or a section as a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import gate, rooms, sight
from webapp.access.rooms import STAGED_REVEALED, Stage
from webapp.access.sight import Seen
from webapp.current import database
from webapp.framework.model import Question, Section
from webapp.seminar.blueprint import blueprint
from webapp.seminar.comparison import comparison, grid
from webapp.seminar.guard import Present, present_or_desk
from webapp.seminar.on_screen import find_question

Log = list[tuple[str, Stage, datetime]]


class Spot(NamedTuple):
    """A question in its section, with the addresses of the comparisons before and after it."""

    section: Section
    question: Question
    previous: tuple[str, str] | None
    next: tuple[str, str] | None


@blueprint.get("/seminar/<name>/compare/<question_id>")
def compare(name: str, question_id: str) -> ResponseReturnValue:
    """The answers to one question side by side; before the reveal a participant's own alone."""
    who = present_or_desk(name)
    spot = _spot(who, question_id)
    if not gate.may_see_questions(who.viewer, who.room, spot.section.id):
        return render_template("seminar/not_open.html", **_frame(who, spot.section))
    with database().read() as connection:
        found = sight.seen(connection, who.room, who.viewer, [question_id])[question_id]
        log = rooms.log(connection, name)
    if _answers_first(who, spot.section, found, log) and not request.args.get("read"):
        return render_template("seminar/answer_first.html", **_frame(who, spot.section), spot=spot)
    value = comparison(who.room, spot.question, found, _paired(log, spot.section))
    return render_template("seminar/compare.html", **_frame(who, spot.section), spot=spot, comparison=value)


@blueprint.get("/seminar/<name>/section/<section_id>", endpoint="grid")
def section_grid(name: str, section_id: str) -> ResponseReturnValue:
    """The labels chosen in one section, by question and holder."""
    who = present_or_desk(name)
    section = next((step for step in who.room.staged() if step.id == section_id), None) or abort(404)
    if not gate.may_see_questions(who.viewer, who.room, section.id):
        return render_template("seminar/not_open.html", **_frame(who, section))
    with database().read() as connection:
        found = sight.seen(connection, who.room, who.viewer, [question.id for question in section.questions])
    return render_template("seminar/grid.html", **_frame(who, section), grid=grid(who.room, section, found))


def _spot(who: Present, question_id: str) -> Spot:
    """Where a question stands; 404 for one that this seminar's sections do not have."""
    section, question = find_question(who.room, question_id) or abort(404)
    place = section.questions.index(question)
    previous = section.questions[place - 1] if place else None
    following = section.questions[place + 1] if place + 1 < len(section.questions) else None
    return Spot(section, question, _way(who, previous), _way(who, following))


def _way(who: Present, question: Question | None) -> tuple[str, str] | None:
    if not question:
        return None
    read = "on" if request.args.get("read") else None
    return question.short, url_for("seminar.compare", name=who.room.id, question_id=question.id, read=read)


def _frame(who: Present, section: Section) -> dict[str, Any]:
    """What the pages of this module share. `may_write`: the viewer has a worksheet, and its section takes answers."""
    desk = who.viewer.role == "desk"
    state = who.room.state(section.id)
    return {
        "room": who.room,
        "framework": who.room.framework,
        "role": who.viewer.role,
        "worksheet": who.viewer.worksheet,
        "section": section,
        "state": state,
        "may_write": not desk and state.stage not in ("waiting", "closed"),
        "back_url": url_for("seminar.desk" if desk else "seminar.room", name=who.room.id),
    }


def _paired(log: Log, section: Section) -> bool:
    """Whether the section has been revised: every answer then stands beside a place for a second one."""
    return any(moved == section.id and stage == "revising" for moved, stage, _ in log)


def _answers_first(who: Present, section: Section, found: list[Seen], log: Log) -> bool:
    """Whether to offer somebody who joined after the reveal to answer before they read the others."""
    if not who.joined or who.room.state(section.id).stage not in STAGED_REVEALED:
        return False
    revealed = [at for moved, stage, at in log if moved == section.id and stage == "discussing"]
    came_after = bool(revealed) and who.joined.joined_at >= revealed[0]
    return came_after and not any(one.own and not one.seat and one.states for one in found)
