"""What changed between two texts, word by word. Pure; joining the pieces gives both texts back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

# A word or another sign, then the white space after it. Scripts that write no spaces are taken sign by sign.
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"([^\W{_UNSPACED}]+(?:['’.-][^\W{_UNSPACED}]+)*|\S|)(\s*)")
# Texts that repeat a few words hundreds of times would keep the comparison busy for seconds.
_MOST_PAIRS = 100_000


class Piece(NamedTuple):
    """A stretch of text: in both texts (`same`), in the first alone (`gone`), or in the second alone (`new`)."""

    kind: Literal["same", "gone", "new"]
    text: str


class _Word(NamedTuple):
    text: str
    space: str


@lru_cache(maxsize=512)
def changes(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as one row of pieces; neighbours of one kind are joined."""
    old, new = _words(before), _words(after)
    return tuple(_joined(_pieces(old, new)))


def of_first(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces that make the first text."""
    return tuple(piece for piece in pieces if piece.kind != "new")


def of_second(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces that make the second text."""
    return tuple(piece for piece in pieces if piece.kind != "gone")


def _words(text: str) -> list[_Word]:
    return [_Word(*found.groups()) for found in _WORD.finditer(text) if found.group()]


def _pieces(old: list[_Word], new: list[_Word]) -> Iterator[Piece]:
    for kind, start, end, start_new, end_new in _steps([word.text for word in old], [word.text for word in new]):
        if kind == "equal":
            yield from _same(old[start:end], new[start_new:end_new])
            continue
        yield Piece("gone", "".join(map("".join, old[start:end])))
        yield Piece("new", "".join(map("".join, new[start_new:end_new])))


def _steps(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    counted = Counter(new)
    if sum(counted[word] for word in old) > _MOST_PAIRS and old != new:
        return [("replace", 0, len(old), 0, len(new))]
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def _same(old: list[_Word], new: list[_Word]) -> Iterator[Piece]:
    """Words that both texts have; the white space after them may differ."""
    for first, second in zip(old, new, strict=True):
        if first.space == second.space:
            yield Piece("same", first.text + first.space)
            continue
        yield Piece("same", first.text)
        yield Piece("gone", first.space)
        yield Piece("new", second.space)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Pieces with what stands between two of one kind; nothing empty is kept."""
    held: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if held and held.kind == piece.kind:
            held = Piece(held.kind, held.text + piece.text)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held
