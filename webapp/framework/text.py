"""The marks of a content text: `*a title*`, `{question-id}`; after a backslash a sign is plain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

# XML 1.0 cannot hold these, and so neither can a Word document.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = re.compile(r"\\(?P<words>[\\*{}])|\*(?P<title>[^*\n]+)\*|\{(?P<question>[a-z0-9-]+)\}")


def clean(text: str) -> str:
    """The text as it is stored: newlines become LF, what XML 1.0 cannot hold becomes U+FFFD, nothing else changes."""
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


class Piece(NamedTuple):
    """A run of content text: plain words, the title of a text, or a reference to a question."""

    kind: Literal["words", "title", "question"]
    text: str


def pieces(text: str) -> Iterator[Piece]:
    """Split a content text at its marks; a question's piece holds the id."""
    end = 0
    for mark in _MARKS.finditer(text):
        if mark.start() > end:
            yield Piece("words", text[end : mark.start()])
        kind: Literal["words", "title", "question"] = (
            "words" if mark["words"] else "title" if mark["title"] else "question"
        )
        yield Piece(kind, mark[kind])
        end = mark.end()
    if end < len(text):
        yield Piece("words", text[end:])


def literal(text: str) -> str:
    """The content text that shows exactly these words, whatever signs they hold."""
    return re.sub(r"[\\*{}]", r"\\\g<0>", text)


def references(text: str) -> list[str]:
    """The question ids that a content text refers to."""
    return [piece.text for piece in pieces(text) if piece.kind == "question"]


def plain(text: str, short_titles: Mapping[str, str]) -> str:
    """A content text without marks; a reference becomes the question's short title in quotation marks."""
    return "".join(
        f"“{short_titles.get(piece.text, piece.text)}”" if piece.kind == "question" else piece.text
        for piece in pieces(text)
    )
