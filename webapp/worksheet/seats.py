"""Answering a section again from another seat: the page that offers seats, taking one, giving an empty one up."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import gate, rooms, seats
from webapp.access.rooms import Room
from webapp.access.seats import Seat
from webapp.answers.answer import SEATS_LIMIT
from webapp.answers.summary import OtherSeat
from webapp.answers.worksheets import Start
from webapp.clock import now
from webapp.current import database
from webapp.framework.model import Section
from webapp.worksheet.blueprint import blueprint
from webapp.worksheet.context import frame
from webapp.worksheet.entry_forms import PlainForm
from webapp.worksheet.guard import Held, held
from webapp.worksheet.seat_form import SeatForm

GIVEN_UP = "The seat is given up. Nothing had been written from it."
WRITTEN = "Something was saved from this seat, so it stays. You can still change what it says."
WAITING = "This section is waiting, so no other seat can be taken in it now. Come back when the facilitator opens it."
CLOSED = "This section is closed, so no further seat can be taken in it. What was written before stands."
FULL = f"You answer this section from {SEATS_LIMIT} other seats already; a page can’t hold more of them side by side."


class _Spot(NamedTuple):
    """A section of a held worksheet."""

    held: Held
    section: Section


def _spot(name: str, step_id: str) -> _Spot:
    """A section that can be answered from other seats: not the opening, not the closing questions; 404 for others."""
    found = held(name)
    section = next((one for one in found.worksheet.framework.sections if one.id == step_id), None)
    return _Spot(found, section or abort(404))


def _shut(room: Room | None, section: str) -> str:
    """Why no seat can be taken in a section now; empty where one can."""
    if room is None or gate.may_take_a_seat(room, section):
        return ""
    return WAITING if room.state(section).stage == "waiting" else CLOSED


def _form(spot: _Spot, **values: Any) -> SeatForm:
    case, told = spot.held.worksheet.case, spot.held.latest.get("case-kind")
    kinds = (case.kind,) if case else told.answer.choices if told else ()
    form = SeatForm(**values)
    form.offer(spot.held.worksheet.framework.seats, fictional="fictional" in kinds)
    return form


@blueprint.get("/worksheet/<name>/step/<step_id>/seats", endpoint="seats")
def offered(name: str, step_id: str) -> ResponseReturnValue:
    """The seats that a section can be answered from again, and those taken already."""
    spot = _spot(name, step_id)
    return _page(spot, _form(spot, formdata=None))


def _page(spot: _Spot, form: SeatForm | PlainForm) -> str:
    found, section = spot
    with database().read() as connection:
        taken = _taken(connection, spot)
        written = seats.written(connection, found.own)
    return render_template(
        "worksheet/seats.html",
        **frame(found, section.id),
        section=section,
        form=form,
        seat_form=form if isinstance(form, SeatForm) else _form(spot, formdata=None),
        taken=[(one, one.worksheet in written) for one in taken],
        shut=_shut(found.room, section.id),
    )


def _taken(connection: sa.Connection, spot: _Spot) -> list[Seat]:
    return [one for one in seats.of_holder(connection, spot.held.own) if one.section == spot.section.id]


@blueprint.post("/worksheet/<name>/step/<step_id>/seats")
def take_seat(name: str, step_id: str) -> ResponseReturnValue:
    """Take a seat, and go to the section as it is answered from there."""
    spot = _spot(name, step_id)
    form = _form(spot)
    if not form.validate():
        return _page(spot, form), form.refusal
    with database().write() as connection:
        taken = _take(connection, spot, form)
    if not taken:
        return _page(spot, form), 409
    return redirect(url_for("worksheet.step", name=taken.worksheet, step_id=step_id), 303)


def _take(connection: sa.Connection, spot: _Spot, form: SeatForm) -> Seat | None:
    """Take the chosen seat; None, with a form error, where it can't be taken as things stand in this transaction."""
    room = spot.held.room
    if room:
        rooms.lock(connection, room.id)
        room = rooms.find(connection, room.id, now())
    taken = _taken(connection, spot)
    shut = _shut(room, spot.section.id) or (FULL if len(taken) >= SEATS_LIMIT else "")
    if shut:
        form.form_errors.append(shut)
    if shut or form.is_taken(one.name for one in taken):
        return None
    if room:
        rooms.note_activity(connection, room.id)
    own = spot.held.worksheet
    start = Start(own.framework, own.case, own.holder)
    return seats.take(connection, own.id, start, OtherSeat(spot.section.id, form.chosen, {}), now())


@blueprint.post("/worksheet/<name>/step/<step_id>/seats/give-up")
def give_seat_up(name: str, step_id: str) -> ResponseReturnValue:
    """Give a seat up from which nothing was ever saved."""
    spot, form = _spot(name, step_id), PlainForm()
    if not form.validate():
        return _page(spot, form), form.refusal
    with database().write() as connection:
        gone = seats.give_up(connection, spot.held.own, request.form.get("sheet", "")[:16])
    flash(GIVEN_UP if gone else WRITTEN)
    return redirect(url_for("worksheet.seats", name=name, step_id=step_id), 303)
