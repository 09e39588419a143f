"""What each page of own material needs first: the case or the agenda, if this browser holds it."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from flask import abort

from webapp.access import browser, material
from webapp.access.material import Kept
from webapp.answers.worksheets import is_name
from webapp.clock import now
from webapp.current import database

M = TypeVar("M", bound=msgspec.Struct)


def found(kind: type[M], name: str) -> Kept[M] | None:
    """The case or agenda with this id; None where this browser does not hold it."""
    if not is_name(name):
        return None
    with database().read() as connection:
        return material.find(connection, browser.hashed(), kind, name, now())


def held(kind: type[M], name: str) -> Kept[M]:
    """The same; where this browser does not hold it, the page that says that there is none."""
    return found(kind, name) or abort(404)
