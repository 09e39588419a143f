"""The short forms around a worksheet: beginning, coming back, opening a file, keeping and deleting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length

from webapp.answers.answer import clean
from webapp.answers.summary import Holder

NAME_LIMIT = 80
OWN_CASE = "own"
EXPIRED = "This page had been open for too long, so nothing was done. What you typed is still here: send it once more."


def _name(text: str | None) -> str:
    return " ".join(clean(text or "").split())


def name_field(label: str) -> StringField:
    """A field for a name, white space folded."""
    message = f"This name is longer than {NAME_LIMIT} characters. Use a shorter one."
    return StringField(label, filters=[_name], validators=[Length(max=NAME_LIMIT, message=message)])


def code_field(label: str, missing: str) -> StringField:
    """A field for a code, kept as it was typed."""
    return StringField(label, filters=[lambda text: clean(text or "")], validators=[InputRequired(missing)])


class Form(FlaskForm):
    """A form whose errors are sentences, the token's among them."""

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Validate every field; a token that has expired gets a sentence of ours."""
        valid: bool = super().validate(extra_validators)
        if self.csrf_token.errors:
            self.csrf_token.errors = [EXPIRED]
        return valid

    @property
    def refusal(self) -> int:
        """The status of the page that shows this form's errors: 400 for an expired token, else 422."""
        return 400 if self.csrf_token.errors else 422

    def first_error(self) -> str:
        """The first error of the form; empty where there is none."""
        return next((errors[0] for errors in self.errors.values() if errors), "")


class HolderForm(Form):
    """Who holds a worksheet."""

    holder_kind = RadioField(
        "Who answers?",
        choices=[SelectChoice("person", "A person"), SelectChoice("group", "A group")],
        default="person",
        validators=[InputRequired("Say whether a person or a group answers.")],
        validate_choice=False,
    )
    holder_name = name_field("Name of the person or group (optional)")

    def holder(self) -> Holder:
        """The holder of a valid form."""
        return Holder("group" if self.holder_kind.data == "group" else "person", self.holder_name.data or "")

    def validate_holder_kind(self, field: RadioField) -> None:
        """Refuse anything but the two kinds."""
        AnyOf(["person", "group"], "Say whether a person or a group answers.")(self, field)


class NewForm(HolderForm):
    """Begin a worksheet."""

    framework = HiddenField()
    case = RadioField("Which case?", validate_choice=False)
    shared = BooleanField("This is a shared computer")

    def offer(self, cases: list[SelectChoice]) -> None:
        """Offer these cases, and one that is described in the worksheet."""
        own = SelectChoice(OWN_CASE, "A case of your own, which you describe in the first step")
        self.case.choices = [*cases, own]

    def validate_case(self, field: RadioField) -> None:
        """Refuse a case that is not offered."""
        AnyOf([choice.value for choice in self.case.choices], "Choose a case, or describe your own.")(self, field)


class OpenForm(Form):
    """Come back with a return code."""

    return_code = code_field("Return code", "Type the return code that you kept.")
    writer = name_field("Your name or initials, so that a group knows who wrote (optional)")
    shared = BooleanField("This is a shared computer")

    def refuse(self, seconds: int, well_formed: bool) -> None:
        """Say that the code opens nothing, what to look for, and how long to wait after many wrong ones."""
        if seconds:
            sentence = f"Many wrong codes came from this browser. Wait {seconds} seconds, then try again."
        elif well_formed:
            sentence = (
                "No worksheet opens with this code. Look for a mistyped symbol; an old code may have been replaced."
            )
        else:
            sentence = "A return code has 13 symbols: letters and digits, without 0, O, 1, I and L. Type it again."
        self.return_code.errors = [*self.return_code.errors, sentence]


class FileForm(Form):
    """Open a worksheet file."""

    file = FileField("Worksheet file (JSON)", validators=[FileRequired("Choose the file that you downloaded as JSON.")])
    shared = BooleanField("This is a shared computer")


class DeleteForm(Form):
    """Delete a worksheet, on purpose."""

    confirm = BooleanField(
        "Yes, delete this worksheet", validators=[InputRequired("Tick the box to delete the worksheet.")]
    )


class PlainForm(Form):
    """A button: nothing but the token."""
