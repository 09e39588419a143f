"""What the drills count as lost, altered, doubled and covered: a comparison that can't fail would show nothing."""

from __future__ import annotations

import pytest

from tests.drills.ledger import Kind, Ledger, Place, Sending, plain
from tests.drills.stored import Row, Stored
from tests.drills.verdict import Verdict, compare

PLACE = Place("sheet", "question")


def text(words: str) -> str:
    return plain({"reasons": words})


def sending(words: str, turn: int, kind: Kind = "save", page: str = "p", base: int = 0, told: bool = True) -> Sending:
    return Sending(PLACE, text(words), page, turn, kind, base, told)


def row(words: str, number: int, turn: int, kind: Kind = "save", page: str = "p") -> Row:
    return Row(PLACE, number, text(words), page, turn, kind)


def judged(sendings: list[Sending], *rows: Row, sheets: tuple[str, ...] = ("sheet",)) -> Verdict:
    ledger = Ledger()
    ledger.sheets.add("sheet")
    ledger.sendings = sendings
    return compare([ledger], Stored(set(sheets), list(rows), []))


def test_what_was_acknowledged_and_is_there_is_found() -> None:
    verdict = judged([sending("one", 1), sending("two", 2)], row("one", 1, 1), row("two", 2, 2))
    assert (verdict.clean, verdict.acknowledged, verdict.found) == (True, 3, 3)


def test_what_was_never_acknowledged_may_be_there_or_not() -> None:
    sent = [sending("one", 1, told=False), sending("two", 2, told=False)]
    assert judged(sent, row("two", 1, 2)).clean


def test_a_text_sent_again_is_found_unchanged() -> None:
    assert judged([sending("one", 1, told=False), sending("one", 2)], row("one", 1, 1)).clean


def test_an_autosave_is_found_in_the_later_autosave_of_its_page() -> None:
    sent = [sending("one", 1, "autosave"), sending("two", 2, "autosave")]
    verdict = judged(sent, row("two", 2, 2, "autosave"))
    assert (verdict.clean, verdict.found, verdict.replaced) == (True, 3, 1)


@pytest.mark.parametrize(
    ("sent", "there"),
    [
        ([sending("one", 1)], []),
        ([sending("one", 1), sending("two", 2, "autosave")], [row("two", 2, 2, "autosave")]),
        ([sending("one", 1, "autosave"), sending("two", 2)], [row("two", 2, 2)]),
        ([sending("two", 2, "autosave"), sending("one", 1, "autosave")], [row("one", 1, 1, "autosave")]),
        (
            [sending("one", 1, "autosave"), sending("two", 2, "autosave", page="q", base=1)],
            [row("two", 2, 2, "autosave", page="q")],
        ),
    ],
    ids=["gone", "a save replaced", "replaced by a save", "replaced by an earlier one", "replaced by another page"],
)
def test_what_is_not_there_is_lost(sent: list[Sending], there: list[Row]) -> None:
    assert judged(sent, *there).lost == 1


def test_a_worksheet_that_is_not_there_is_lost() -> None:
    assert judged([], sheets=()).lost == 1


@pytest.mark.parametrize("there", [row("on", 1, 1), row("one", 1, 2), row("one", 1, 1, "autosave"), row("", 1, 1)])
def test_what_nobody_sent_like_this_is_altered(there: Row) -> None:
    assert judged([sending("one", 1, told=False)], there).altered == 1


def test_an_answer_that_stands_twice_is_doubled() -> None:
    assert judged([sending("one", 1), sending("one", 2)], row("one", 1, 1), row("one", 2, 2)).doubled == 1


def test_a_text_over_one_that_its_writer_had_not_seen_is_covering_it() -> None:
    sent = [sending("one", 1), sending("two", 1, page="q", base=0)]
    assert judged(sent, row("one", 1, 1), row("two", 2, 1, page="q")).covered == 1
    seen = [sending("one", 1), sending("two", 1, page="q", base=1)]
    assert judged(seen, row("one", 1, 1), row("two", 2, 1, page="q")).covered == 0


def test_an_older_text_over_a_newer_one_of_the_same_page_is_covering_it() -> None:
    assert judged([sending("one", 1), sending("two", 2)], row("two", 1, 2), row("one", 2, 1)).covered == 1
