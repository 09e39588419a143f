"""Somebody at a browser: makes worksheets and opens them, thinks of texts, and remembers what the server answered."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.drills.browser import Answer, Browser, Cut
from tests.drills.ledger import Ledger
from tests.drills.page import Form

SECTIONS = ("legal-basis", "r2p-pillars", "just-war-criteria", "sovereignty", "collateral-risk", "aftermath")
WORDS = "because they had asked for it – «nobody» else; naïve & <plain> 2 × 100% Überfall Дарфур دارفور 難民 🕊".split()
AGAIN = 0.5


@dataclass(frozen=True, kw_only=True)
class Habits:
    """How somebody works: `pace` is the longest pause between two doings, and `patience` how long one waits for an
    answer, in seconds; `longest` counts the characters of a text; `beginning` is how often a new worksheet is begun."""

    scripts: bool = True
    all_scripts: bool = False
    pace: float = 0.3
    patience: float = 60
    longest: int = 3500
    sections: Sequence[str] = SECTIONS
    beginning: float = 0


class Person:
    """One person with one browser; `wrong` holds what a server must never answer."""

    def __init__(self, name: str, ports: Sequence[int], seed: str, habits: Habits) -> None:
        self.name = name
        self.habits = habits
        self.chance = random.Random(f"{seed}/{name}")
        self.browser = Browser(ports, random.Random(f"{seed}/{name}/ports"), habits.patience)
        self.ledger = Ledger()
        self.seen: Counter[str] = Counter()
        self.sentences: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.slowest = 0.0
        self.give_up_at = float("inf")
        self.sheet = ""
        self._number = 0

    @property
    def patient(self) -> bool:
        """Whether there is time left: a drill that hangs has to end."""
        return time.monotonic() < self.give_up_at

    def begin(self) -> str:
        """Make a worksheet, trying until the server says that it is made; gives its return code."""
        while self.patient:
            try:
                offered = self.browser.get("/worksheets/new")
                if offered.status != 200:
                    self.refused(offered, [])
                    continue
                form = offered.page.form_with("csrf_token", "case", "holder_kind")
                form.set("case", "kosovo-1999")
                form.set("holder_kind", "group")
                form.set("holder_name", self.name)
                made = self.post("/worksheets/new", form)
                if made.status == 303:
                    self.sheet = made.location.split("/")[2]
                    self.ledger.sheets.add(self.sheet)
                    return self.browser.get(made.location).page.code
                self.refused(made, [])
            except Cut:
                self.cut()
        raise AssertionError("no worksheet could be made")

    def open(self, sheet: str, code: str) -> None:
        """Open somebody's worksheet with its return code."""
        form = self.browser.get("/worksheets/open").page.form_with("return_code", "csrf_token")
        form.set("return_code", code)
        answer = self.post("/worksheets/open", form)
        assert answer.status == 303, f"the return code opened nothing: {answer.status}"
        self.sheet = sheet

    def post(self, path: str, form: Form) -> Answer:
        """Send a form; raises Cut."""
        begun = time.monotonic()
        answer = self.browser.post(path, form.sent())
        self.slowest = max(self.slowest, time.monotonic() - begun)
        return answer

    def text(self) -> str:
        """A text that nobody has typed before; some fill their field."""
        self._number += 1
        text = f"{self.name} {self._number}"
        length = self.chance.choice((40, 200, self.habits.longest))
        while len(text) < min(length, self.habits.longest):
            text += self.chance.choice((" ", " ", " ", "\n", "\n\n")) + self.chance.choice(WORDS)
        return text

    def wait(self, seconds: float) -> None:
        """Do nothing for a while."""
        time.sleep(self.chance.uniform(seconds / 3, seconds))

    def cut(self) -> None:
        """No whole answer came: try again in a moment."""
        self.seen["cut"] += 1
        self.wait(AGAIN)

    def refused(self, answer: Answer, texts: Sequence[str]) -> None:
        """Take an answer that says no. It has to be 503, with a sentence and with all that was typed."""
        self.seen["refused"] += 1
        said = str(answer.json.get("error", "")) if answer.is_json else answer.page.text
        if answer.status != 503 or not said:
            self.wrong.append(f"{answer.status}: {said[:300]}")
        elif not answer.is_json and any(" ".join(text.split()) not in said for text in texts):
            self.wrong.append(f"503 without what was typed: {said[:300]}")
        self.sentences[said if answer.is_json else answer.page.lead] += 1
        self.wait(AGAIN)
