"""The forms of the desk's page of developments."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, Length, ValidationError

from webapp.access.developments import Prepared
from webapp.access.publishing import ALL, What, is_released
from webapp.access.rooms import Room
from webapp.answers.answer import clean
from webapp.framework.text import literal, plain
from webapp.seminar.board import asked
from webapp.worksheet.entry_forms import PlainForm

WHEN_LIMIT, TEXT_LIMIT = 200, 4000
NO_SECTION = "Tick at least one section that is worth another look."
UNKNOWN = "One of the sections sent is not in this seminar. Tick the sections again."


class _SectionsForm(PlainForm):
    sections = SelectMultipleField("Sections worth another look", validate_choice=False)

    def offer(self, room: Room) -> None:
        """Offer the sections that this seminar asks."""
        self.sections.choices = [SelectChoice(step.id, step.title) for step in asked(room)]

    def validate_sections(self, field: SelectMultipleField) -> None:
        """Refuse a section that this seminar does not have."""
        if not set(field.data or ()) <= {choice.value for choice in field.choices}:
            raise ValidationError(UNKNOWN)

    def named(self) -> tuple[str, ...]:
        """The ticked sections in the order of the agenda."""
        ticked = set(self.sections.data or ())
        return tuple(choice.value for choice in self.sections.choices if choice.value in ticked)


class DevelopmentForm(_SectionsForm):
    """New facts: written, or changed while they are prepared."""

    when = StringField(
        "When",
        filters=[lambda text: " ".join(clean(text or "").split())],
        validators=[
            DataRequired("Say when it happened; words will do, such as “Day 4”."),
            Length(max=WHEN_LIMIT, message=f"This is longer than {WHEN_LIMIT} characters. Shorten it."),
        ],
    )
    text = TextAreaField(
        "New facts",
        filters=[lambda text: clean(text or "").strip()],
        validators=[
            DataRequired("Write the new facts, with who reports them."),
            Length(max=TEXT_LIMIT, message=f"This text is longer than {TEXT_LIMIT:,} characters. Shorten it."),
        ],
    )

    def validate_sections(self, field: SelectMultipleField) -> None:
        """Refuse a development that names no section, or one that this seminar does not have."""
        super().validate_sections(field)
        if not field.data:
            raise ValidationError(NO_SECTION)

    def fill(self, one: Prepared) -> None:
        """Show a prepared development as it is stored."""
        self.when.data, self.text.data, self.sections.data = plain(one.when, {}), plain(one.text, {}), one.sections

    def what(self) -> What:
        """The development of a valid form; whatever signs were typed stand for themselves."""
        return What(literal(self.when.data), literal(self.text.data), self.named())


class ReleaseForm(_SectionsForm):
    """Release what came after: all of it, or one dated fact."""

    which = RadioField("What to release", validate_choice=False)

    def offer(self, room: Room) -> None:
        """Offer what is not released yet."""
        super().offer(room)
        parts = [(str(place), f"{fact.when}: {fact.text}") for place, fact in enumerate(room.case.later)]
        if room.case.after:
            parts.insert(0, (ALL, "All of it: the text, the dated facts, doubts and sources"))
        self.which.choices = [
            SelectChoice(value, plain(label, {}))
            for value, label in parts
            if (what := What.released(room.case, value, ())) and not is_released(room, what)
        ]

    def validate_which(self, field: RadioField) -> None:
        """Refuse what is not offered: no part of this case, or released before."""
        known: Sequence[str] = [choice.value for choice in field.choices]
        AnyOf(known, "Choose what to release. What is released already is not in the list.")(self, field)
