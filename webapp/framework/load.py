"""The content that the app serves: read, checked, and never changed while the app runs.

One content folder comes with the app. An instance may have more of them; a broken one is left out, and never stops
the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from webapp.framework.check import AvoidedWord, problems
from webapp.framework.model import Library
from webapp.framework.read import Content, ContentError, Wording, read, read_wording

BUILT_IN = Path(__file__).parent / "content"


def load(folder: Path = BUILT_IN) -> Content:
    """Read and check a content folder; raises ContentError with the first problem found."""
    content = read(folder)
    for problem in problems(content, wording().words):
        raise problem
    return content


class Loaded(NamedTuple):
    """The content folders that can be served, by the id of their framework, the built-in one first; and what is wrong.

    Each sentence of `told` names the folder.
    """

    libraries: Mapping[str, Library]
    told: tuple[str, ...]


def load_all(others: Path) -> Loaded:
    """The built-in content, and each folder in `others` in the order of their names.

    A folder with a problem is left out, unless all that is wrong are words that the wording rules avoid. Raises
    ContentError for the built-in content alone.
    """
    own = load().library
    found, told = {own.framework.id: own}, list[str]()
    for folder in _folders(others, told):
        library, wrong = _read(folder, found)
        if library:
            found[library.framework.id] = library
        left_out = " It is left out until it is put right." if not library else ""
        told += [f"{folder}: {problem}{left_out}" for problem in wrong]
    return Loaded(MappingProxyType(found), tuple(told))


def _folders(others: Path, told: list[str]) -> list[Path]:
    try:
        return sorted(one for one in others.iterdir() if one.is_dir() and not one.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        told.append(f"{others}: this folder can't be read ({error.strerror}), so the frameworks in it are not served.")
        return []


def _read(folder: Path, taken: Mapping[str, Library]) -> tuple[Library | None, list[ContentError]]:
    """The library of a folder, unless it is broken, and its problems; `taken` has the ids that are others' already."""
    try:
        content = read(folder)
    except ContentError as problem:
        return None, [problem]
    wrong = list(problems(content, wording().words))
    name = content.library.framework.id
    if name in taken:
        reason = f"the framework “{taken[name].framework.title}” has this id already; give this one its own."
        wrong.insert(0, ContentError("framework.toml", "id", reason))
    broken = any(not isinstance(one, AvoidedWord) for one in wrong)
    return None if broken else content.library, wrong


def check(folder: Path = BUILT_IN) -> list[ContentError]:
    """Every problem of a content folder; a file that can't be read at all is the one problem."""
    own = built_in()
    return _read(folder, {own.framework.id: own} if folder.resolve() != BUILT_IN else {})[1]


@cache
def built_in() -> Library:
    """The library that comes with the app."""
    return load().library


@cache
def wording() -> Wording:
    """The wording rules that come with the app; they hold for every content folder."""
    return read_wording(BUILT_IN)
