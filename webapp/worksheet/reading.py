"""Reading a worksheet: the case, what came after, the summary and its documents, and the history of each answer."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.access import seats
from webapp.answers import revisions
from webapp.answers.documents import FORMATS, filename
from webapp.answers.save import Base, Submission
from webapp.answers.summary import NO_COURSE, Course, Line, Summary, summarise
from webapp.clock import now
from webapp.current import database, settings
from webapp.framework.model import Question
from webapp.framework.text import plain
from webapp.worksheet import conflict
from webapp.worksheet.blueprint import blueprint
from webapp.worksheet.context import formats, frame
from webapp.worksheet.entry_forms import PlainForm
from webapp.worksheet.guard import Held, held
from webapp.worksheet.page import StepPage
from webapp.worksheet.walk import Walk

TAKEN_UP = "The old text stands again, as a new entry. The text that it replaced is still listed below it."
STANDS = "This text stands already, so nothing was changed."
NOT_RELEASED = (
    "Nothing of what came after is released yet. Once the facilitator does so, it stands on the seminar’s page."
)
OVERTAKEN = "Another text was saved a moment ago, so nothing was changed. It stands first in this list."


@blueprint.get("/worksheet/<name>/briefing")
def briefing(name: str) -> ResponseReturnValue:
    """The case as known on the date."""
    return render_template("worksheet/briefing.html", **frame(held(name)))


@blueprint.get("/worksheet/<name>/after")
def after(name: str) -> ResponseReturnValue:
    """What came after: a page that a reader opens on purpose; in a seminar, as far as the facilitator released it."""
    found = held(name)
    case = found.worksheet.case
    if not case or not (case.after or (found.room and case.later)):
        return _not_released() if found.room else abort(404)
    return render_template("worksheet/after.html", **frame(found))


def _not_released() -> ResponseReturnValue:
    page = render_template("errors/error.html", title="Not released", sentence=NOT_RELEASED, advice="")
    return page, 403


def _summary(found: Held) -> Summary:
    worksheet = found.worksheet
    today = now().astimezone(settings().zone).date()
    given = revisions.answers(found.latest)
    with database().read() as connection:
        others = seats.answered(connection, found.own)
    made = summarise(worksheet.framework, worksheet.case, given, worksheet.holder, today, _course(found), others)
    rehearsed = found.room is not None and found.room.rehearsal
    return made._replace(head=(*made.head, "from a rehearsal with made-up participants")) if rehearsed else made


def _course(found: Held) -> Course:
    """How the case and the answers went on, where developments were published."""
    published = found.room.published if found.room else ()
    if not published:
        return NO_COURSE
    titles = {q.id: q.short for step in found.worksheet.framework.steps() for q in step.questions}
    lines = (
        Line(f"Development {one.number}", f"{plain(one.heading, titles)}\n{plain(one.text, titles)}")
        for one in published
    )
    with database().read() as connection:
        written = revisions.by_developments(connection, [found.own]).get(found.own, {})
    return Course(tuple(lines), revisions.states(written))


@blueprint.get("/worksheet/<name>/summary")
def summary(name: str) -> ResponseReturnValue:
    """The summary of the answers given."""
    found = held(name)
    walk = Walk(found.worksheet, revisions.answers(found.latest))
    urls = {
        question.id: walk.url(step.id, question.id)
        for step in found.worksheet.framework.steps()
        for question in step.questions
    }
    return render_template(
        "worksheet/summary.html", **frame(found), formats=formats(name), summary=_summary(found), change_urls=urls
    )


@blueprint.get("/worksheet/<name>/summary/<kind>")
def document(name: str, kind: str) -> ResponseReturnValue:
    """The summary as a file."""
    chosen = FORMATS.get(kind) or abort(404)
    value = _summary(held(name))
    response = Response(chosen.render(value), mimetype=chosen.mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=filename(value, chosen.suffix))
    return response


@blueprint.get("/worksheet/<name>/history")
def history_index(name: str) -> ResponseReturnValue:
    """The questions whose answers have a history."""
    found = held(name)
    questions = [q for step in found.worksheet.framework.steps() for q in step.questions if q.id in found.latest]
    return render_template("worksheet/history_index.html", **frame(found), questions=questions)


@blueprint.get("/worksheet/<name>/history/<question_id>")
def history(name: str, question_id: str) -> ResponseReturnValue:
    """Every revision of one answer, the newest first."""
    return _history_page(held(name, from_seats=True), question_id, PlainForm())


def _history_page(found: Held, question_id: str, form: PlainForm) -> str:
    name, question = found.worksheet.id, _question(found, question_id)
    with database().read() as connection:
        listed = revisions.history(connection, name, question_id)
    return render_template(
        "worksheet/history.html",
        **frame(found),
        question=question,
        revisions=[one._asdict() | {"writer": conflict.writer(one, found.holding.id)} for one in listed],
        form=form,
    )


@blueprint.post("/worksheet/<name>/history/<question_id>/<int:number>")
def take_up(name: str, question_id: str, number: int) -> ResponseReturnValue:
    """Take an old answer up again, as a new revision."""
    found = held(name, from_seats=True)
    _question(found, question_id)
    form = PlainForm()
    if not form.validate():
        return _history_page(found, question_id, form), form.refusal
    with database().read() as connection:
        listed = {one.number: one for one in revisions.history(connection, name, question_id)}
    old = listed.get(number) or abort(404)
    step = next(s.id for s in found.worksheet.framework.steps() if any(q.id == question_id for q in s.questions))
    submission = Submission(question_id, old.answer, Base.of(listed[max(listed)]))
    outcome = StepPage(found, step).save([submission], "save")
    flash(OVERTAKEN if outcome.conflicts else TAKEN_UP if outcome.saved else STANDS)
    return redirect(url_for("worksheet.history", name=name, question_id=question_id), 303)


def _question(found: Held, question_id: str) -> Question:
    questions = (question for step in found.worksheet.framework.steps() for question in step.questions)
    return next((question for question in questions if question.id == question_id), None) or abort(404)
