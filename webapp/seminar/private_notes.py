"""The facilitator's private note on a question: a page of its own, so that nobody takes it for the record."""

from __future__ import annotations

import sqlalchemy as sa
from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.access.model import private_note
from webapp.access.rooms import Room
from webapp.clock import now
from webapp.current import database
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.desk_forms import PrivateNoteForm
from webapp.seminar.guard import seated_in
from webapp.seminar.on_screen import find_question

CHANGED = (
    "Another desk has changed this note meanwhile. Its text stands below yours; join the two and keep it once more."
)


def private_text(connection: sa.Connection, room: Room, question: str) -> tuple[str, str]:
    """The private note on a question and when it was written, or two empty texts."""
    row = connection.execute(
        sa.select(private_note.c.text, private_note.c.changed_at).where(
            private_note.c.seminar == room.id, private_note.c.question == question
        )
    ).one_or_none()
    return (row.text, row.changed_at.isoformat()) if row else ("", "")


@blueprint.get("/seminar/<name>/desk/answers/<question_id>/private")
def private(name: str, question_id: str) -> ResponseReturnValue:
    """The private note on a question, to be read and written at the desk."""
    return _page(name, question_id)


def _page(name: str, question_id: str, failed: PrivateNoteForm | None = None) -> str:
    with database().read() as connection:
        here = seated_in(connection, name, "desk")
        section, question = find_question(here.room, question_id) or abort(404)
        text, based_on = private_text(connection, here.room, question_id)
    form = failed or PrivateNoteForm(formdata=None, note=text, based_on=based_on)
    other = text if failed and text != form.note.data else ""
    values = {"room": here.room, "section": section, "question": question}
    return render_template("seminar/desk_private_note.html", **values, form=form, other=other)


@blueprint.post("/seminar/<name>/desk/answers/<question_id>/private")
def keep_private(name: str, question_id: str) -> ResponseReturnValue:
    """Keep the note; where another desk has changed it meanwhile, show both texts."""
    form = PrivateNoteForm()
    if not form.validate():
        return _page(name, question_id, form), form.refusal
    with at_desk(name) as (connection, room):
        if not find_question(room, question_id):
            abort(404)
        text, written = private_text(connection, room, question_id)
        overtaken = form.based_on.data != written and text != form.note.data
        if not overtaken and text != form.note.data:
            _store(connection, room, question_id, form.note.data)
    if overtaken:
        form.note.errors, form.based_on.data = [CHANGED], written
        return _page(name, question_id, form), 409
    return redirect(url_for("seminar.desk_answers", name=name, question_id=question_id, _anchor="private"), 303)


def _store(connection: sa.Connection, room: Room, question: str, text: str) -> None:
    connection.execute(
        sa.delete(private_note).where(private_note.c.seminar == room.id, private_note.c.question == question)
    )
    values = {"seminar": room.id, "question": question, "text": text, "changed_at": now()}
    connection.execute(sa.insert(private_note).values(values))
