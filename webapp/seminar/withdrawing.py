"""Withdrawing what one wrote, until it is revealed."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField
from wtforms.validators import InputRequired

from webapp.access import joining, rooms
from webapp.access.rooms import Room
from webapp.clock import now
from webapp.current import database
from webapp.seminar.blueprint import blueprint
from webapp.seminar.guard import Present, present
from webapp.worksheet.context import formats
from webapp.worksheet.entry_forms import Form

WITHDRAWN = "What was written here is erased, with its history. You can write anew."
TOO_LATE = "A section was revealed meanwhile, so nothing was erased."


class WithdrawForm(Form):
    """Withdraw, on purpose."""

    confirm = BooleanField("Yes, erase every answer", validators=[InputRequired("Tick the box to erase the answers.")])


@blueprint.get("/seminar/<name>/withdraw")
def withdraw(name: str) -> ResponseReturnValue:
    """What withdrawing erases; after a reveal, whom to ask."""
    return _page(present(name), WithdrawForm())


def _page(here: Present, form: WithdrawForm, *notices: str) -> str:
    return render_template(
        "seminar/withdraw.html",
        room=here.room,
        form=form,
        notices=list(notices),
        revealed=was_revealed(here.room),
        formats=formats(here.viewer.worksheet),
    )


@blueprint.post("/seminar/<name>/withdraw")
def withdraw_now(name: str) -> ResponseReturnValue:
    """Erase every answer of the own worksheet, unless a section was revealed."""
    here, form = present(name), WithdrawForm()
    if not form.validate():
        return _page(here, form), form.refusal
    with database().write() as connection:
        # Read again: a section may have been revealed while the page was open.
        rooms.lock(connection, name)
        room = rooms.find(connection, name, now())
        too_late = room is None or was_revealed(room)
        if room and not too_late:
            joining.erase(connection, room, here.viewer.worksheet, now())
    if too_late:
        return _page(present(name), form, TOO_LATE), 409
    flash(WITHDRAWN)
    return redirect(url_for("seminar.room", name=name), 303)


def was_revealed(room: Room) -> bool:
    """Whether the answers to any section could be seen by the others at some time."""
    return any(state.ever for state in room.sections.values())
