"""The pages that are read: the start page, the questions, the cases, the notes, and what the app is and keeps.

Those that show a framework show the one that the address names with `?framework=`, else the one of the app.
"""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import browser, holdings
from webapp.answers import revisions, worksheets
from webapp.answers.summary import case_title
from webapp.clock import now
from webapp.current import database, libraries, library, settings
from webapp.framework.load import wording
from webapp.framework.model import Case, Library, Question

blueprint = Blueprint("pages", __name__)


class HeldWorksheet(NamedTuple):
    """A worksheet as the start page lists it."""

    id: str
    case_title: str
    holder_name: str
    changed_at: object
    deleted: bool
    url: str


class HeldSeminar(NamedTuple):
    """A seminar as the start page lists it; `role` is empty for a participant."""

    case: Case
    rehearsal: bool
    role: str
    name: str
    opened_at: object
    deleted: bool
    url: str


def _asked() -> Library:
    """The content that the address asks for; raises NotServed."""
    return library(request.args.get("framework", ""))


@blueprint.get("/")
def start() -> ResponseReturnValue:
    """What this is, the ways in, and the worksheets and seminars that this browser holds."""
    return render_template(
        "pages/start.html",
        held=_held(),
        seminars=_seminars(),
        cases=[case for one in libraries().values() for case in one.cases],
        others=list(libraries().values())[1:],
        shared=browser.is_shared(),
    )


def _held() -> list[HeldWorksheet]:
    key = browser.hashed()
    if not key:
        return []
    with database().read() as connection:
        found = [worksheets.from_row(connection, row) for row in holdings.worksheets(connection, key, now())]
        titles = revisions.titles(connection, [sheet.id for sheet in found if not sheet.case])
    return [
        HeldWorksheet(
            sheet.id,
            case_title(sheet.case, titles.get(sheet.id)),
            sheet.holder.name,
            sheet.changed_at,
            sheet.deleted_at is not None,
            url_for("worksheet.contents", name=sheet.id),
        )
        for sheet in found
    ]


def _seminars() -> list[HeldSeminar]:
    key = browser.hashed()
    if not key:
        return []
    with database().read() as connection:
        found = holdings.seminars(connection, key, now())
        cases = {one.case: worksheets.kept(connection, one.case, Case) for one in found}
    return [
        HeldSeminar(
            cases[one.case],
            one.rehearsal,
            one.role,
            one.name,
            one.opened_at,
            one.deleted,
            url_for(f"seminar.{one.role or 'room'}", name=one.id),
        )
        for one in found
    ]


@blueprint.get("/questions")
def questions() -> ResponseReturnValue:
    """The sections with their questions."""
    return render_template("pages/questions.html", framework=_asked().framework)


@blueprint.get("/questions/<section_id>")
def section(section_id: str) -> ResponseReturnValue:
    """One section's questions with all that they carry."""
    framework = _asked().framework
    found = next((one for one in framework.sections if one.id == section_id), None) or abort(404)
    return render_template("pages/section.html", framework=framework, section=found)


@blueprint.get("/blank")
def blank() -> ResponseReturnValue:
    """A blank worksheet to print and fill with a pen."""
    return render_template("pages/blank.html", framework=_asked().framework)


@blueprint.get("/cases")
def cases() -> ResponseReturnValue:
    """The cases."""
    asked = _asked()
    return render_template("pages/cases.html", cases=asked.cases, framework=asked.framework, care=asked.care)


@blueprint.get("/cases/<case_id>")
def case(case_id: str) -> ResponseReturnValue:
    """One case as known on its date."""
    return render_template("pages/case.html", case=_case(case_id), framework=_asked().framework)


@blueprint.get("/cases/<case_id>/after")
def after(case_id: str) -> ResponseReturnValue:
    """What came after, for a past case."""
    found = _case(case_id)
    if not found.after:
        abort(404)
    return render_template("pages/after.html", case=found, framework=_asked().framework)


def _case(case_id: str) -> Case:
    return next((case for case in _asked().cases if case.id == case_id), None) or abort(404)


@blueprint.get("/notes")
def notes() -> ResponseReturnValue:
    """What the texts say, beside what the essay says."""
    return render_template("pages/notes.html", framework=_asked().framework)


@blueprint.get("/essay")
def essay() -> ResponseReturnValue:
    """The essay's items by heading, each consideration with the questions that take it up."""
    taken_up: dict[str, list[Question]] = {}
    asked = _asked()
    for question in asked.framework.questions():
        for item in question.covers:
            taken_up.setdefault(item, []).append(question)
    groups = [
        (heading, [(item, taken_up.get(item.id, [])) for item in items])
        for heading, items in groupby(asked.essay or abort(404), key=lambda item: item.heading)
    ]
    return render_template("pages/essay.html", groups=groups, framework=asked.framework)


@blueprint.get("/sources")
def sources() -> ResponseReturnValue:
    """The bibliography, with the questions that cite each source."""
    cited_by: dict[str, list[Question]] = {}
    framework = _asked().framework
    for question in framework.questions():
        for name in dict.fromkeys(citation.source for citation in question.citations):
            cited_by.setdefault(name, []).append(question)
    return render_template("pages/sources.html", framework=framework, cited_by=cited_by)


@blueprint.get("/reading")
def reading() -> ResponseReturnValue:
    """Books that hold opposed views."""
    asked = _asked()
    known = {source.id: source for source in asked.framework.sources}
    books = [known[one.source] for one in asked.reading or abort(404)]
    return render_template("pages/reading.html", reading=books, framework=asked.framework)


@blueprint.get("/facilitator")
def facilitator() -> ResponseReturnValue:
    """The guide for facilitators."""
    asked = _asked()
    return render_template(
        "pages/facilitator.html",
        parts=asked.facilitator,
        agendas=asked.agendas,
        framework=asked.framework,
        cases=asked.cases,
    )


@blueprint.get("/rules")
def rules() -> ResponseReturnValue:
    """Why there is no score, and the wording rules."""
    return render_template("pages/rules.html", suggestions=wording().suggestions, framework=_asked().framework)


@blueprint.get("/privacy")
def privacy() -> ResponseReturnValue:
    """What is stored and for how long."""
    return render_template("pages/privacy.html", days=settings().delete_after_days, back=worksheets.TAKE_BACK.days)


@blueprint.get("/glossary")
def glossary() -> ResponseReturnValue:
    """The words that the pages explain."""
    return render_template("pages/glossary.html", framework=_asked().framework)


@blueprint.get("/about")
def about() -> ResponseReturnValue:
    """What this is, what it is not, and what it was made from."""
    asked = _asked()
    return render_template("pages/about.html", framework=asked.framework, essay=asked.essay)


@blueprint.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """What was tested, how, and what is known not to work."""
    return render_template("pages/accessibility.html")


@blueprint.get("/components")
def components() -> ResponseReturnValue:
    """Every component in every state, for those who build the app; nobody else finds it."""
    if not settings().development:
        abort(404)
    return render_template("pages/components.html", framework=library().framework, case=library().cases[0])
