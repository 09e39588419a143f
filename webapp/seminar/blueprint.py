"""The blueprint that all views of a seminar hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("seminar", __name__)
