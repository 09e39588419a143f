"""The codes that a desk hands on: the join code with its QR code, and the code of the screen."""

from __future__ import annotations

from io import BytesIO

import segno
from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.access import browser, codes, joining
from webapp.access.codes import Opens
from webapp.access.rooms import Role, Room
from webapp.clock import now
from webapp.current import settings
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.desk import desk_page, to_desk
from webapp.seminar.guard import NotHere, present, seated
from webapp.seminar.opening import code_page
from webapp.seminar.shown_codes import code_key
from webapp.worksheet.entry_forms import PlainForm


@blueprint.post("/seminar/<name>/desk/code")
def new_desk_code(name: str) -> ResponseReturnValue:
    """Make a new return code of the desk; the old one ends, and the desks that are open stay open."""
    form = PlainForm()
    if not form.validate():
        return code_page(name, form), form.refusal
    _new_code(name, "desk", code_key(name))
    return redirect(url_for("seminar.desk_code", name=name), 303)


@blueprint.post("/seminar/<name>/desk/screen-code")
def screen_code(name: str) -> ResponseReturnValue:
    """Make a new code of the screen; the old one ends."""
    form = PlainForm()
    if not form.validate():
        return desk_page(name, form), form.refusal
    _new_code(name, "screen", code_key(name, "screen"))
    return to_desk(name, "screen")


def _new_code(name: str, role: Role, key: str) -> None:
    with at_desk(name) as (connection, room):
        made = codes.store(connection, settings().secret_key, now(), Opens(None, None, room.id, role))
    browser.show_code(key, codes.printed(made))


@blueprint.post("/seminar/<name>/desk/screen")
def open_screen(name: str) -> ResponseReturnValue:
    """Let this same browser show the screen."""
    form = PlainForm()
    if not form.validate():
        return desk_page(name, form), form.refusal
    with at_desk(name) as (connection, room):
        joining.sit_down(connection, browser.hashed(), room.id, "screen", now())
    return redirect(url_for("seminar.screen", name=name), 303)


@blueprint.get("/seminar/<name>/qr.svg")
def qr(name: str) -> ResponseReturnValue:
    """The address that joins, as a QR code, for whoever may see the join code."""
    room = _who_sees_the_code(name)
    address = url_for("seminar.join", code=room.join_code, _external=True)
    drawn = BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", scale=8, border=4, dark="#000", light="#fff")
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


def _who_sees_the_code(name: str) -> Room:
    roles: tuple[Role, ...] = ("desk", "screen")
    for role in roles:
        try:
            return seated(name, role).room
        except NotHere:
            continue
    return present(name).room
