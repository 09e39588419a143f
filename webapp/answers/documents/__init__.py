"""The formats that a summary and a seminar's record can be taken home in: one module each, and one line each here.

A printed format knows the neutral value `Document` alone, so one line in `PRINTED` serves both. What is exact (JSON)
or a table (CSV) knows what it is about, and stands in `FORMATS` here for a summary, in `webapp.seminar.record_formats`
for a record.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from webapp.answers.documents import html, json, markdown
from webapp.answers.documents.document import Document, of_summary
from webapp.answers.summary import Summary

_SLUG_LIMIT = 80

T = TypeVar("T")


class Format(NamedTuple, Generic[T]):
    """One format: its label on a page, its names on the wire and on disk, and how a value becomes bytes."""

    label: str
    mimetype: str
    suffix: str
    render: Callable[[T], bytes]


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _word(document: Document) -> bytes:
    # Takes a while to load, and most classes never ask for it.
    from webapp.answers.documents import docx

    return docx.render(document)


PRINTED: dict[str, Format[Document]] = {
    "html": Format("Web page", "text/html", "html", lambda document: html.render(document).encode()),
    "docx": Format("Word", _WORD, "docx", _word),
    "markdown": Format("Markdown", "text/markdown", "md", lambda document: markdown.render(document).encode()),
}


def printed(of: Callable[[T], Document]) -> dict[str, Format[T]]:
    """The printed formats of anything that can be made a document."""

    def bound(one: Format[Document]) -> Format[T]:
        return Format(one.label, one.mimetype, one.suffix, lambda value: one.render(of(value)))

    return {kind: bound(one) for kind, one in PRINTED.items()}


FORMATS: dict[str, Format[Summary]] = {
    **printed(of_summary),
    "json": Format("JSON", "application/json", "json", json.render),
}


def filename(summary: Summary, suffix: str) -> str:
    """A name for the file of a summary, safe on any system: case and day in ASCII, then the suffix."""
    return file_name("before-force", summary.case_title, summary.printed, suffix)


def file_name(first: str, about: str, day: datetime.date, suffix: str) -> str:
    """A name for a file, safe on any system: how it begins, what it is about in ASCII, a day and the suffix."""
    letters = unicodedata.normalize("NFKD", about).lower()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG_LIMIT].rstrip("-")
    return "-".join(filter(None, [first, words, day.isoformat()])) + f".{suffix}"
