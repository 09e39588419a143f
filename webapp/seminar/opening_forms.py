"""The form that opens a seminar, and what it makes of a case written in the browser."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Length, ValidationError

from webapp.access.founding import Plan
from webapp.answers.answer import clean
from webapp.framework.model import Case, Framework, Library
from webapp.framework.text import literal
from webapp.seminar import agenda
from webapp.worksheet.entry_forms import NAME_LIMIT, OWN_CASE, Form

WHOLE, TICKED = "whole", "ticked"
MOST_GROUPS = 60
LONGEST_DAYS = 730
LINE_LIMIT, TEXT_LIMIT = 300, 4000
KINDS = ("fictional", "past", "present")
# The opening fields that a case fills beside its title, kind and date.
OWN_FIELDS = ("case-happening", "case-actors", "case-proposed", "case-aim", "case-unknown")


def _line(text: str | None) -> str:
    return " ".join(clean(text or "").split())


def _text(text: str | None) -> str:
    return clean(text or "").strip()


def _own_line(label: str) -> StringField:
    message = f"This is longer than {LINE_LIMIT} characters. Shorten it."
    return StringField(label, filters=[_line], validators=[Length(max=LINE_LIMIT, message=message)])


def _own_text(label: str) -> TextAreaField:
    message = f"This text is longer than {TEXT_LIMIT:,} characters. Shorten it."
    return TextAreaField(label, filters=[_text], validators=[Length(max=TEXT_LIMIT, message=message)])


def _choice(label: str, *choices: tuple[str, str], default: str) -> RadioField:
    return RadioField(
        label, choices=[SelectChoice(*choice) for choice in choices], default=default, validate_choice=False
    )


class SeminarForm(Form):
    """Everything that is settled when a seminar opens."""

    case = RadioField("Which case?", validate_choice=False)
    own_title = _own_line("Short name of the case")
    own_kind = RadioField(
        "Kind of case", choices=[SelectChoice(kind, kind.capitalize()) for kind in KINDS], validate_choice=False
    )
    own_as_of = _own_line("As known on what date")
    own_known = _own_text("What was known on that date")
    own_happening = _own_text("What is happening, to whom")
    own_actors = _own_text("Who would send forces, and who else is involved")
    own_proposed = _own_text("What is proposed, by whom")
    own_aim = _own_text("What the proposers say it is for")
    own_unknown = _own_text("What is not known")

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

    def offer(self, library: Library, today: date, days: int) -> None:
        """Offer the library's cases and agendas; `days` from today is the date of deletion until another is typed."""
        self._library, self._today = library, today
        own = SelectChoice(OWN_CASE, "A case of your own, which you write below")
        self.case.choices = [*(SelectChoice(case.id, case.title) for case in library.cases), own]
        sets = [SelectChoice(one.id, f"{one.title}, for {one.minutes} minutes") for one in library.agendas]
        ticked = SelectChoice(TICKED, "The sections and questions that you tick below")
        self.agenda.choices = [SelectChoice(WHOLE, "All questions of the six sections"), *sets, ticked]
        if not self.is_submitted():
            self.delete_on.data = (today + timedelta(days=days)).isoformat()

    def validate_case(self, field: RadioField) -> None:
        """Refuse a case that is not offered."""
        AnyOf([choice.value for choice in field.choices], "Choose a case, or write your own.")(self, field)

    def validate_own_title(self, field: StringField) -> None:
        """A case of one's own has a name."""
        self._wanted_of_own(field, "Give your case a short name.")

    def validate_own_kind(self, field: RadioField) -> None:
        """A case of one's own is of one of the three kinds."""
        if self._is_own() and field.data not in KINDS:
            raise ValidationError("Say whether your case is fictional, past or present.")

    def validate_own_as_of(self, field: StringField) -> None:
        """A case of one's own stands at a date."""
        self._wanted_of_own(field, "Say on what date your case stands; words will do.")

    def validate_own_known(self, field: TextAreaField) -> None:
        """A case of one's own says what was known."""
        self._wanted_of_own(field, "Write what was known on the date of your case.")

    def _wanted_of_own(self, field: StringField, sentence: str) -> None:
        if self._is_own() and not field.data:
            raise ValidationError(sentence)

    def _is_own(self) -> bool:
        return bool(self.case.data == OWN_CASE)

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
            case=self._case(),
            holders="group" if group else "person",
            names=self.names.data,
            folded=self.considerations.data == "folded",
            one_by_one=self.opening.data == "one",
            groups=tuple(self._group_names()) if group else (),
            delete_at=last,
        )

    def _agenda(self) -> Framework:
        framework = self._library.framework
        if self.agenda.data == TICKED:
            return agenda.chosen(framework, self.sections.data or (), self.questions.data or ())
        named = next((one for one in self._library.agendas if one.id == self.agenda.data), None)
        return agenda.of_set(framework, named) if named else framework

    def _case(self) -> Case:
        built_in = next((case for case in self._library.cases if case.id == self.case.data), None)
        return built_in or Case(
            id="own-case",
            title=self.own_title.data,
            kind=self.own_kind.data,
            as_of=self.own_as_of.data,
            known=tuple(map(literal, filter(None, map(str.strip, re.split(r"\n\s*\n", self.own_known.data))))),
            fields={name: literal(text) for name in OWN_FIELDS if (text := self[name.replace("case-", "own_")].data)},
        )

    def _group_names(self) -> list[str]:
        return list(filter(None, map(_line, (self.groups.data or "").splitlines())))
