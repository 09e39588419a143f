"""A question's part of a step's page, rendered once and then filled in with what differs: answers, tokens, addresses.

A question's words never change while a worksheet is answered under them, and rendering them takes most of a page's
time. So the macro that writes a question runs once with marks in the place of everything that differs, and the page of
one worksheet takes the pieces between the marks as they are.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup, escape

from webapp.answers.answer import Answer
from webapp.answers.worksheets import Worksheet
from webapp.framework.model import Framework, Question


class Field(NamedTuple):
    """One question on the page: the answer to show, what it is based on, the case's own text, and errors by part."""

    question: Question
    answer: Answer
    base: str
    given: str
    errors: Mapping[str, str]
    history_url: str | None


_TEXTS = ("another", "reasons", "views", "moved")
# No text can hold such a mark, by chance or on purpose: it is drawn anew in every process.
_SECRET = secrets.token_hex(8)
_MARK = re.compile(f"{_SECRET}-([a-z0-9-]+)-end")
# A framework that came with a file can be large; what is remembered stays small.
_REMEMBERED_AT_MOST, _LARGEST = 1024, 40_000


def _mark(name: str) -> str:
    return f"{_SECRET}-{name}-end"


class _AnyOf:
    """Stands for what is chosen in any answer: whether each one is, is a mark."""

    def __init__(self, name: str) -> None:
        self._name = name

    def mark(self, choice: str) -> str:
        """The mark for one choice."""
        return _mark(f"{self._name}-{choice}")


def chosen(given: Any, choice: str, word: str) -> str:
    """A filter of the templates: ` checked` or ` selected` for a choice that is among those given, else nothing."""
    if isinstance(given, _AnyOf):
        return given.mark(choice)
    return f" {word}" if choice in ((given,) if isinstance(given, str) else given) else ""


class Wanted(NamedTuple):
    """What a question's words depend on: the framework (its digest), the question, the case's own text, and so on."""

    wording: str
    question: str
    given: str
    group: bool
    folded: bool
    revising: bool
    history: bool


class Mould:
    """The pieces of a question's HTML, and the names of the marks between them."""

    def __init__(self, html: str) -> None:
        self._pieces = _MARK.split(html)
        self.size = len(html)

    def fill(self, values: Mapping[str, str]) -> Markup:
        """The question with these values, which are HTML already, by the names of their marks; none is empty."""
        pieces = self._pieces.copy()
        pieces[1::2] = [values.get(name, "") for name in pieces[1::2]]
        return Markup("".join(pieces))  # noqa: S704


_remembered: dict[Wanted, Mould] = {}


def asked(field: Field, sheet: Worksheet, folded: bool, revising: bool) -> Markup:
    """A question of a step as its page shows it; `revising`: the seminar asks whether the answer stays."""
    question, answer = field.question, field.answer
    revising = revising or bool(answer.decision or answer.moved)
    if field.errors:
        return _rendered(field, sheet.framework, sheet.id, sheet.holder.kind, folded, revising)
    group, history = sheet.holder.kind == "group", field.history_url is not None
    wanted = Wanted(sheet.wording, question.id, field.given, group, folded, revising, history)
    found = _remembered.get(wanted) or _made(wanted, field, sheet)
    word = " selected" if question.kind == "one" else " checked"
    values = {f"choice-{choice}": word for choice in answer.choices} | {f"decision-{answer.decision}": " selected"}
    values |= {name: str(escape(getattr(answer, name))) for name in _TEXTS}
    return found.fill(values | {"base": str(escape(field.base)), "worksheet": sheet.id})


def _made(wanted: Wanted, field: Field, sheet: Worksheet) -> Mould:
    """The mould of a question, made with the first page that shows it so."""
    texts = {name: _mark(name) for name in _TEXTS}
    answer = SimpleNamespace(choices=_AnyOf("choice"), decision=_AnyOf("decision"), **texts)
    url = field.history_url.replace(sheet.id, _mark("worksheet")) if field.history_url else None
    marked = SimpleNamespace(
        question=field.question, answer=answer, base=_mark("base"), given=field.given, errors={}, history_url=url
    )
    html = _rendered(marked, sheet.framework, _mark("worksheet"), sheet.holder.kind, wanted.folded, wanted.revising)
    made = Mould(html)
    if len(_remembered) >= _REMEMBERED_AT_MOST:
        _remembered.clear()
    if made.size <= _LARGEST:
        _remembered[wanted] = made
    return made


def _rendered(field: Any, framework: Framework, sheet: str, holder: str, folded: bool, revising: bool) -> Markup:
    worksheet = {"id": sheet, "holder": {"kind": holder}}
    template: Any = current_app.jinja_env.get_template("macros/question.html").module
    html: Markup = template.ask(field, framework, worksheet, folded, revising)
    return html
