"""The agenda of a seminar: the framework with the chosen questions, complete in itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from webapp.framework.model import Agenda, Framework, Section

_REFERENCE = re.compile(r"\{([a-z0-9-]+)\}")


class NoQuestion(ValueError):
    """An agenda without a question."""


def of_set(framework: Framework, agenda: Agenda) -> Framework:
    """The framework with the questions of a named set."""
    return chosen(framework, (), agenda.questions)


def chosen(framework: Framework, sections: Collection[str], questions: Collection[str]) -> Framework:
    """The framework with the ticked sections (all their questions) and the ticked questions, in form order.

    Opening, closing, notes, sources and glossary stay. Raises NoQuestion where nothing was ticked.
    """
    kept = [one for section in framework.sections if (one := _cut(section, sections, questions))]
    if not kept:
        raise NoQuestion
    cut: Framework = msgspec.structs.replace(framework, sections=tuple(kept))
    titles = {question.id: question.short for question in framework.questions()}
    for question in cut.questions():
        titles.pop(question.id, None)
    return without_references(cut, titles)


def _cut(section: Section, sections: Collection[str], questions: Collection[str]) -> Section | None:
    kept = tuple(one for one in section.questions if section.id in sections or one.id in questions)
    return msgspec.structs.replace(section, questions=kept) if kept else None


def without_references(framework: Framework, gone: Mapping[str, str]) -> Framework:
    """Put the title of a question that an agenda leaves out (`gone`, by id) in the place of a reference to it."""
    if not gone:
        return framework

    def title(found: re.Match[str]) -> str:
        return f"“{gone[found[1]]}”" if found[1] in gone else found[0]

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return _REFERENCE.sub(title, value)
        if isinstance(value, dict):
            return {key: walk(one) for key, one in value.items()}
        return [walk(one) for one in value] if isinstance(value, list | tuple) else value

    return msgspec.convert(walk(msgspec.to_builtins(framework)), Framework)
