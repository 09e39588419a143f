"""Reminders of the wording rules: which words of a text they avoid, and what they suggest. Nothing is ever changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from webapp.framework.check import word_pattern
from webapp.framework.read import Wording

# What somebody is quoted with stands as it was said.
_QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"")


class Reminder(NamedTuple):
    """A word as it stands in a text, and what the rules suggest instead."""

    word: str
    use: str


def suggestions(wording: Wording) -> dict[str, str]:
    """What is suggested, by each word (in small letters) that a reminder finds."""
    return {word.casefold(): one.use for one in wording.suggestions for word in one.found}


def reminders(texts: Iterable[str], wording: Wording) -> list[Reminder]:
    """The avoided words in these texts, each once, in their order; words inside quotation marks are left out."""
    uses = suggestions(wording)
    pattern = word_pattern(uses)
    if not pattern:
        return []
    found: dict[str, str] = {}
    for text in texts:
        for word in pattern.findall(_QUOTED.sub(" ", text)):
            found.setdefault(word.casefold(), word)
    return [Reminder(word, uses[name]) for name, word in found.items()]
