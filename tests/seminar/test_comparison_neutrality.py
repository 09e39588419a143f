"""A comparison, a grid and the screen answer to nothing that was said: they are slots, and each is its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.answers.shapes import expect_shape
from tests.samples import answers_to
from tests.seminar.records import (
    DEVELOPMENTS,
    PARTICIPANT,
    REASONS,
    ROUNDS,
    STRETCHES,
    sample_room,
    seen_one,
    sheets_in,
)
from webapp.access import sight
from webapp.access.rooms import Screen
from webapp.access.sight import Seen
from webapp.answers.answer import Answer
from webapp.framework.model import Question
from webapp.seminar.comparison import Column, comparison, grid
from webapp.seminar.on_screen import Panel, Shown, on_screen

SOME = settings(deadline=None, max_examples=20)
SECTION = sample_room("given").framework.sections[0]
QUESTION = SECTION.questions[0]
# Each holder's own, and those of their other seats in this section.
SHEETS = sheets_in(SECTION.id)
PAIRED = pytest.mark.parametrize("paired", [False, True], ids=["once", "twice"])
ROOM = sample_room("given", DEVELOPMENTS)
TITLES = {
    "first": "First answer",
    "revised": "After the discussion",
    "first 1": "After development 1",
    "revised 1": "After development 1 and the discussion",
    "revised 2": "After development 2 and the discussion",
}
Rounds = dict[str, Answer]
Board = tuple[Panel, ...]


def rounds(question: Question) -> st.SearchStrategy[Rounds]:
    """What one holder may have written to a question, and whether and why it is withheld."""
    answer = answers_to(question, False)
    written = dict.fromkeys([name for name in ROUNDS if name != "withheld"], answer)
    return st.fixed_dictionaries({}, optional={**written, "withheld": REASONS.map(lambda text: Answer(reasons=text))})


def everybody(question: Question) -> st.SearchStrategy[list[Rounds]]:
    return st.lists(rounds(question), min_size=len(SHEETS), max_size=len(SHEETS))


def seen(answers: Sequence[Rounds]) -> list[Seen]:
    """The answers as the first holder sees them, to whom what others wrote and is withheld is hidden."""
    return [seen_one(sheet, one, PARTICIPANT) for sheet, one in zip(SHEETS, answers, strict=True)]


def text(column: Column) -> list[tuple[str, str]]:
    """The lines of a column with their pieces joined."""
    return [(line.label, "".join(piece.text for piece in line.pieces)) for line in column.lines]


@PAIRED
@SOME
@given(one=everybody(QUESTION), other=everybody(QUESTION))
def test_outside_its_slots_a_comparison_is_the_same_for_any_answers(
    paired: bool, one: list[Rounds], other: list[Rounds]
) -> None:
    found, again = (comparison(ROOM, QUESTION, seen(answers), paired) for answers in (one, other))
    assert found._replace(slots=()) == again._replace(slots=())
    assert [(slot.worksheet, slot.name) for slot in found.slots] == [
        (slot.worksheet, slot.name) for slot in again.slots
    ]


@PAIRED
@SOME
@given(one=everybody(QUESTION), other=everybody(QUESTION), place=st.integers(0, len(SHEETS) - 1))
def test_a_slot_of_a_comparison_depends_on_its_own_answer_alone(
    paired: bool, one: list[Rounds], other: list[Rounds], place: int
) -> None:
    mixed = [*other]
    mixed[place] = one[place]
    before, after = (comparison(ROOM, QUESTION, seen(answers), paired) for answers in (one, mixed))
    assert before.slots[place] == after.slots[place]


@SOME
@given(answers=everybody(QUESTION))
def test_every_text_of_a_comparison_is_verbatim_and_has_one_of_the_shapes(answers: list[Rounds]) -> None:
    shown = comparison(ROOM, QUESTION, seen(answers), True).slots
    for one, slot, said in zip(seen(answers), shown, answers, strict=True):
        if one.erased or one.hidden:
            assert slot.columns == ()
            continue
        expected = list(places(said))
        assert [column.title for column in slot.columns] == [title for title, _ in expected]
        for column, (_, answer) in zip(slot.columns, expected, strict=True):
            if answer is not None:
                expect_shape(QUESTION, "", answer, text(column))
            else:
                assert text(column) in ([], [("Answer", "No answer given.")])


def places(said: Rounds) -> Iterator[tuple[str, Answer | None]]:
    """The titles of a slot in a section that was revised: what was written, and a place before and after the reveal."""
    written = [name for name in STRETCHES if name in said]
    revealed = {STRETCHES[name][1] for name in written}
    if False not in revealed:
        yield TITLES["first"], None
    yield from ((TITLES[name], said[name]) for name in written)
    if True not in revealed:
        yield TITLES["revised"], None
    if "late" in said:
        yield "Late", said["late"]


@SOME
@given(data=st.data())
def test_a_cell_of_a_grid_depends_on_its_own_answer_alone(data: st.DataObject) -> None:
    one, other = ({each.id: data.draw(everybody(each)) for each in SECTION.questions} for _ in range(2))
    row, place = data.draw(st.sampled_from(SECTION.questions)), data.draw(st.integers(0, len(SHEETS) - 1))
    mixed = {name: [*answers] for name, answers in other.items()}
    mixed[row.id][place] = one[row.id][place]
    found, again, third = (
        grid(ROOM, SECTION, {name: seen(answers) for name, answers in drawn.items()}) for drawn in (one, mixed, other)
    )
    assert found.heads == again.heads == third.heads
    assert [item.question for item in found.rows] == [item.question for item in third.rows] == [*SECTION.questions]
    at = SECTION.questions.index(row)
    assert found.rows[at].cells[place] == again.rows[at].cells[place]


def shown(answers: Sequence[Rounds], chosen: Sequence[str], columns: int) -> Shown:
    """What the screen shows of these answers."""
    room = ROOM._replace(screen=Screen("answers", QUESTION.id, tuple(chosen), columns))
    with sa.create_engine("sqlite://").connect() as connection, patch.object(sight, "seen") as reads:
        reads.return_value = {QUESTION.id: seen(answers)}
        return on_screen(connection, room)


def panels(found: Shown) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """The panels in order, each with its lines put together again from all its pages."""
    made: list[tuple[str, str, str, list[tuple[str, str]]]] = []
    for start, same in _runs(found):
        for number, panel in enumerate(start):
            lines: list[tuple[str, str]] = []
            for board in same:
                for line in board[number].lines:
                    words = "".join(piece.text for piece in line.pieces)
                    if line.label.endswith(" (continued)"):
                        lines[-1] = (lines[-1][0], lines[-1][1] + words)
                    else:
                        lines.append((line.label, words))
            made.append((panel.name, panel.title, panel.mark, lines))
    return made


def _runs(found: Shown) -> Iterator[tuple[Board, list[Board]]]:
    """Boards that show the same panels, page by page."""
    same: list[Board] = []
    for board in found.boards:
        heads = [panel._replace(lines=()) for panel in board]
        if same and heads != [panel._replace(lines=()) for panel in same[0]]:
            yield same[0], same
            same = []
        same.append(board)
    if same:
        yield same[0], same


@SOME
@given(
    answers=everybody(QUESTION),
    chosen=st.lists(st.sampled_from(SHEETS), unique=True, min_size=1),
    columns=st.integers(2, 4),
)
def test_the_screen_shows_the_chosen_slots_of_the_comparison_whole_and_in_the_chosen_order(
    answers: list[Rounds], chosen: list[str], columns: int
) -> None:
    found = shown(answers, chosen, columns)
    assert (found.show, found.section, found.question, found.sentence) == ("answers", SECTION, QUESTION, "")
    by_sheet = {one.worksheet: one for one in seen(answers)}
    slots = comparison(ROOM, QUESTION, [by_sheet[sheet] for sheet in chosen]).slots
    expected = [
        (slot.name, column.title, " ".join(filter(None, (slot.mark, column.mark))), text(column))
        for slot in slots
        for column in slot.columns or (Column("", "", ()),)
    ]
    assert panels(found) == expected


@SOME
@given(one=everybody(QUESTION), other=everybody(QUESTION), chosen=st.permutations(SHEETS), columns=st.integers(2, 4))
def test_outside_its_panels_the_screen_is_the_same_for_any_answers(
    one: list[Rounds], other: list[Rounds], chosen: list[str], columns: int
) -> None:
    found, again = (shown(answers, chosen, columns)._replace(boards=()) for answers in (one, other))
    assert found == again
