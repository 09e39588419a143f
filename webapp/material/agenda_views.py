"""Making an agenda: beginning one, ticking and ordering its questions, and looking at it."""

from __future__ import annotations

import re

import msgspec
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import browser, material
from webapp.access.material import Kept
from webapp.clock import now
from webapp.current import database, library, settings
from webapp.framework.estimate import WORDS_A_MINUTE, estimate
from webapp.framework.own_agenda import OwnAgenda, compose, lacks
from webapp.material.agenda_forms import AgendaForm, NewAgendaForm, listed, moved, ticked, without
from webapp.material.blueprint import blueprint
from webapp.material.guard import held
from webapp.material.views import FULL

CHANGED = (
    "This agenda was changed from another page meanwhile. What you wrote is below; saving it now replaces that "
    "change. Open the agenda in another tab to see it first."
)


@blueprint.get("/agendas/new")
def new_agenda() -> ResponseReturnValue:
    """The form that begins an agenda; `?framework=` names the questions."""
    form = _new_form()
    return render_template("material/agenda_new.html", form=form, framework=form.framework)


@blueprint.post("/agendas/new")
def add_agenda() -> ResponseReturnValue:
    """Begin an agenda, and go on to its questions."""
    form = _new_form()
    if not form.validate():
        return render_template("material/agenda_new.html", form=form, framework=form.framework), form.refusal
    try:
        with database().write() as connection:
            name = material.add(connection, browser.ensure(), form.agenda(), now(), settings().delete_after_days)
    except material.TooMany:
        form.form_errors.append(FULL)
        return render_template("material/agenda_new.html", form=form, framework=form.framework), 422
    return redirect(url_for("material.edit_agenda", name=name), 303)


def _new_form() -> NewAgendaForm:
    form = NewAgendaForm()
    form.offer(library(request.values.get("framework", "")))
    return form


@blueprint.get("/agenda/<name>/")
def agenda(name: str) -> ResponseReturnValue:
    """An agenda with its questions in their order, how long it may take, and what can be done with it."""
    kept = held(OwnAgenda, name)
    whole = library(kept.value.framework)
    lacking = lacks(kept.value, whole.framework)
    framework = None if lacking else compose(kept.value, whole)
    return render_template(
        "material/agenda.html",
        kept=kept,
        agenda=kept.value,
        framework=framework,
        lacks=lacking,
        estimate=estimate(framework) if framework else None,
        words_a_minute=WORDS_A_MINUTE,
    )


@blueprint.get("/agenda/<name>/edit")
def edit_agenda(name: str) -> ResponseReturnValue:
    """The questions to tick and to order; an agenda that a seminar runs on can be copied, and not changed."""
    kept = held(OwnAgenda, name)
    if kept.used_at:
        return redirect(url_for("material.agenda", name=name))
    asked = [question for one in kept.value.sections for question in one.questions]
    form = AgendaForm(formdata=None, data={"title": kept.value.title, "version": str(kept.version), "asked": asked})
    return _page(form, kept, kept.value)


@blueprint.post("/agenda/<name>/edit")
def save_agenda(name: str) -> ResponseReturnValue:
    """Store what is ticked, and do what the button asks beside: move a question, take one out, go on to one."""
    kept, form = held(OwnAgenda, name), AgendaForm()
    changed = ticked(kept.value, library(kept.value.framework).framework.sections, form.asked.data or ())
    if not form.validate():
        return _page(form, kept, changed), form.refusal
    verb, what = _asked()
    match verb:
        case "up" | "down":
            changed = moved(changed, what, -1 if verb == "up" else 1)
        case "out":
            changed = without(changed, what)
    if not keep(kept, msgspec.structs.replace(changed, title=form.title.data), form.base):
        form.version.data = str(kept.version)
        return _page(form, kept, changed, CHANGED), 409
    return redirect(_on(name, verb, what), 303)


def keep(kept: Kept[OwnAgenda], changed: OwnAgenda, base: int) -> bool:
    """Store a change that began from the version `base`; False where another came between, or a seminar runs on it."""
    with database().write() as connection:
        return material.change(connection, kept._replace(version=base), changed, now(), settings().delete_after_days)


def _asked() -> tuple[str, str]:
    """What the pressed button asks for beside saving, and of which question or section."""
    match = re.fullmatch(r"(up|down|out|ask|change|show)(?:-([a-z0-9-]{1,60}))?", request.form.get("go", ""))
    return (match[1], match[2] or "") if match else ("", "")


def _on(name: str, verb: str, what: str) -> str:
    match verb:
        case "show":
            return url_for("material.agenda", name=name)
        case "ask":
            return url_for("material.new_question", name=name, section_id=what)
        case "change":
            return url_for("material.edit_question", name=name, question_id=what)
    flash("Saved.")
    return url_for("material.edit_agenda", name=name, _anchor=f"of-{what}" if verb in ("up", "down") else None)


def _page(form: AgendaForm, kept: Kept[OwnAgenda], agenda: OwnAgenda, notice: str = "") -> str:
    framework = library(kept.value.framework).framework
    return render_template(
        "material/agenda_form.html",
        form=form,
        kept=kept,
        agenda=agenda,
        framework=framework,
        listed={section.id: listed(section, agenda) for section in framework.sections},
        built_in={question.id: question for question in framework.questions()},
        own={question.id: question for question in agenda.questions},
        lacks=lacks(kept.value, framework) if request.method == "GET" else [],
        notices=[notice] if notice else [],
    )
