"""The closing round: one closing question in plenary, each holder's words on the screen one after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from webapp.access import rooms, sight
from webapp.access.rooms import Room, Screen
from webapp.access.sight import Seen
from webapp.clock import now
from webapp.current import database
from webapp.framework.model import Question
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.comparison import name_of
from webapp.seminar.guard import seated_in
from webapp.seminar.on_screen import Shown, on_screen
from webapp.seminar.projector_form import NO_BUTTON, NO_QUESTION
from webapp.worksheet.entry_forms import PlainForm

NOT_REVEALED = "The answers to the closing questions are not revealed, so the screen can’t show them."
NOBODY = "This holder is not in the seminar any more. Go on with one of those below."


class TurnForm(PlainForm):
    """Whose words the screen should show, to which question, and at which page."""

    question = StringField()
    sheet = StringField()
    page = StringField()


class Turn(NamedTuple):
    """A button that leads the round on or back: its words, and what it puts on the screen."""

    words: str
    sheet: str
    page: int = 1


class Round(NamedTuple):
    """A question of the round: whose turn it is (none before it begins), and the ways from there."""

    question: Question
    holders: Sequence[tuple[str, str]]
    current: str
    page: int
    onward: tuple[Turn, ...]
    back: Turn | None


@blueprint.get("/seminar/<name>/desk/closing")
def closing(name: str) -> ResponseReturnValue:
    """Lead the closing round; `?question=` chooses a question, else the one on the screen is gone on with."""
    return _page(name, request.args.get("question", ""))


@blueprint.post("/seminar/<name>/desk/closing")
def closing_turn(name: str) -> ResponseReturnValue:
    """Put one holder's words on the screen, or turn their page."""
    form = TurnForm()
    valid = form.validate()
    with at_desk(name) as (connection, room):
        wanted = _wanted(connection, room, form) if valid else None
        if wanted:
            rooms.put_on_screen(connection, name, wanted, now())
    if not wanted:
        return _page(name, form.question.data or "", form), form.refusal
    return redirect(url_for("seminar.closing", name=name), 303)


def _wanted(connection: sa.Connection, room: Room, form: TurnForm) -> Screen | None:
    """What the form asks the screen to show; None, with a form error, where it can't."""
    question, sheet, page = form.question.data or "", form.sheet.data or "", form.page.data or "1"
    if not _question(room, question):
        trouble = NO_QUESTION
    elif not room.state(room.framework.closing.id).revealed:
        trouble = NOT_REVEALED
    elif sheet not in {place.worksheet for place in sight.places(connection, room)}:
        trouble = NOBODY
    else:
        trouble = "" if page.isascii() and page.isdigit() and len(page) < 4 else NO_BUTTON
    if trouble:
        form.form_errors.append(trouble)
        return None
    return Screen("answers", question, (sheet,), columns=1, page=int(page))


def _question(room: Room, question: str) -> Question | None:
    return next((one for one in room.framework.closing.questions if one.id == question), None)


def _page(name: str, question_id: str, failed: TurnForm | None = None) -> str:
    with database().read() as connection:
        here = seated_in(connection, name, "desk")
        room, shown = here.room, on_screen(connection, here.room)
        question = _question(room, question_id) or _question(room, room.screen.question)
        seen = sight.seen(connection, room, here.viewer, [question.id])[question.id] if question else []
    return render_template(
        "seminar/closing.html",
        room=room,
        state=room.state(room.framework.closing.id),
        form=failed,
        round=_round(room, question, seen, shown) if question else None,
        shown=shown,
        not_revealed=NOT_REVEALED,
    )


def _round(room: Room, question: Question, seen: Sequence[Seen], shown: Shown) -> Round:
    """Where the round is: at the one holder whose words to this question the screen shows, else before the first."""
    holders = [(one.worksheet, name_of(one, room.holders == "group")) for one in seen]
    sheets = [sheet for sheet, _ in holders]
    alone = room.screen.worksheets[0] if len(room.screen.worksheets) == 1 and shown.question == question else ""
    place = sheets.index(alone) if alone in sheets else -1
    page = min(room.screen.page, shown.pages) if place >= 0 else 1
    go = "Begin" if place < 0 else "Next"
    following = Turn(f"{go}: {holders[place + 1][1]}", sheets[place + 1]) if place + 1 < len(sheets) else None
    onward = [Turn("Next page", alone, page + 1)] if place >= 0 and page < shown.pages else []
    back = Turn(f"Back: {holders[place - 1][1]}", sheets[place - 1]) if place > 0 else None
    if place >= 0 and page > 1:
        back = Turn("Back one page", alone, page - 1)
    return Round(
        question, holders, alone if place >= 0 else "", page, (*onward, *([following] if following else [])), back
    )
