"""The page of one step: its questions with the answers that are stored, or with what was typed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Literal

import sqlalchemy as sa
from flask import abort, render_template, request, url_for

from webapp.access import browser, gate, publishing, rooms, seats
from webapp.access.gate import Mark
from webapp.answers import worksheets
from webapp.answers.answer import EMPTY
from webapp.answers.revisions import Revision, answers
from webapp.answers.save import Base, Outcome, Submission, Writing, save
from webapp.clock import now
from webapp.current import database, settings
from webapp.framework.model import Question, Section
from webapp.worksheet.context import frame, home_url, walk
from webapp.worksheet.forms import RARE, Sent, StepForm, sent, step_form
from webapp.worksheet.guard import Held, NotHeld, lead_to
from webapp.worksheet.mould import Field, asked

EXPIRED = "This page had been open for too long to be saved. Your text is below: press Save once more."


class StepPage:
    """One step of a held worksheet."""

    def __init__(self, held: Held, step_id: str) -> None:
        """Aborts with 404 for a step that the worksheet's framework does not have."""
        self.held = held
        self.worksheet = held.worksheet
        found = {step.id: step for step in self.worksheet.framework.steps()}.get(step_id)
        self.section: Section = found or abort(404)
        self.late = False
        if held.seat and held.seat.section != step_id:
            # A text may link to any question: the others stand on the holder's own worksheet.
            lead_to(held.own)

    def form(self) -> StepForm:
        """The form of this step, bound to the request."""
        return self.form_class()

    @property
    def form_class(self) -> type[StepForm]:
        """The form class of this step, on this worksheet's case, for what the request sends."""
        case = self.worksheet.case
        filled = (question.id for question in self.section.questions if case and case.field(question.id))
        sent_parts = {name.rpartition("_")[2] for name in request.form}
        return step_form(self.section, frozenset(filled), RARE & sent_parts)

    def sent(self, form: StepForm) -> Iterator[Sent]:
        """The questions of a validated form of this step."""
        return sent(form, self.section, answers(self.held.latest))

    def save(
        self, submissions: Iterable[Submission], kind: Literal["save", "autosave"], form: StepForm | None = None
    ) -> Outcome:
        """Save what a form sent, in one transaction, marked with the stage that its section is at now."""
        at = now()
        with database().write() as connection:
            mark = self._mark(connection)
            if self.held.seat and self.held.seat not in seats.of_holder(connection, self.held.own):
                # Given up or erased on another page, a moment ago.
                raise NotHeld
            writing = Writing(
                self.held.holding.id,
                self.held.holding.name,
                form.page if form else "",
                kind,
                at,
                mark.stage,
                mark.after_reveal,
                form.sending if form else 0,
                mark.developments,
            )
            outcome = save(connection, self.worksheet.id, submissions, writing)
            if kind == "save" and form:
                self._looked(connection, min(form.developments, mark.developments))
            if outcome.saved:
                self._touch(connection)
        self.late = mark.stage == "closed" and bool(outcome.saved)
        return outcome

    def _mark(self, connection: sa.Connection) -> Mark:
        """The stage is read in the transaction that saves, since it may have moved while the page was open."""
        if not self.held.room:
            return gate.ALONE
        # The seminar before the worksheet, in the order that the desk locks them in.
        rooms.lock(connection, self.held.room.id)
        room = rooms.find(connection, self.held.room.id, now())
        return gate.mark(room, self.section.id) if room else gate.ALONE

    def _looked(self, connection: sa.Connection, developments: int) -> None:
        """Whoever pressed *Save* has looked at the step, knowing so many developments."""
        who = self.held.holding.participant
        if who is not None:
            publishing.look(connection, who, self.section.id, developments)

    def _touch(self, connection: sa.Connection) -> None:
        days = None if self.held.room else settings().delete_after_days
        worksheets.touch(connection, self.held.own, now(), days)
        if self.held.room:
            rooms.note_activity(connection, self.held.room.id)

    @property
    def waits(self) -> bool:
        """Whether the facilitator has not opened this section yet."""
        room = self.held.room
        return room is not None and not gate.may_see_questions(self.held.viewer, room, self.section.id)

    @property
    def closed(self) -> bool:
        """Whether the facilitator has closed this section: it is read then, and takes late drafts alone."""
        return self.held.room is not None and self.held.room.state(self.section.id).stage == "closed"

    def read(self) -> str:
        """The answers of a closed section, without a form."""
        found = {question.id: self.held.latest.get(question.id) for question in self.section.questions}
        return render_template("worksheet/closed.html", **self.context(), **self._other_seats(), revisions=found)

    def _other_seats(self) -> dict[str, Any]:
        """The other seats taken in this section, and whether one more may be; not on the page of such a seat."""
        held, section = self.held, self.section
        if held.seat or section not in self.worksheet.framework.sections:
            return {"seats": (), "may_take": False}
        taken: list[seats.Seat] = []
        if held.holding.has_seats:
            with database().read() as connection:
                taken = seats.of_holder(connection, held.own)
        may_take = held.room is None or gate.may_take_a_seat(held.room, section.id)
        return {"seats": [one for one in taken if one.section == section.id], "may_take": may_take}

    def way_on(self, go: str) -> str:
        """Where the button that was pressed leads; in a seminar back to its page once no open section follows."""
        room, steps = self.held.room, walk(self.held, self.section.id)
        if go == "looked":
            return steps.url(self.section.id)
        if self.held.seat:
            return home_url(self.held)
        if room and go not in ("previous", "summary"):
            opened = steps.next is not None and room.state(steps.next.id).stage in ("answering", "revising")
            if go == "contents" or not opened:
                return home_url(self.held)
        return steps.after_saving(go)

    def show(self, form: StepForm, own: Iterable[Sent] = (), error: str = "") -> str:
        """The page; `own` puts what was typed, with its errors, in the place of what is stored."""
        typed = {one.question.id: one for one in own}
        fields = [self._field(question, typed.get(question.id)) for question in self.section.questions]
        room = self.held.room
        folded, revising = bool(room and room.folded), bool(room and room.state(self.section.id).stage == "revising")
        return render_template(
            "worksheet/step.html",
            **self.context(form),
            fields=fields,
            asked=[asked(field, self.worksheet, folded, revising) for field in fields],
            form_error=error,
            page_token=(form.page if typed else "") or secrets.token_urlsafe(12),
            turn=form.sending,
            storage="session" if browser.is_shared() else "local",
            autosave_url=url_for("worksheet.autosave", name=self.worksheet.id, step_id=self.section.id),
            **self._other_seats(),
            saved_at=max((self.held.latest[f.question.id].written_at for f in fields if f.history_url), default=None),
        )

    def context(self, form: StepForm | None = None) -> dict[str, Any]:
        """What the step's page and its conflict page share."""
        own = {"form": form} if form else {}
        return {**frame(self.held, self.section.id), **own, "section": self.section}

    @cached_property
    def _histories(self) -> str:
        # All addresses of a worksheet's histories begin alike; each takes longer to build than to join.
        return url_for("worksheet.history", name=self.worksheet.id, question_id="-")[:-1]

    def _field(self, question: Question, typed: Sent | None) -> Field:
        stored: Revision | None = self.held.latest.get(question.id)
        case = self.worksheet.case
        return Field(
            question,
            answer=typed.submission.answer if typed else stored.answer if stored else EMPTY,
            base=str(typed.submission.base if typed else Base.of(stored)),
            given=case.field(question.id) if case else "",
            errors=typed.errors if typed else {},
            history_url=f"{self._histories}{question.id}" if stored else None,
        )
