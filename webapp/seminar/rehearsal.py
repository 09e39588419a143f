"""A rehearsal: a practice seminar with made-up participants, who join and answer as real ones do."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import browser, founding, gate, holdings, joining, rooms
from webapp.access.codes import keyed_hash
from webapp.access.founding import Plan
from webapp.access.purge import throw_away
from webapp.access.rooms import Room
from webapp.answers import worksheets
from webapp.answers.answer import Answer
from webapp.answers.save import Base, Submission, Writing, save
from webapp.clock import now
from webapp.current import database, library, settings
from webapp.framework import agenda
from webapp.framework.model import Library, MadeUpPerson, Rehearsal, Section
from webapp.seminar.at_desk import at_desk
from webapp.seminar.blueprint import blueprint
from webapp.seminar.desk import desk_page, to_desk
from webapp.worksheet.entry_forms import PlainForm

KEPT_FOR = timedelta(days=7)
THROWN_AWAY = "The rehearsal is thrown away, with everybody and everything in it."


def _offered(framework: str) -> tuple[Library, Rehearsal]:
    content = library(framework)
    return content, content.rehearsal or abort(404)


@blueprint.get("/rehearsals/new")
def rehearse() -> ResponseReturnValue:
    """What a rehearsal is, and the button that begins one; `?framework=` names the questions."""
    return _page(*_offered(request.args.get("framework", "")), PlainForm())


def _page(content: Library, offered: Rehearsal, form: PlainForm) -> str:
    plan = _plan(content, offered, now())
    return render_template(
        "seminar/rehearse.html",
        framework=content.framework,
        plan=plan,
        people=[_name(one) for one in offered.people],
        days=KEPT_FOR.days,
        form=form,
    )


@blueprint.post("/rehearsals/new")
def begin_rehearsal() -> ResponseReturnValue:
    """Open a rehearsal in which all have answered, and lead to its desk."""
    content, offered = _offered(request.form.get("framework", ""))
    form = PlainForm()
    if not form.validate():
        return _page(content, offered, form), form.refusal
    at, secret = now(), settings().secret_key
    with database().write() as connection:
        made = founding.found(connection, secret, browser.ensure(), _plan(content, offered, at), at)
        room = rooms.find(connection, made.id, at)
        if room:
            for person in offered.people:
                _take_part(connection, room, person, at)
    return to_desk(made.id)


def _plan(content: Library, offered: Rehearsal, at: datetime) -> Plan:
    named = next(one for one in content.agendas if one.id == offered.agenda)
    return Plan(
        framework=agenda.of_set(content.framework, named),
        case=next(one for one in content.cases if one.id == offered.case),
        holders="person",
        names="given",
        folded=False,
        one_by_one=False,
        groups=(),
        delete_at=at + KEPT_FOR,
        rehearsal=True,
    )


def _name(person: MadeUpPerson) -> str:
    """The name that goes into every page and file, and that nobody takes for a real one."""
    return f"{person.name} (made up)"


def _take_part(connection: sa.Connection, room: Room, person: MadeUpPerson, at: datetime) -> None:
    """Let a made-up participant join and answer, through what joins and saves real ones."""
    if not room.rehearsal:
        raise ValueError("made-up participants are for rehearsals alone")
    name = _name(person)
    sheet = joining.add_worksheet(connection, room, "person", name, at, typed_in=False)
    # The key of a browser that nobody has.
    key = keyed_hash(settings().secret_key, "browser", secrets.token_urlsafe(32))
    joining.join(connection, room, key, sheet, name, at)
    holding = holdings.grant(connection, key, sheet, at)
    for section in room.staged():
        mark = gate.mark(room, section.id)
        writing = Writing(holding, name, "", "save", at, mark.stage, mark.after_reveal, 0, mark.developments)
        save(connection, sheet, _answers(section, person), writing)
    worksheets.touch(connection, sheet, at, None)


def _answers(section: Section, person: MadeUpPerson) -> list[Submission]:
    questions = {question.id: question for question in section.questions}
    return [
        Submission(
            one.question,
            Answer(
                choices=tuple(choice.id for choice in questions[one.question].choices if choice.id in one.choices),
                another=one.another,
                reasons=one.reasons.strip(),
            ),
            Base.of(None),
        )
        for one in person.answers
        if one.question in questions
    ]


@blueprint.post("/seminar/<name>/desk/rehearsal/throw-away")
def throw_rehearsal_away(name: str) -> ResponseReturnValue:
    """Remove a rehearsal now and for good; there is no such way for a seminar of real people."""
    form = PlainForm()
    if not form.validate():
        return desk_page(name, form), form.refusal
    with at_desk(name) as (connection, room):
        if not room.rehearsal:
            abort(404)
        throw_away(connection, room.id)
    flash(THROWN_AWAY)
    return redirect(url_for("pages.start"), 303)
