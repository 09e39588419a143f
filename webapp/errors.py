"""What goes wrong, on a proper page: a sentence, what to do next, and what was typed."""

from __future__ import annotations

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import HTTPException

from webapp.database import StorageError
from webapp.worksheet.context import frame
from webapp.worksheet.entry_forms import OpenForm, PlainForm
from webapp.worksheet.guard import Deleted, NotHeld

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
# Never shown back: they are not the author's text.
_NOT_TYPED = ("csrf_token", "page_token", "return_code")


def init_app(app: Flask) -> None:
    """Register every handler."""
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(NotHeld, not_held)
    app.register_error_handler(Deleted, deleted)
    app.register_error_handler(StorageError, not_stored)
    app.register_error_handler(500, failed)


def _wants_json() -> bool:
    return (request.endpoint or "").endswith("autosave") or request.path in ("/health", "/ready")


def refused(error: HTTPException) -> ResponseReturnValue:
    """A request that no page answers."""
    code = error.code or 500
    title, sentence = SENTENCES.get(code, SENTENCES[400])
    if _wants_json():
        return jsonify(error=sentence), code
    page = render_template("errors/error.html", title=title, sentence=sentence, advice="")
    allowed = getattr(error, "valid_methods", None)
    return page, code, {"Allow": ", ".join(allowed)} if allowed else {}


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
    return render_template("worksheet/deleted.html", **frame(error.held), form=PlainForm(formdata=None)), 410


def not_stored(error: StorageError) -> ResponseReturnValue:
    """The database can't go on: say so without it, and give back what was typed."""
    if _wants_json():
        return jsonify(error=str(error)), 503
    current_app.logger.error("storage: %s", error)
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
    return [(name, value) for name, value in request.form.items(multi=True) if name not in _NOT_TYPED] + [
        ("page_token", request.form.get("page_token", ""))
    ]


def _typed(posted: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The texts among what was posted, each with a label that a reader knows."""
    labels = {"reasons": "Reasons and evidence", "views": "Other views in the group", "another": "Another answer"}
    return [
        (labels.get(name.rpartition("_")[2], "Your text"), value)
        for name, value in posted
        if name.startswith(("q_", "j_q_")) and name.rpartition("_")[2] in labels and value
    ]
