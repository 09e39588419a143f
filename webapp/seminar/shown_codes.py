"""The codes that pages show: the join code with its address, and those that this browser keeps until they were read."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from webapp.access.rooms import Room

_THIS_COMPUTER = ("localhost", "127.0.0.1", "[::1]")


def join_address(room: Room) -> dict[str, Any]:
    """How people get in: the code as printed, the address, and whether no other computer can reach it."""
    code = room.join_code
    host = request.host.rpartition(":")[0] if ":" in request.host.rpartition("]")[2] else request.host
    return {
        "join_code": f"{code[:4]}-{code[4:]}",
        "join_url": url_for("seminar.join", _external=True),
        "this_computer": host in _THIS_COMPUTER,
    }


def code_key(name: str, of: str = "") -> str:
    """Under which key this browser keeps a new code of a seminar: the desk's, the screen's or a participant's."""
    return f"{name}-{of}" if of else name
