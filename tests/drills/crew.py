"""The writers of one drill: set to work together, told to finish together, and asked what they saw."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence
from typing import Self

from tests.drills.browser import Cut
from tests.drills.person import AGAIN, Habits, Person
from tests.drills.visit import Visit

SECONDS_TO_FINISH = 90


class Crew:
    """People who write, each in a thread, while the block runs. At its end each finishes what it has typed.

    `ports` are the servers that they write to; every fourth person's browser runs no scripts.
    """

    def __init__(self, size: int, ports: Sequence[int], seed: str, habits: Habits | None = None) -> None:
        given = habits or Habits()
        self.people = [Person(f"Writer {number}", ports, seed, self._own(given, number)) for number in range(size)]
        self._finish = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(one,), daemon=True) for one in self.people]

    @staticmethod
    def _own(habits: Habits, number: int) -> Habits:
        values = {name: getattr(habits, name) for name in habits.__dataclass_fields__}
        return Habits(**values | {"scripts": habits.all_scripts or number % 4 != 3})

    def __enter__(self) -> Self:
        for person in self.people:
            if not person.sheet:
                person.begin()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._finish.set()
        for person in self.people:
            person.give_up_at = time.monotonic() + SECONDS_TO_FINISH
        for thread in self._threads:
            thread.join(SECONDS_TO_FINISH * 2)
        for person in self.people:
            person.browser.close()

    def share(self) -> None:
        """Let everybody write on the first person's worksheet, by its return code."""
        first, *others = self.people
        code = first.begin()
        for person in others:
            person.open(first.sheet, code)

    def _work(self, person: Person) -> None:
        try:
            while not self._finish.is_set():
                try:
                    self._visit(person)
                except Cut:
                    person.cut()
        except Exception as error:
            person.wrong.append(f"the writer met what it does not know: {error!r}")

    @staticmethod
    def _visit(person: Person) -> None:
        if person.chance.random() < person.habits.beginning:
            person.begin()
        path = f"/worksheet/{person.sheet}/step/{person.chance.choice(person.habits.sections)}"
        answer = person.browser.get(path)
        if answer.status == 200:
            Visit(person, path, answer.page.form_with("page_token", "turn")).write()
        else:
            person.refused(answer, [])

    @property
    def acknowledged(self) -> int:
        """How many requests' texts have been acknowledged so far."""
        return sum(one.acknowledged for person in self.people for one in list(person.ledger.sendings))

    def writes_again(self, seconds: float = 30) -> None:
        """Wait until everybody has had a text acknowledged from now on; an AssertionError where that takes longer."""
        before = {person.name: self._of(person) for person in self.people}
        until = time.monotonic() + seconds
        while waiting := [one.name for one in self.people if self._of(one) == before[one.name]]:
            assert time.monotonic() < until, (
                f"{', '.join(waiting)} could not save again in {seconds} s; {self.wrong[-3:]}"
            )
            time.sleep(AGAIN)

    @staticmethod
    def _of(person: Person) -> int:
        return sum(one.acknowledged for one in list(person.ledger.sendings))

    @property
    def seen(self) -> Counter[str]:
        """How often connections were cut, and saves refused, over all."""
        return sum((person.seen for person in self.people), Counter[str]())

    @property
    def sentences(self) -> Counter[str]:
        """The sentences with which saves were refused."""
        return sum((person.sentences for person in self.people), Counter[str]())

    @property
    def wrong(self) -> list[str]:
        """What a server must never answer, and was answered."""
        return [f"{person.name}: {one}" for person in self.people for one in person.wrong]
