"""Cutting long texts into pages that a projector shows without shrinking them. Pure; the pages joined give the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from webapp.seminar.changes import Piece
from webapp.seminar.comparison import MarkedLine

_TOKEN = re.compile(r"\n|[^\S\n]+|\S+")
# One line alone at the foot of a page is left to the next.
_FEWEST = 2


class Sheet(NamedTuple):
    """How much a page holds: signs in a line, and lines."""

    width: int
    height: int


def line_ends(text: str, width: int) -> list[int]:
    """Where the lines of a text end when it is set in lines of so many signs, words kept whole where they can be."""
    ends: list[int] = []
    used = 0
    for found in _TOKEN.finditer(text):
        start, length = found.start(), found.end() - found.start()
        if found.group() == "\n":
            ends.append(found.end())
            used = 0
            continue
        if used and not found.group().isspace() and used + length > width:
            ends.append(start)
            used = 0
        while not found.group().isspace() and length > width:
            start, length = start + width, length - width
            ends.append(start)
        used += length
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return ends


def pages(lines: Iterable[MarkedLine], sheet: Sheet) -> list[tuple[MarkedLine, ...]]:
    """The lines of an answer on as many pages as they need; a line that goes on says so."""
    made: list[list[MarkedLine]] = [[]]
    left = sheet.height
    for line in lines:
        ends = line_ends("".join(piece.text for piece in line.pieces), sheet.width)
        start = done = 0
        while done < len(ends):
            # A label takes a line of its own.
            if made[-1] and left - 1 < min(_FEWEST, len(ends) - done):
                made.append([])
                left = sheet.height
            taken = ends[done : done + max(1, left - 1)]
            label = f"{line.label} (continued)" if start else line.label
            made[-1].append(MarkedLine(label, tuple(cut(line.pieces, start, taken[-1])), line.verbatim))
            left -= 1 + len(taken)
            done, start = done + len(taken), taken[-1]
    return [tuple(page) for page in made]


def cut(pieces: Sequence[Piece], start: int, stop: int) -> Iterator[Piece]:
    """The pieces between two places of the text that they make together."""
    place = 0
    for piece in pieces:
        part = piece.text[max(0, start - place) : max(0, stop - place)]
        place += len(piece.text)
        if part:
            yield Piece(piece.kind, part)


def filled(texts: Sequence[str], sheet: Sheet) -> list[list[int]]:
    """Whole paragraphs on pages: the numbers of those that stand on each."""
    made: list[list[int]] = [[]]
    left = sheet.height
    for number, text in enumerate(texts):
        needs = len(line_ends(text, sheet.width)) + 1
        if made[-1] and needs > left:
            made.append([])
            left = sheet.height
        made[-1].append(number)
        left -= needs
    return made
