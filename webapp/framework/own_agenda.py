"""An agenda that a user makes on a framework: which questions, in which order, and questions of one's own.

It may be unfinished, says what it still lacks, and is kept as a file (see `README.md` beside this). Texts of its own
questions are the words as they were typed; composing makes content texts of them. Built-in questions stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import msgspec
import tomli_w

from webapp.framework.agenda import without_references
from webapp.framework.faults import quoted, repeated
from webapp.framework.model import Choice, Citation, Framework, Library, Question, Section, Slug, Source, Value
from webapp.framework.own_case import Lack
from webapp.framework.text import literal
from webapp.framework.toml_file import UnfitFile, converted, parsed

MOST_QUESTIONS = 60
MOST_CHOICES = 17
TEXT_LIMIT, LABEL_LIMIT, EXPLANATION_LIMIT, CONSIDERATION_LIMIT, SOURCE_LIMIT = 300, 120, 2000, 1000, 200
OWN = "own-"
_SHORT = 60

_Line = Annotated[str, msgspec.Meta(max_length=300)]
_Id = Annotated[str, msgspec.Meta(pattern=r"^own-[0-9a-z]{1,12}\Z")]
_Label = Annotated[str, msgspec.Meta(min_length=1, max_length=LABEL_LIMIT)]
_Side = Annotated[str, msgspec.Meta(min_length=1, max_length=CONSIDERATION_LIMIT)]


class OwnQuestion(Value, frozen=True, kw_only=True):
    """A question of one's own in a section. The endings of every question (*Not known* and so on) are added to it."""

    id: _Id
    section: Slug
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=TEXT_LIMIT)]
    kind: Literal["several", "one", "text"] = "several"
    choices: Annotated[tuple[_Label, ...], msgspec.Meta(max_length=MOST_CHOICES)] = ()
    explanation: Annotated[str, msgspec.Meta(max_length=EXPLANATION_LIMIT)] = ""
    considerations: Annotated[tuple[_Side, ...], msgspec.Meta(max_length=2)] = ()
    source: Annotated[str, msgspec.Meta(max_length=SOURCE_LIMIT)] = ""


class Asked(Value, frozen=True, kw_only=True):
    """The questions that an agenda asks in one section, in their order."""

    id: Slug
    questions: Annotated[tuple[Slug, ...], msgspec.Meta(max_length=120)] = ()


class OwnAgenda(Value, frozen=True, kw_only=True):
    """An agenda as far as it is made; `framework` is the id of the framework that it chooses from."""

    title: _Line = ""
    framework: Slug
    sections: Annotated[tuple[Asked, ...], msgspec.Meta(max_length=30)] = ()
    questions: Annotated[tuple[OwnQuestion, ...], msgspec.Meta(max_length=MOST_QUESTIONS)] = ()

    def asked(self, section: str) -> tuple[str, ...]:
        """The ids of the questions asked in a section, in their order."""
        return next((one.questions for one in self.sections if one.id == section), ())

    def own(self, section: str) -> list[OwnQuestion]:
        """The own questions of a section, asked or not."""
        return [question for question in self.questions if question.section == section]


def on_framework(title: str, framework: Framework) -> OwnAgenda:
    """An agenda that asks all questions of a framework (which may be cut to some already)."""
    asked = (Asked(id=one.id, questions=tuple(question.id for question in one.questions)) for one in framework.sections)
    return OwnAgenda(title=title, framework=framework.id, sections=tuple(asked))


def lacks(agenda: OwnAgenda, framework: Framework) -> list[Lack]:
    """What keeps an agenda from being used; empty where it is whole."""
    lacking = [] if agenda.title else [Lack("title", "Give the agenda a name.")]
    if not any(agenda.asked(section.id) for section in framework.sections):
        lacking.append(Lack("sections", "No question is ticked. Tick a question, or add one of your own."))
    for fault in faults(agenda, framework):
        lacking.append(Lack("sections", f"{fault}. Save the agenda to leave it out."))
    return lacking


def faults(agenda: OwnAgenda, framework: Framework) -> Iterator[str]:
    """What an agenda names that is not there, or twice; each the first half of a sentence."""
    if agenda.framework != framework.id:
        yield f"This agenda belongs to other questions ({quoted(agenda.framework)}), which are not these"
        return
    sections = {section.id for section in framework.sections}
    named = (*(one.id for one in agenda.sections), *(question.section for question in agenda.questions))
    for name in sorted({*named} - sections):
        yield f"This agenda names the section {quoted(name)}, which is not among these"
    for name in repeated(one.id for one in agenda.sections):
        yield f"This agenda lists the section {quoted(name)} twice"
    yield from _own_faults(agenda, framework)
    yield from _asked_faults(agenda, framework)


def _own_faults(agenda: OwnAgenda, framework: Framework) -> Iterator[str]:
    for name in repeated(question.id for question in agenda.questions):
        yield f"This agenda has two questions with the id {quoted(name)}"
    for name in sorted({question.id for question in agenda.questions} & _built_in(framework)):
        yield f"This agenda has a question with the id {quoted(name)}, which a built-in question has"
    for question in agenda.questions:
        for fault in question_faults(question):
            yield f"The question {quoted(question.text)}: {fault}"


def _built_in(framework: Framework) -> set[str]:
    return {question.id for step in framework.steps() for question in step.questions}


def _asked_faults(agenda: OwnAgenda, framework: Framework) -> Iterator[str]:
    homes = {question.id: section.id for section in framework.sections for question in section.questions}
    homes |= {question.id: question.section for question in agenda.questions}
    for name in repeated(name for one in agenda.sections for name in one.questions):
        yield f"This agenda asks the question {quoted(name)} twice"
    for one in agenda.sections:
        for name in one.questions:
            if name not in homes:
                yield f"This agenda asks the question {quoted(name)}, which is neither built in nor its own"
            elif homes[name] != one.id:
                yield f"This agenda asks the question {quoted(name)} in {quoted(one.id)}, where it does not belong"


def question_faults(question: OwnQuestion) -> Iterator[str]:
    """What is wrong between the parts of an own question."""
    if question.kind == "text" and question.choices:
        yield "a question answered in words alone has no choices"
    if question.kind != "text" and len(question.choices) < 2:
        yield "a question answered by choices has two or more"
    if repeated(choice.casefold() for choice in question.choices):
        yield "two choices are the same"
    if len(question.considerations) == 1:
        yield "there are two considerations or none"


def compose(agenda: OwnAgenda, library: Library) -> Framework:
    """The framework that an agenda asks, complete in itself. Only for one that lacks nothing."""
    asked_ids = {name for one in agenda.sections for name in one.questions}
    gone = {one.id: one.short for one in library.framework.questions() if one.id not in asked_ids}
    whole = without_references(library.framework, gone)
    sources: list[Source] = []
    sections = []
    for section in whole.sections:
        own = {question.id: _question(question, library, sources) for question in agenda.own(section.id)}
        known = {question.id: question for question in section.questions} | own
        if asked := tuple(known[name] for name in agenda.asked(section.id)):
            sections.append(msgspec.structs.replace(section, questions=asked))
    return msgspec.structs.replace(whole, sections=tuple(sections), sources=whole.sources + tuple(sources))


def _question(own: OwnQuestion, library: Library, sources: list[Source]) -> Question:
    """An own question as the app asks it; its source joins `sources`."""
    choices = tuple(Choice(id=f"c{number}", label=label) for number, label in enumerate(own.choices, 1))
    citations: tuple[Citation, ...] = ()
    if own.source:
        name = f"{own.id}-source"
        sources.append(Source(id=name, short=literal(own.source), full=literal(own.source)))
        citations = (Citation(source=name, checked="yes"),)
    return Question(
        id=own.id,
        text=own.text,
        short=shortened(own.text),
        kind=own.kind,
        choices=choices + library.endings if choices else (),
        explanation=literal(own.explanation),
        considerations=tuple(map(literal, own.considerations)),
        citations=citations,
    )


def shortened(text: str) -> str:
    """A text cut at a word to what a list has room for."""
    if len(text) <= _SHORT:
        return text
    return text[: _SHORT - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def new_id(agenda: OwnAgenda, framework: Framework) -> str:
    """An id for one more own question: neither the framework nor the agenda has it."""
    taken = _built_in(framework) | {question.id for question in agenda.questions}
    return next(name for number in range(1, 10_000) if (name := f"{OWN}{number}") not in taken)


def section_of(framework: Framework, name: str) -> Section | None:
    """The section of this id."""
    return next((section for section in framework.sections if section.id == name), None)


def render(agenda: OwnAgenda) -> bytes:
    """The TOML file of an agenda, finished or not."""
    values: dict[str, Any] = msgspec.to_builtins(agenda)
    return tomli_w.dumps(values).encode()


def read(data: bytes, libraries: Sequence[Library]) -> OwnAgenda:
    """Take the bytes of a file, give back its agenda of one of the libraries; raises UnfitFile unless it is sound."""
    table = parsed(data, "agenda")
    if "framework" not in table and {"known", "as_of", "timeline"} & table.keys():
        raise UnfitFile("This is the file of a case, and an agenda is wanted here. Open it among your cases.")
    agenda = converted(table, OwnAgenda, "agenda")
    library = next((one for one in libraries if one.framework.id == agenda.framework), libraries[0])
    for fault in faults(agenda, library.framework):
        raise UnfitFile(f"{fault}. Mend that place in the file and open it again.")
    return agenda
