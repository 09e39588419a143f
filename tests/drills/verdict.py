"""Compares what the server acknowledged with what is stored.

A *write* is one answer to one question, as one page load sent it. Every text that the writers type is another one, so
a stored revision can be told by its text. Of each write that the server acknowledged, one of these holds:

- **found**: a revision holds exactly this answer; or the write was an autosave, and a later autosave of the same page
  load stands in its place (`replaced` counts those: the app says that one replaces the other);
- **lost**: neither.

Of each revision that is stored, at any time of the drill acknowledged or not:

- **altered**: nobody sent it like this: not this answer in this request;
- **doubled**: the same answer stands twice in one history. (A request that was stored but never acknowledged, and that
  its writer sent again, has to be found unchanged: it must not make a second revision.);
- **covered**: it stands over a text that its writer had not seen: another page's revision lies between the one that
  it was based on and itself, or it is older than the revision of the same page load below it.

Worksheets that the server said it had made, and that are not there, are lost too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from tests.drills.ledger import Ledger, Place, Sending
from tests.drills.stored import Row, Stored


@dataclass
class Verdict:
    """The counts of one comparison; `details` says which write each fault was found in."""

    acknowledged: int = 0
    found: int = 0
    replaced: int = 0
    lost: int = 0
    altered: int = 0
    doubled: int = 0
    covered: int = 0
    damaged: int = 0
    details: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, altered, doubled, covered or damaged."""
        return not (self.lost or self.altered or self.doubled or self.covered or self.damaged)

    def note(self, what: str, place: Place, text: str) -> None:
        """Count one fault."""
        setattr(self, what, getattr(self, what) + 1)
        self.details.append(f"{what}: {place.sheet} {place.question} {text[:100]}")


def compare(ledgers: Iterable[Ledger], stored: Stored) -> Verdict:
    """Compare everything that the writers sent with everything that is stored."""
    verdict = Verdict()
    sent: dict[Place, list[Sending]] = defaultdict(list)
    there: dict[Place, list[Row]] = defaultdict(list)
    for ledger in ledgers:
        for sheet in ledger.sheets:
            _count_sheet(verdict, sheet, stored)
        for sending in ledger.sendings:
            sent[sending.place].append(sending)
    for row in stored.rows:
        there[row.place].append(row)
    for place in sent.keys() | there.keys():
        _judge_acknowledged(verdict, place, sent[place], there[place])
        _judge_stored(verdict, place, sent[place], there[place])
    for sentence in stored.damage:
        verdict.note("damaged", Place("", ""), sentence)
    return verdict


def _count_sheet(verdict: Verdict, sheet: str, stored: Stored) -> None:
    verdict.acknowledged += 1
    if sheet in stored.sheets:
        verdict.found += 1
    else:
        verdict.note("lost", Place(sheet, ""), "the whole worksheet")


def _judge_acknowledged(verdict: Verdict, place: Place, sent: list[Sending], rows: list[Row]) -> None:
    answers = {row.answer for row in rows}
    judged: dict[str, list[Sending]] = defaultdict(list)
    for sending in sent:
        if sending.acknowledged:
            judged[sending.answer].append(sending)
    for answer, sendings in judged.items():
        verdict.acknowledged += 1
        if answer in answers:
            verdict.found += 1
        elif all(_has_successor(sending, rows) for sending in sendings):
            verdict.found += 1
            verdict.replaced += 1
        else:
            verdict.note("lost", place, answer)


def _has_successor(sending: Sending, rows: list[Row]) -> bool:
    return sending.kind == "autosave" and any(
        row.kind == "autosave" and row.page == sending.page and row.turn > sending.turn for row in rows
    )


def _judge_stored(verdict: Verdict, place: Place, sent: list[Sending], rows: list[Row]) -> None:
    requests = {(one.page, one.turn, one.answer): one for one in sent}
    for answer, times in Counter(row.answer for row in rows).items():
        if times > 1:
            verdict.note("doubled", place, answer)
    for row in rows:
        request = requests.get((row.page, row.turn, row.answer))
        if not request or request.kind != row.kind:
            verdict.note("altered", place, row.answer)
        elif any(other.page != row.page and request.base < other.number < row.number for other in rows):
            verdict.note("covered", place, row.answer)
    for page in {row.page for row in rows}:
        turns = [row.turn for row in rows if row.page == page and row.turn]
        for earlier, later in pairwise(turns):
            if later < earlier:
                verdict.note("covered", place, f"turn {later} over turn {earlier} of one page load")
