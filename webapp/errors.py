"""What goes wrong, on a proper page: a sentence, what to do next, and what was typed."""

from __future__ import annotations

import re

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import HTTPException, SecurityError

from webapp import logs
from webapp.answers.answer import clean
from webapp.current import NotServed
from webapp.database import StorageError
from webapp.material.guard import NotKept
from webapp.seminar.guard import NotHere, SeminarDeleted
from webapp.worksheet.context import frame
from webapp.worksheet.entry_forms import OpenForm, PlainForm
from webapp.worksheet.guard import Deleted, Gone, NotHeld

SENTENCES = {
    400: ("This request can’t be read", "The address or the form was cut short on its way. Go back and try again."),
    404: (
        "Page not found",
        "There is no page at this address. Look for a mistyped letter, or begin at the start page.",
    ),
    405: ("Not this way", "This address takes no such request. Go back and use the buttons of the page."),
    413: (
        "Too much at once",
        "What was sent is larger than this site takes. Go back, where your browser still holds it, and send less.",
    ),
}
OTHER_HOST = (
    "Not under this name",
    "This server does not answer to the name in this address. Use the address that you were given. Whoever runs the "
    "server can name it in BEFORE_FORCE_TRUSTED_HOSTS.",
)
# Read, and thrown away, of what is too large: what the proxies in deploy/ let through.
_TAKEN_IN, _PART = 16 * 1024 * 1024, 64 * 1024
# Never shown back: they are not the author's text.
_NOT_TYPED = ("csrf_token", "return_code")
_LABELS = {
    "reasons": "Reasons and evidence",
    "views": "Other views in the group",
    "another": "Another answer",
    "moved": "Why it stays, or what moved me",
    "note": "Private note",
    "note_text": "Note for the record",
    "said_by": "Who said it",
    "group_name": "Name of the new group",
    "paper_name": "Whose paper is it?",
    "name": "Name",
    "title": "Short name of the case",
    "as_of": "As known on what date",
    "known": "What was known on that date",
    "after": "What came after",
    "doubts": "Doubts about counts and sources",
    "f": "A field of the case",
    "when": "When",
    "text": "Text",
    "sources": "Sources",
    "short": "Short name of a source",
    "full": "The whole reference",
    "locator": "Where in it",
    "labels": "Choices",
    "explanation": "Explanation",
    "first": "A consideration",
    "second": "Another consideration",
    "source": "Source",
    "groups": "Names of the groups",
    "holder_name": "Name of the person or group",
    "writer": "Your name or initials",
    "typed": "Another seat, in your own words",
}


def init_app(app: Flask) -> None:
    """Register every handler."""
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(NotHeld, not_held)
    app.register_error_handler(Deleted, deleted)
    app.register_error_handler(NotHere, not_here)
    app.register_error_handler(SeminarDeleted, seminar_deleted)
    app.register_error_handler(Gone, seminar_deleted)
    app.register_error_handler(NotServed, not_served)
    app.register_error_handler(NotKept, not_kept)
    app.register_error_handler(StorageError, not_stored)
    app.register_error_handler(500, failed)


def _wants_json() -> bool:
    return (request.endpoint or "").endswith(("autosave", "seminar.state")) or request.path in ("/health", "/ready")


def refused(error: HTTPException) -> ResponseReturnValue:
    """A request that no page answers."""
    code = error.code or 500
    title, sentence = OTHER_HOST if isinstance(error, SecurityError) else SENTENCES.get(code, SENTENCES[400])
    if code == 413:
        _take_in()
    if _wants_json():
        return jsonify(error=sentence), code
    if isinstance(error, SecurityError):
        # Where the host is not trusted no address can be built, so no other page either.
        return current_app.jinja_env.get_template("errors/failsafe.html").render(title=title, sentence=sentence), code
    page = render_template("errors/error.html", title=title, sentence=sentence, advice="")
    allowed = getattr(error, "valid_methods", None)
    return page, code, {"Allow": ", ".join(allowed)} if allowed else {}


def _take_in() -> None:
    """Read on, within bounds: where a connection closes while it still sends, a browser or a proxy shows no answer."""
    for _ in range(_TAKEN_IN // _PART):
        if not request.environ["wsgi.input"].read(_PART):
            return


def not_held(error: NotHeld) -> ResponseReturnValue:
    """A worksheet that this browser does not hold: ask for the return code, and show what was typed."""
    sentence = error.sentence
    if _wants_json():
        return jsonify(error="This browser no longer holds this worksheet. Press Save to open it again."), 403
    form = OpenForm(formdata=None)
    if sentence:
        form.return_code.errors = [sentence]
    posted = _posted()
    page = render_template(
        "worksheet/locked.html",
        form=form,
        typed=_typed(posted),
        posted=posted,
        action=request.path if request.method == "POST" else "",
    )
    return page, 403


def deleted(error: Deleted) -> ResponseReturnValue:
    """A worksheet that its holder deleted: offer to take it back."""
    if _wants_json():
        return jsonify(error="This worksheet was deleted. Open it again to take it back."), 410
    posted = [(name, value) for name, value in _posted() if name != "take_back"]
    values = frame(error.held) | {"typed": _typed(posted), "posted": posted, "action": request.path}
    return render_template("worksheet/deleted.html", **values, form=PlainForm(formdata=None)), 410


def not_here(error: NotHere) -> ResponseReturnValue:
    """A seminar in which this browser has no such place: ask for the code, and show what was typed."""
    values = {"role": error.role, "sentence": error.sentence, "typed": _typed(_posted())}
    return render_template("seminar/not_here.html", form=OpenForm(formdata=None), **values), 403


def seminar_deleted(error: SeminarDeleted | Gone) -> ResponseReturnValue:
    """A seminar that was deleted at its desk: say so, and give back what was typed."""
    if _wants_json():
        return jsonify(error="This seminar was deleted, so nothing can be saved in it now."), 410
    room = error.room if isinstance(error, SeminarDeleted) else None
    return render_template("seminar/gone.html", room=room, typed=_typed(_posted())), 410


def not_served(error: NotServed) -> ResponseReturnValue:
    """A page of a framework that is not served here: say so, and give back what was typed."""
    page = render_template(
        "errors/error.html",
        title="These questions are not here",
        sentence="This server has no questions under the name in the address, or has them no more.",
        advice="The start page leads to all that are here. Worksheets and seminars keep the questions that they have.",
        typed=_typed(_posted()),
    )
    return page, 404


def not_kept(error: NotKept) -> ResponseReturnValue:
    """A case or an agenda that this browser does not hold, or can't change: say so, and give back what was typed."""
    return render_template("material/not_here.html", sentence=error.sentence, typed=_typed(_posted())), 404


def not_stored(error: StorageError) -> ResponseReturnValue:
    """The database can't go on: say so without it, and give back what was typed."""
    logs.note(error)
    if _wants_json():
        return jsonify(error=str(error)), 503
    if request.method != "POST":
        advice = "Nothing is wrong with the address. Try again in a minute."
        page = render_template("errors/error.html", title="Not at the moment", sentence=str(error), advice=advice)
        return page, 503
    posted = _posted()
    page = render_template(
        "errors/typed.html",
        title="Not saved yet",
        sentence=str(error),
        advice="What was saved before is untouched. Keep this page open and send again in a minute.",
        typed=_typed(posted),
        posted=posted,
        action=request.path,
        token=generate_csrf(),
    )
    return page, 503


def failed(error: Exception) -> ResponseReturnValue:
    """Something broke that nobody foresaw. This page needs no database, no cookie and no context."""
    if _wants_json():
        return jsonify(error="Something went wrong on the server. Your text is kept on this device."), 500
    page = current_app.jinja_env.get_template("errors/failsafe.html").render()
    return page, 500


def _posted() -> list[tuple[str, str]]:
    if request.method != "POST":
        return []
    fields = ((clean(name), clean(value)) for name, value in request.form.items(multi=True))
    return [(name, value) for name, value in fields if name not in _NOT_TYPED]


def _typed(posted: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The texts among what was posted, each with a label that a reader knows."""
    parts = [(_part(name), value) for name, value in posted]
    return [(_LABELS[part], value) for part, value in parts if part in _LABELS and value]


def _part(name: str) -> str:
    """The part of a question, of a case (`f_case-aim`) or of a row (`timeline-0-when`) that a field stands for."""
    if name.startswith(("q_", "j_q_")):
        return name.rpartition("_")[2]
    return "f" if name.startswith("f_") else re.sub(r"^[a-z]+-[0-9]+-", "", name)
