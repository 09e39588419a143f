"""Who may open a worksheet: a browser that holds it. Everybody else gets a page that asks for the return code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, NoReturn

import sqlalchemy as sa
from flask import abort, redirect, request, url_for

from webapp.access import browser, gate, holdings, rooms
from webapp.access.codes import Opens
from webapp.access.developments import Published, worth_another_look
from webapp.access.gate import Viewer
from webapp.access.opening import Opened, open_code
from webapp.access.rooms import Room
from webapp.access.seats import Seat
from webapp.answers import revisions, worksheets
from webapp.answers.revisions import Revision
from webapp.answers.worksheets import Worksheet
from webapp.clock import now
from webapp.current import database, settings
from webapp.turns import slow_down
from webapp.worksheet.entry_forms import OpenForm, PlainForm

OTHER_CODE = "This return code opens something else, so the text was not saved."


class NotHeld(Exception):
    """This browser does not hold the worksheet, or there is none; nobody else is told which."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Deleted(Exception):
    """The worksheet was deleted by its holder and can be taken back for a while."""

    def __init__(self, held: Held) -> None:
        super().__init__(held.worksheet.id)
        self.held = held


class Gone(Exception):
    """The seminar that a worksheet belongs to was deleted at its desk, and can be taken back there for a while."""


class Held(NamedTuple):
    """A worksheet that this browser holds, with the latest revision of each answer, and its seminar if it has one.

    Answered from another seat it has an id and answers of its own; holder and dates are those of the holder's own one.
    `again` are the developments since this participant last looked, by the sections that they name.
    """

    worksheet: Worksheet
    holding: holdings.Holding
    latest: dict[str, Revision]
    room: Room | None
    again: Mapping[str, tuple[Published, ...]]

    @property
    def seat(self) -> Seat | None:
        """The other seat that the worksheet is answered from; None for the holder's own view."""
        return self.holding.seat

    @property
    def own(self) -> str:
        """The id of the holder's own worksheet."""
        return self.seat.own if self.seat else self.worksheet.id

    @property
    def viewer(self) -> Viewer:
        """This browser as the gate knows it."""
        return Viewer("participant", self.room.id if self.room else "", self.own)

    @property
    def opens(self) -> Opens:
        """What a return code of this holding opens."""
        return Opens(self.own, self.holding.participant, None, None)


def held(name: str, *, deleted_too: bool = False, from_seats: bool = False) -> Held:
    """The worksheet with this id, if this browser holds it; raises NotHeld, Deleted or Gone.

    Of another seat's worksheet most pages are those of the holder's own: a page that is not `from_seats` leads there.
    """
    if not worksheets.is_name(name):
        raise NotHeld
    with_code = request.method == "POST" and "return_code" in request.form
    if with_code:
        _open()
    with database().read() as connection:
        holding = holdings.find(connection, browser.hashed(), name) if browser.hashed() else None
        own = holding.seat.own if holding and holding.seat else name
        found = worksheets.find(connection, own, now()) if holding else None
        if not holding or not found:
            raise NotHeld(OTHER_CODE if with_code else "")
        if holding.seat and not from_seats:
            lead_to(own)
        worksheet = found._replace(id=name)
        if holding.removed:
            raise NotHeld(
                "The facilitator has ended your place in this seminar. What you had saved stays in its record."
            )
        room = rooms.find(connection, holding.seminar, now()) if holding.seminar else None
        if holding.seminar and not room:
            raise NotHeld
        latest = revisions.latest(connection, name)
        here = _in_its_room(connection, Held(worksheet, holding, latest, room, {}))
    if room and room.deleted_at:
        raise Gone
    if worksheet.deleted_at and not deleted_too:
        if not _taken_back():
            raise Deleted(here)
        with database().write() as connection:
            worksheets.take_back(connection, own)
    return here


def _in_its_room(connection: sa.Connection, here: Held) -> Held:
    """In a seminar, the worksheet with the case as far as it is released, and what is worth another look."""
    if not here.room:
        return here
    case = gate.shown_case(here.viewer, here.room)
    again = worth_another_look(connection, here.room.published, here.holding.participant)
    return here._replace(worksheet=here.worksheet._replace(case=case), again=again)


def lead_to(own: str) -> NoReturn:
    """Go to the same page of the holder's own worksheet; nothing is sent to a page that another seat does not have."""
    if request.method != "GET" or not request.endpoint:
        abort(404)
    abort(redirect(url_for(request.endpoint, **{**(request.view_args or {}), "name": own})))


def _taken_back() -> bool:
    """Whether the form that was sent takes the worksheet back before it is saved."""
    return request.method == "POST" and "take_back" in request.form and bool(PlainForm().validate())


def _open() -> None:
    """Take the return code that came with a form whose cookie was gone; raises NotHeld with a sentence."""
    form = OpenForm()
    if not form.validate_on_submit() or not open_with_code(form):
        raise NotHeld(form.first_error())


def open_with_code(form: OpenForm) -> Opened | None:
    """Let this browser hold what a typed code opens; None, with a form error, for a code that opens nothing."""
    with database().write() as connection:
        found = open_code(
            connection,
            settings().secret_key,
            browser.ensure(),
            form.return_code.data or "",
            form.writer.data or "",
            now(),
        )
    if isinstance(found, Opened):
        return found
    slow_down()
    form.refuse(found.seconds, found.well_formed)
    return None
