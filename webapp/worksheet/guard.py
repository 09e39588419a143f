"""Who may open a worksheet: a browser that holds it. Everybody else gets a page that asks for the return code."""

from __future__ import annotations

from typing import NamedTuple

from flask import request

from webapp.access import browser, codes, holdings
from webapp.answers import revisions, worksheets
from webapp.answers.revisions import Revision
from webapp.answers.worksheets import Worksheet
from webapp.clock import now
from webapp.current import database, settings
from webapp.worksheet.entry_forms import OpenForm


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


class Held(NamedTuple):
    """A worksheet that this browser holds, with the latest revision of each answer."""

    worksheet: Worksheet
    holding: holdings.Holding
    latest: dict[str, Revision]


def held(name: str, *, deleted_too: bool = False) -> Held:
    """The worksheet with this id, if this browser holds it; raises NotHeld or Deleted."""
    if request.method == "POST" and "return_code" in request.form:
        _open(name)
    with database().read() as connection:
        holding = holdings.find(connection, browser.hashed(), name) if browser.hashed() else None
        worksheet = worksheets.find(connection, name, now()) if holding else None
        if not holding or not worksheet:
            raise NotHeld
        found = Held(worksheet, holding, revisions.latest(connection, name))
    if worksheet.deleted_at and not deleted_too:
        raise Deleted(found)
    return found


def _open(name: str) -> None:
    """Take the return code that came with a form whose cookie was gone; raises NotHeld with a sentence."""
    form = OpenForm()
    opened = open_with_code(form) if form.validate_on_submit() else None
    if opened != name:
        raise NotHeld(form.first_error() or "This return code opens another worksheet, so the text was not saved.")


def open_with_code(form: OpenForm) -> str | None:
    """Let this browser hold the worksheet that a typed code opens; gives its id, or None with a form error."""
    at, secret, code = now(), settings().secret_key, form.return_code.data or ""
    with database().write() as connection:
        key = browser.ensure()
        seconds = codes.waits(connection, key, at)
        name = codes.opens(connection, secret, code)
        if name and worksheets.find(connection, name, at):
            holdings.grant(connection, key, name, at, form.writer.data or "")
            return name
        codes.note_wrong(connection, key, at)
    form.refuse(seconds, codes.has_the_form(codes.typed(code)))
    return None
