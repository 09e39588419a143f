"""The walk: contents and steps."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template
from flask.typing import ResponseReturnValue

from webapp.answers.save import Submission
from webapp.clock import now
from webapp.worksheet import conflict
from webapp.worksheet.blueprint import blueprint
from webapp.worksheet.context import frame, home_url
from webapp.worksheet.forms import Sent, StepForm
from webapp.worksheet.guard import held
from webapp.worksheet.page import EXPIRED, StepPage

REPLACED = "Some characters of your text can’t be stored in every document; each now shows as \ufffd."

LATE = (
    "This section was closed when your text arrived. It is kept as a late draft: you and the facilitator can read it."
)


@blueprint.get("/worksheet/<name>/")
def contents(name: str) -> ResponseReturnValue:
    """The contents: every step with how far it is answered. A seminar has a page of its own for that."""
    found = held(name)
    if found.room and found.holding.participant:
        return redirect(home_url(found))
    return render_template("worksheet/contents.html", **frame(found))


@blueprint.get("/worksheet/<name>/step/<step_id>")
def step(name: str, step_id: str) -> ResponseReturnValue:
    """One step with its questions."""
    page = StepPage(held(name, from_seats=True), step_id)
    if page.waits:
        return render_template("worksheet/waiting.html", **page.context())
    return page.read() if page.closed else page.show(StepForm())


@blueprint.post("/worksheet/<name>/step/<step_id>")
def save_step(name: str, step_id: str) -> ResponseReturnValue:
    """Save a step; what can't be saved comes back with its reason, and everything typed is still there."""
    page = StepPage(held(name, from_seats=True), step_id)
    form = page.form()
    form.validate()
    own = list(conflict.resolved(form, page) if conflict.is_resolution() else page.sent(form))
    if form.csrf_token.errors:
        return page.show(form, own, EXPIRED), 400
    outcome = page.save(_valid(own), "save", form)
    if any(one.replaced for one in own):
        flash(REPLACED)
    if page.late:
        flash(LATE)
    if any(one.errors for one in own):
        # First, since this page shows every question: a conflict comes back with the next save.
        undecided = any("undecided" in one.errors for one in own)
        return page.show(form, own, conflict.UNDECIDED if undecided else ""), 422
    if outcome.conflicts:
        return conflict.show(page, form, own, outcome.conflicts), 409
    return redirect(page.way_on(form.go.data or ""), 303)


@blueprint.post("/worksheet/<name>/step/<step_id>/autosave")
def autosave(name: str, step_id: str) -> ResponseReturnValue:
    """Save a step in passing; answers JSON that says what was saved and what was not, and why."""
    page = StepPage(held(name, from_seats=True), step_id)
    form = page.form()
    form.validate()
    own = list(page.sent(form))
    if form.csrf_token.errors:
        return jsonify(error=EXPIRED), 400
    outcome = page.save(_valid(own), "autosave", form)
    errors = {f"q_{one.question.id}_{part}": error for one in own for part, error in one.errors.items()}
    body = jsonify(
        saved=outcome.saved,
        at=now().isoformat(),
        conflicts=list(outcome.conflicts),
        errors=errors,
        notice=REPLACED if any(one.replaced for one in own) else LATE if page.late else "",
    )
    return body, 409 if outcome.conflicts else 422 if errors else 200


def _valid(own: list[Sent]) -> list[Submission]:
    return [one.submission for one in own if not one.errors]
