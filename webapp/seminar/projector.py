"""What the desk puts on the screen: the join code, nothing, the case, a question, or revealed answers in an order."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import rooms, sight
from webapp.clock import now
from webapp.current import database
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.comparison import comparison
from webapp.seminar.guard import seated_in
from webapp.seminar.on_screen import find_question, on_screen
from webapp.seminar.projector_form import ScreenForm


@blueprint.get("/seminar/<name>/projector")
def projector(name: str) -> ResponseReturnValue:
    """Choose what the screen shows; `?question=` chooses a question."""
    return _page(name, None, request.args.get("question", ""))


@blueprint.post("/seminar/<name>/projector")
def put_on_screen(name: str) -> ResponseReturnValue:
    """Put something on the screen, or turn its page."""
    form = ScreenForm()
    valid = form.validate()
    with at_desk(name) as (connection, room):
        wanted = form.wanted(room) if valid else None
        if wanted:
            rooms.put_on_screen(connection, name, wanted, now())
    if not wanted:
        return _page(name, form, form.question.data or ""), form.refusal
    return redirect(url_for("seminar.projector", name=name, question=form.question.data or None), 303)


def _page(name: str, failed: ScreenForm | None, question_id: str) -> str:
    """The page; `failed` is a form that could not be taken, with what was ticked."""
    with database().read() as connection:
        here = seated_in(connection, name, "desk")
        room = here.room
        chosen = find_question(room, question_id or room.screen.question)
        seen = sight.seen(connection, room, here.viewer, [chosen[1].id])[chosen[1].id] if chosen else []
        shown = on_screen(connection, room)
    same = chosen is not None and chosen[1].id == room.screen.question
    ticked = failed.in_order() if failed else list(room.screen.worksheets) if same else []
    return render_template(
        "seminar/projector.html",
        room=room,
        framework=room.framework,
        form=failed,
        shown=shown,
        page=min(room.screen.page, shown.pages),
        section=chosen[0] if chosen else None,
        question=chosen[1] if chosen else None,
        comparison=comparison(room, chosen[1], seen) if chosen else None,
        orders={sheet: failed.order(sheet) if failed else str(place) for place, sheet in enumerate(ticked, 1)},
        columns=failed.columns.data if failed else str(room.screen.columns),
    )
