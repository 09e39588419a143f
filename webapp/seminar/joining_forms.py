"""The short forms by which people come into a seminar."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from webapp.access import codes
from webapp.worksheet.entry_forms import Form, code_field, name_field


class CodeForm(Form):
    """The code that stands on the screen."""

    join_code = code_field("Join code", "Type the code that the facilitator shows.")

    def refuse(self, seconds: int) -> None:
        """Say that no seminar has this code, what to look for, and how long to wait after many wrong ones."""
        if seconds:
            sentence = f"Many wrong codes were sent. Wait {seconds} seconds, then try again."
        elif not codes.has_the_form_of_a_join_code(codes.typed(self.join_code.data or "")):
            sentence = "A join code has 8 symbols: letters and digits, without 0, O, 1, I and L. Type it again."
        else:
            sentence = (
                "No seminar has this code. Look for a mistyped symbol, or ask the facilitator: an old seminar may have"
                " been deleted."
            )
        self.join_code.errors = [*self.join_code.errors, sentence]


class JoinForm(Form):
    """How somebody takes part: by which name, in which group."""

    name = name_field("Your name")
    group = RadioField("Your group", validate_choice=False)
    shared = BooleanField("This is a shared computer")

    def offer(self, groups: list[tuple[str, str]], names_are_asked: bool) -> None:
        """Keep the fields that this seminar asks for; `groups` are worksheet ids with names."""
        self._groups = dict(groups)
        self.group.choices = [SelectChoice(*group) for group in groups]
        if not names_are_asked:
            del self.name
        if not groups:
            del self.group

    def validate_name(self, field: StringField) -> None:
        """Where names are shown, everybody has one."""
        if not field.data:
            raise ValidationError("Type a name. It can be a first name or initials.")

    def validate_group(self, field: RadioField) -> None:
        """Everybody is in one of the groups."""
        if field.data not in self._groups:
            raise ValidationError("Choose your group.")

    def name_is_taken(self) -> None:
        """Say that somebody goes by this name already."""
        sentence = (
            "Somebody in this seminar goes by this name. Add a letter; or, if it is you on another device, use your"
            " return code."
        )
        self.name.errors = [*self.name.errors, sentence]
