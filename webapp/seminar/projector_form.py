"""The form that puts something on the screen."""

from __future__ import annotations

import msgspec
from flask import request
from wtforms import SelectMultipleField, StringField

from webapp.access import gate
from webapp.access.gate import Viewer
from webapp.access.rooms import Room, Screen
from webapp.seminar.on_screen import find_question
from webapp.worksheet.entry_forms import PlainForm

SHOWS = ("join", "blank", "case", "development", "question", "answers")
NO_BUTTON = "Press one of the buttons of this page."
NO_QUESTION = "This question is not in the seminar. Choose one from the list."
NOT_PUBLISHED = "This development is not published, so the screen can’t show it. Publish it at the desk first."
NOT_OPEN = "This section waits, so the screen can’t show its questions. Open it at the desk first."
NOT_REVEALED = (
    "The answers to this section are not revealed, so the screen can’t show them. Reveal them at the desk first."
)
NONE_TICKED = "Tick the answers that the screen should show."
MOST = 12
LAST = 1000
LONGEST = 16
COLUMNS = ("2", "3", "4")


class ScreenForm(PlainForm):
    """What the screen should show; or, with `turn`, at which page."""

    show = StringField()
    question = StringField()
    worksheets = SelectMultipleField(choices=[], validate_choice=False)
    columns = StringField(default="2")
    turn = StringField()
    development = StringField()

    def wanted(self, room: Room) -> Screen | None:
        """What the form asks the screen of this seminar to show; None, with an error, where it can't."""
        trouble = self._trouble(room)
        if trouble:
            self.form_errors.append(trouble)
            return None
        show, question = self.show.data, self.question.data or ""
        if self.turn.data:
            return msgspec.structs.replace(room.screen, page=int(self.turn.data))
        if show == "development":
            return Screen(show, development=int(self.development.data))
        if show == "question":
            return Screen(show, question)
        return Screen(show, question, tuple(self.in_order()), self._columns()) if show == "answers" else Screen(show)

    def _trouble(self, room: Room) -> str:
        if self.turn.data:
            return "" if _is_number(self.turn.data) else NO_BUTTON
        if self.show.data not in SHOWS:
            return NO_BUTTON
        if self.show.data == "development":
            known = {str(one.number) for one in room.published}
            return "" if self.development.data in known else NOT_PUBLISHED
        if self.show.data not in ("question", "answers"):
            return ""
        found = find_question(room, self.question.data or "")
        if not found:
            return NO_QUESTION
        if not gate.may_see_questions(Viewer("screen", room.id), room, found[0].id):
            return NOT_OPEN
        if self.show.data == "answers" and not room.state(found[0].id).revealed:
            return NOT_REVEALED
        return NONE_TICKED if self.show.data == "answers" and not self.worksheets.data else ""

    def in_order(self) -> list[str]:
        """The ticked worksheets by the numbers typed beside them; those without a number follow as they stand."""
        ticked = dict.fromkeys(sheet for sheet in self.worksheets.data if len(sheet) <= LONGEST)
        return sorted(list(ticked)[:MOST], key=lambda sheet: int(self.order(sheet) or LAST))

    @staticmethod
    def order(sheet: str) -> str:
        """The number that was typed beside a worksheet; empty for none, or for what is no number."""
        typed = request.form.get(f"order_{sheet}", "").strip()
        return typed if _is_number(typed) else ""

    def _columns(self) -> int:
        return int(self.columns.data) if self.columns.data in COLUMNS else 2


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 4
