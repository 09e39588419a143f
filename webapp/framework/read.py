"""Reads a content folder into typed values, before anything is checked across files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from webapp.framework.model import (
    Agenda,
    Case,
    Choice,
    Citation,
    EssayItem,
    Framework,
    Library,
    Line,
    Note,
    Part,
    Question,
    Rehearsal,
    Seat,
    Section,
    Slug,
    Source,
    Term,
)

T = TypeVar("T")

# XML 1.0 cannot hold these, and so neither can a Word document; databases refuse some.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ContentError(Exception):
    """A content folder that can't be used: names the file, the key and the reason in one sentence."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file, self.key, self.reason = file, key, reason


class Suggestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that the wording rules avoid, and what to use in their place.

    `found` are the words by which a reminder finds them in a text; empty where the sense alone tells.
    """

    avoid: tuple[str, ...]
    use: str
    found: tuple[str, ...] = ()


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The wording rules as data: the words that a check looks for, and the suggested ones."""

    words: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


class Content(NamedTuple):
    """A read content folder. `files` tells which file each section, case and source came from."""

    library: Library
    wording: Wording
    files: dict[str, str]


class _Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: Slug
    title: Line
    care: str = ""
    meaning: str = ""
    meaning_note: str = ""
    endings: tuple[Choice, ...] = ()
    agendas: tuple[Agenda, ...] = ()
    seats: tuple[Seat, ...] = ()


def read(folder: Path) -> Content:
    """Read every file of a content folder; raises ContentError for one that is missing, broken or mistyped."""
    frame = _value(folder, "framework.toml", _Frame)
    files: dict[str, str] = {}
    framework = Framework(
        id=frame.id,
        title=frame.title,
        meaning=frame.meaning,
        meaning_note=frame.meaning_note,
        opening=_value(folder, "opening.toml", Section),
        sections=tuple(_with_endings(s, frame.endings) for s in _folder(folder, "sections", Section, files)),
        closing=_value(folder, "closing.toml", Section),
        seats=frame.seats,
        notes=_list(folder, "notes.toml", "notes", Note),
        sources=_sources(folder, files),
        glossary=_list(folder, "glossary.toml", "glossary", Term),
    )
    files |= {framework.opening.id: "opening.toml", framework.closing.id: "closing.toml"}
    library = Library(
        framework=framework,
        care=frame.care,
        endings=frame.endings,
        cases=tuple(_folder(folder, "cases", Case, files)),
        essay=_list(folder, "essay.toml", "essay", EssayItem),
        reading=_list(folder, "reading.toml", "reading", Citation),
        facilitator=_list(folder, "facilitator.toml", "facilitator", Part),
        agendas=frame.agendas,
        rehearsal=_optional(folder, "rehearsal.toml", Rehearsal),
    )
    if not framework.sections:
        raise ContentError("sections", "", "this folder is missing or empty; a framework has one section or more.")
    # What is put together here has limits of its own, such as how many choices a question has with the endings.
    return Content(_convert("the whole", msgspec.to_builtins(library), Library, ""), read_wording(folder), files)


def read_wording(folder: Path) -> Wording:
    """The wording rules of a content folder; none where it has none of its own."""
    return _optional(folder, "wording.toml", Wording) or Wording()


def _with_endings(section: Section, endings: tuple[Choice, ...]) -> Section:
    def complete(question: Question) -> Question:
        if not question.choices:
            return question
        return msgspec.structs.replace(question, choices=question.choices + endings)

    return msgspec.structs.replace(section, questions=tuple(map(complete, section.questions)))


def _sources(folder: Path, files: dict[str, str]) -> tuple[Source, ...]:
    sources: list[Source] = []
    for path in sorted((folder / "sources").glob("*.toml")):
        name = f"sources/{path.name}"
        read_here = _list(folder, name, "sources", Source)
        files |= {source.id: name for source in read_here}
        sources += read_here
    return tuple(sources)


def _folder(folder: Path, name: str, kind: type[T], files: dict[str, str]) -> list[T]:
    values = []
    for path in sorted((folder / name).glob("*.toml")):
        value = _value(folder, f"{name}/{path.name}", kind)
        files[value.id] = f"{name}/{path.name}"  # type: ignore[attr-defined]
        values.append(value)
    return values


def _list(folder: Path, name: str, key: str, kind: type[T]) -> tuple[T, ...]:
    if not (folder / name).exists():
        return ()
    table = _toml(folder, name)
    for other in table.keys() - {key}:
        raise ContentError(name, other, f"this key is not known here; the list is called “{key}”.")
    return _convert(name, table.get(key, []), tuple[kind, ...], key)  # type: ignore[valid-type]


def _optional(folder: Path, name: str, kind: type[T]) -> T | None:
    return _value(folder, name, kind) if (folder / name).exists() else None


def _value(folder: Path, name: str, kind: type[T]) -> T:
    return _convert(name, _toml(folder, name), kind, "")


def _toml(folder: Path, name: str) -> dict[str, Any]:
    try:
        table = tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContentError(name, "", "this file is missing; every content folder needs it.") from None
    except UnicodeDecodeError:
        raise ContentError(name, "", "this file is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise ContentError(name, "", f"this file can't be read ({error.strerror}).") from None
    except tomllib.TOMLDecodeError as error:
        raise ContentError(name, "", f"this is not valid TOML: {error}.") from None
    except RecursionError:
        raise ContentError(name, "", "this file is nested too deep for content.") from None
    for key, value in table.items():
        if any(map(_UNPRINTABLE.search, _strings(value))):
            raise ContentError(name, key, "a text here holds a control character, which no document can print.")
    return table


def _strings(value: object) -> Iterator[str]:
    """Every text within a value of TOML."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _convert(name: str, data: object, kind: type[T], within: str) -> T:
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at ")
        key = (within + place.strip("`").removeprefix("$")).removeprefix(".")
        raise ContentError(name, key, f"{reason.replace('`', '')}.") from None
