"""Beginning a worksheet, coming back to one, and opening one from a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from webapp.access import browser, codes, holdings, seats
from webapp.access.opening import Opened
from webapp.answers import worksheets
from webapp.answers.answer import Answer
from webapp.answers.documents import json
from webapp.answers.save import Base, Submission, Writing, save
from webapp.answers.summary import OtherSeat
from webapp.answers.worksheets import Start
from webapp.clock import now
from webapp.current import database, library, settings
from webapp.framework.model import Case, Library
from webapp.worksheet.blueprint import blueprint
from webapp.worksheet.entry_forms import FileForm, NewForm, OpenForm
from webapp.worksheet.guard import open_with_code
from webapp.worksheet.own_material import own_cases


@blueprint.get("/worksheets/new")
def new() -> ResponseReturnValue:
    """The form that begins a worksheet; `?framework=` names the questions, `?case=` preselects a case."""
    chosen = library(request.args.get("framework", ""))
    return _new_page(chosen, _new_form(chosen, case=request.args.get("case")))


@blueprint.post("/worksheets/new")
def begin() -> ResponseReturnValue:
    """Begin a worksheet and show its return code."""
    chosen = library(request.form.get("framework", ""))
    form = _new_form(chosen)
    if not form.validate():
        return _new_page(chosen, form), form.refusal
    case = _cases(chosen).get(form.case.data)
    return _made(Start(chosen.framework, case, form.holder()), form.shared.data, {})


def _cases(chosen: Library) -> dict[str, Case]:
    """The cases to choose from, by the value of their choice."""
    return {case.id: case for case in chosen.cases} | own_cases(chosen)


def _new_form(chosen: Library, **preset: str | None) -> NewForm:
    form = NewForm(**preset)
    form.offer([SelectChoice(name, case.title) for name, case in _cases(chosen).items()])
    return form


def _new_page(chosen: Library, form: NewForm) -> str:
    values = {"cases": _cases(chosen), "framework": chosen.framework, "care": chosen.care}
    return render_template("worksheet/new.html", form=form, **values)


@blueprint.get("/worksheets/open")
def open_() -> ResponseReturnValue:
    """The form for a return code."""
    return render_template("worksheet/open.html", form=OpenForm())


@blueprint.post("/worksheets/open")
def open_again() -> ResponseReturnValue:
    """Let this browser hold the worksheet of a return code."""
    form = OpenForm()
    opened = open_with_code(form) if form.validate() else None
    if not opened:
        return render_template("worksheet/open.html", form=form), form.refusal
    browser.share(form.shared.data or browser.is_shared())
    return redirect(_place_of(opened), 303)


def _place_of(opened: Opened) -> str:
    """The address of what a code opened."""
    if not opened.seminar:
        return url_for("worksheet.contents", name=opened.worksheet)
    return url_for(f"seminar.{opened.role or 'room'}", name=opened.seminar)


@blueprint.get("/worksheets/import")
def import_() -> ResponseReturnValue:
    """The form that opens a worksheet file."""
    return render_template("worksheet/import.html", form=FileForm())


@blueprint.post("/worksheets/import")
def import_file() -> ResponseReturnValue:
    """Open a worksheet file as a new worksheet, with the questions that the file holds."""
    form = FileForm()
    if not form.validate():
        return render_template("worksheet/import.html", form=form), form.refusal
    try:
        found = json.read(form.file.data.read())
    except json.BrokenFile as broken:
        form.file.errors = [str(broken)]
        return render_template("worksheet/import.html", form=form), 422
    start = Start(found.framework, found.case, found.held_by(), from_file=True)
    return _made(start, form.shared.data, found.given(), found.from_seats())


def _made(
    start: Start, shared: bool, answers: Mapping[str, Answer], others: Iterable[OtherSeat] = ()
) -> ResponseReturnValue:
    """Store a new worksheet with its first answers, let this browser hold it, and lead to its return code."""
    at, kept = now(), settings()
    browser.share(shared or browser.is_shared())
    with database().write() as connection:
        key = browser.ensure()
        name = worksheets.make(connection, start, at, kept.delete_after_days)
        holding = holdings.grant(connection, key, name, at)
        writing = Writing(holding, "", "", "save", at)
        save(connection, name, _first(answers), writing)
        for other in others:
            taken = seats.take(connection, name, start, other, at)
            save(connection, taken.worksheet, _first(other.answers), writing)
        code = codes.store(connection, kept.secret_key, at, codes.Opens(name, None, None, None))
    browser.show_code(name, codes.printed(code))
    return redirect(url_for("worksheet.code", name=name), 303)


def _first(answers: Mapping[str, Answer]) -> list[Submission]:
    return [Submission(question, answer, Base.of(None)) for question, answer in answers.items()]
