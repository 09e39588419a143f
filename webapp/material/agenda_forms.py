"""The forms by which an agenda is made: what it asks and in which order, and one question of one's own."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, ValidationError

from webapp.framework.agenda import of_set
from webapp.framework.model import Library, Section
from webapp.framework.own_agenda import (
    CONSIDERATION_LIMIT,
    EXPLANATION_LIMIT,
    LABEL_LIMIT,
    MOST_CHOICES,
    SOURCE_LIMIT,
    TEXT_LIMIT,
    Asked,
    OwnAgenda,
    OwnQuestion,
    on_framework,
)
from webapp.material.row_forms import line_field, text_field
from webapp.worksheet.entry_forms import Form

ALL, NONE = "all", "none"


class NewAgendaForm(Form):
    """What a new agenda begins with."""

    title = line_field("Name of the agenda")
    start = RadioField("Which questions does it begin with?", default=ALL, validate_choice=False)

    def offer(self, library: Library) -> None:
        """Offer all questions, each of the library's sets, and none."""
        sets = [SelectChoice(one.id, one.title) for one in library.agendas]
        self.start.choices = [SelectChoice(ALL, "All questions"), *sets, SelectChoice(NONE, "None: tick each one")]
        self._library, self.framework = library, library.framework

    def validate_start(self, field: RadioField) -> None:
        """Refuse a beginning that is not offered."""
        AnyOf([choice.value for choice in field.choices], "Choose what the agenda begins with.")(self, field)

    def agenda(self) -> OwnAgenda:
        """The agenda that a valid form begins."""
        whole = self._library.framework
        if self.start.data == NONE:
            return OwnAgenda(title=self.title.data, framework=whole.id)
        named = next((one for one in self._library.agendas if one.id == self.start.data), None)
        return on_framework(self.title.data, of_set(whole, named) if named else whole)


class AgendaForm(Form):
    """The name of an agenda, and which questions it asks."""

    version = HiddenField()
    title = line_field("Name of the agenda")
    asked = SelectMultipleField("Questions", validate_choice=False)

    @property
    def base(self) -> int:
        """The version of the stored agenda that this page showed."""
        text: str = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def listed(section: Section, agenda: OwnAgenda) -> list[str]:
    """The ids of all questions of a section: those that the agenda asks in their order, then the others."""
    asked = agenda.asked(section.id)
    return [*asked, *(name for name in _natural(section, agenda) if name not in asked)]


def _natural(section: Section, agenda: OwnAgenda) -> list[str]:
    return [*(one.id for one in section.questions), *(one.id for one in agenda.own(section.id))]


def ticked(agenda: OwnAgenda, sections: Iterable[Section], names: Iterable[str]) -> OwnAgenda:
    """The agenda that asks these questions: those that it asked keep their order, each other has its own place."""
    wanted, sections = set(names), list(sections)
    asked = (Asked(id=one.id, questions=_in_order(one, agenda, wanted)) for one in sections)
    known = {one.id for one in sections}
    return msgspec.structs.replace(
        agenda,
        sections=tuple(one for one in asked if one.questions),
        questions=tuple(question for question in agenda.questions if question.section in known),
    )


def _in_order(section: Section, agenda: OwnAgenda, wanted: set[str]) -> tuple[str, ...]:
    natural = _natural(section, agenda)
    order = [name for name in agenda.asked(section.id) if name in wanted and name in natural]
    for place, name in enumerate(natural):
        if name in wanted and name not in order:
            before = [number for number, other in enumerate(order) if other in natural[:place]]
            order.insert(before[-1] + 1 if before else 0, name)
    return tuple(order)


def moved(agenda: OwnAgenda, name: str, by: int) -> OwnAgenda:
    """The agenda with one question a place earlier (-1) or later (1) in its section, as far as there is one."""

    def shifted(one: Asked) -> Asked:
        order = list(one.questions)
        if name in order and 0 <= order.index(name) + by < len(order):
            place = order.index(name)
            order[place], order[place + by] = order[place + by], order[place]
        return Asked(id=one.id, questions=tuple(order))

    return msgspec.structs.replace(agenda, sections=tuple(map(shifted, agenda.sections)))


def without(agenda: OwnAgenda, name: str) -> OwnAgenda:
    """The agenda without one of its own questions."""
    kept = (Asked(id=one.id, questions=tuple(q for q in one.questions if q != name)) for one in agenda.sections)
    return msgspec.structs.replace(
        agenda,
        sections=tuple(one for one in kept if one.questions),
        questions=tuple(question for question in agenda.questions if question.id != name),
    )


class QuestionForm(Form):
    """One question of one's own."""

    version = HiddenField()
    text = line_field("The question", TEXT_LIMIT)
    kind = RadioField(
        "How is it answered?",
        choices=[
            SelectChoice("several", "By any number of choices"),
            SelectChoice("one", "By one choice"),
            SelectChoice("text", "In words alone"),
        ],
        default="several",
        validate_choice=False,
    )
    labels = text_field("Choices")
    explanation = text_field("Explanation (optional)", EXPLANATION_LIMIT)
    first = text_field("A consideration (optional)", CONSIDERATION_LIMIT)
    second = text_field("Another consideration (optional)", CONSIDERATION_LIMIT)
    source = line_field("Source (optional)", SOURCE_LIMIT)

    def end_with(self, endings: Iterable[str]) -> None:
        """Say which choices are added to every question."""
        self._endings = {label.casefold() for label in endings}

    def validate_text(self, field: StringField) -> None:
        """A question has words."""
        InputRequired("Write the question.")(self, field)
        if not field.data:
            raise ValidationError("Write the question.")

    def validate_kind(self, field: RadioField) -> None:
        """Refuse anything but the three kinds."""
        AnyOf(["several", "one", "text"], "Say how the question is answered.")(self, field)

    def validate_labels(self, field: TextAreaField) -> None:
        """Choices are there where they are wanted: two or more, each once, none of those that are added."""
        labels = self._lines()
        if self.kind.data == "text":
            if labels:
                raise ValidationError("A question in words alone has no choices. Take them out or choose another kind.")
            return
        if len(labels) < 2:
            raise ValidationError("Write two choices or more, one on each line.")
        if len(labels) > MOST_CHOICES:
            raise ValidationError(f"There is room for {MOST_CHOICES} choices. Take some out.")
        if any(len(label) > LABEL_LIMIT for label in labels):
            raise ValidationError(f"A choice has at most {LABEL_LIMIT} characters. Shorten the long one.")
        if len({label.casefold() for label in labels}) < len(labels):
            raise ValidationError("Two choices are the same. Take one of them out.")
        for label in labels:
            if label.casefold() in self._endings:
                raise ValidationError(f"“{label}” is added to every question by itself. Take it out.")

    def validate_second(self, field: TextAreaField) -> None:
        """Both considerations, or neither."""
        if bool(self.first.data) != bool(field.data):
            raise ValidationError("Write both considerations or neither, so that no side stands alone.")

    def _lines(self) -> list[str]:
        return list(filter(None, (" ".join(line.split()) for line in (self.labels.data or "").split("\n"))))

    def question(self, name: str, section: str) -> OwnQuestion:
        """The question that a valid form describes."""
        return OwnQuestion(
            id=name,
            section=section,
            text=self.text.data,
            kind=self.kind.data,
            choices=tuple(self._lines()),
            explanation=self.explanation.data,
            considerations=tuple(filter(None, (self.first.data, self.second.data))),
            source=self.source.data,
        )


def filled(question: OwnQuestion) -> dict[str, str]:
    """What the form of a stored question shows."""
    first, second = question.considerations or ("", "")
    return {
        "text": question.text,
        "kind": question.kind,
        "labels": "\n".join(question.choices),
        "explanation": question.explanation,
        "first": first,
        "second": second,
        "source": question.source,
    }
