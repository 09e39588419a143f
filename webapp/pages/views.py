"""The pages that are read: the start page, the questions, the cases, the notes, and what the app is and keeps."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.access import browser, holdings
from webapp.answers import revisions, worksheets
from webapp.answers.summary import case_title
from webapp.clock import now
from webapp.current import database, library, settings
from webapp.framework.load import wording
from webapp.framework.model import Case, Question

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
    role: str
    name: str
    opened_at: object
    deleted: bool
    url: str


@blueprint.get("/")
def start() -> ResponseReturnValue:
    """What this is, the ways in, and the worksheets and seminars that this browser holds."""
    return render_template(
        "pages/start.html", held=_held(), seminars=_seminars(), cases=library().cases, shared=browser.is_shared()
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
    """The six sections with their questions."""
    return render_template("pages/questions.html", framework=library().framework)


@blueprint.get("/questions/<section_id>")
def section(section_id: str) -> ResponseReturnValue:
    """One section's questions with all that they carry."""
    framework = library().framework
    found = next((one for one in framework.sections if one.id == section_id), None) or abort(404)
    return render_template("pages/section.html", framework=framework, section=found)


@blueprint.get("/blank")
def blank() -> ResponseReturnValue:
    """A blank worksheet to print and fill with a pen."""
    return render_template("pages/blank.html", framework=library().framework)


@blueprint.get("/cases")
def cases() -> ResponseReturnValue:
    """The cases."""
    return render_template("pages/cases.html", cases=library().cases)


@blueprint.get("/cases/<case_id>")
def case(case_id: str) -> ResponseReturnValue:
    """One case as known on its date."""
    return render_template("pages/case.html", case=_case(case_id), framework=library().framework)


@blueprint.get("/cases/<case_id>/after")
def after(case_id: str) -> ResponseReturnValue:
    """What came after, for a past case."""
    found = _case(case_id)
    if not found.after:
        abort(404)
    return render_template("pages/after.html", case=found, framework=library().framework)


def _case(case_id: str) -> Case:
    return next((case for case in library().cases if case.id == case_id), None) or abort(404)


@blueprint.get("/notes")
def notes() -> ResponseReturnValue:
    """What the texts say, beside what the essay says."""
    return render_template("pages/notes.html", framework=library().framework)


@blueprint.get("/essay")
def essay() -> ResponseReturnValue:
    """The essay's items by heading, each consideration with the questions that take it up."""
    taken_up: dict[str, list[Question]] = {}
    for question in library().framework.questions():
        for item in question.covers:
            taken_up.setdefault(item, []).append(question)
    groups = [
        (heading, [(item, taken_up.get(item.id, [])) for item in items])
        for heading, items in groupby(library().essay, key=lambda item: item.heading)
    ]
    return render_template("pages/essay.html", groups=groups, framework=library().framework)


@blueprint.get("/sources")
def sources() -> ResponseReturnValue:
    """The bibliography, with the questions that cite each source."""
    cited_by: dict[str, list[Question]] = {}
    for question in library().framework.questions():
        for name in dict.fromkeys(citation.source for citation in question.citations):
            cited_by.setdefault(name, []).append(question)
    return render_template("pages/sources.html", framework=library().framework, cited_by=cited_by)


@blueprint.get("/reading")
def reading() -> ResponseReturnValue:
    """Books that hold opposed views."""
    known = {source.id: source for source in library().framework.sources}
    return render_template("pages/reading.html", reading=[known[one.source] for one in library().reading])


@blueprint.get("/facilitator")
def facilitator() -> ResponseReturnValue:
    """The facilitator's page."""
    return render_template(
        "pages/facilitator.html",
        parts=library().facilitator,
        agendas=library().agendas,
        framework=library().framework,
        cases=library().cases,
    )


@blueprint.get("/rules")
def rules() -> ResponseReturnValue:
    """Why there is no score, and the wording rules."""
    return render_template("pages/rules.html", suggestions=wording().suggestions)


@blueprint.get("/privacy")
def privacy() -> ResponseReturnValue:
    """What is stored and for how long."""
    return render_template("pages/privacy.html", days=settings().delete_after_days, back=worksheets.TAKE_BACK.days)


@blueprint.get("/glossary")
def glossary() -> ResponseReturnValue:
    """The words that the pages explain."""
    return render_template("pages/glossary.html", framework=library().framework)


@blueprint.get("/about")
def about() -> ResponseReturnValue:
    """What this is, what it is not, and what it was made from."""
    return render_template("pages/about.html", framework=library().framework)


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
