"""After the seminar: deleting it with everything in it, taking it back, and copying its case, agenda and settings."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.access import seats
from webapp.access.model import participant, seminar
from webapp.access.rooms import Room
from webapp.answers.model import revision
from webapp.clock import now
from webapp.current import database
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.desk_forms import TypedForm
from webapp.seminar.guard import SeminarDeleted, seated, seated_in
from webapp.worksheet.entry_forms import EXPIRED, PlainForm


class Goes(NamedTuple):
    """What a deletion takes with it."""

    participants: int
    worksheets: int
    answers: int


def goes(connection: sa.Connection, room: Room) -> Goes:
    """How many people, worksheets and answers a deletion takes, those from other seats too.

    An answer counts once, however often it was saved.
    """
    of_seminar = seats.sheets(room.id)
    answered = (
        sa.select(revision.c.worksheet, revision.c.question)
        .distinct()
        .where(revision.c.worksheet.in_(of_seminar))
        .subquery()
    )
    count = sa.func.count
    row = connection.execute(
        sa.select(
            sa.select(count()).where(participant.c.seminar == room.id).scalar_subquery(),
            sa.select(count()).select_from(of_seminar.subquery()).scalar_subquery(),
            sa.select(count()).select_from(answered).scalar_subquery(),
        )
    ).one()
    return Goes(*row)


@blueprint.get("/seminar/<name>/delete")
def delete(name: str) -> ResponseReturnValue:
    """What would be deleted, with the record offered first."""
    return _delete_page(name, TypedForm(formdata=None))


def _delete_page(name: str, form: TypedForm) -> str:
    with database().read() as connection:
        room = seated_in(connection, name, "desk").room
        counted = goes(connection, room)
    return render_template("seminar/delete.html", room=room, goes=counted, gone_at=room.gone_at(now()), form=form)


@blueprint.post("/seminar/<name>/delete")
def delete_now(name: str) -> ResponseReturnValue:
    """Delete the seminar for everybody; for seven days its desk can take it back."""
    form = TypedForm()
    form.expect("delete", seated(name, "desk").room.case.title)
    if not form.validate():
        return _delete_page(name, form), form.refusal
    with at_desk(name) as (connection, room):
        _mark(connection, room, now())
    return redirect(url_for("seminar.desk", name=name), 303)


def _mark(connection: sa.Connection, room: Room, at: datetime | None) -> None:
    connection.execute(
        sa.update(seminar)
        .where(seminar.c.id == room.id)
        .values(deleted_at=at, version=seminar.c.version + 1, moved_at=at or now())
    )


@blueprint.post("/seminar/<name>/restore")
def restore(name: str) -> ResponseReturnValue:
    """Take a deleted seminar back, with everybody and everything in it."""
    room = seated(name, "desk", deleted_too=True).room
    if not PlainForm().validate():
        flash(EXPIRED)
        raise SeminarDeleted(room)
    with database().write() as connection:
        _mark(connection, room, None)
    return redirect(url_for("seminar.desk", name=name), 303)


@blueprint.get("/seminar/<name>/copy")
def copy(name: str) -> ResponseReturnValue:
    """Lead to the form of a new seminar, filled in with this one's case, agenda and settings."""
    seated(name, "desk")
    return redirect(url_for("seminar.new", copy=name))
