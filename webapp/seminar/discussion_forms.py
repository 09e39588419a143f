"""The form that writes a note of the discussion for the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, Length

from webapp.access.discussion import KINDS, TEXT_LIMIT, Noted
from webapp.access.rooms import Room
from webapp.answers.answer import clean
from webapp.seminar.desk_forms import one_line
from webapp.worksheet.entry_forms import NAME_LIMIT, PlainForm

NO_KIND = "Choose what kind of note it is."
NO_TEXT = "Write the note, then send it once more."
TOO_LONG = f"This note is longer than {TEXT_LIMIT:,} characters. Shorten it, or make two of it."
NOT_TOLD = (
    "This seminar was opened before there were notes of the discussion. Who joined was not told of them, so it takes"
    " none. Your private notes are there, and a copy of the seminar has both."
)
NO_SUCH_NAME = "Choose one of the pseudonyms, or nobody."


class DiscussionForm(PlainForm):
    """A note of the discussion. `based_on` is the edition that the form showed, `remove` the button that removes it."""

    based_on = HiddenField()
    remove = BooleanField()
    question = HiddenField("Question")
    note_kind = RadioField(
        "What it is",
        choices=[SelectChoice(kind, label) for kind, label in KINDS.items()],
        validate_choice=False,
        validators=[AnyOf(list(KINDS), NO_KIND)],
    )
    note_text = TextAreaField(
        "Note for the record",
        filters=[lambda text: clean(text or "")],
        validators=[DataRequired(NO_TEXT), Length(max=TEXT_LIMIT, message=TOO_LONG)],
    )
    said_by = StringField(
        "Who said it (optional)",
        filters=[one_line],
        validators=[Length(max=NAME_LIMIT, message=f"This name is longer than {NAME_LIMIT} characters.")],
    )

    def fit(self, room: Room, names: Sequence[str]) -> DiscussionForm:
        """Ask for a name as far as the seminar shows names: any, one of the pseudonyms, or none at all."""
        self.names: Sequence[str] = names
        self.any_name = room.names == "given"
        if room.names == "none":
            del self.said_by
        return self

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Validate every field; a note that is to be removed may hold anything."""
        valid = super().validate(extra_validators)
        if self.remove.data and not self.csrf_token.errors:
            for field in self:
                field.errors = ()
            return True
        return valid

    def validate_said_by(self, field: StringField) -> None:
        """Refuse a name where pseudonyms stand for names."""
        if not self.any_name:
            AnyOf(["", *self.names], NO_SUCH_NAME)(self, field)

    @property
    def noted(self) -> Noted:
        """What a valid form notes."""
        said_by = self.said_by.data if "said_by" in self else ""
        return Noted(self.note_kind.data, self.note_text.data, said_by or "")
