"""Reading at the desk, in private: all answers to one question, and the facilitator's own note on it."""

from __future__ import annotations

import sqlalchemy as sa
from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.access import sight
from webapp.access.model import private_note
from webapp.access.rooms import Room
from webapp.clock import now
from webapp.current import database
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.comparison import comparison, name_of
from webapp.seminar.desk_forms import NoteForm, WithholdForm
from webapp.seminar.guard import seated_in
from webapp.seminar.on_screen import find_question

CHANGED = "Another desk has changed this note meanwhile. Its text stands below yours; join the two and save once more."


def _note(connection: sa.Connection, room: Room, question: str) -> tuple[str, str]:
    """The note on a question and when it was written, or two empty texts."""
    row = connection.execute(
        sa.select(private_note.c.text, private_note.c.changed_at).where(
            private_note.c.seminar == room.id, private_note.c.question == question
        )
    ).one_or_none()
    return (row.text, row.changed_at.isoformat()) if row else ("", "")


@blueprint.get("/seminar/<name>/desk/answers/<question_id>")
def desk_answers(name: str, question_id: str) -> ResponseReturnValue:
    """All answers to a question, whatever its stage, for the desk alone."""
    return answers_page(name, question_id)


def answers_page(
    name: str, question_id: str, failed: NoteForm | None = None, withhold: WithholdForm | None = None
) -> str:
    """All answers to a question with its note; `failed` and `withhold` are forms that could not be taken."""
    with database().read() as connection:
        here = seated_in(connection, name, "desk")
        section, question = find_question(here.room, question_id) or abort(404)
        seen = sight.seen(connection, here.room, here.viewer, [question_id])[question_id]
        text, based_on = _note(connection, here.room, question_id)
    form = failed or NoteForm(formdata=None, note=text, based_on=based_on)
    compared = comparison(here.room, question, seen)
    keeping = withhold or WithholdForm(formdata=None)
    keeping.offer([(slot.worksheet, slot.name) for slot in compared.slots])
    return render_template(
        "seminar/desk_answers.html",
        room=here.room,
        section=section,
        question=question,
        comparison=compared,
        form=withhold or form,
        note_form=form,
        withhold=keeping,
        kept_back=[(one.worksheet, name_of(one, here.room.holders == "group")) for one in seen if one.withheld],
        other=text if failed and text != form.note.data else "",
    )


@blueprint.post("/seminar/<name>/desk/answers/<question_id>")
def save_note(name: str, question_id: str) -> ResponseReturnValue:
    """Save the note; where another desk has changed it meanwhile, show both texts."""
    form = NoteForm()
    if not form.validate():
        return answers_page(name, question_id, form), form.refusal
    with at_desk(name) as (connection, room):
        if not find_question(room, question_id):
            abort(404)
        text, written = _note(connection, room, question_id)
        overtaken = form.based_on.data != written and text != form.note.data
        if not overtaken and text != form.note.data:
            _store(connection, room, question_id, form.note.data)
    if overtaken:
        form.note.errors, form.based_on.data = [CHANGED], written
        return answers_page(name, question_id, form), 409
    return redirect(url_for("seminar.desk_answers", name=name, question_id=question_id), 303)


def _store(connection: sa.Connection, room: Room, question: str, text: str) -> None:
    connection.execute(
        sa.delete(private_note).where(private_note.c.seminar == room.id, private_note.c.question == question)
    )
    values = {"seminar": room.id, "question": question, "text": text, "changed_at": now()}
    connection.execute(sa.insert(private_note).values(values))
