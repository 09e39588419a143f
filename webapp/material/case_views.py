"""Writing a case, looking at it as its readers will, and copying or deleting it."""

from __future__ import annotations

import re

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import browser, material
from webapp.access.material import Kept
from webapp.clock import now
from webapp.current import database, library, settings
from webapp.framework.load import wording
from webapp.framework.own_case import OwnCase, lacks, readable
from webapp.framework.reminders import reminders, suggestions
from webapp.material.blueprint import blueprint
from webapp.material.case_forms import CaseForm, case_form
from webapp.material.case_written import TooLarge, written
from webapp.material.guard import found, held
from webapp.material.row_forms import ROWS
from webapp.material.views import FULL
from webapp.templating import of

GONE = (
    "This browser no longer holds the case that this page showed. What you typed is below: save it as a new case, "
    "then download it as a file."
)
CHANGED = (
    "This case was changed from another page meanwhile. What you typed is below; saving it now replaces that change. "
    "Open the case in another tab to see it first."
)
USED = "A seminar runs on this case now, so it stays as it is. What you typed is below: save it as a new case."


@blueprint.get("/cases/new")
def new_case() -> ResponseReturnValue:
    """An empty case."""
    case = OwnCase(framework=request.args.get("framework", ""))
    return _page(_form(case, 0), case, None)


@blueprint.post("/cases/new")
def add_case() -> ResponseReturnValue:
    """Keep a new case as far as it is written."""
    empty = _sent()
    form = _form(empty, 0)
    case = _written(form, empty)
    if not case:
        return _page(form, empty, None), form.refusal
    try:
        with database().write() as connection:
            name = material.add(connection, browser.ensure(), case, now(), settings().delete_after_days)
    except material.TooMany:
        form.form_errors.append(FULL)
        return _page(form, empty, None), 422
    return _on(name)


@blueprint.get("/case/<name>/edit")
def edit_case(name: str) -> ResponseReturnValue:
    """The form of a stored case; one that a seminar runs on can be copied, and not changed."""
    kept = held(OwnCase, name)
    if kept.used_at:
        return redirect(url_for("material.case", name=name))
    return _page(_form(kept.value, kept.version), kept.value, kept)


@blueprint.post("/case/<name>/edit")
def save_case(name: str) -> ResponseReturnValue:
    """Store a case as far as it is written; what can't be stored comes back with its reason, and everything typed."""
    kept = found(OwnCase, name)
    before = kept.value if kept else _sent()
    form = _form(before, 0)
    if not kept or kept.used_at:
        valid = form.validate()
        status = form.refusal if not valid else 409 if kept else 403
        return _page(form, before, None, USED if kept else GONE), status
    case = _written(form, before)
    if not case:
        return _page(form, before, kept), form.refusal
    with database().write() as connection:
        base = kept._replace(version=form.base)
        saved = material.change(connection, base, case, now(), settings().delete_after_days)
    if not saved:
        form.version.data = str(kept.version)
        return _page(form, before, kept, CHANGED), 409
    return _on(name)


def _sent() -> OwnCase:
    """An empty case for the framework that the form names."""
    return OwnCase(framework=of(library(request.form.get("framework", "")).framework) or "")


def _form(case: OwnCase, version: int) -> CaseForm:
    add = request.args.get("add", "")
    return case_form(library(case.framework).framework, case, version, add if add in ROWS else "")


def _written(form: CaseForm, before: OwnCase) -> OwnCase | None:
    """What a form describes, or None with an error in the form."""
    if not form.validate():
        return None
    try:
        return written(form, before, _asked("remove"))
    except TooLarge as large:
        form.form_errors.append(str(large))
        return None


def _asked(what: str) -> str:
    """What a button of the form asks for beside saving: `add-timeline` gives `timeline`."""
    match = re.fullmatch(rf"{what}-((?:{'|'.join(ROWS)})(?:-[0-9]{{1,3}})?)", request.form.get("go", ""))
    return match[1] if match else ""


def _on(name: str) -> ResponseReturnValue:
    """Where saving leads: to the same place on the form, or to the page as readers see it."""
    if request.form.get("go") == "show":
        return redirect(url_for("material.case", name=name), 303)
    flash("Saved.")
    if added := _asked("add"):
        return redirect(url_for("material.edit_case", name=name, add=added, _anchor=f"{added}-new"), 303)
    removed = _asked("remove").partition("-")[0]
    return redirect(url_for("material.edit_case", name=name, _anchor=removed or None), 303)


def _page(form: CaseForm, case: OwnCase, kept: Kept[OwnCase] | None, notice: str = "") -> str:
    """The form on a page; `case` says for which framework, and `kept` is there where it is stored already."""
    framework = library(case.framework).framework
    asked = url_for("material.edit_case", name=kept.id) if kept else url_for("material.new_case")
    return render_template(
        "material/case_form.html",
        form=form,
        kept=kept,
        framework=framework,
        action=asked,
        lacks=lacks(kept.value, framework) if kept and request.method == "GET" else [],
        reminded={field.name: reminders([field.data or ""], wording()) for field in form.texts()},
        suggestions=suggestions(wording()),
        added=request.args.get("add", ""),
        notices=[notice] if notice else [],
    )


@blueprint.get("/case/<name>/")
def case(name: str) -> ResponseReturnValue:
    """A case as its readers see it, with what it still lacks and what can be done with it."""
    kept = held(OwnCase, name)
    framework = library(kept.value.framework).framework
    texts = {label: reminders(words, wording()) for label, words in readable(kept.value, framework)}
    return render_template(
        "material/case.html",
        kept=kept,
        case=kept.value,
        framework=framework,
        lacks=lacks(kept.value, framework),
        reminded={label: found for label, found in texts.items() if found},
    )
