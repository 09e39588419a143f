"""Rows of a form: the parts of which a case has any number. Each row is a small form of its own, `timeline-0-when`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms import Form as PlainForm
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from webapp.framework.text import clean

LINE_LIMIT, TEXT_LIMIT = 300, 4000
CHECKED = [
    SelectChoice("no", "Not said"),
    SelectChoice("yes", "Read for this case"),
    SelectChoice("partly", "Read in part"),
    SelectChoice("disputed", "Disputed"),
]


def _line(text: str | None) -> str:
    return " ".join(clean(text or "").split())


def _text(text: str | None) -> str:
    return clean(text or "").strip()


def line_field(label: str, limit: int = LINE_LIMIT) -> StringField:
    """One line of text, white space folded."""
    message = f"“{label}” is longer than {limit} characters. Shorten it."
    return StringField(label, filters=[_line], validators=[Length(max=limit, message=message)])


def text_field(label: str, limit: int = TEXT_LIMIT) -> TextAreaField:
    """A text of several lines."""
    message = f"“{label}” is longer than {limit:,} characters. Shorten it."
    return TextAreaField(label, filters=[_text], validators=[Length(max=limit, message=message)])


class Row(PlainForm):
    """One row; `label` is what a page calls it, `plural` the heading of all of them."""

    label: ClassVar[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed; a date to sort by alone is nothing, since the app fills it in."""
        return not any(field.data for name, field in self._fields.items() if name not in ("sort", "checked"))


class FactRow(Row):
    """A dated fact."""

    label = "Dated fact"

    when = line_field("When")
    sort = line_field("Date to sort by", 10)
    text = text_field("What happened")
    sources = text_field("Sources", 2000)


class DevelopmentRow(Row):
    """A prepared development."""

    label = "Development"

    when = line_field("When")
    text = text_field("The new fact")
    sections = SelectMultipleField("Sections worth another look", choices=[], validate_choice=False)


class SourceRow(Row):
    """A source, where in it, and how far it was read."""

    label = "Source"

    short = line_field("Short name")
    full = line_field("The whole reference")
    locator = line_field("Where in it", 150)
    checked = SelectField("How far it was read", choices=CHECKED, default="no", validate_choice=False)


ROWS: dict[str, type[Row]] = {
    "timeline": FactRow,
    "later": FactRow,
    "developments": DevelopmentRow,
    "sources": SourceRow,
}


def sent_rows(sent: MultiDict[str, str], name: str) -> list[Row]:
    """The rows of this name that a form sent, in their order."""
    pattern = re.compile(rf"{name}-([0-9]{{1,3}})-[a-z]+")
    numbers = {int(found[1]) for key in sent if (found := pattern.fullmatch(key))}
    return [ROWS[name](sent, prefix=f"{name}-{number}-") for number in sorted(numbers)]


def stored_rows(name: str, stored: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Rows that hold these values."""
    return [ROWS[name](data=one, prefix=f"{name}-{number}-") for number, one in enumerate(stored)]
