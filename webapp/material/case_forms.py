"""The form by which a case is written, filled from a stored case or from what was sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from flask import request
from wtforms import Field as FormField
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from webapp.framework.model import Framework
from webapp.framework.own_case import MOST_ROWS, OwnCase, fields_of
from webapp.framework.text import plain
from webapp.material.row_forms import ROWS, Row, line_field, sent_rows, stored_rows, text_field
from webapp.worksheet.entry_forms import Form

KINDS = ("fictional", "past", "present")
KNOWN_LIMIT = 8000
_KINDS = [SelectChoice(kind, kind.capitalize()) for kind in KINDS]


class CaseForm(Form):
    """All of a case. Nothing has to be filled in to save it; what it still lacks is said beside it."""

    version = HiddenField()
    title = line_field("Short name of the case")
    kind = RadioField("Kind of case", choices=_KINDS, validate_choice=False)
    as_of = line_field("As known on what date")
    known = text_field("What was known on that date", KNOWN_LIMIT)
    doubts = text_field("Doubts about counts and sources", 900)
    after = text_field("What came after", KNOWN_LIMIT)

    rows: dict[str, list[Row]]

    @property
    def opening(self) -> list[FormField]:
        """The fields of the opening step, in its order."""
        return [field for name, field in self._fields.items() if name.startswith("f_")]

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate every field and every row; too many rows get a sentence."""
        valid = super().validate(extra_validators)
        for name, rows in self.rows.items():
            refused = [row for row in rows if not row.validate()]
            valid = valid and not refused
            if len(rows) > MOST_ROWS:
                label = ROWS[name].label.lower()
                self.form_errors.append(f"There is room for {MOST_ROWS} rows of one kind. Take a {label} out.")
                valid = False
        return valid

    @property
    def errors(self) -> dict[str, Sequence[str]]:
        """Every error by the name of its field, those of the rows too."""
        found = dict(super().errors)
        for rows in self.rows.values():
            found |= {row[part].name: errors for row in rows for part, errors in row.errors.items()}
        return found

    def texts(self) -> Iterator[FormField]:
        """Every field that takes words, of one line or of several."""
        rows = [row for rows in self.rows.values() for row in rows]
        for field in (*self, *(field for row in rows for field in row)):
            if isinstance(field, StringField):
                yield field

    @property
    def base(self) -> int:
        """The version of the stored case that this page showed; 0 for a new one."""
        text: str = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@lru_cache(maxsize=32)
def _form_class(fields: tuple[tuple[str, str], ...]) -> type[CaseForm]:
    return type("CaseForm", (CaseForm,), {f"f_{name}": text_field(label) for name, label in fields})


def case_form(framework: Framework, case: OwnCase, version: int, add: str = "") -> CaseForm:
    """The form of a case on a framework: as it was sent, or as it is stored, with an empty row where one is added."""
    made = _form_class(tuple(fields_of(framework)))
    if request.method == "POST":
        form = made()
        form.rows = {name: sent_rows(request.form, name) for name in ROWS}
    else:
        form = made(formdata=None, data={**_values(case), "version": str(version)})
        form.rows = {name: stored_rows(name, _stored(case, name) + [{}] * (name == add)) for name in ROWS}
    sections = [SelectChoice(section.id, section.title) for section in framework.sections]
    for row in form.rows["developments"]:
        row["sections"].choices = sections
    return form


def _values(case: OwnCase) -> dict[str, Any]:
    return {
        "title": case.title,
        "kind": case.kind,
        "as_of": case.as_of,
        "known": _paragraphs(case.known),
        "doubts": plain(case.doubts, {}),
        "after": _paragraphs(case.after),
        **{f"f_{name}": plain(text, {}) for name, text in case.fields.items()},
    }


def _paragraphs(texts: Sequence[str]) -> str:
    return "\n\n".join(plain(text, {}) for text in texts)


def _stored(case: OwnCase, name: str) -> list[dict[str, Any]]:
    """The rows of a stored case as its form shows them."""
    shorts = {source.id: plain(source.short, {}) for source in case.sources}
    fulls = {source.id: plain(source.full, {}) for source in case.sources}
    match name:
        case "timeline" | "later":
            return [
                {
                    "when": fact.when,
                    "sort": fact.sort,
                    "text": plain(fact.text, {}),
                    "sources": "\n".join(cited(shorts[one.source], plain(one.locator, {})) for one in fact.citations),
                }
                for fact in getattr(case, name)
            ]
        case "developments":
            return [
                {"when": one.when, "text": plain(one.text, {}), "sections": list(one.sections)}
                for one in case.developments
            ]
        case _:
            return [
                {
                    "short": shorts[one.source],
                    "full": fulls[one.source],
                    "locator": plain(one.locator, {}),
                    "checked": one.checked,
                }
                for one in case.citations
            ]


def cited(short: str, locator: str) -> str:
    """A citation as a line of a form: the source, and where in it."""
    return f"{short}, {locator}" if locator else short
