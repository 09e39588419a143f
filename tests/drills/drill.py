"""What every drill is given and gives back."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.drills import stored
from tests.drills.crew import Crew
from tests.drills.verdict import Verdict, compare


class NotRun(Exception):
    """This machine can't run the drill: says why, and what it needs."""


@dataclass(frozen=True)
class Ground:
    """Where a drill takes place: an empty folder, a seed, and how often to break something, if somebody said so."""

    folder: Path
    seed: str
    times: int | None = None

    def often(self, usually: int) -> int:
        """How often to break something."""
        return usually if self.times is None else self.times

    def chance(self, name: str) -> random.Random:
        """A source of moments that the seed settles."""
        return random.Random(f"{self.seed}/{name}")

    def room(self, name: str) -> Path:
        """A folder in the folder, made now; everybody may walk through it, as a database's own user has to."""
        made = self.folder / name
        made.mkdir(mode=0o755)
        return made


@dataclass
class Report:
    """One line of the table. `wrong` are sentences about what must not be; a drill without writers has no verdict."""

    title: str
    seconds: float
    faults: int = 0
    verdict: Verdict | None = None
    refused: int = 0
    cut: int = 0
    slowest: float = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything is as it has to be."""
        return not self.wrong and (self.verdict is None or (self.verdict.clean and self.verdict.acknowledged > 0))


@dataclass(frozen=True)
class Drill:
    """A drill in the list: what it does in a sentence, and the function that does it, one report after another."""

    what: str
    run: Callable[[Ground], Iterator[Report]]
    needs_root: bool = False


class Watch:
    """Counts the seconds of one report from when it is made, and puts the report together."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._begun = time.monotonic()

    def report(self, crew: Crew, address: str, faults: int, others: Crew | None = None) -> Report:
        """Compare what the crew (and `others`) were told with what the database at this address holds."""
        people = [*crew.people, *(others.people if others else ())]
        return Report(
            self._title,
            time.monotonic() - self._begun,
            faults,
            compare((person.ledger for person in people), stored.read(address)),
            sum(person.seen["refused"] for person in people),
            sum(person.seen["cut"] for person in people),
            max(person.slowest for person in people),
            crew.wrong + (others.wrong if others else []),
        )
