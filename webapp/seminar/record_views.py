"""The record: as a page, and as a file in each format."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.access import discussion, gate, rooms, sight
from webapp.clock import now
from webapp.current import database, settings
from webapp.seminar import record as records
from webapp.seminar.blueprint import blueprint
from webapp.seminar.guard import Present, present_or_desk
from webapp.seminar.record import Reader, Record
from webapp.seminar.record_document import of_record
from webapp.seminar.record_formats import FORMATS, filename

NOT_SHARED = (
    "The facilitator has not shared the record of this seminar. You can take home your own summary from your page."
)


def read(found: Present) -> Record:
    """The record of a seminar, as far as the gate lets this viewer see it; always the same number of statements."""
    room, viewer = found.room, found.viewer
    reader = Reader(viewer, now().astimezone(settings().zone).date(), settings().timezone)
    questions = [question.id for step in room.framework.steps() for question in step.questions]
    with database().read() as connection:
        places = sight.places(connection, room)
        seen = sight.seen(connection, room, viewer, questions, places)
        notes = discussion.seen(connection, room, viewer)
        return records.record(room, places, seen, notes, rooms.log(connection, room.id), reader)


@blueprint.get("/seminar/<name>/record")
def record(name: str) -> ResponseReturnValue:
    """The record of a seminar."""
    found = present_or_desk(name)
    if not gate.may_see_record(found.viewer, found.room):
        return _not_shared()
    value = read(found)
    return render_template(
        "seminar/record.html", room=found.room, viewer=found.viewer, document=of_record(value), formats=formats(name)
    )


@blueprint.get("/seminar/<name>/record/<kind>")
def record_document(name: str, kind: str) -> ResponseReturnValue:
    """The record as a file."""
    found = present_or_desk(name)
    if not gate.may_see_record(found.viewer, found.room):
        return _not_shared()
    chosen = FORMATS.get(kind) or abort(404)
    value = read(found)
    response = Response(chosen.render(value), mimetype=chosen.mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=filename(value, chosen.suffix))
    return response


def _not_shared() -> ResponseReturnValue:
    page = render_template("errors/error.html", title="The record is not shared", sentence=NOT_SHARED, advice="")
    return page, 403


def formats(name: str) -> list[dict[str, Any]]:
    """The documents that a record can be taken home as, with their addresses."""
    return [
        {"id": kind, "label": one.label, "url": url_for("seminar.record_document", name=name, kind=kind)}
        for kind, one in FORMATS.items()
    ]
