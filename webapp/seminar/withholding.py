"""Withholding an answer at the desk, with a reason that the record keeps, and showing it again."""

from __future__ import annotations

import sqlalchemy as sa
from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import sight, withholding
from webapp.access.gate import Viewer
from webapp.access.rooms import Room
from webapp.clock import now
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.desk_forms import WithholdForm
from webapp.seminar.desk_reading import answers_page
from webapp.seminar.on_screen import find_question
from webapp.worksheet.entry_forms import PlainForm


def _sheets(connection: sa.Connection, room: Room, question_id: str) -> list[tuple[str, str]]:
    """The worksheets whose answer to a question can be withheld; aborts with 404 for a question of no agenda."""
    if not find_question(room, question_id):
        abort(404)
    seen = sight.seen(connection, room, Viewer("desk", room.id), [question_id])
    return [(one.worksheet, one.label) for one in seen[question_id]]


@blueprint.post("/seminar/<name>/desk/answers/<question_id>/withhold")
def withhold(name: str, question_id: str) -> ResponseReturnValue:
    """Keep one answer from everybody but its author."""
    form = WithholdForm()
    with at_desk(name) as (connection, room):
        form.offer(_sheets(connection, room, question_id))
        valid = form.validate()
        if valid:
            withholding.withhold(connection, room, form.sheet.data, question_id, form.reason.data, now())
    if not valid:
        return answers_page(name, question_id, form), form.refusal
    return redirect(url_for("seminar.desk_answers", name=name, question_id=question_id), 303)


@blueprint.post("/seminar/<name>/desk/answers/<question_id>/show")
def show_again(name: str, question_id: str) -> ResponseReturnValue:
    """Withhold an answer no more."""
    form = PlainForm()
    if not form.validate():
        return answers_page(name, question_id, form), form.refusal
    with at_desk(name) as (connection, room):
        sheet = request.form.get("sheet", "")
        if sheet in dict(_sheets(connection, room, question_id)):
            withholding.show_again(connection, room, sheet, question_id, now())
    return redirect(url_for("seminar.desk_answers", name=name, question_id=question_id), 303)
