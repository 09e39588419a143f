"""The codes that a desk hands on: the join code with its QR code, and the code of the screen."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import browser, codes, joining, rooms
from webapp.access.codes import Opens
from webapp.access.rooms import Role, Room
from webapp.clock import now
from webapp.current import settings
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.guard import NotHere, present, seated
from webapp.worksheet.entry_forms import PlainForm

_THIS_COMPUTER = ("localhost", "127.0.0.1", "[::1]")


def screen_key(name: str) -> str:
    """Under which key this browser keeps the screen's code until it was read."""
    return f"{name}-screen"


def join_address(room: Room) -> dict[str, Any]:
    """How people get in: the code as printed, the address, and whether no other computer can reach it."""
    code = room.join_code
    host = request.host.rpartition(":")[0] if ":" in request.host.rpartition("]")[2] else request.host
    return {
        "join_code": f"{code[:4]}-{code[4:]}",
        "join_url": url_for("seminar.join", _external=True),
        "this_computer": host in _THIS_COMPUTER,
    }


@blueprint.post("/seminar/<name>/desk/code")
def new_desk_code(name: str) -> ResponseReturnValue:
    """Make a new return code of the desk; the old one ends, and the desks that are open stay open."""
    return _new_code(name, "desk", name, url_for("seminar.desk_code", name=name))


@blueprint.post("/seminar/<name>/desk/screen-code")
def screen_code(name: str) -> ResponseReturnValue:
    """Make a new code of the screen; the old one ends."""
    return _new_code(name, "screen", screen_key(name), url_for("seminar.desk", name=name, _anchor="screen"))


def _new_code(name: str, role: Role, key: str, address: str) -> ResponseReturnValue:
    seated(name, "desk")
    if PlainForm().validate():
        with at_desk(name) as (connection, room):
            made = codes.store(connection, settings().secret_key, now(), Opens(None, None, room.id, role))
        browser.show_code(key, codes.printed(made))
    return redirect(address, 303)


@blueprint.post("/seminar/<name>/desk/screen")
def open_screen(name: str) -> ResponseReturnValue:
    """Let this same browser show the screen."""
    seated(name, "desk")
    if not PlainForm().validate():
        return redirect(url_for("seminar.desk", name=name), 303)
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


def _who_sees_the_code(name: str) -> rooms.Room:
    roles: tuple[Role, ...] = ("desk", "screen")
    for role in roles:
        try:
            return seated(name, role).room
        except NotHere:
            continue
    return present(name).room
