"""Forms built from the framework: one `match` on a question's kind, and form classes built once for a section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from flask_wtf import FlaskForm
from wtforms import Field as FormField
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from webapp.answers.answer import ANOTHER, ANOTHER_LIMIT, EMPTY, REASONS_LIMIT, Answer, clean
from webapp.answers.save import Base, Submission
from webapp.framework.model import Question, Section

LINE_LIMIT = 300
PARTS = ("choices", "another", "reasons", "views", "decision", "moved")
# Parts that few pages have: groups' pages, and those of the revising stage.
RARE = frozenset(("views", "decision", "moved"))
DECISIONS = [SelectChoice("", "Not said"), SelectChoice("unchanged", "Unchanged"), SelectChoice("changed", "Changed")]
_PAGE_TOKEN = re.compile(r"[\w-]{1,24}", re.ASCII)


class StepForm(FlaskForm):
    """What every step's form has beside its questions: the token of the page load, what it showed, and the way on."""

    page_token = HiddenField()
    turn = HiddenField()
    known = HiddenField()
    go = StringField()

    @property
    def page(self) -> str:
        """The token of the page load that this form came from; empty where it is none of ours."""
        token: str = self.page_token.data or ""
        return token if _PAGE_TOKEN.fullmatch(token) else ""

    @property
    def sending(self) -> int:
        """Which sending of its page load this is: scripts count up, so that a late autosave is known; 0 without."""
        return _whole(self.turn.data or "")

    @property
    def developments(self) -> int:
        """How many developments the page showed that this form came from."""
        return _whole(self.known.data or "")


def _whole(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0


class _ShorterThan(Length):
    """Says what to do about a text that is too long."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            max=limit, message=f"This text is longer than {limit:,} characters. Shorten it and save again."
        )


class _Choices(SelectMultipleField):
    """Choices by id; one that is not on the form gets a sentence."""

    def pre_validate(self, form: Any) -> None:
        _refuse_unknown(self.data, self.choices)


class _Choice(SelectField):
    def pre_validate(self, form: Any) -> None:
        _refuse_unknown(filter(None, [self.data]), self.choices)


def _refuse_unknown(chosen: Any, choices: Any) -> None:
    known = {choice.value for choice in choices}
    if not set(chosen or ()) <= known:
        raise ValidationError("One of the choices sent is not on this form. Choose again and save.")


def _stored(text: str | None) -> str:
    return clean(text or "")


def _one_line(text: str | None) -> str:
    return clean(text or "").replace("\n", " ")


def _text(limit: int) -> TextAreaField:
    return TextAreaField(validators=[_ShorterThan(limit)], filters=[_stored])


def _line(limit: int) -> StringField:
    return StringField(validators=[_ShorterThan(limit)], filters=[_one_line])


def _after_the_discussion() -> dict[str, Any]:
    return {
        "decision": _Choice(choices=DECISIONS, validate_choice=False),
        "moved": _text(REASONS_LIMIT),
    }


def fields_for(question: Question, filled: bool) -> dict[str, Any]:
    """The form fields of one question, by part; where the case has `filled` the question, corrections alone."""
    choices = [SelectChoice(choice.id, choice.label) for choice in question.choices]
    parts: dict[str, Any]
    match question.kind:
        case _ if filled:
            parts = {"reasons": _text(REASONS_LIMIT)}
        case "several" | "one" if question.reasoned:
            kind = _Choices if question.kind == "several" else _Choice
            parts = {
                "choices": kind(choices=choices, validate_choice=False),
                "another": _text(ANOTHER_LIMIT),
                "reasons": _text(REASONS_LIMIT),
                "views": _text(REASONS_LIMIT),
                **_after_the_discussion(),
            }
        case "one":
            parts = {"choices": _Choice(choices=choices, validate_choice=False)}
        case "text":
            parts = {"reasons": _text(REASONS_LIMIT), **_after_the_discussion()}
        case "line":
            parts = {"reasons": _line(LINE_LIMIT)}
    return {**parts, "base": HiddenField()}


def field_name(question: str, part: str) -> str:
    """The name of a form field; the prefix keeps ids such as `data` from replacing the form's own members."""
    return f"q_{question}_{part}"


@lru_cache(maxsize=256)
def step_form(section: Section, filled: frozenset[str], rare: frozenset[str]) -> type[StepForm]:
    """The form class of a step.

    `filled` are the ids of the questions that the case has filled, `rare` those of the rare parts that were sent: a
    field that nothing is sent for costs as much as another.
    """
    members = {
        field_name(question.id, part): field
        for question in section.questions
        for part, field in fields_for(question, question.id in filled).items()
        if part not in RARE - rare
    }
    return type("SectionForm", (StepForm,), members)


class Sent(NamedTuple):
    """One question as a form sent it: what can be saved, or what is wrong with it, by part."""

    question: Question
    submission: Submission
    errors: dict[str, str]
    replaced: bool


def sent(form: StepForm, section: Section, standing: Mapping[str, Answer]) -> Iterator[Sent]:
    """The questions of a validated form; each is judged by itself, so that one error stops no other's saving.

    A part that the page did not offer stays as it stands; a question of which nothing was sent is left out.
    """
    for question in section.questions:
        parts = {part: form[name] for part in PARTS if (name := field_name(question.id, part)) in form}
        if not any(field.raw_data for field in (*parts.values(), form[field_name(question.id, "base")])):
            continue
        base = Base.read(form[field_name(question.id, "base")].data or "")
        errors = {part: field.errors[0] for part, field in parts.items() if field.errors}
        replaced = any(_was_replaced(field) for part, field in parts.items() if part not in ("choices", "decision"))
        answer = _answer(question, parts, standing.get(question.id, EMPTY))
        yield Sent(question, Submission(question.id, answer, base), errors, replaced)


def _answer(question: Question, parts: dict[str, FormField], standing: Answer) -> Answer:
    def text(part: str) -> str:
        was_sent = part in parts and parts[part].raw_data
        return str(parts[part].data if was_sent else getattr(standing, part))

    # Of boxes that are not ticked nothing is sent.
    given = parts["choices"].data if "choices" in parts else standing.choices
    chosen = {given} if isinstance(given, str) else set(given or ())
    if text("another").strip() and (question.kind != "one" or not chosen - {""}):
        # One choice stays one: a text beside another choice is kept, and printed, as it stands.
        chosen.add(ANOTHER)
    decision = text("decision")
    return Answer(
        choices=tuple(choice.id for choice in question.choices if choice.id in chosen),
        another=text("another"),
        reasons=text("reasons"),
        views=text("views"),
        decision="unchanged" if decision == "unchanged" else "changed" if decision == "changed" else "",
        moved=text("moved"),
    )


def _was_replaced(field: FormField) -> bool:
    return "\ufffd" in (field.data or "") and not any("\ufffd" in raw for raw in field.raw_data or ())
