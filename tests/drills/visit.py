"""One visit to a step: type, be saved in passing, press Save, and settle what comes between.

A writer does what our pages do. With scripts each request takes a higher turn, and what was not confirmed is sent again
with the next autosave; without them there is the button alone. Where the connection was lost one goes back, may type
more, and presses Save once more. On a page that says *Not saved yet* one presses *Send again*. On a page with two texts
one keeps, takes or joins.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from tests.drills.browser import Answer, Cut
from tests.drills.ledger import Kind, Place, Sending, typed
from tests.drills.page import Form
from tests.drills.person import Person

LONGEST_JOINED = 3000


class Visit:
    """A step that somebody has open; `write` ends when the last text is acknowledged, or patience is at its end."""

    def __init__(self, person: Person, path: str, form: Form) -> None:
        self._person = person
        self._path = path
        self._form = form
        self._dirty: dict[str, None] = {}

    def write(self) -> None:
        """Type a few times, then press Save."""
        for _ in range(self._person.chance.randint(1, 3)):
            self._type()
            self._person.wait(self._person.habits.pace)
            if self._person.habits.scripts:
                self._autosave()
        self._save()

    def _type(self) -> None:
        chance = self._person.chance
        for area in chance.sample(self._form.areas, k=chance.choice((1, 1, 2))):
            question = area.removeprefix("q_").rpartition("_")[0]
            self._form.set(area, self._person.text())
            self._dirty[question] = None
            if boxes := self._form.boxes.get(f"q_{question}_choices"):
                self._form.set(f"q_{question}_choices", *(box for box in boxes if chance.random() < 0.3))

    def _take_turn(self) -> None:
        if self._person.habits.scripts:
            turn = max(int(self._form.value("turn")) + 1, time.time_ns() // 1_000_000)
            self._form.set("turn", str(turn))

    def _noted(self, form: Form, kind: Kind) -> list[Sending]:
        """What is about to be sent, written into the ledger."""
        found = [
            Sending(
                Place(self._person.sheet, question),
                answer,
                form.value("page_token"),
                int(form.value("turn") or 0),
                kind,
                int(form.value(f"q_{question}_base").partition(".")[0]),
            )
            for question, answer in self._answers(form)
        ]
        self._person.ledger.sendings += found
        return found

    def _answers(self, form: Form) -> Iterable[tuple[str, str]]:
        decided = [name for name in form.values if name.startswith("r_")]
        if not decided:
            return [(question, typed(form, question)) for question in self._dirty]
        prefixes = {"keep": "q_", "join": "j_q_"}
        own = [name for name in decided if form.value(name) in prefixes]
        return [(name[2:], typed(form, name[2:], prefixes[form.value(name)])) for name in own]

    def _autosave(self) -> None:
        self._take_turn()
        sendings = self._noted(self._form, "autosave")
        try:
            answer = self._person.post(f"{self._path}/autosave", self._form)
        except Cut:
            self._person.cut()
            return
        if not answer.is_json or "saved" not in answer.json:
            self._person.refused(answer, [])
            return
        self._acknowledge(sendings, answer.json["conflicts"])
        if answer.json["errors"]:
            self._person.wrong.append(f"autosave: {answer.body[:300]}")

    def _acknowledge(self, sendings: Iterable[Sending], conflicts: Iterable[str]) -> None:
        held = set(conflicts)
        self._person.seen["conflicts"] += len(held)
        for sending in sendings:
            sending.acknowledged = sending.acknowledged or sending.place.question not in held

    def _save(self) -> None:
        form = self._form
        self._take_turn()
        while self._person.patient:
            sendings = self._noted(form, "save")
            try:
                answer = self._person.post(self._path, form)
            except Cut:
                form = self._back(form)
                continue
            if answer.status == 303:
                self._acknowledge(sendings, ())
                return
            form = self._next(answer, sendings, form)
        self._person.wrong.append("a text was not acknowledged before the drill ended")

    def _back(self, form: Form) -> Form:
        """The form as the back button shows it, once more to be sent; on a step's own page one may type more."""
        self._person.cut()
        if form is self._form:
            if self._person.habits.scripts and self._person.chance.random() < 0.5:
                self._type()
            self._take_turn()
        return form

    def _next(self, answer: Answer, sendings: list[Sending], form: Form) -> Form:
        """The form on the page that came in the place of the next step."""
        if answer.status == 409:
            following = answer.page.form_with("page_token")
            conflicts = [name.removeprefix("r_") for name in following.boxes if name.startswith("r_")]
            self._acknowledge(sendings, conflicts)
            for question in conflicts:
                following.set(f"r_{question}", self._decision(following, question))
            return following
        self._person.refused(answer, [form.value(f"q_{question}_reasons") for question in self._dirty])
        return answer.page.form_with("page_token") if answer.status == 503 else form

    def _decision(self, form: Form, question: str) -> str:
        joined = max(len(form.value(f"j_q_{question}_{part}")) for part in ("reasons", "views"))
        decisions = ["keep", "keep", "take"] + ["join"] * (joined < LONGEST_JOINED)
        return self._person.chance.choice(decisions)
