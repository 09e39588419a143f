"""Developments at the desk: prepared, written, published, put on the screen; and releasing what came after."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import developments, publishing, rooms
from webapp.access.developments import Prepared
from webapp.access.rooms import Room, Screen
from webapp.clock import now
from webapp.current import database
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.board import asked
from webapp.seminar.development_forms import NO_SECTION, DevelopmentForm, ReleaseForm
from webapp.seminar.guard import seated_in
from webapp.worksheet.entry_forms import PlainForm

GONE = (
    "This development is not prepared any more: another desk has published or deleted it, so nothing was done. Below is"
    " what stands now."
)
NOT_CHANGED = (
    "Another desk has published or deleted this development meanwhile, so your change was not saved. What you typed is"
    " still here: keep or publish it as another development."
)
PUBLISHED = "Published. All phones show it, and the sections that it names say so."
KEPT, DELETED = "Kept for later. The desk alone sees it.", "Deleted."


@blueprint.get("/seminar/<name>/desk/developments")
def desk_developments(name: str) -> ResponseReturnValue:
    """What is published, what is prepared, and what of what came after can be released."""
    return _page(name)


def _page(
    name: str,
    failed: DevelopmentForm | ReleaseForm | PlainForm | None = None,
    sentence: str = "",
) -> str:
    """The page; `failed` is a form that could not be taken, with what was typed."""
    with database().read() as connection:
        room = seated_in(connection, name, "desk").room
        waiting = developments.prepared(connection, name)
    new = failed if isinstance(failed, DevelopmentForm) else DevelopmentForm(formdata=None)
    release = failed if isinstance(failed, ReleaseForm) else ReleaseForm(formdata=None)
    for form in (new, release):
        form.offer(room)
    if failed and sentence:
        failed.form_errors = [*failed.form_errors, sentence]
    return render_template(
        "seminar/desk_developments.html",
        room=room,
        prepared=waiting,
        new=new,
        release=release,
        form=failed,
        titles={step.id: step.title for step in asked(room)},
    )


@blueprint.post("/seminar/<name>/desk/developments")
def write_development(name: str) -> ResponseReturnValue:
    """Publish new facts at once, or keep them for later."""
    form = DevelopmentForm()
    with at_desk(name) as (connection, room):
        form.offer(room)
        valid = form.validate()
        if valid and _publishes():
            _show(connection, room, publishing.publish_new(connection, room, form.what(), now()), now())
        elif valid:
            publishing.prepare(connection, room.id, [form.what()], now())
    if not valid:
        return _page(name, form), form.refusal
    return _done(name, PUBLISHED if _publishes() else KEPT)


@blueprint.post("/seminar/<name>/desk/developments/release")
def release(name: str) -> ResponseReturnValue:
    """Release what came after, or one dated fact of it."""
    form = ReleaseForm()
    with at_desk(name) as (connection, room):
        form.offer(room)
        what = publishing.What.released(room.case, form.which.data, form.named()) if form.validate() else None
        if what:
            _show(connection, room, publishing.publish_new(connection, room, what, now()), now())
    return _done(name, PUBLISHED) if what else (_page(name, form), form.refusal)


@blueprint.get("/seminar/<name>/desk/developments/<int:one>")
def prepared_development(name: str, one: int) -> ResponseReturnValue:
    """One prepared development, to change it."""
    with database().read() as connection:
        room = seated_in(connection, name, "desk").room
        found = _find(connection, room, one)
    if not found:
        return _page(name, PlainForm(formdata=None), GONE), 404
    form = DevelopmentForm(formdata=None)
    form.offer(room)
    form.fill(found)
    return render_template("seminar/desk_development.html", room=room, one=one, form=form)


@blueprint.post("/seminar/<name>/desk/developments/<int:one>")
def change_development(name: str, one: int) -> ResponseReturnValue:
    """Save a prepared development, and publish it where that button was pressed."""
    form = DevelopmentForm()
    with at_desk(name) as (connection, room):
        form.offer(room)
        valid = form.validate()
        there = valid and publishing.rewrite(connection, room, one, form.what())
        number = publishing.publish(connection, room, one, now()) if there and _publishes() else None
        _show(connection, room, number, now())
    if not valid:
        return render_template("seminar/desk_development.html", room=room, one=one, form=form), form.refusal
    if not there:
        return _page(name, form, NOT_CHANGED), 409
    return _done(name, PUBLISHED if number else KEPT)


@blueprint.post("/seminar/<name>/desk/developments/<int:one>/publish")
def publish_development(name: str, one: int) -> ResponseReturnValue:
    """Publish a prepared development as it stands."""
    form = PlainForm()
    if not form.validate():
        return _page(name, form), form.refusal
    with at_desk(name) as (connection, room):
        found = _find(connection, room, one)
        named = bool(found and {step.id for step in asked(room)} & set(found.sections))
        if named:
            _show(connection, room, publishing.publish(connection, room, one, now()), now())
    if not found:
        return _page(name, form, GONE), 409
    if not named:
        return _to_be_named(room, found), 422
    return _done(name, PUBLISHED)


def _to_be_named(room: Room, found: Prepared) -> str:
    """The page of a development that names no section of this seminar: there it can be given one."""
    form = DevelopmentForm(formdata=None)
    form.offer(room)
    form.fill(found)
    form.sections.errors = [NO_SECTION]
    return render_template("seminar/desk_development.html", room=room, one=found.id, form=form)


@blueprint.post("/seminar/<name>/desk/developments/<int:one>/delete")
def delete_development(name: str, one: int) -> ResponseReturnValue:
    """Delete a prepared development; a published one stays."""
    form = PlainForm()
    if not form.validate():
        return _page(name, form), form.refusal
    with at_desk(name) as (connection, room):
        there = publishing.drop(connection, room, one)
    return _done(name, DELETED) if there else (_page(name, form, GONE), 409)


def _find(connection: sa.Connection, room: Room, one: int) -> Prepared | None:
    return next((each for each in developments.prepared(connection, room.id) if each.id == one), None)


def _publishes() -> bool:
    """Whether the button that was pressed publishes."""
    return request.form.get("go") in ("publish", "show")


def _show(connection: sa.Connection, room: Room, number: int | None, at: datetime) -> None:
    """Put what was just published on the screen, where that was asked for in the same press."""
    if number and request.form.get("go") == "show":
        rooms.put_on_screen(connection, room.id, Screen("development", development=number), at)


def _done(name: str, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("seminar.desk_developments", name=name), 303)
