"""The form that puts something on the screen; answers are sent from the tray."""

from __future__ import annotations

import msgspec
from wtforms import StringField

from webapp.access import gate
from webapp.access.gate import Viewer
from webapp.access.rooms import Room, Screen
from webapp.seminar.on_screen import find_question
from webapp.worksheet.entry_forms import PlainForm

SHOWS = ("join", "blank", "case", "development", "question")
NO_BUTTON = "Press one of the buttons of this page."
NO_QUESTION = "This question is not in the seminar. Choose one from the list."
NOT_PUBLISHED = "This development is not published, so the screen can’t show it. Publish it at the desk first."
NOT_OPEN = "This section waits, so the screen can’t show its questions. Open it at the desk first."


class ScreenForm(PlainForm):
    """What the screen should show; or, with `turn`, at which page."""

    show = StringField()
    question = StringField()
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
        return Screen(show, question) if show == "question" else Screen(show)

    def _trouble(self, room: Room) -> str:
        if self.turn.data:
            return "" if _is_number(self.turn.data) else NO_BUTTON
        if self.show.data not in SHOWS:
            return NO_BUTTON
        if self.show.data == "development":
            known = {str(one.number) for one in room.published}
            return "" if self.development.data in known else NOT_PUBLISHED
        if self.show.data != "question":
            return ""
        found = find_question(room, self.question.data or "")
        if not found:
            return NO_QUESTION
        return "" if gate.may_see_questions(Viewer("screen", room.id), room, found[0].id) else NOT_OPEN


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 4
