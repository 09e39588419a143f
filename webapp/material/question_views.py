"""Writing a question of one's own into an agenda."""

from __future__ import annotations

import msgspec
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access.material import Kept
from webapp.current import library
from webapp.framework.load import wording
from webapp.framework.model import Section
from webapp.framework.own_agenda import MOST_QUESTIONS, OwnAgenda, OwnQuestion, new_id, section_of
from webapp.framework.reminders import reminders, suggestions
from webapp.material.agenda_forms import QuestionForm, filled, ticked
from webapp.material.agenda_views import CHANGED, keep
from webapp.material.blueprint import blueprint
from webapp.material.guard import NotKept, held

MANY = f"An agenda has room for {MOST_QUESTIONS} questions of its own. Take one out first."


@blueprint.get("/agenda/<name>/ask/<section_id>")
def new_question(name: str, section_id: str) -> ResponseReturnValue:
    """The form of a new question in a section."""
    kept = _open(name)
    return _page(_form(kept, version=str(kept.version)), kept, _section(kept, section_id), None)


@blueprint.post("/agenda/<name>/ask/<section_id>")
def add_question(name: str, section_id: str) -> ResponseReturnValue:
    """Add a question to a section of an agenda, at its end."""
    kept = _open(name)
    agenda, framework = kept.value, library(kept.value.framework).framework
    section, form = _section(kept, section_id), _form(kept)
    if len(agenda.questions) >= MOST_QUESTIONS:
        form.form_errors.append(MANY)
    if not form.validate() or form.form_errors:
        return _page(form, kept, section, None), form.refusal
    made = form.question(new_id(agenda, framework), section.id)
    asked = [question for one in agenda.sections for question in one.questions]
    more: OwnAgenda = msgspec.structs.replace(agenda, questions=(*agenda.questions, made))
    return _saved(form, kept, ticked(more, framework.sections, [*asked, made.id]), made, None)


@blueprint.get("/agenda/<name>/question/<question_id>")
def edit_question(name: str, question_id: str) -> ResponseReturnValue:
    """The form of a question of one's own."""
    kept = _open(name)
    question = _question(kept, question_id)
    return _page(
        _form(kept, version=str(kept.version), **filled(question)), kept, _section(kept, question.section), question
    )


@blueprint.post("/agenda/<name>/question/<question_id>")
def save_question(name: str, question_id: str) -> ResponseReturnValue:
    """Store a question of one's own."""
    kept = _open(name)
    form = _form(kept)
    question = _question(kept, question_id)
    if not form.validate():
        return _page(form, kept, _section(kept, question.section), question), form.refusal
    made = form.question(question.id, question.section)
    questions = tuple(made if one.id == made.id else one for one in kept.value.questions)
    return _saved(form, kept, msgspec.structs.replace(kept.value, questions=questions), made, question)


def _saved(
    form: QuestionForm, kept: Kept[OwnAgenda], agenda: OwnAgenda, made: OwnQuestion, before: OwnQuestion | None
) -> ResponseReturnValue:
    base = int(form.version.data) if (form.version.data or "").isdecimal() and len(form.version.data) < 10 else 0
    if not keep(kept, agenda, base):
        form.version.data = str(kept.version)
        return _page(form, kept, _section(kept, made.section), before, CHANGED), 409
    flash("Saved.")
    return redirect(url_for("material.edit_agenda", name=kept.id, _anchor=f"of-{made.id}"), 303)


def _open(name: str) -> Kept[OwnAgenda]:
    """An agenda that can still be changed."""
    kept = held(OwnAgenda, name)
    if kept.used_at:
        raise NotKept("A seminar runs on this agenda, so it stays as it is. Make a copy of the agenda to change it.")
    return kept


def _section(kept: Kept[OwnAgenda], name: str) -> Section:
    return section_of(library(kept.value.framework).framework, name) or abort(404)


def _question(kept: Kept[OwnAgenda], name: str) -> OwnQuestion:
    question = next((question for question in kept.value.questions if question.id == name), None)
    if not question:
        raise NotKept("This question was taken out of the agenda, from another page perhaps.")
    return question


def _form(kept: Kept[OwnAgenda], **values: str) -> QuestionForm:
    form = QuestionForm(data=values)
    form.end_with(choice.label for choice in library(kept.value.framework).endings)
    return form


def _page(
    form: QuestionForm, kept: Kept[OwnAgenda], section: Section, question: OwnQuestion | None, notice: str = ""
) -> str:
    worded = (form.text, form.labels, form.explanation, form.first, form.second)
    return render_template(
        "material/question_form.html",
        form=form,
        kept=kept,
        section=section,
        question=question,
        action=request.path,
        framework=library(kept.value.framework).framework,
        endings=library(kept.value.framework).endings,
        reminded={field.name: reminders([field.data or ""], wording()) for field in worded},
        suggestions=suggestions(wording()),
        notices=[notice] if notice else [],
    )
