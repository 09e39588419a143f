"""The forms of the tray: laying an answer aside, ordering, and sending a question's answers to the screen."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import SelectMultipleField, StringField

from webapp.access.rooms import Room, Screen
from webapp.framework.model import Section
from webapp.seminar.tray import NOT_REVEALED
from webapp.worksheet.entry_forms import PlainForm

NO_BUTTON = "Press one of the buttons of this page."
NOT_HERE = "This answer is not one of this seminar, or was withdrawn or erased. The page shows what is there now."
TAKEN_OUT = "Another desk has taken this answer out of the tray meanwhile. Put it in again if you want to show it."
EMPTY = "The tray holds no answer to this question. Put in those that the screen should show."
CHANGED = (
    "Another desk has changed the tray meanwhile, so nothing was sent. Below it stands as it is now: press once more to"
    " send it so."
)
COLUMNS = ("1", "2", "3", "4")
BAD_COLUMNS = "Choose one, two, three or four columns."
STEPS = {"up": -1, "down": 1}


class TrayForm(PlainForm):
    """What to do with one answer: put it `in`, take it `out`, move it `up` or `down`."""

    sheet = StringField()
    do = StringField()


class SendForm(PlainForm):
    """Send the answers that the page showed, in that order."""

    worksheets = SelectMultipleField(choices=[], validate_choice=False)
    columns = StringField()

    def wanted(self, room: Room, section: Section, question_id: str, lying: Sequence[str]) -> Screen | None:
        """What the screen should show; None, with an error, where it can't. `lying` is what is in the tray now."""
        trouble = self._trouble(room, section, lying)
        if trouble:
            self.form_errors.append(trouble)
            return None
        return Screen("answers", question_id, tuple(lying), int(self.columns.data or 0))

    def _trouble(self, room: Room, section: Section, lying: Sequence[str]) -> str:
        if not room.state(section.id).revealed:
            return NOT_REVEALED
        if self.columns.data not in COLUMNS:
            return BAD_COLUMNS
        if not lying:
            return EMPTY
        return "" if self.worksheets.data == list(lying) else CHANGED
