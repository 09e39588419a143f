"""The form that opens a seminar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, ValidationError

from webapp.access.founding import Plan
from webapp.answers.answer import clean
from webapp.framework import agenda
from webapp.framework.model import Framework
from webapp.seminar.offer import TICKED, WHOLE, Offer
from webapp.worksheet.entry_forms import NAME_LIMIT, Form
from webapp.worksheet.own_material import OWN

MOST_GROUPS = 60
LONGEST_DAYS = 730


def _line(text: str | None) -> str:
    return " ".join(clean(text or "").split())


def _text(text: str | None) -> str:
    return clean(text or "").strip()


def _choice(label: str, *choices: tuple[str, str], default: str) -> RadioField:
    return RadioField(
        label, choices=[SelectChoice(*choice) for choice in choices], default=default, validate_choice=False
    )


class SeminarForm(Form):
    """Everything that is settled when a seminar opens."""

    copy = HiddenField()
    case = RadioField("Which case?", validate_choice=False)
    agenda = RadioField("Which questions?", default=WHOLE, validate_choice=False)
    sections = SelectMultipleField("Whole sections", validate_choice=False)
    questions = SelectMultipleField("Single questions", validate_choice=False)

    holders = _choice(
        "Who answers?", ("person", "Everybody alone"), ("group", "Groups, each on one worksheet"), default="person"
    )
    groups = TextAreaField("Names of the groups", filters=[_text])
    names = _choice(
        "How are names shown?",
        ("given", "Given names, shown to all"),
        ("pseudonym", "Pseudonyms to each other; you see the names"),
        ("none", "Nobody’s name is asked"),
        default="given",
    )
    opening = _choice(
        "How do the sections open?",
        ("one", "One by one, when you open them"),
        ("all", "All at once, when the seminar opens"),
        default="one",
    )
    considerations = _choice(
        "The two considerations of each question",
        ("shown", "Shown to all"),
        ("folded", "Folded for all; each reader can unfold them"),
        default="shown",
    )
    delete_on = StringField("Delete everything after this day", filters=[_line])
    shared = BooleanField("This is a shared computer")

    def offer(self, offered: Offer, today: date, days: int) -> None:
        """Offer these cases and agendas; `days` from today is the date of deletion until another is typed."""
        self.offered, self._today = offered, today
        self.case.choices = [SelectChoice(value, case.title) for value, case in offered.cases.items()]
        ticked = SelectChoice(TICKED, "The sections and questions that you tick below")
        agendas = [SelectChoice(value, one.label) for value, one in offered.agendas.items()]
        self.agenda.choices = [*agendas, ticked]
        if not self.is_submitted():
            self.delete_on.data = (today + timedelta(days=days)).isoformat()

    def validate_case(self, field: RadioField) -> None:
        """Refuse a case that is not offered."""
        AnyOf([choice.value for choice in field.choices], "Choose a case.")(self, field)

    def validate_agenda(self, field: RadioField) -> None:
        """Refuse an agenda that is not offered, and one without a question."""
        AnyOf([choice.value for choice in field.choices], "Choose which questions the seminar asks.")(self, field)
        try:
            self._agenda()
        except agenda.NoQuestion:
            raise ValidationError("No question is ticked. Tick a section or a question, or choose a set.") from None

    def validate_holders(self, field: RadioField) -> None:
        """Refuse anything but the two kinds."""
        AnyOf(["person", "group"], "Say whether everybody answers alone or in groups.")(self, field)

    def validate_groups(self, field: TextAreaField) -> None:
        """Groups are named, each once, in a length that a page can show."""
        if self.holders.data != "group":
            return
        names = self._group_names()
        if not names:
            raise ValidationError("Name the groups, one on each line.")
        if len(names) > MOST_GROUPS:
            raise ValidationError(f"A seminar has at most {MOST_GROUPS} groups. Name fewer.")
        if any(len(name) > NAME_LIMIT for name in names):
            raise ValidationError(f"A group’s name has at most {NAME_LIMIT} characters. Shorten the long one.")
        if len({name.casefold() for name in names}) < len(names):
            raise ValidationError("Two groups have the same name. Give each its own.")

    def validate_names(self, field: RadioField) -> None:
        """Refuse anything but the three ways."""
        AnyOf(["given", "pseudonym", "none"], "Say how names are shown.")(self, field)

    def validate_opening(self, field: RadioField) -> None:
        """Refuse anything but the two ways."""
        AnyOf(["one", "all"], "Say how the sections open.")(self, field)

    def validate_considerations(self, field: RadioField) -> None:
        """Refuse anything but the two ways."""
        AnyOf(["shown", "folded"], "Say whether the considerations are shown or folded.")(self, field)

    def validate_delete_on(self, field: StringField) -> None:
        """Refuse what is no day, and a day that is past or far away."""
        try:
            chosen = date.fromisoformat(field.data)
        except ValueError:
            raise ValidationError("Write the day as year-month-day, such as 2027-03-31.") from None
        if not self._today < chosen <= self._today + timedelta(days=LONGEST_DAYS):
            last = self._today + timedelta(days=LONGEST_DAYS)
            raise ValidationError(f"Choose a day after today, and not after {last.isoformat()}.")

    def plan(self, zone: ZoneInfo) -> Plan:
        """The seminar that a valid form describes."""
        last = datetime.combine(date.fromisoformat(self.delete_on.data), time(23, 59), zone)
        group = self.holders.data == "group"
        return Plan(
            framework=self._agenda(),
            case=self.offered.cases[self.case.data],
            holders="group" if group else "person",
            names=self.names.data,
            folded=self.considerations.data == "folded",
            one_by_one=self.opening.data == "one",
            groups=tuple(self._group_names()) if group else (),
            delete_at=last,
        )

    def _agenda(self) -> Framework:
        if self.agenda.data == TICKED:
            framework = self.offered.library.framework
            return agenda.chosen(framework, self.sections.data or (), self.questions.data or ())
        return self.offered.agendas[self.agenda.data].make()

    def own_material(self) -> list[str]:
        """The ids of the own case and the own agenda that were chosen."""
        chosen = (self.case.data, self.agenda.data)
        return [value.removeprefix(OWN) for value in chosen if value.startswith(OWN)]

    def _group_names(self) -> list[str]:
        return list(filter(None, map(_line, (self.groups.data or "").splitlines())))
