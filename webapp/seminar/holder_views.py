"""Worksheets at the desk: new groups, what somebody wrote on paper, and erasing on request."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from webapp.access import browser, holdings, joining
from webapp.access.rooms import Room
from webapp.clock import now
from webapp.current import database
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.board import HolderRow, board
from webapp.seminar.desk import desk_page, to_desk
from webapp.seminar.desk_forms import NewGroupForm, PaperForm, TypedForm
from webapp.seminar.guard import seated, seated_in
from webapp.worksheet.entry_forms import PlainForm

TAKEN = "A group of this seminar has this name already. Choose another."
WRITER = "typed in at the desk"


def _found(name: str, sheet: str) -> tuple[Room, HolderRow]:
    """A worksheet of this seminar; aborts with 404 for any other."""
    with database().read() as connection:
        here = seated_in(connection, name, "desk")
        return here.room, board(connection, here.room, here.viewer).holder(sheet) or abort(404)


@blueprint.get("/seminar/<name>/desk/holder/<sheet>")
def holder(name: str, sheet: str) -> ResponseReturnValue:
    """One worksheet: whose it is, and what the desk can do with it."""
    return _holder_page(*_found(name, sheet))


def _holder_page(room: Room, row: HolderRow, failed: FlaskForm | None = None) -> str:
    return render_template("seminar/desk_holder.html", room=room, holder=row, form=failed)


@blueprint.post("/seminar/<name>/desk/groups")
def add_group(name: str) -> ResponseReturnValue:
    """Add a group to a seminar of groups."""
    form = NewGroupForm()
    if not form.validate():
        return desk_page(name, form), form.refusal
    with at_desk(name) as (connection, room):
        taken = {group.casefold() for _, group in joining.groups(connection, room)}
        free = room.holders == "group" and form.group_name.data.casefold() not in taken
        if free:
            joining.add_worksheet(connection, room, "group", form.group_name.data, now(), typed_in=False)
    if not free:
        form.group_name.errors = [TAKEN]
        return desk_page(name, form), 422
    return to_desk(name, "people")


@blueprint.post("/seminar/<name>/desk/paper")
def paper(name: str) -> ResponseReturnValue:
    """Begin a worksheet for somebody who wrote on paper; it is marked as typed in."""
    form = PaperForm()
    if not form.validate():
        return desk_page(name, form), form.refusal
    with at_desk(name) as (connection, room):
        named = "" if room.names == "none" and room.holders == "person" else form.paper_name.data or ""
        sheet = joining.add_worksheet(connection, room, room.holders, named, now(), typed_in=True)
        holdings.grant(connection, browser.hashed(), sheet, now(), WRITER)
    return redirect(url_for("worksheet.contents", name=sheet), 303)


@blueprint.get("/seminar/<name>/desk/blank")
def blank(name: str) -> ResponseReturnValue:
    """The case and the questions of this seminar on paper, to fill with a pen and to type in later."""
    room = seated(name, "desk").room
    values = {"framework": room.framework, "case": room.case, "folded": room.folded}
    return render_template("pages/blank.html", room=room, **values)


@blueprint.post("/seminar/<name>/desk/holder/<sheet>/paper")
def paper_again(name: str, sheet: str) -> ResponseReturnValue:
    """Go on typing in, from any desk of the seminar."""
    room, row = _found(name, sheet)
    form = PlainForm()
    if not form.validate() or not row.typed_in:
        return _holder_page(room, row, form), 400
    with at_desk(name) as (connection, _):
        holdings.grant(connection, browser.hashed(), sheet, now(), WRITER)
    return redirect(url_for("worksheet.contents", name=sheet), 303)


@blueprint.get("/seminar/<name>/desk/holder/<sheet>/erase")
def erase(name: str, sheet: str) -> ResponseReturnValue:
    """What would be erased; asks for a typed word."""
    return _erase_page(*_found(name, sheet), TypedForm(formdata=None))


def _erase_page(room: Room, row: HolderRow, form: TypedForm) -> str:
    return render_template("seminar/desk_erase.html", room=room, holder=row, form=form)


@blueprint.post("/seminar/<name>/desk/holder/<sheet>/erase")
def erase_now(name: str, sheet: str) -> ResponseReturnValue:
    """Erase every answer of a worksheet, for good; the record says that one was erased."""
    room, row = _found(name, sheet)
    form = TypedForm()
    form.expect("erase", row.label)
    if not form.validate():
        return _erase_page(room, row, form), form.refusal
    with at_desk(name) as (connection, current):
        joining.erase(connection, current, sheet, now())
    return to_desk(name, "people")
