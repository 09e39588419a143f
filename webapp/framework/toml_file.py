"""A TOML file that somebody opens, taken apart with nothing trusted. What is wrong is a sentence, with what to do."""

from __future__ import annotations

import tomllib
from typing import Any, NoReturn, TypeVar

import msgspec

from webapp.framework.faults import in_words
from webapp.framework.text import clean

LARGEST = 256 * 1024
DEEPEST = 12
# The parser's time grows with the square of the parts of a dotted key; no line that is meant has so many dots.
_MOST_DOTS = 500
# How other files that people have at hand begin.
_FOREIGN = {
    b"PK\x03\x04": "a Word document or another packed file",
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}

T = TypeVar("T")


class UnfitFile(Exception):
    """A file that can't be opened; `reason` is one sentence or two: what is wrong and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parsed(data: bytes, what: str) -> dict[str, Any]:
    """Take the bytes of a file, give back its table; `what` it should be is a word such as “case”. Raises UnfitFile."""
    if len(data) > LARGEST:
        raise UnfitFile(f"This file is larger than {LARGEST // 1024} KB, which no {what} is. Choose another file.")
    for start, name in _FOREIGN.items():
        if data.startswith(start):
            raise UnfitFile(f"This is {name}. Choose the file of {_a(what)}, which ends in .toml.")
    table = _table(_text(data, what), what)
    if not table:
        raise UnfitFile(f"This file is empty. Choose the file of {_a(what)}, which ends in .toml.")
    _check_strings(table, what)
    return table


def converted(table: dict[str, Any], kind: type[T], what: str) -> T:
    """The table as a value of a kind, every limit of the kind checked; raises UnfitFile."""
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        _refuse(in_words(str(error)), what)


def _a(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"


def _refuse(fault: str, what: str) -> NoReturn:
    raise UnfitFile(f"{fault}. Mend that place in the file and open it again, or download the {what} anew.")


def _text(data: bytes, what: str) -> str:
    try:
        # An editor may have put a byte order mark first; the line ends of Windows mean the same.
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise UnfitFile("This file is not text in UTF-8. Save it as UTF-8 and open it again.") from None
    if text.lstrip().startswith("{"):
        raise UnfitFile(
            f"This is a JSON file, as worksheets are saved, and not {_a(what)}. "
            "A worksheet is opened from the start page, under “Open a file”."
        )
    if any(line.count(".") > _MOST_DOTS for line in text.split("\n")):
        raise UnfitFile(f"One line of this file has over {_MOST_DOTS} dots. Break it into several and open it again.")
    return text


def _table(text: str, what: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        _refuse(f"This file is nested too deep to be {_a(what)}", what)
    except ValueError as error:
        _refuse(f"This file is not valid TOML: {str(error).rstrip('.')}", what)


def _check_strings(table: dict[str, Any], what: str) -> None:
    """Refuse nesting beyond any file of ours, and characters that can't be stored."""
    waiting: list[tuple[Any, int]] = [(table, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            _refuse(f"This file is nested too deep to be {_a(what)}", what)
        if isinstance(value, dict):
            waiting += ((part, depth + 1) for pair in value.items() for part in pair)
        elif isinstance(value, list):
            waiting += ((part, depth + 1) for part in value)
        elif isinstance(value, str) and clean(value) != value:
            _refuse("This file holds a control character or another sign that can’t be stored", what)
