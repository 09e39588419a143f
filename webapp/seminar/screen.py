"""The screen: the projector's read-only page."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.current import database
from webapp.seminar.blueprint import blueprint
from webapp.seminar.guard import NotHere, SeminarDeleted, seated_in
from webapp.seminar.on_screen import on_screen
from webapp.seminar.shown_codes import join_address
from webapp.worksheet.entry_forms import OpenForm


@blueprint.get("/seminar/<name>/screen")
def screen(name: str) -> ResponseReturnValue:
    """What the facilitator has put on the screen; a browser that is no screen is asked for the screen's code."""
    try:
        with database().read() as connection:
            room = seated_in(connection, name, "screen").room
            shown = on_screen(connection, room)
    except (NotHere, SeminarDeleted):
        return render_template("seminar/screen_code.html", form=OpenForm(formdata=None)), 403
    page = _page(room.screen.page, shown.pages)
    ways = {words: _way(name, turned) for words, turned in (("previous", page - 1), ("next", page + 1))}
    return render_template(
        "seminar/screen.html",
        room=room,
        framework=room.framework,
        shown=shown,
        page=page,
        previous=ways["previous"] if page > 1 else "",
        next=ways["next"] if page < shown.pages else "",
        **join_address(room),
    )


def _page(turned_to: int, pages: int) -> int:
    """The page asked for in the address, else the one that the desk has turned to; never one that is not there."""
    asked = request.args.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else turned_to
    return max(1, min(number, pages))


def _way(name: str, page: int) -> str:
    return url_for("seminar.screen", name=name, page=page)
