"""Keeping a worksheet: its return code, who holds it, finishing on a device, deleting and taking back."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.access import browser, codes, holdings
from webapp.answers import worksheets
from webapp.clock import now
from webapp.current import database, settings
from webapp.worksheet.blueprint import blueprint
from webapp.worksheet.context import formats, frame
from webapp.worksheet.entry_forms import DeleteForm, HolderForm, PlainForm
from webapp.worksheet.guard import held


@blueprint.get("/worksheet/<name>/code")
def code(name: str) -> ResponseReturnValue:
    """The return code, until its reader has kept it."""
    return _code_page(name)


def _code_page(name: str) -> str:
    return render_template("worksheet/code.html", **frame(held(name)), form=PlainForm(), code=browser.shown_code(name))


@blueprint.post("/worksheet/<name>/code")
def code_new(name: str) -> ResponseReturnValue:
    """Make a new return code; the old one ends."""
    found = held(name)
    if not PlainForm().validate():
        return _code_page(name), 400
    with database().write() as connection:
        made = codes.store(connection, settings().secret_key, now(), found.opens)
    browser.show_code(name, codes.printed(made))
    return redirect(url_for("worksheet.code", name=name), 303)


@blueprint.post("/worksheet/<name>/code/kept")
def code_kept(name: str) -> ResponseReturnValue:
    """The reader has kept the code: show it no more."""
    held(name)
    if not PlainForm().validate():
        return _code_page(name), 400
    browser.forget_code(name)
    return redirect(url_for("worksheet.contents", name=name), 303)


@blueprint.get("/worksheet/<name>/settings")
def settings_page(name: str) -> ResponseReturnValue:
    """Who holds the worksheet, when it is deleted, and the ways to end it."""
    found = held(name)
    holder = found.worksheet.holder
    form = HolderForm(holder_kind=holder.kind, holder_name=holder.name)
    return render_template("worksheet/settings.html", **frame(found), form=form)


@blueprint.post("/worksheet/<name>/settings")
def save_settings(name: str) -> ResponseReturnValue:
    """Store who holds the worksheet."""
    found, form = held(name), HolderForm()
    if not form.validate():
        return render_template("worksheet/settings.html", **frame(found), form=form), 422
    with database().write() as connection:
        worksheets.rename(connection, name, form.holder())
    return redirect(url_for("worksheet.contents", name=name), 303)


@blueprint.get("/worksheet/<name>/delete")
def delete(name: str) -> ResponseReturnValue:
    """What would be deleted, with the documents offered first."""
    return render_template("worksheet/delete.html", **frame(held(name)), formats=formats(name), form=DeleteForm())


@blueprint.post("/worksheet/<name>/delete")
def delete_now(name: str) -> ResponseReturnValue:
    """Delete the worksheet; for seven days it can be taken back."""
    found, form = held(name), DeleteForm()
    if not form.validate():
        return render_template("worksheet/delete.html", **frame(found), formats=formats(name), form=form), 422
    with database().write() as connection:
        worksheets.delete(connection, name, now())
    return redirect(url_for("worksheet.contents", name=name), 303)


@blueprint.post("/worksheet/<name>/restore")
def restore(name: str) -> ResponseReturnValue:
    """Take a deleted worksheet back."""
    held(name, deleted_too=True)
    if PlainForm().validate():
        with database().write() as connection:
            worksheets.take_back(connection, name)
    return redirect(url_for("worksheet.contents", name=name), 303)


@blueprint.get("/finish")
def finish() -> ResponseReturnValue:
    """Ask before this browser forgets what it holds."""
    return _finish_page()


def _finish_page() -> str:
    return render_template("worksheet/finish.html", form=PlainForm())


@blueprint.post("/finish")
def finish_now() -> ResponseReturnValue:
    """Forget every worksheet on this browser, the cookie too; the page that follows empties the drafts."""
    if not PlainForm().validate():
        return _finish_page(), 400
    if key := browser.hashed():
        with database().write() as connection:
            holdings.end(connection, key)
    browser.forget()
    return redirect(url_for("worksheet.finished"), 303)


@blueprint.get("/finished")
def finished() -> ResponseReturnValue:
    """Say that this browser has forgotten everything."""
    return render_template("worksheet/finished.html")
