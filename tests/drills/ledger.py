"""The ledger: every text that a writer sent, and whether the server acknowledged it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tests.drills.page import Form

PARTS = ("choices", "another", "reasons", "views", "decision", "moved")
Kind = Literal["save", "autosave"]


class Place(NamedTuple):
    """Where an answer belongs."""

    sheet: str
    question: str


@dataclass
class Sending:
    """One changed answer in one request. `answer` is its JSON; `base` the number of the revision it was based on.

    `page` is the page load, and `turn` tells its requests apart (0 for a browser without scripts).
    """

    place: Place
    answer: str
    page: str
    turn: int
    kind: Kind
    base: int
    acknowledged: bool = False


def plain(answer: dict[str, object]) -> str:
    """An answer in the one form in which answers are compared."""
    return json.dumps(answer, sort_keys=True, ensure_ascii=False)


def typed(form: Form, question: str, prefix: str = "q_") -> str:
    """The answer that a form holds for a question now, as it should be stored."""
    found: dict[str, object] = {}
    for part in PARTS:
        name = f"{prefix}{question}_{part}"
        ticked = form.values.get(name, [])
        if part == "choices" and ticked:
            found[part] = ticked
        elif any(ticked):
            found[part] = ticked[0].replace("\r\n", "\n")
    return plain(found)


class Ledger:
    """What one writer was told is made, and what it sent. Each writer keeps its own, so that none waits for another."""

    def __init__(self) -> None:
        self.sheets: set[str] = set()
        self.sendings: list[Sending] = []
