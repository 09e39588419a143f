"""Saving against a model: two pages, two people, any order of autosaves and saves, and nothing acknowledged is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.pool import StaticPool

from tests.samples import CASE, FRAMEWORK
from webapp.access import model
from webapp.answers import worksheets
from webapp.answers.answer import EMPTY, Answer
from webapp.answers.revisions import Revision, history, latest
from webapp.answers.save import REPLACEABLE, Base, Outcome, Submission, Writing, save
from webapp.answers.summary import Holder
from webapp.answers.worksheets import Start

BEGIN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
QUESTIONS = ("own-one", "own-five")
# Four pages: two of one person, one of another person, and one that lost its token.
PAGES = {"first": 1, "second": 1, "other": 2, "": 2}
Key = tuple[str, int]


@contextmanager
def worksheet() -> Iterator[tuple[sa.Connection, str]]:
    """A worksheet without answers in a database of its own."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    model.holding.metadata.create_all(engine)
    with engine.begin() as connection:
        yield connection, worksheets.make(connection, Start(FRAMEWORK, CASE, Holder("group")), BEGIN, 180)
    engine.dispose()


class Step(NamedTuple):
    """One thing that happens: developments are published, a page is loaded anew or sends its form; time passes."""

    page: str
    question: str
    does: str
    text: str
    minutes: int
    publishes: int = 0


STEPS = st.lists(
    st.builds(
        Step,
        page=st.sampled_from(list(PAGES)),
        question=st.sampled_from(QUESTIONS),
        does=st.sampled_from(["load", "save", "autosave", "autosave"]),
        text=st.sampled_from(["", "a", "b", "c"]),
        minutes=st.sampled_from([0, 0, 1, 9, 11]),
        publishes=st.sampled_from([0, 0, 0, 1]),
    ),
    max_size=25,
)


class Acts:
    """Plays the steps on the real thing, beside what every page should know."""

    def __init__(self, connection: sa.Connection, sheet: str) -> None:
        self.connection, self.sheet, self.at = connection, sheet, BEGIN
        self.loads = dict.fromkeys(PAGES, 0)
        self.bases: dict[tuple[str, str], Base] = {}
        self.published = 0

    def token(self, page: str) -> str:
        """The token of a page load; a page that lost its token sends none."""
        return f"{page}-{self.loads[page]}" if page else ""

    def load(self, page: str) -> None:
        """Load a page: from now on it is based on what stands."""
        self.loads[page] += 1
        standing = latest(self.connection, self.sheet)
        self.bases |= {(page, question): Base.of(standing.get(question)) for question in QUESTIONS}

    def send(self, step: Step) -> Outcome:
        """Send one answer as the page does."""
        base = self.bases.get((step.page, step.question), Base.of(None))
        kind = "save" if step.does == "save" else "autosave"
        self.published += step.publishes
        writing = Writing(
            PAGES[step.page],
            "",
            self.token(step.page),
            kind,  # type: ignore[arg-type]
            self.at,
            developments=self.published,
        )
        answer = Answer(reasons=step.text)
        return save(self.connection, self.sheet, [Submission(step.question, answer, base)], writing)

    def stored(self) -> dict[Key, Revision]:
        """Every revision there is."""
        found = (one for question in QUESTIONS for one in history(self.connection, self.sheet, question))
        return {(one.question, one.number): one for one in found}


def may_be_replaced(old: Revision, new: Revision) -> bool:
    """The one thing that may go: an autosave, for the next one of the same page load within ten minutes.

    A development that was published between the two keeps them apart.
    """
    within = timedelta(0) <= new.written_at - old.written_at <= REPLACEABLE
    same = old.page == new.page != "" and old.writer == new.writer and old.question == new.question
    between = old.developments != new.developments
    return same and within and not between and old.kind == new.kind == "autosave"


def expect(step: Step, outcome: Outcome, before: dict[Key, Revision], after: dict[Key, Revision]) -> None:
    """Fail unless what was stored, and what is gone, is what the storage rule says."""
    new = [after[key] for key in after.keys() - before.keys()]
    gone = [before[key] for key in before.keys() - after.keys()]
    assert all(after[key] == before[key] for key in before.keys() & after.keys()), "a revision was changed"
    assert len(new) == len(outcome.saved) <= 1
    assert len(gone) <= len(new)
    assert all(may_be_replaced(old, new[0]) for old in gone), "something acknowledged was lost"
    if new:
        assert (new[0].question, new[0].answer.reasons) == (step.question, step.text)
        assert new[0].number == max([0, *(number for name, number in before if name == step.question)]) + 1
    if step.does == "save":
        assert not gone, "pressing Save replaced something"
    if outcome.conflicts:
        assert before == after, "a conflict stored something"


@settings(deadline=None, max_examples=150)
@given(steps=STEPS)
def test_nothing_acknowledged_is_lost_and_nobody_elses_text_is_replaced(steps: list[Step]) -> None:
    with worksheet() as (connection, sheet):
        acts = Acts(connection, sheet)
        for step in steps:
            if step.does == "load":
                acts.load(step.page)
            else:
                before = acts.stored()
                expect(step, acts.send(step), before, acts.stored())
            acts.at += timedelta(minutes=step.minutes)


@settings(deadline=None, max_examples=100)
@given(steps=STEPS)
def test_a_page_that_is_alone_never_meets_a_conflict_and_its_text_stands(steps: list[Step]) -> None:
    with worksheet() as (connection, sheet):
        acts, page = Acts(connection, sheet), "first"
        acts.load(page)
        for step in (step._replace(page=page) for step in steps):
            if step.does == "load":
                acts.load(page)
                continue
            standing = latest(connection, sheet).get(step.question)
            outcome = acts.send(step)
            assert not outcome.conflicts
            now = latest(connection, sheet).get(step.question)
            assert (now.answer if now else EMPTY).reasons == step.text
            assert bool(outcome.saved) == ((standing.answer if standing else EMPTY).reasons != step.text)
            acts.at += timedelta(minutes=step.minutes)


@settings(deadline=None, max_examples=100)
@given(steps=STEPS, text=st.sampled_from(["mine", "theirs"]))
def test_what_came_between_is_handed_back_unless_it_says_the_same(steps: list[Step], text: str) -> None:
    with worksheet() as (connection, sheet):
        acts = Acts(connection, sheet)
        acts.load("first")
        acts.load("other")
        for step in steps:
            if step.does != "load":
                acts.send(step._replace(page="other", question="own-one"))
        theirs = latest(connection, sheet).get("own-one")
        outcome = acts.send(Step("first", "own-one", "save", text, 0))
        if theirs:
            assert outcome == Outcome((), {"own-one": theirs})
            assert latest(connection, sheet)["own-one"] == theirs
        else:
            assert outcome == Outcome(("own-one",), {})


@pytest.mark.parametrize(
    ("field", "base"),
    [("3.abc", Base(3, "abc")), *((junk, Base.of(None)) for junk in ("", "x", "-1.x", "٣.x", "9" * 5000, "1e3.x"))],
    ids=lambda value: str(value)[:8],
)
def test_a_base_that_makes_no_sense_is_based_on_nothing(field: str, base: Base) -> None:
    assert Base.read(field) == base
