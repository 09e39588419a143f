"""Notes of the discussion at the desk: all of them by section, a new one, and changing or removing one."""

from __future__ import annotations

import sqlalchemy as sa
from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import discussion, sight
from webapp.access.discussion import KINDS, Note
from webapp.access.rooms import Room
from webapp.clock import now
from webapp.current import database
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.desk_reading import answers_page
from webapp.seminar.discussion_forms import NOT_TOLD, DiscussionForm
from webapp.seminar.guard import seated_in
from webapp.seminar.on_screen import find_question

NO_QUESTION = "Choose the question that the note belongs to."
CHANGED = (
    "Another desk has changed this note meanwhile. Its text stands below: join the two in your form and keep it, or"
    " press the button that you want once more."
)
GONE = (
    "Another desk has removed this note meanwhile. What you typed stands in the form below: add it to the record as a"
    " new note, or leave it."
)


@blueprint.get("/seminar/<name>/desk/notes")
def notes(name: str) -> ResponseReturnValue:
    """All notes of the discussion, by section; `?question=` chooses the question of the next one."""
    return _notes_page(name)


def _notes_page(name: str, failed: DiscussionForm | None = None) -> str:
    with database().read() as connection:
        here = seated_in(connection, name, "desk")
        found = discussion.seen(connection, here.room, here.viewer)
        names = discussion.names(here.room, sight.places(connection, here.room))
    form = failed or DiscussionForm(formdata=None, question=_next_question(here.room)).fit(here.room, names)
    return render_template(
        "seminar/desk_notes.html", room=here.room, notes=found, form=form, kinds=KINDS, not_told=NOT_TOLD
    )


def _next_question(room: Room) -> str:
    """The question that the next note is most likely about: the last one's, the screen's, or one being discussed."""
    asked = request.args.get("question", "") or room.screen.question
    if find_question(room, asked):
        return asked
    open_now = (step for step in room.staged() if step.questions and room.state(step.id).stage == "discussing")
    return next((step.questions[0].id for step in open_now), "")


@blueprint.post("/seminar/<name>/desk/notes")
def add_note(name: str) -> ResponseReturnValue:
    """Add a note to the question chosen in the form."""
    form = DiscussionForm()
    if not _added(name, form, form.question.data or ""):
        return _notes_page(name, form), form.refusal
    return redirect(url_for("seminar.notes", name=name, question=form.question.data), 303)


@blueprint.post("/seminar/<name>/desk/answers/<question_id>/notes")
def add_note_here(name: str, question_id: str) -> ResponseReturnValue:
    """Add a note to a question, from the page of its answers."""
    form = DiscussionForm()
    if not _added(name, form, question_id):
        return answers_page(name, question_id, form), form.refusal
    return redirect(url_for("seminar.desk_answers", name=name, question_id=question_id, _anchor="notes"), 303)


def _added(name: str, form: DiscussionForm, question_id: str) -> bool:
    """Whether the note is in the record now; errors stand in the form. The same note sent twice is one note."""
    with at_desk(name) as (connection, room):
        valid = form.fit(room, discussion.names(room, sight.places(connection, room))).validate()
        if not find_question(room, question_id):
            form.question.errors = [NO_QUESTION]
        elif not room.notes_told:
            form.form_errors.append(NOT_TOLD)
        elif valid and discussion.latest(connection, room, question_id) != form.noted:
            discussion.add(connection, room, question_id, form.noted, now())
    return not form.errors


@blueprint.get("/seminar/<name>/desk/notes/<int:number>")
def note(name: str, number: int) -> ResponseReturnValue:
    """One note, to be changed or removed; 404 for one that was removed."""
    return _note_page(name, number, None)


def _note_page(name: str, number: int, failed: DiscussionForm | None, overtaken: bool = False) -> str:
    """The page of a note; `failed` is a form that could not be taken, `overtaken` that another desk was faster."""
    with database().read() as connection:
        here = seated_in(connection, name, "desk")
        found = discussion.find(connection, here.room, number)
        names = discussion.names(here.room, sight.places(connection, here.room))
    form = failed or _filled(found or abort(404)).fit(here.room, names)
    place = find_question(here.room, found.question if found else form.question.data or "") or abort(404)
    section, question = place
    return render_template(
        "seminar/desk_note.html",
        room=here.room,
        section=section,
        question=question,
        number=number,
        form=form,
        gone=found is None,
        other=found.noted if found and overtaken else None,
        kinds=KINDS,
    )


def _filled(found: Note) -> DiscussionForm:
    noted = found.noted
    texts = {"note_kind": noted.kind, "note_text": noted.text, "said_by": noted.said_by}
    return DiscussionForm(formdata=None, **texts, question=found.question, based_on=str(found.edition))


@blueprint.post("/seminar/<name>/desk/notes/<int:number>")
def change_note(name: str, number: int) -> ResponseReturnValue:
    """Change or remove a note; where another desk was there before, nothing of either is lost."""
    form = DiscussionForm()
    with at_desk(name) as (connection, room):
        found = discussion.find(connection, room, number)
        valid = form.fit(room, discussion.names(room, sight.places(connection, room))).validate()
        overtaken = valid and not _still_as_shown(form, found)
        if found and valid and not overtaken:
            discussion.remove(connection, room, found) if form.remove.data else _change(connection, room, found, form)
    if overtaken or not valid:
        return _note_page(name, number, form, overtaken), 409 if overtaken else form.refusal
    anchor = None if form.remove.data else f"n-{number}"
    return redirect(url_for("seminar.notes", name=name, _anchor=anchor), 303)


def _change(connection: sa.Connection, room: Room, found: Note, form: DiscussionForm) -> None:
    if found.noted != form.noted:
        discussion.change(connection, room, found, form.noted)


def _still_as_shown(form: DiscussionForm, found: Note | None) -> bool:
    """Whether the note stands as the form showed it, or as it would make it; if not, the form says so."""
    if not found:
        form.form_errors.extend([] if form.remove.data else [GONE])
        return bool(form.remove.data)
    if form.based_on.data == str(found.edition) or (form.noted == found.noted and not form.remove.data):
        return True
    form.note_text.errors, form.based_on.data = [CHANGED], str(found.edition)
    return False
