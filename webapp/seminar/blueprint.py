"""The blueprint that all views of a seminar hang on."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from webapp.answers import worksheets
from webapp.seminar.guard import NotHere

blueprint = Blueprint("seminar", __name__)


@blueprint.url_value_preprocessor
def refuse_what_is_no_id(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Turn an address away that no seminar can have: PostgreSQL would refuse to look for some of them."""
    if values and "name" in values and not worksheets.is_name(values["name"]):
        raise NotHere(None)
