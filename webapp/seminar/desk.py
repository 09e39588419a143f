"""The desk: the facilitator's one page, and what it does to the seminar as a whole."""

from __future__ import annotations

import sqlalchemy as sa
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from webapp.access import browser, gate, rooms, sight
from webapp.access.rooms import STAGES, Room
from webapp.clock import now
from webapp.current import database
from webapp.framework.model import Section
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.board import asked, board
from webapp.seminar.desk_forms import NewGroupForm, PaperForm, ReminderForm, StageForm, SwitchForm
from webapp.seminar.guard import seated, seated_in
from webapp.seminar.shown_codes import code_key, join_address
from webapp.worksheet.entry_forms import PlainForm

OVERTAKEN = "This section is not in the seminar. Press one of the buttons below."


@blueprint.get("/seminar/<name>/desk")
def desk(name: str) -> ResponseReturnValue:
    """The desk."""
    return desk_page(name)


def desk_page(name: str, failed: FlaskForm | None = None) -> str:
    """The desk's page; `failed` is the form that could not be taken, with what was typed."""
    with database().read() as connection:
        here = seated_in(connection, name, "desk")
        table = board(connection, here.room, here.viewer)
    kinds = {"reminder": ReminderForm, "new_group": NewGroupForm, "paper": PaperForm}
    forms = {key: failed if failed and isinstance(failed, kind) else kind(formdata=None) for key, kind in kinds.items()}
    return render_template(
        "seminar/desk.html",
        room=here.room,
        board=table,
        forms=forms,
        form=failed,
        stages=STAGES,
        at=now(),
        code_to_keep=browser.shown_code(code_key(name)) is not None,
        screen_code=browser.shown_code(code_key(name, "screen")),
        **join_address(here.room),
    )


def to_desk(name: str, anchor: str | None = None) -> ResponseReturnValue:
    """Lead back to the desk, at the part that was changed."""
    return redirect(url_for("seminar.desk", name=name, _anchor=anchor), 303)


@blueprint.post("/seminar/<name>/desk/stage")
def stage(name: str) -> ResponseReturnValue:
    """Move a section to any stage. Nameless answers are revealed by three holders, or by a confirmation."""
    form = StageForm()
    with at_desk(name) as (connection, room):
        section = next((one for one in asked(room) if one.id == form.section.data), None)
        valid = form.validate() and section is not None
        asks = valid and _asks_first(connection, room, form)
        if valid and section and not asks:
            rooms.move(connection, room, section.id, form.stage.data, now())
    if asks and section:
        return _reveal_page(room, section, form), 422
    if not valid:
        if not form.csrf_token.errors:
            # Buttons, not fields, were wrong: there is no control on the page that a link could lead to.
            form.form_errors = [form.first_error() or OVERTAKEN]
        form.stage.errors = form.section.errors = ()
        return desk_page(name, form), form.refusal
    return _back(name, f"s-{form.section.data}", form)


def _back(name: str, anchor: str, form: StageForm | SwitchForm) -> ResponseReturnValue:
    """Lead back to the page that the form came from: the closing round, or the desk."""
    if form.then.data == "closing":
        return redirect(url_for("seminar.closing", name=name), 303)
    return to_desk(name, anchor)


def _asks_first(connection: sa.Connection, room: Room, form: StageForm) -> bool:
    """Whether a reveal waits for the sentence to be confirmed: fewer than three have written, and nobody is named."""
    section = form.section.data
    if form.stage.data != "discussing" or room.state(section).revealed:
        return False
    return not gate.may_reveal(room, len(sight.written(connection, room)[section]), form.confirm.data)


def _reveal_page(room: Room, section: Section, form: StageForm) -> str:
    if form.asked.data:
        form.confirm.errors = ["Tick the box to show the answers, or go back to the desk."]
    return render_template("seminar/desk_reveal.html", room=room, section=section, form=form)


@blueprint.post("/seminar/<name>/desk/open-all")
def open_all(name: str) -> ResponseReturnValue:
    """Open every section that waits."""
    form = PlainForm()
    if not form.validate():
        return desk_page(name, form), form.refusal
    with at_desk(name) as (connection, room):
        for section in asked(room):
            if room.state(section.id).stage == "waiting":
                room = rooms.move(connection, room, section.id, "answering", now())
    return to_desk(name, "stages")


@blueprint.post("/seminar/<name>/desk/time")
def remind(name: str) -> ResponseReturnValue:
    """Show everybody a countdown; it submits nothing."""
    form = ReminderForm()
    if not form.validate():
        return desk_page(name, form), form.refusal
    return _changed(name, "time", countdown=form.until(now()))


@blueprint.post("/seminar/<name>/desk/time/away")
def remind_no_more(name: str) -> ResponseReturnValue:
    """Take the countdown away."""
    form = PlainForm()
    return _changed(name, "time", countdown=None) if form.validate() else (desk_page(name, form), 400)


@blueprint.post("/seminar/<name>/desk/door")
def door(name: str) -> ResponseReturnValue:
    """Lock the door to new joiners, or unlock it."""
    form = SwitchForm()
    return _changed(name, "door", locked=form.on.data) if form.validate() else (desk_page(name, form), 400)


@blueprint.post("/seminar/<name>/desk/share")
def share(name: str) -> ResponseReturnValue:
    """Share the record with the participants, or share it no more."""
    form = SwitchForm()
    if not form.validate():
        return desk_page(name, form), 400
    _changed(name, "record", shared=form.on.data)
    return _back(name, "record", form)


@blueprint.post("/seminar/<name>/desk/end")
def end(name: str) -> ResponseReturnValue:
    """End the seminar, or open it again."""
    form = SwitchForm()
    if not form.validate():
        return desk_page(name, form), form.refusal
    return _changed(name, "end", ended_at=now() if form.on.data else None)


def _changed(name: str, anchor: str, **values: object) -> ResponseReturnValue:
    """Change what every page of the seminar shows."""
    with at_desk(name) as (connection, room):
        rooms.change(connection, room.id, now(), **values)
    return to_desk(name, anchor)


@blueprint.post("/seminar/<name>/desk/kept")
def kept(name: str) -> ResponseReturnValue:
    """The reader has kept or read out a code that was shown: show it no more."""
    seated(name, "desk")
    form = PlainForm()
    if not form.validate():
        return desk_page(name, form), form.refusal
    of = request.form.get("of", "")
    browser.forget_code(code_key(name, of))
    return to_desk(name, "people" if of.isdigit() else None)
