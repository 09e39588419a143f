"""Who may open a worksheet: a browser that holds it. Everybody else gets a page that asks for the return code."""

from __future__ import annotations

from typing import NamedTuple

from flask import request

from webapp.access import browser, holdings, rooms
from webapp.access.codes import Opens
from webapp.access.gate import Viewer
from webapp.access.opening import Opened, open_code
from webapp.access.rooms import Room
from webapp.answers import revisions, worksheets
from webapp.answers.revisions import Revision
from webapp.answers.worksheets import Worksheet
from webapp.clock import now
from webapp.current import database, settings
from webapp.turns import slow_down
from webapp.worksheet.entry_forms import OpenForm, PlainForm


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
    """A worksheet that this browser holds, with the latest revision of each answer, and its seminar if it has one."""

    worksheet: Worksheet
    holding: holdings.Holding
    latest: dict[str, Revision]
    room: Room | None

    @property
    def viewer(self) -> Viewer:
        """This browser as the gate knows it."""
        return Viewer("participant", self.room.id if self.room else "", self.worksheet.id)

    @property
    def opens(self) -> Opens:
        """What a return code of this holding opens."""
        return Opens(self.worksheet.id, self.holding.participant, None, None)


def held(name: str, *, deleted_too: bool = False) -> Held:
    """The worksheet with this id, if this browser holds it; raises NotHeld, Deleted or Gone."""
    if not worksheets.is_name(name):
        raise NotHeld
    if request.method == "POST" and "return_code" in request.form:
        _open(name)
    with database().read() as connection:
        holding = holdings.find(connection, browser.hashed(), name) if browser.hashed() else None
        worksheet = worksheets.find(connection, name, now()) if holding else None
        if not holding or not worksheet:
            raise NotHeld
        if holding.removed:
            raise NotHeld(
                "The facilitator has ended your place in this seminar. What you had saved stays in its record."
            )
        room = rooms.find(connection, holding.seminar, now()) if holding.seminar else None
        if holding.seminar and not room:
            raise NotHeld
        found = Held(worksheet, holding, revisions.latest(connection, name), room)
    if room and room.deleted_at:
        raise Gone
    if worksheet.deleted_at and not deleted_too:
        if not _taken_back():
            raise Deleted(found)
        with database().write() as connection:
            worksheets.take_back(connection, name)
    return found


def _taken_back() -> bool:
    """Whether the form that was sent takes the worksheet back before it is saved."""
    return request.method == "POST" and "take_back" in request.form and bool(PlainForm().validate())


def _open(name: str) -> None:
    """Take the return code that came with a form whose cookie was gone; raises NotHeld with a sentence."""
    form = OpenForm()
    opened = open_with_code(form) if form.validate_on_submit() else None
    if not opened or opened.worksheet != name:
        raise NotHeld(form.first_error() or "This return code opens something else, so the text was not saved.")


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
