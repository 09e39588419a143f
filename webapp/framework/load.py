"""The content that the app serves: read, checked, and never changed while the app runs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from webapp.framework.check import problems
from webapp.framework.model import Library
from webapp.framework.read import Content, ContentError, Wording, read

BUILT_IN = Path(__file__).parent / "content"


def load(folder: Path = BUILT_IN) -> Content:
    """Read and check a content folder; raises ContentError with the first problem found."""
    content = read(folder)
    for problem in problems(content, wording().words):
        raise problem
    return content


def check(folder: Path = BUILT_IN) -> list[ContentError]:
    """Every problem of a content folder; a file that can't be read at all is the one problem."""
    try:
        return list(problems(read(folder), wording().words))
    except ContentError as problem:
        return [problem]


@cache
def built_in() -> Library:
    """The library that comes with the app."""
    return load().library


@cache
def wording() -> Wording:
    """The wording rules that come with the app; they hold for every content folder."""
    return read(BUILT_IN).wording
