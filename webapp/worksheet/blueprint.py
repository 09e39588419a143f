"""The blueprint that all views of a worksheet hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("worksheet", __name__)
