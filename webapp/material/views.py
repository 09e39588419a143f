"""What cases and agendas have in common: the list, and opening, downloading, copying and deleting one."""

from __future__ import annotations

import msgspec
from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.access import browser, material
from webapp.clock import now
from webapp.current import database, libraries, settings
from webapp.framework.own_case import slug
from webapp.framework.toml_file import UnfitFile
from webapp.material.blueprint import blueprint
from webapp.material.entry_forms import OpenFileForm, RemoveForm
from webapp.material.guard import held
from webapp.material.kinds import KINDS, Kind, kind_of
from webapp.worksheet.entry_forms import Form, PlainForm

FULL = f"This browser holds {material.MOST_HELD} cases and agendas, which is as many as it may. Delete one first."


@blueprint.get("")
def index() -> ResponseReturnValue:
    """The cases and agendas that this browser holds."""
    key = browser.hashed()
    with database().read() as connection:
        kept = {word: material.held(connection, key, kind.value, now()) if key else [] for word, kind in KINDS.items()}
    return render_template("material/index.html", kept=kept, kinds=KINDS, days=settings().delete_after_days)


@blueprint.get("/open/<what>")
def open_file(what: str) -> ResponseReturnValue:
    """The form that opens a file."""
    return render_template("material/open.html", form=OpenFileForm(), kind=kind_of(what))


@blueprint.post("/open/<what>")
def opened(what: str) -> ResponseReturnValue:
    """Open a file as a new case or agenda."""
    kind, form = kind_of(what), OpenFileForm()
    name = _from_file(kind, form) if form.validate() else None
    if not name:
        return render_template("material/open.html", form=form, kind=kind), form.refusal
    return redirect(url_for(f"material.{what}", name=name), 303)


def _from_file(kind: Kind, form: OpenFileForm) -> str | None:
    try:
        return _added(kind.read(form.file.data.read(), list(libraries().values())))
    except UnfitFile as unfit:
        form.file.errors = [unfit.reason]
    except material.TooMany:
        form.file.errors = [FULL]
    return None


def _added(value: msgspec.Struct) -> str:
    with database().write() as connection:
        return material.add(connection, browser.ensure(), value, now(), settings().delete_after_days)


@blueprint.get("/<what>/<name>/file")
def file(what: str, name: str) -> ResponseReturnValue:
    """The TOML file of a case or an agenda."""
    kind = kind_of(what)
    value = held(kind.value, name).value
    response = Response(kind.render(value), mimetype="application/toml")
    response.headers["Content-Disposition"] = f'attachment; filename="{what}-{slug(value.title) or name}.toml"'
    return response


@blueprint.post("/<what>/<name>/copy")
def copy(what: str, name: str) -> ResponseReturnValue:
    """Make a copy that can be changed."""
    kind, form = kind_of(what), PlainForm()
    kept = held(kind.value, name)
    if not form.validate():
        return _remove_page(kind, kept, form), form.refusal
    title = f"Copy of {kept.value.title}"[:300]
    try:
        made = _added(msgspec.structs.replace(kept.value, title=title))
    except material.TooMany:
        form.form_errors.append(FULL)
        return _remove_page(kind, kept, form), form.refusal
    return redirect(url_for(f"material.edit_{what}", name=made), 303)


@blueprint.get("/<what>/<name>/delete")
def delete(what: str, name: str) -> ResponseReturnValue:
    """What would be deleted, with the file offered first."""
    kind = kind_of(what)
    return _remove_page(kind, held(kind.value, name), RemoveForm())


@blueprint.post("/<what>/<name>/delete")
def delete_now(what: str, name: str) -> ResponseReturnValue:
    """Delete it, for good."""
    kind, form = kind_of(what), RemoveForm()
    kept = held(kind.value, name)
    if not form.validate():
        return _remove_page(kind, kept, form), form.refusal
    with database().write() as connection:
        material.remove(connection, browser.hashed(), name)
    return redirect(url_for("material.index"), 303)


def _remove_page(kind: Kind, kept: material.Kept[msgspec.Struct], form: Form) -> str:
    asked = form if isinstance(form, RemoveForm) else RemoveForm(formdata=None)
    return render_template("material/delete.html", kind=kind, kept=kept, form=form, asked=asked)
