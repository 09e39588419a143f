"""People at the desk: who holds each worksheet, renaming, moving, letting back in and removing them."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from webapp.access import browser, codes, joining, rooms
from webapp.access.codes import Opens
from webapp.access.gate import Viewer
from webapp.access.rooms import Room
from webapp.clock import now
from webapp.current import database, settings
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.board import HolderRow, Person, board
from webapp.seminar.desk_forms import MoveForm, RenameForm
from webapp.seminar.guard import seated_in
from webapp.seminar.shown_codes import code_key
from webapp.worksheet.entry_forms import PlainForm

TAKEN = "Somebody in this seminar has this name already. Add a letter or a second name."


class Found(NamedTuple):
    """A participant as the desk's page about them needs them."""

    room: Room
    person: Person
    holder: HolderRow
    name: str
    groups: list[tuple[str, str]]


def _found(name: str, who: int) -> Found:
    with database().read() as connection:
        return _found_in(connection, seated_in(connection, name, "desk").room, who)


def _found_in(connection: sa.Connection, room: Room, who: int) -> Found:
    """Aborts with 404 for somebody who is not of this seminar."""
    pair = board(connection, room, Viewer("desk", room.id)).person(who) or abort(404)
    one = next(each for each in joining.participants(connection, room) if each.id == who)
    groups = joining.groups(connection, room) if room.holders == "group" else []
    return Found(room, *pair, one.name, groups)


@blueprint.get("/seminar/<name>/desk/person/<int:who>")
def person(name: str, who: int) -> ResponseReturnValue:
    """One participant, and what the desk can do for them."""
    return _person_page(_found(name, who))


def _person_page(found: Found, failed: FlaskForm | None = None) -> str:
    forms: dict[str, Any] = {
        "rename": failed if isinstance(failed, RenameForm) else RenameForm(formdata=None, name=found.name),
        "move": failed if isinstance(failed, MoveForm) else MoveForm(formdata=None, group=found.holder.worksheet),
    }
    forms["move"].offer(found.groups)
    code = browser.shown_code(code_key(found.room.id, str(found.person.id)))
    return render_template("seminar/desk_person.html", **found._asdict(), forms=forms, form=failed, code=code)


def _to_person(name: str, who: int) -> ResponseReturnValue:
    return redirect(url_for("seminar.person", name=name, who=who), 303)


@blueprint.post("/seminar/<name>/desk/person/<int:who>/name")
def rename_person(name: str, who: int) -> ResponseReturnValue:
    """Change a participant's name."""
    found, form = _found(name, who), RenameForm()
    if not form.validate():
        return _person_page(found, form), form.refusal
    with at_desk(name) as (connection, room):
        others = [one for one in joining.participants(connection, room) if one.id != who and not one.removed_at]
        taken = form.name.data.casefold() in {one.name.casefold() for one in others}
        if not taken:
            joining.rename(connection, room, who, form.name.data)
            rooms.change(connection, name, now())
    if taken:
        form.name.errors = [TAKEN]
        return _person_page(found, form), 422
    return _to_person(name, who)


@blueprint.post("/seminar/<name>/desk/person/<int:who>/group")
def move_person(name: str, who: int) -> ResponseReturnValue:
    """Let a participant write with another group from now on; no text moves."""
    found, form = _found(name, who), MoveForm()
    form.offer(found.groups)
    if not form.validate():
        return _person_page(found, form), form.refusal
    with at_desk(name) as (connection, room):
        joining.move_to_group(connection, room, who, form.group.data)
        rooms.change(connection, name, now())
    return _to_person(name, who)


@blueprint.post("/seminar/<name>/desk/person/<int:who>/code")
def let_back_in(name: str, who: int) -> ResponseReturnValue:
    """Make a new return code for a participant who lost theirs, to be read out."""
    found, form = _found(name, who), PlainForm()
    if not form.validate():
        return _person_page(found, form), form.refusal
    with at_desk(name) as (connection, room):
        joining.let_back_in(connection, room, who)
        sheet = _found_in(connection, room, who).holder.worksheet
        code = codes.store(connection, settings().secret_key, now(), Opens(sheet, who, None, None))
    browser.show_code(code_key(name, str(who)), codes.printed(code))
    return _to_person(name, who)


@blueprint.post("/seminar/<name>/desk/person/<int:who>/remove")
def remove_person(name: str, who: int) -> ResponseReturnValue:
    """End a participant's place; what they wrote stays in the record."""
    found, form = _found(name, who), PlainForm()
    if not form.validate():
        return _person_page(found, form), form.refusal
    with at_desk(name) as (connection, room):
        joining.remove(connection, room, who, now())
        rooms.change(connection, name, now())
    browser.forget_code(code_key(name, str(who)))
    return _to_person(name, who)
