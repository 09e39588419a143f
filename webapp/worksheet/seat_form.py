"""The form that takes a seat: one of those offered, or one in the holder's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from webapp.framework.model import Seat
from webapp.worksheet.entry_forms import Form, name_field

TYPED = "typed"
NONE_CHOSEN = "Choose a seat, or type one."
NOTHING_TYPED = "Type the seat in the field below, or choose one from the list."
TWO = "A seat is chosen and another one is typed. Keep one of the two."
UNKNOWN = "This seat is not on the list. Choose one, or type it in the field below."
TAKEN = "You answer this section from this seat already. Follow its link above to go on."


class SeatForm(Form):
    """Which seat to answer from."""

    seat = RadioField("From which seat?", validate_choice=False)
    typed = name_field("Another seat, in your own words")

    def offer(self, seats: Iterable[Seat], *, fictional: bool) -> None:
        """Offer these seats, those for fictional cases alone where the case is one; and one that is typed."""
        self._names = {str(number): one.name for number, one in enumerate(seats) if fictional or not one.fictional}
        listed = [SelectChoice(value, name[:1].upper() + name[1:]) for value, name in self._names.items()]
        self.seat.choices = [*listed, SelectChoice(TYPED, "Another seat, typed below")]

    @property
    def chosen(self) -> str:
        """The seat of a valid form."""
        return self._names.get(self.seat.data or "") or self.typed.data or ""

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Refuse a form that names no seat, or two."""
        valid = super().validate(extra_validators)
        trouble = self._trouble(self.seat.data or "", self.typed.data or "")
        if trouble:
            self.seat.errors = [*self.seat.errors, trouble]
        return valid and not trouble

    def _trouble(self, seat: str, typed: str) -> str:
        if seat in self._names:
            return TWO if typed else ""
        if seat not in ("", TYPED):
            return UNKNOWN
        return "" if typed else NOTHING_TYPED if seat else NONE_CHOSEN

    def is_taken(self, names: Iterable[str]) -> bool:
        """Whether one of these is the chosen seat, capitals ignored; says so on the form."""
        taken = self.chosen.casefold() in {name.casefold() for name in names}
        if taken:
            self.seat.errors = [*self.seat.errors, TAKEN]
        return taken
