"""Joining a seminar: the code, what is promised, and one short form."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.access import browser, codes, joining, rooms
from webapp.access.codes import Opens
from webapp.access.joining import Joined
from webapp.access.rooms import Room
from webapp.clock import now
from webapp.current import database, settings
from webapp.seminar.blueprint import blueprint
from webapp.seminar.joining_forms import CodeForm, JoinForm
from webapp.seminar.promises import promises
from webapp.turns import slow_down

REMOVED = (
    "The facilitator has ended your place in this seminar. What you had saved stays in its record. To take part again,"
    " ask the facilitator for a new return code."
)
ENDED = "This seminar has ended. Whoever took part can still open it with the return code."
DELETED = "This seminar was deleted by its facilitator."
LOCKED = "The door of this seminar is locked: nobody new can join now. Ask the facilitator to open it."
FULL = f"This seminar is full: it holds {joining.MOST:,} people. Ask the facilitator."


class Door(NamedTuple):
    """A seminar as somebody meets it who wants in: their place, if they have one, and why the door is shut."""

    room: Room
    joined: Joined | None
    groups: list[tuple[str, str]]
    shut: str


@blueprint.get("/join", defaults={"code": ""})
@blueprint.get("/join/<code>")
def join(code: str) -> ResponseReturnValue:
    """The form for the code; with a code, what is promised and the form that joins. Writes nothing."""
    if not code:
        return render_template("seminar/join.html", form=CodeForm())
    with database().read() as connection:
        door = _door(connection, code, now())
    if door:
        return _door_page(door, _form(door)), 410 if door.room.ended_at or door.room.deleted_at else 200
    slow_down()
    form = CodeForm(formdata=None, join_code=code)
    form.refuse(0)
    return render_template("seminar/join.html", form=form), 404


@blueprint.post("/join")
def find() -> ResponseReturnValue:
    """Lead to the seminar of a typed code. Wrong codes are counted by browser; a right one always opens."""
    form = CodeForm()
    if not form.validate():
        return render_template("seminar/join.html", form=form), form.refusal
    code = codes.typed(form.join_code.data)
    with database().read() as connection:
        known = rooms.find_by_join_code(connection, code, now())
    if known:
        return redirect(url_for("seminar.join", code=code), 303)
    return _wrong(form)


def _wrong(form: CodeForm) -> ResponseReturnValue:
    with database().write() as connection:
        key = browser.ensure()
        form.refuse(codes.waits(connection, key, now()))
        codes.note_wrong(connection, key, now())
    slow_down()
    return render_template("seminar/join.html", form=form), 422


@blueprint.post("/join/<code>")
def take_part(code: str) -> ResponseReturnValue:
    """Join. The same browser joining twice is the same participant."""
    # A browser whose first answer never arrived has not seen its return code.
    knows, at = bool(browser.hashed()), now()
    with database().write() as connection:
        door = _door(connection, code, at, browser.ensure())
        form = _form(door) if door else None
        if door and form and _may_join(connection, door, form):
            browser.share(form.shared.data or browser.is_shared())
            joined = door.joined or _join(connection, door, form, at)
            return _welcome(connection, joined, door.room, at, fresh=not (door.joined and knows))
    if not door or not form:
        return _wrong(CodeForm(formdata=None, join_code=code))
    return _door_page(door, form), 409 if door.shut else form.refusal


def _door(connection: sa.Connection, code: str, at: datetime, key: str = "") -> Door | None:
    room = rooms.find_by_join_code(connection, codes.typed(code), at)
    if not room:
        return None
    if key:
        rooms.lock(connection, room.id)
    key = key or browser.hashed()
    joined = joining.joined_as(connection, room, key) if key else None
    groups = joining.groups(connection, room) if room.holders == "group" else []
    return Door(room, joined, groups, _shut(connection, room, joined))


def _shut(connection: sa.Connection, room: Room, joined: Joined | None) -> str:
    """Why nobody comes in here; empty for an open door, and for somebody who is in already."""
    if room.deleted_at or (joined and joined.removed_at):
        return DELETED if room.deleted_at else REMOVED
    if joined:
        return ""
    if room.ended_at or room.locked:
        return ENDED if room.ended_at else LOCKED
    return FULL if joining.head_count(connection, room) >= joining.MOST else ""


def _form(door: Door) -> JoinForm:
    form = JoinForm()
    form.offer(door.groups, door.room.names != "none")
    return form


def _may_join(connection: sa.Connection, door: Door, form: JoinForm) -> bool:
    valid = form.validate()
    if door.shut or form.csrf_token.errors:
        return False
    if door.joined or not valid:
        return bool(door.joined)
    if door.room.names != "none" and joining.name_is_taken(connection, door.room, form.name.data):
        form.name_is_taken()
        return False
    return True


def _join(connection: sa.Connection, door: Door, form: JoinForm, at: datetime) -> Joined:
    room, name = door.room, form.name.data if form.name else ""
    sheet = (
        form.group.data if form.group else joining.add_worksheet(connection, room, "person", name, at, typed_in=False)
    )
    who = joining.join(connection, room, browser.ensure(), sheet, name, at)
    return Joined(who, sheet, name, at, None)


def _welcome(
    connection: sa.Connection, joined: Joined, room: Room, at: datetime, *, fresh: bool
) -> ResponseReturnValue:
    if not fresh:
        return redirect(url_for("seminar.room", name=room.id), 303)
    code = codes.store(connection, settings().secret_key, at, Opens(joined.worksheet, joined.id, None, None))
    browser.show_code(joined.worksheet, codes.printed(code))
    return redirect(url_for("worksheet.code", name=joined.worksheet), 303)


def _door_page(door: Door, form: JoinForm) -> str:
    room = door.room
    return render_template(
        "seminar/door.html",
        room=room,
        form=None if door.shut or door.joined else form,
        door=door,
        promises=promises(room.holders, room.names, room.delete_at, room.notes_told),
    )
