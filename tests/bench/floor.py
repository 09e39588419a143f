"""The bare floor that the app is measured against: what a plain Flask-WTF program does for the same controls.

A page with the controls of a section, rendered by WTForms' own widgets; a save that validates them and commits them to
SQLite with full sync; and a hello-world. No seminar, no history, no gate, and no words but the labels.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import threading
from typing import Any

from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from granian import Granian
from granian.constants import Interfaces
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.framework.load import built_in
from webapp.framework.model import Section
from webapp.turns import WORKING

DATABASE = "FLOOR_DATABASE"
PAGE = """<!doctype html>
<html lang="en"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<form method="post">{{ form.hidden_tag() }}
{% for field in form if field.widget.input_type|default("") != "hidden" %}
<div>{{ field.label }} {{ field() }}{% for error in field.errors %}<p>{{ error }}</p>{% endfor %}</div>
{% endfor %}
<button>Save</button></form></body></html>"""
TABLE = "CREATE TABLE IF NOT EXISTS page (id TEXT PRIMARY KEY, answers TEXT NOT NULL)"
SAVE = "INSERT INTO page VALUES (?, ?) ON CONFLICT DO UPDATE SET answers = excluded.answers"


def form_class(section: Section) -> type[FlaskForm]:
    """The controls of a section, as the app's own page has them for one person."""
    members: dict[str, Any] = {}
    for question in section.questions:
        members[f"{question.id}_choices"] = SelectMultipleField(
            question.text,
            choices=[(choice.id, choice.label) for choice in question.choices],
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
        members[f"{question.id}_another"] = StringField("Another answer", validators=[Length(max=300)])
        members[f"{question.id}_reasons"] = TextAreaField("Reasons and evidence", validators=[Length(max=4000)])
        members[f"{question.id}_base"] = HiddenField()
    return type("Floor", (FlaskForm,), members)


class Store:
    """One table in one file, one connection a thread, one writer at a time."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock, self._local = threading.Lock(), threading.local()

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            made = sqlite3.connect(self._path, isolation_level=None, timeout=15)
            for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", TABLE):
                made.execute(statement)
            self._local.connection = made
        connection: sqlite3.Connection = self._local.connection
        return connection

    def read(self, name: str) -> dict[str, Any] | None:
        """The stored answers of a page."""
        found = self._connection().execute("SELECT answers FROM page WHERE id = ?", [name]).fetchone()
        return dict(json.loads(found[0])) if found else None

    def write(self, name: str, answers: dict[str, Any]) -> None:
        """Store the answers of a page; on disk when this returns."""
        with self._lock:
            self._connection().execute(SAVE, [name, json.dumps(answers)])


def create_app() -> Flask:
    """The floor, on the database file that FLOOR_DATABASE names."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "the floor keeps no secret"
    sections = {section.id: section for section in built_in().framework.sections}
    forms = {name: form_class(section) for name, section in sections.items()}
    store = Store(os.environ[DATABASE])

    @app.get("/hello")
    @app.get("/health")
    def hello() -> str:
        return "Hello, world"

    @app.route("/page/<section>/<int:number>", methods=["GET", "POST"])
    def page(section: str, number: int) -> ResponseReturnValue:
        name = f"{section} {number}"
        form = forms[section](data=store.read(name))
        if form.validate_on_submit():
            store.write(name, {field: value for field, value in form.data.items() if field != "csrf_token"})
            return redirect(request.path, 303)
        return render_template_string(PAGE, form=form, title=sections[section].title)

    return app


def main() -> None:
    """Serve the floor on a port, by the same server as the app."""
    Granian(
        "tests.bench.floor:create_app",
        factory=True,
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        blocking_threads=WORKING,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main()
