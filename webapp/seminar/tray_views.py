"""The tray at the desk: its own page, putting answers in and out, ordering them, and sending them to the screen."""

from __future__ import annotations

import sqlalchemy as sa
from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from webapp.access import rooms, sight, tray
from webapp.access.gate import Viewer
from webapp.access.rooms import Room
from webapp.clock import now
from webapp.current import database
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.desk_reading import answers_page
from webapp.seminar.guard import seated_in
from webapp.seminar.on_screen import find_question, on_screen
from webapp.seminar.tray import whole_tray
from webapp.seminar.tray_forms import NO_BUTTON, NOT_HERE, STEPS, TAKEN_OUT, SendForm, TrayForm


@blueprint.get("/seminar/<name>/desk/tray", endpoint="tray")
def tray_page(name: str) -> ResponseReturnValue:
    """Everything that lies in the tray, and what the screen shows now."""
    return _tray_page(name)


def _tray_page(name: str, failed: FlaskForm | None = None) -> str:
    with database().read() as connection:
        here = seated_in(connection, name, "desk")
        found = whole_tray(connection, here)
        shown = on_screen(connection, here.room)
    return render_template("seminar/desk_tray.html", room=here.room, tray=found, shown=shown, form=failed)


@blueprint.post("/seminar/<name>/desk/answers/<question_id>/tray")
def lay(name: str, question_id: str) -> ResponseReturnValue:
    """Put an answer into the tray, take it out, or move it among those to its question."""
    form = TrayForm()
    valid = form.validate()
    with at_desk(name) as (connection, room):
        find_question(room, question_id) or abort(404)
        trouble = _laid(connection, room, question_id, form) if valid else ""
    if trouble or not valid:
        form.form_errors.extend([trouble] if trouble else [])
        return _page_again(name, question_id, form), 409 if trouble == TAKEN_OUT else form.refusal
    return _back(name, question_id, form.sheet.data or "")


def _laid(connection: sa.Connection, room: Room, question_id: str, form: TrayForm) -> str:
    """Do what a valid form asks; gives the sentence that says why it could not be done."""
    sheet, wanted = form.sheet.data or "", form.do.data
    if wanted == "out":
        tray.take_out(connection, room, question_id, sheet)
    elif wanted == "in":
        if not _is_there(connection, room, question_id, sheet):
            return NOT_HERE
        tray.put(connection, room, question_id, sheet)
    elif wanted in STEPS:
        return "" if tray.move(connection, room, question_id, sheet, STEPS[wanted]) else TAKEN_OUT
    else:
        return NO_BUTTON
    return ""


def _is_there(connection: sa.Connection, room: Room, question_id: str, sheet: str) -> bool:
    """Whether a worksheet of this seminar has a place for an answer to the question that is not erased."""
    seen = sight.seen(connection, room, Viewer("desk", room.id), [question_id])[question_id]
    return any(one.worksheet == sheet and not one.erased for one in seen)


@blueprint.post("/seminar/<name>/desk/answers/<question_id>/send")
def send(name: str, question_id: str) -> ResponseReturnValue:
    """Send a question's answers to the screen, as the page showed them; another desk may have changed them since."""
    form = SendForm()
    valid = form.validate()
    with at_desk(name) as (connection, room):
        section, _ = find_question(room, question_id) or abort(404)
        lying = tray.lying(connection, room).get(question_id, [])
        wanted = form.wanted(room, section, question_id, lying) if valid else None
        if wanted:
            rooms.put_on_screen(connection, name, wanted, now())
    if not wanted:
        return _page_again(name, question_id, form), form.refusal
    return _back(name, question_id)


def _from_the_tray() -> bool:
    """Whether the button stood on the tray's own page; else it stood beside the answers."""
    return request.form.get("at") == "tray"


def _page_again(name: str, question_id: str, failed: FlaskForm) -> str:
    return _tray_page(name, failed) if _from_the_tray() else answers_page(name, question_id, failed)


def _back(name: str, question_id: str, sheet: str = "") -> ResponseReturnValue:
    """Lead to where the button stood: the tray's page, the answer itself, or the tray beside the answers."""
    if _from_the_tray():
        return redirect(url_for("seminar.tray", name=name, _anchor=f"t-{question_id}"), 303)
    anchor = f"a-{sheet}" if sheet and request.form.get("at") == "answer" else "tray"
    return redirect(url_for("seminar.desk_answers", name=name, question_id=question_id, _anchor=anchor), 303)
