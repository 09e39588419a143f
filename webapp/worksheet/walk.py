"""Where one is on the walk through a case: the steps, how far each is answered, and the way back and on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from flask import url_for

from webapp.answers.answer import Answer
from webapp.answers.worksheets import Worksheet
from webapp.framework.model import Section

NONE, SOME, EVERY = "no answer yet", "some answers", "every question answered"


class StepLink(NamedTuple):
    """A step as the contents list it; `state` is words, never a number; `again`: new facts came into the case."""

    id: str
    title: str
    url: str
    state: str
    current: bool
    again: bool


class Walk:
    """The steps of one worksheet, seen from one of them (or from none, on pages beside the walk)."""

    def __init__(
        self,
        worksheet: Worksheet,
        answers: Mapping[str, Answer],
        current: str | None = None,
        only: str = "",
        again: Collection[str] = (),
    ) -> None:
        """`answers` are those given so far, by question id; `only` one step is walked from another seat.

        `again` are the steps that new facts make worth another look.
        """
        self._id = worksheet.id
        # All addresses of a worksheet's steps begin alike; each takes longer to build than to join.
        self._steps = url_for("worksheet.step", name=self._id, step_id="-")[:-1]
        self.steps = [
            StepLink(step.id, step.title, self.url(step.id), state(step, answers), step.id == current, step.id in again)
            for step in worksheet.framework.steps()
            if only in ("", step.id)
        ]
        self._place = next((place for place, step in enumerate(self.steps) if step.current), None)

    def url(self, step: str, question: str | None = None) -> str:
        """The address of a step, or of a question in it."""
        return f"{self._steps}{step}#q-{question}" if question else f"{self._steps}{step}"

    @property
    def contents_url(self) -> str:
        """The address of the contents page."""
        return url_for("worksheet.contents", name=self._id)

    @property
    def summary_url(self) -> str:
        """The address of the summary."""
        return url_for("worksheet.summary", name=self._id)

    @property
    def left_off(self) -> StepLink | None:
        """The last step, in their order, that has an answer: where somebody who comes back goes on."""
        return next((step for step in reversed(self.steps) if step.state != NONE), None)

    @property
    def previous(self) -> StepLink | None:
        """The step before this one."""
        return self.steps[self._place - 1] if self._place else None

    @property
    def next(self) -> StepLink | None:
        """The step after this one."""
        return self.steps[self._place + 1] if self._place is not None and self._place + 1 < len(self.steps) else None

    def after_saving(self, go: str) -> str:
        """Where the button that was pressed leads: on, back, or to the contents."""
        match go:
            case "contents":
                return self.contents_url
            case "previous":
                return self.previous.url if self.previous else self.contents_url
            case "summary":
                return self.summary_url
            case _:
                return self.next.url if self.next else self.summary_url


def state(section: Section, answers: Mapping[str, Answer]) -> str:
    """How far a step is answered, in words."""
    answered = [bool(answers.get(question.id)) for question in section.questions]
    return EVERY if all(answered) else SOME if any(answered) else NONE
