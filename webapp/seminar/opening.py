"""Opening a seminar: its settings, a look at it as a participant, and the return code of its desk."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import browser, codes, founding, material
from webapp.access.founding import Plan
from webapp.access.rooms import Room
from webapp.answers.answer import EMPTY
from webapp.clock import now
from webapp.current import database, library, settings
from webapp.seminar import copying
from webapp.seminar.blueprint import blueprint
from webapp.seminar.copying import copied, prefill
from webapp.seminar.guard import seated
from webapp.seminar.offer import Offer, offer
from webapp.seminar.opening_forms import SeminarForm
from webapp.seminar.promises import promises
from webapp.seminar.shown_codes import code_key
from webapp.templating import content_of
from webapp.worksheet.entry_forms import PlainForm

# The tokens and the button are the page's own; everything else goes back into the form.
_NOT_CARRIED = ("csrf_token", "go")


@blueprint.get("/seminars/new")
def new() -> ResponseReturnValue:
    """The form that opens a seminar; `?copy=` fills it in as a copy of this desk's seminar.

    Without, `?framework=` names the questions, and `?case=` and `?agenda=` preselect a case and an agenda.
    """
    room = copied(request.args.get("copy"))
    offered = _offer(request.args.get("framework"), room)
    chosen = prefill(room, offered) if room else _asked()
    return _new_page(_form(offered, **chosen))


def _asked() -> dict[str, str]:
    """What the address asks to begin with."""
    return {name: request.args[name] for name in ("case", "agenda") if name in request.args}


@blueprint.post("/seminars/new")
def open_seminar() -> ResponseReturnValue:
    """Open the seminar, or show it as a participant would meet it, or go back to the form: nothing is stored then."""
    form = _form(_offer(request.form.get("framework"), copied(request.form.get("copy"))))
    if not form.validate():
        return _new_page(form), form.refusal
    match request.form.get("go"):
        case "preview":
            return _preview(form.plan(settings().zone))
        case "back":
            return _new_page(form)
        case _:
            return _opened(form)


def _offer(framework: str | None, room: Room | None) -> Offer:
    """What stands with the named framework, or with that of a copied seminar, which may not be served any more."""
    return offer(content_of(room.framework) if room else library(framework or ""), room)


def _form(offered: Offer, **chosen: Any) -> SeminarForm:
    form = SeminarForm(**chosen)
    form.offer(offered, now().astimezone(settings().zone).date(), settings().delete_after_days)
    return form


def _new_page(form: SeminarForm) -> str:
    offered = form.offered
    return render_template("seminar/new.html", form=form, offered=offered, framework=offered.library.framework)


def _preview(plan: Plan) -> str:
    carried = [pair for pair in request.form.items(multi=True) if pair[0] not in _NOT_CARRIED]
    promised = promises(plan.holders, plan.names, plan.delete_at)
    return render_template("seminar/preview.html", plan=plan, promises=promised, carried=carried, empty=EMPTY)


def _opened(form: SeminarForm) -> ResponseReturnValue:
    browser.share(form.shared.data or browser.is_shared())
    plan, key = form.plan(settings().zone), browser.ensure()
    old = copied(request.form.get("copy"))
    with database().write() as connection:
        plan = copying.developments(connection, old, plan)
        made = founding.found(connection, settings().secret_key, key, plan, now())
        for name in form.own_material():
            material.use(connection, key, name, now())
    browser.show_code(code_key(made.id), codes.printed(made.desk_code))
    return redirect(url_for("seminar.desk_code", name=made.id), 303)


@blueprint.get("/seminar/<name>/desk/code")
def desk_code(name: str) -> ResponseReturnValue:
    """The desk's return code, until its reader has kept it."""
    return code_page(name, PlainForm())


def code_page(name: str, form: PlainForm) -> str:
    """The page of the desk's return code; `form` may be one that could not be taken."""
    room = seated(name, "desk").room
    return render_template("seminar/desk_code.html", room=room, form=form, code=browser.shown_code(code_key(name)))


@blueprint.post("/seminar/<name>/desk/code/kept")
def desk_code_kept(name: str) -> ResponseReturnValue:
    """The reader has kept the code: show it no more."""
    seated(name, "desk")
    form = PlainForm()
    if not form.validate():
        return code_page(name, form), form.refusal
    browser.forget_code(code_key(name))
    return redirect(url_for("seminar.desk", name=name), 303)
