"""The blueprint that all views of own material hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("material", __name__, url_prefix="/own")
