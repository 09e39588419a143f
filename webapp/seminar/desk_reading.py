"""Reading at the desk, in private: all answers to one question, and what the desk can do with them there."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from webapp.access import discussion, sight, tray
from webapp.access.discussion import KINDS
from webapp.access.rooms import Room
from webapp.current import database
from webapp.seminar.blueprint import blueprint
from webapp.seminar.comparison import comparison, name_of
from webapp.seminar.desk_forms import WithholdForm
from webapp.seminar.discussion_forms import NOT_TOLD, DiscussionForm
from webapp.seminar.guard import seated_in
from webapp.seminar.on_screen import find_question, on_screen
from webapp.seminar.private_notes import private_text
from webapp.seminar.tray import laid


@blueprint.get("/seminar/<name>/desk/answers/<question_id>")
def desk_answers(name: str, question_id: str) -> ResponseReturnValue:
    """All answers to a question, whatever its stage, for the desk alone."""
    return answers_page(name, question_id)


def answers_page(name: str, question_id: str, failed: FlaskForm | None = None) -> str:
    """All answers to a question, with its tray and its notes; `failed` is a form that could not be taken."""
    with database().read() as connection:
        here = seated_in(connection, name, "desk")
        room = here.room
        section, question = find_question(room, question_id) or abort(404)
        places = sight.places(connection, room)
        seen = sight.seen(connection, room, here.viewer, [question_id], places)[question_id]
        lying = tray.lying(connection, room).get(question_id, [])
        notes = discussion.seen(connection, room, here.viewer).get(question_id, [])
        private, _ = private_text(connection, room, question_id)
        shown = on_screen(connection, room)
    compared = comparison(room, question, seen)
    slots = [(slot.worksheet, slot.name) for slot in compared.slots]
    return render_template(
        "seminar/desk_answers.html",
        room=room,
        section=section,
        question=question,
        comparison=compared,
        erased={one.worksheet for one in seen if one.erased},
        lying=lying,
        laid=laid(room, section, question, seen, lying),
        shown=shown,
        notes=notes,
        kinds=KINDS,
        not_told=NOT_TOLD,
        private=private,
        kept_back=[(one.worksheet, name_of(one, room.holders == "group")) for one in seen if one.withheld],
        form=failed,
        **_forms(failed, slots, room, discussion.names(room, places)),
    )


def _forms(failed: FlaskForm | None, slots: list[tuple[str, str]], room: Room, names: list[str]) -> dict[str, Any]:
    """The page's two forms: the one that could not be taken, with what was typed, and fresh ones."""
    withhold = failed if isinstance(failed, WithholdForm) else WithholdForm(formdata=None)
    withhold.offer(slots)
    noting = failed if isinstance(failed, DiscussionForm) else DiscussionForm(formdata=None).fit(room, names)
    return {"withhold": withhold, "noting": noting}
