"""An answer: the choices made, the reasons, and the other views in a group."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

import msgspec

from webapp.framework.text import clean as clean

REASONS_LIMIT = 4000
ANOTHER_LIMIT = 300
ANOTHER = "another"
SEATS_LIMIT = 6  # other seats in one section: a page can hold no more of them side by side


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What one holder says to one question. Lengths are in characters, after `clean`.

    `decision` and `moved` belong to the revising stage of a seminar: whether the answer stays, and why.
    """

    choices: Annotated[tuple[str, ...], msgspec.Meta(max_length=30)] = ()
    another: Annotated[str, msgspec.Meta(max_length=ANOTHER_LIMIT)] = ""
    reasons: Annotated[str, msgspec.Meta(max_length=REASONS_LIMIT)] = ""
    views: Annotated[str, msgspec.Meta(max_length=REASONS_LIMIT)] = ""
    decision: Literal["", "unchanged", "changed"] = ""
    moved: Annotated[str, msgspec.Meta(max_length=REASONS_LIMIT)] = ""

    def __bool__(self) -> bool:
        """Whether anything is stored: a choice, a text beside *Another answer*, reasons or other views."""
        return bool(self.choices or self.another or self.reasons or self.views)

    def digest(self) -> str:
        """A short name of exactly this answer, to tell whether a field was touched."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:12]


EMPTY = Answer()
