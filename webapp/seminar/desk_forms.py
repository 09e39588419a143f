"""The short forms of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, Length, Optional, ValidationError

from webapp.access.rooms import STAGES
from webapp.access.withholding import REASON_LIMIT
from webapp.answers.answer import REASONS_LIMIT, clean
from webapp.worksheet.entry_forms import NAME_LIMIT, PlainForm

LONGEST_REMINDER = 240


def one_line(text: str | None) -> str:
    """The text on one line, white space folded."""
    return " ".join(clean(text or "").split())


def _name(label: str, missing: str = "") -> StringField:
    message = f"This name is longer than {NAME_LIMIT} characters. Use a shorter one."
    needed = DataRequired(missing) if missing else Optional()
    return StringField(label, filters=[one_line], validators=[needed, Length(max=NAME_LIMIT, message=message)])


class StageForm(PlainForm):
    """Move a section to a stage.

    `asked` says that the sentence about a nameless reveal was on the page; `then` to which page to go back.
    """

    section = HiddenField()
    stage = StringField(validators=[AnyOf(STAGES, "Choose one of the five stages.")])
    asked = HiddenField()
    then = HiddenField()
    confirm = BooleanField("Show the answers all the same")


class ReminderForm(PlainForm):
    """Remind everybody of the time."""

    minutes = StringField("Minutes from now", filters=[one_line])

    def validate_minutes(self, field: StringField) -> None:
        """Refuse what is no number of minutes."""
        typed = field.data
        if not (typed.isascii() and typed.isdigit() and len(typed) < 5 and 1 <= int(typed) <= LONGEST_REMINDER):
            raise ValidationError(f"Type a number of minutes between 1 and {LONGEST_REMINDER}.")

    def until(self, at: datetime) -> datetime:
        """When the time of a valid form is up."""
        return at + timedelta(minutes=int(self.minutes.data))


class SwitchForm(PlainForm):
    """One thing of the seminar, on or off; `then` says to which page to go back."""

    on = BooleanField()
    then = HiddenField()


class NewGroupForm(PlainForm):
    """Add a group."""

    group_name = _name("Name of the new group", "Type a name for the group.")


class PaperForm(PlainForm):
    """Begin to type in what somebody wrote on paper."""

    paper_name = _name("Whose paper is it? (optional)")


class RenameForm(PlainForm):
    """Rename a participant."""

    name = _name("Name", "Type a name.")


class MoveForm(PlainForm):
    """Move a participant to another group."""

    group = RadioField("Group", validate_choice=False)

    def offer(self, groups: list[tuple[str, str]]) -> None:
        """Offer these groups (worksheet id, name)."""
        self.group.choices = [SelectChoice(*group) for group in groups]

    def validate_group(self, field: RadioField) -> None:
        """Refuse a group that is not of this seminar."""
        AnyOf([choice.value for choice in field.choices], "Choose one of the groups.")(self, field)


class PrivateNoteForm(PlainForm):
    """A private note; `based_on` is when the note that the form showed was written."""

    based_on = HiddenField()
    note = TextAreaField(
        "Private note",
        filters=[lambda text: clean(text or "")],
        validators=[Length(max=REASONS_LIMIT, message=f"This note is longer than {REASONS_LIMIT:,} characters.")],
    )


class WithholdForm(PlainForm):
    """Keep one holder's answer back, with a reason that the record gives."""

    sheet = SelectField("Whose answer", validate_choice=False)
    reason = StringField(
        "The reason, for the record",
        filters=[one_line],
        validators=[
            DataRequired("Write the reason. The record gives it in the place of the answer."),
            Length(max=REASON_LIMIT, message=f"This reason is longer than {REASON_LIMIT} characters. Shorten it."),
        ],
    )

    def offer(self, slots: Sequence[tuple[str, str]]) -> None:
        """Offer these worksheets (id, name)."""
        self.sheet.choices = [SelectChoice(*slot) for slot in slots]

    def validate_sheet(self, field: SelectField) -> None:
        """Refuse a worksheet that has no place here."""
        AnyOf([choice.value for choice in field.choices], "Choose whose answer to withhold.")(self, field)


class TypedForm(PlainForm):
    """Something that can't be undone for long: confirmed by typing a word."""

    typed = StringField("Type it here", filters=[one_line])

    def expect(self, *words: str) -> None:
        """Take one of these texts for a yes, capitals ignored."""
        self._words = words

    def validate_typed(self, field: StringField) -> None:
        """Refuse anything else."""
        if field.data.casefold() not in {word.casefold() for word in self._words}:
            raise ValidationError(f"Type “{self._words[0]}”, or leave this page.")
