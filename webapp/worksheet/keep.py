"""Keeping a worksheet: its return code, who holds it, finishing on a device, deleting and taking back."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.access import browser, codes, holdings
from webapp.answers import worksheets
from webapp.clock import now
from webapp.current import database, settings
from webapp.worksheet.blueprint import blueprint
from webapp.worksheet.context import formats, frame, home_url
from webapp.worksheet.entry_forms import DeleteForm, HolderForm, PlainForm
from webapp.worksheet.guard import Held, held


@blueprint.get("/worksheet/<name>/code")
def code(name: str) -> ResponseReturnValue:
    """The return code, until its reader has kept it."""
    return _code_page(held(name), PlainForm())


def _code_page(found: Held, form: PlainForm) -> str:
    shown = browser.shown_code(found.worksheet.id)
    return render_template("worksheet/code.html", **frame(found), form=form, code=shown)


@blueprint.post("/worksheet/<name>/code")
def code_new(name: str) -> ResponseReturnValue:
    """Make a new return code; the old one ends."""
    found, form = held(name), PlainForm()
    if not form.validate():
        return _code_page(found, form), form.refusal
    with database().write() as connection:
        made = codes.store(connection, settings().secret_key, now(), found.opens)
    browser.show_code(name, codes.printed(made))
    return redirect(url_for("worksheet.code", name=name), 303)


@blueprint.post("/worksheet/<name>/code/kept")
def code_kept(name: str) -> ResponseReturnValue:
    """The reader has kept the code: show it no more."""
    found, form = held(name), PlainForm()
    if not form.validate():
        return _code_page(found, form), form.refusal
    browser.forget_code(name)
    return redirect(url_for("worksheet.contents", name=name), 303)


def _own(name: str) -> Held:
    """A worksheet whose holder settles its name and its end; in a seminar the facilitator does."""
    found = held(name)
    return abort(404) if found.room else found


@blueprint.get("/worksheet/<name>/settings")
def settings_page(name: str) -> ResponseReturnValue:
    """Who holds the worksheet, when it is deleted, and the ways to end it."""
    found = _own(name)
    holder = found.worksheet.holder
    form = HolderForm(holder_kind=holder.kind, holder_name=holder.name)
    return render_template("worksheet/settings.html", **frame(found), form=form)


@blueprint.post("/worksheet/<name>/settings")
def save_settings(name: str) -> ResponseReturnValue:
    """Store who holds the worksheet."""
    found, form = _own(name), HolderForm()
    if not form.validate():
        return render_template("worksheet/settings.html", **frame(found), form=form), form.refusal
    with database().write() as connection:
        worksheets.rename(connection, name, form.holder())
        worksheets.touch(connection, name, now(), settings().delete_after_days)
    return redirect(url_for("worksheet.contents", name=name), 303)


@blueprint.get("/worksheet/<name>/delete")
def delete(name: str) -> ResponseReturnValue:
    """What would be deleted, with the documents offered first. In a seminar one withdraws what one wrote."""
    found = held(name)
    if found.room:
        return redirect(_withdraw_url(found))
    return render_template("worksheet/delete.html", **frame(found), formats=formats(name), form=DeleteForm())


def _withdraw_url(found: Held) -> str:
    if found.room and found.holding.participant:
        return url_for("seminar.withdraw", name=found.room.id)
    return home_url(found)


@blueprint.post("/worksheet/<name>/delete")
def delete_now(name: str) -> ResponseReturnValue:
    """Delete the worksheet; for seven days it can be taken back."""
    found, form = _own(name), DeleteForm()
    if not form.validate():
        return render_template("worksheet/delete.html", **frame(found), formats=formats(name), form=form), form.refusal
    with database().write() as connection:
        worksheets.delete(connection, name, now())
    return redirect(url_for("worksheet.contents", name=name), 303)


@blueprint.post("/worksheet/<name>/restore")
def restore(name: str) -> ResponseReturnValue:
    """Take a deleted worksheet back."""
    found, form = held(name, deleted_too=True, from_seats=True), PlainForm()
    if not form.validate():
        return render_template("worksheet/deleted.html", **frame(found), typed=[], form=form), form.refusal
    with database().write() as connection:
        worksheets.take_back(connection, found.own)
    return redirect(url_for("worksheet.contents", name=name), 303)


@blueprint.get("/finish")
def finish() -> ResponseReturnValue:
    """Ask before this browser forgets what it holds."""
    return render_template("worksheet/finish.html", form=PlainForm())


@blueprint.post("/finish")
def finish_now() -> ResponseReturnValue:
    """Forget every worksheet on this browser, the cookie too; the page that follows empties the drafts."""
    form = PlainForm()
    if not form.validate():
        return render_template("worksheet/finish.html", form=form), form.refusal
    if key := browser.hashed():
        with database().write() as connection:
            holdings.end(connection, key)
    browser.forget()
    return redirect(url_for("worksheet.finished"), 303)


@blueprint.get("/finished")
def finished() -> ResponseReturnValue:
    """Say that this browser has forgotten everything."""
    return render_template("worksheet/finished.html")
