"""What each page of own material needs first: the case or the agenda, if this browser holds it."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from webapp.access import browser, material
from webapp.access.material import Kept
from webapp.answers.worksheets import is_name
from webapp.clock import now
from webapp.current import database

GONE = "This browser holds nothing at this address. It was deleted, its date has passed, or another browser holds it."


class NotKept(Exception):
    """What a page was for is not there, or can't be changed; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


M = TypeVar("M", bound=msgspec.Struct)


def found(kind: type[M], name: str) -> Kept[M] | None:
    """The case or agenda with this id; None where this browser does not hold it."""
    if not is_name(name):
        return None
    with database().read() as connection:
        return material.find(connection, browser.hashed(), kind, name, now())


def held(kind: type[M], name: str) -> Kept[M]:
    """The same; raises NotKept where this browser does not hold it."""
    kept = found(kind, name)
    if not kept:
        raise NotKept(GONE)
    return kept
