"""The formats that a summary can be taken home in: one module each, and one line each in `FORMATS`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from webapp.answers.documents import docx, html, json, markdown
from webapp.answers.summary import Summary

_SLUG_LIMIT = 80


class Format(NamedTuple):
    """One format: its label on a page, its names on the wire and on disk, and how a summary becomes bytes."""

    label: str
    mimetype: str
    suffix: str
    render: Callable[[Summary], bytes]


def _utf8(render: Callable[[Summary], str]) -> Callable[[Summary], bytes]:
    return lambda summary: render(summary).encode()


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FORMATS: dict[str, Format] = {
    "html": Format("Web page", "text/html", "html", _utf8(html.render)),
    "docx": Format("Word", _WORD, "docx", docx.render),
    "markdown": Format("Markdown", "text/markdown", "md", _utf8(markdown.render)),
    "json": Format("JSON", "application/json", "json", json.render),
}


def filename(summary: Summary, suffix: str) -> str:
    """A name for the file of a summary, safe on any system: case and day in ASCII, then the suffix."""
    letters = unicodedata.normalize("NFKD", summary.case_title).lower()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    case = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG_LIMIT].rstrip("-")
    return "-".join(filter(None, ["before-force", case, summary.printed.isoformat()])) + f".{suffix}"
