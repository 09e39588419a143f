"""What is wrong with a file that somebody opens, in words that can stand on a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable


def in_words(message: str) -> str:
    """msgspec's message about a value as the first half of a sentence."""
    problem, _, place = message.partition(" - at ")
    name = place.strip("`").removeprefix("$").removeprefix(".")
    where = f"at {quoted(name)}" if name else "at its top"
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", problem, re.DOTALL):
        return f"This file holds {quoted(unknown[1])} {where}, which the format does not know"
    if missing := re.fullmatch(r"Object missing required field `(.*)`", problem):
        return f"This file lacks {quoted(missing[1])} {where}"
    if long := re.fullmatch(r"Expected `(\w+)` of length <= (\d+)", problem):
        what = "characters" if long[1] == "str" else "entries"
        return f"This file holds more than {int(long[2]):,} {what} {where}"
    if re.fullmatch(r"Expected `\w+` of length >= 1", problem):
        return f"This file holds nothing {where}, where the format asks for something"
    return f"This file holds a value {where} that is not of the kind that the format asks for"


def quoted(text: str) -> str:
    """A text out of a file in quotation marks: a page and a terminal show it, so it is kept short and on one line."""
    shown = "".join(character if character.isprintable() else "\ufffd" for character in text[:80])
    return f"“{shown}…”" if len(text) > 80 else f"“{shown}”"


def repeated(names: Iterable[str]) -> list[str]:
    """The names that stand more than once."""
    return [name for name, times in Counter(names).items() if times > 1]
