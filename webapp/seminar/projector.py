"""What the desk puts on the screen: the join code, nothing, the case, or a question. Answers come from the tray."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import rooms
from webapp.clock import now
from webapp.current import database
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.guard import seated_in
from webapp.seminar.on_screen import find_question, on_screen
from webapp.seminar.projector_form import ScreenForm


@blueprint.get("/seminar/<name>/projector")
def projector(name: str) -> ResponseReturnValue:
    """Choose what the screen shows; `?question=` chooses a question."""
    return _page(name, None, request.args.get("question", ""))


@blueprint.post("/seminar/<name>/projector")
def put_on_screen(name: str) -> ResponseReturnValue:
    """Put something on the screen, or turn its page."""
    form = ScreenForm()
    valid = form.validate()
    with at_desk(name) as (connection, room):
        wanted = form.wanted(room) if valid else None
        if wanted:
            rooms.put_on_screen(connection, name, wanted, now())
    question = form.question.data or ""
    if not wanted:
        return _page(name, form, question), form.refusal
    return redirect(_back(name, question), 303)


def _back(name: str, question: str) -> str:
    """Where the pressed button stood: on the tray, beside a question's answers, or on the page of the screen."""
    at = request.form.get("at", "")
    if at == "tray":
        return url_for("seminar.tray", name=name)
    if at == "answers" and question:
        return url_for("seminar.desk_answers", name=name, question_id=question, _anchor="now")
    return url_for("seminar.projector", name=name, question=question or None)


def _page(name: str, failed: ScreenForm | None, question_id: str) -> str:
    """The page; `failed` is a form that could not be taken."""
    with database().read() as connection:
        room = seated_in(connection, name, "desk").room
        shown = on_screen(connection, room)
    section, question = find_question(room, question_id or room.screen.question) or (None, None)
    return render_template(
        "seminar/projector.html", room=room, form=failed, shown=shown, section=section, question=question
    )
