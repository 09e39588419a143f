"""Looking at revealed answers: side by side, whole, in an order drawn once; the grid of a section."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.page_lint import text_of
from tests.seminar.people import Phone, Seminar, open_seminar
from tests.visitor import Visitor
from webapp.access import joining
from webapp.access.rooms import Room
from webapp.access.sight import Seen
from webapp.answers.answer import Answer
from webapp.answers.revisions import Revision
from webapp.clock import now
from webapp.framework.model import Question, Section
from webapp.seminar.comparison import AFTER_REVEAL, ERASED, NOT_AGAIN, Slot, comparison

NOT_YET = "The answers to this section are not revealed yet."


@pytest.fixture
def seminar(app: Flask) -> Seminar:
    """An open seminar, its first section answering."""
    made = open_seminar(app)
    return made.move(section(made.room()).id, "answering")


def section(room: Room) -> Section:
    return room.framework.sections[0]


def question(room: Room) -> Question:
    return section(room).questions[0]


def address(seminar: Seminar) -> str:
    return f"/seminar/{seminar.id}/compare/{question(seminar.room()).id}"


def write(seminar: Seminar, phone: Phone, reasons: str, choice: str = "Disputed") -> None:
    room = seminar.room()
    phone.write(section(room).id, question(room).text, reasons, choice)


def names(reader: Visitor) -> list[str]:
    return [text_of(found) for found in reader.page.iter("h2") if "who" in (found.get("class") or "")]


def test_before_the_reveal_one_reads_ones_own_answer_alone(seminar: Seminar) -> None:
    ann, bo = seminar.phones("Ann", "Bo")
    write(seminar, ann, "what Ann thinks")
    write(seminar, bo, "what Bo thinks")
    ann.open(address(seminar))
    assert ann.has(NOT_YET)
    assert ann.has("what Ann thinks")
    assert "Bo" not in ann.text
    seminar.desk.open(address(seminar))
    assert seminar.desk.has("These answers are not revealed yet.")
    assert seminar.desk.has("what Bo thinks")


def test_after_it_everybody_reads_whole_texts_and_choices_as_on_the_form(seminar: Seminar) -> None:
    ann, bo, cy = seminar.phones("Ann", "Bo", "Cy")
    write(seminar, ann, "one\n\n<b>two</b>")
    write(seminar, bo, "x" * 3990, "Not known")
    seminar.move(section(seminar.room()).id, "discussing")
    cy.open(address(seminar))
    assert names(cy) == ["Ann", "Bo", "Cy (you)"]
    assert cy.has("Answer Disputed Reasons and evidence one <b>two</b>")
    assert cy.has("Answer Not known Reasons and evidence " + "x" * 3990)
    assert cy.has("No answer given.")
    assert NOT_YET not in cy.text


def test_moving_back_hides_the_answers_again(seminar: Seminar) -> None:
    ann, bo = seminar.phones("Ann", "Bo")
    write(seminar, ann, "what Ann thinks")
    seminar.move(section(seminar.room()).id, "discussing").move(section(seminar.room()).id, "answering")
    assert not bo.open(address(seminar)).has("what Ann thinks")


def test_a_question_of_a_section_that_waits_is_not_told(app: Flask) -> None:
    seminar = open_seminar(app)
    ann = seminar.join("Ann")
    seminar.move(section(seminar.room()).id, "waiting")
    for path in (address(seminar), f"/seminar/{seminar.id}/section/{section(seminar.room()).id}"):
        ann.open(path)
        assert ann.has("The facilitator has not opened this section yet.")
        assert question(seminar.room()).text not in ann.text


def test_no_page_names_the_worksheets_of_others(seminar: Seminar) -> None:
    """Their ids stand in the address bars of the room, so that one could tell whose answer it is."""
    ann, bo = seminar.phones("Ann", "Bo")
    write(seminar, ann, "what Ann thinks")
    here = section(seminar.room()).id
    seminar.move(here, "discussing")
    for path in (address(seminar), f"/seminar/{seminar.id}/section/{here}"):
        assert ann.worksheet not in bo.open(path).response.text


def test_first_and_revised_stand_side_by_side_with_the_changed_words_marked(seminar: Seminar) -> None:
    ann, bo, cy = seminar.phones("Ann", "Bo", "Cy")
    write(seminar, ann, "The Council met on 3 May.")
    write(seminar, bo, "stays as it is")
    here = section(seminar.room()).id
    seminar.move(here, "discussing").move(here, "revising")
    write(seminar, ann, "The Council met again on 3 May.")
    cy.open(address(seminar))
    assert [text_of(found) for found in cy.page.iter("ins")] == ["a solid line", "[new: again]"]
    assert cy.has("First answer Answer Disputed Reasons and evidence The Council met on 3 May.")
    assert cy.has(f"After the discussion {AFTER_REVEAL} Answer Disputed")
    # Whoever wrote once has the same two places.
    assert cy.has(f"stays as it is After the discussion {NOT_AGAIN}")


def test_a_late_joiner_is_offered_to_answer_first_and_may_read_on(seminar: Seminar) -> None:
    ann = seminar.join("Ann")
    write(seminar, ann, "what Ann thinks")
    seminar.move(section(seminar.room()).id, "discussing")
    late = seminar.join("Late")
    late.open(address(seminar))
    assert late.has("You can write your own answer before you read the others’.")
    assert not late.has("what Ann thinks")
    assert late.follow("Read the answers now").has("what Ann thinks")
    assert late.open(address(seminar)).follow("Answer first").heading == section(seminar.room()).title
    write(seminar, late, "after all that")
    late.open(address(seminar))
    assert late.has(f"Late (you) {AFTER_REVEAL} Answer Disputed Reasons and evidence after all that")


@pytest.mark.parametrize("how", ["pseudonym", "none"])
def test_without_names_nobody_is_named(app: Flask, how: str) -> None:
    seminar = open_seminar(app, names=how)
    here = section(seminar.room()).id
    seminar.move(here, "answering")
    phones = [seminar.join("" if how == "none" else name) for name in ("Ann", "Bo", "Cy")]
    for phone in phones:
        write(seminar, phone, "something")
    seminar.move(here, "discussing")
    read = [names(phone.open(address(seminar))) for phone in phones]
    assert not {"Ann", "Bo", "Cy"} & {name for names in read for name in names if "(you)" not in name}
    if how == "none":
        assert [sorted({name for name in names if "(you)" not in name}) for names in read] == [["An answer"]] * 3
    # The order is the same for all of them.
    assert sorted(names.index(next(name for name in names if "(you)" in name)) for names in read) == [0, 1, 2]


def test_an_erased_answer_leaves_a_sentence(seminar: Seminar) -> None:
    ann, bo = seminar.phones("Ann", "Bo")
    write(seminar, ann, "taken back")
    with seminar.database().write() as connection:
        joining.erase(connection, seminar.room(), ann.worksheet, now())
    seminar.move(section(seminar.room()).id, "discussing")
    bo.open(address(seminar))
    assert bo.has(f"Ann {ERASED}")
    assert not bo.has("taken back")


def test_the_grid_is_a_table_with_a_head_for_each_holder(seminar: Seminar) -> None:
    ann, bo = seminar.phones("Ann", "Bo")
    write(seminar, ann, "because", "Not known")
    here = section(seminar.room())
    ann.open(f"/seminar/{seminar.id}/section/{here.id}")
    assert [text_of(found) for found in ann.page.iter("th")][:2] == ["Question", "Ann (you)"]
    assert ann.has(NOT_YET)
    seminar.move(here.id, "discussing")
    bo.open(f"/seminar/{seminar.id}/section/{here.id}")
    heads = [text_of(found) for found in bo.page.iter("th") if found.get("scope") == "col"]
    assert heads == ["Question", "Ann", "Bo (you)"]
    rows = [[text_of(cell) for cell in row] for row in bo.page.findall(".//tbody/tr")]
    assert rows[0] == [here.questions[0].short, "Not known", "No answer given."]
    assert len(rows) == len(here.questions)
    assert bo.follow(here.questions[0].short).heading == here.questions[0].text


def test_strangers_and_other_seminars_read_nothing(app: Flask, seminar: Seminar) -> None:
    ann = seminar.join("Ann")
    write(seminar, ann, "what Ann thinks")
    seminar.move(section(seminar.room()).id, "discussing")
    other = open_seminar(app).join("Zoe")
    for visitor in (seminar.somebody(), other):
        visitor.open(address(seminar))
        assert visitor.status == 403
        assert "what Ann thinks" not in visitor.response.text


def test_pages_cost_the_same_whoever_has_joined(seminar: Seminar) -> None:
    def statements(phone: Phone, path: str) -> int:
        found: list[str] = []

        def note(*args: object) -> None:
            found.append(str(args[2]))

        engine = seminar.database().engine
        sa.event.listen(engine, "before_cursor_execute", note)
        phone.open(path)
        sa.event.remove(engine, "before_cursor_execute", note)
        return len(found)

    here = section(seminar.room()).id
    ann = seminar.join("Ann")
    seminar.move(here, "discussing")
    paths = [address(seminar), f"/seminar/{seminar.id}/section/{here}"]
    few = [statements(ann, path) for path in paths]
    for number in range(5):
        write(seminar, seminar.join(f"Person {number}"), "text")
    assert [statements(ann, path) for path in paths] == few


def test_a_slot_depends_on_its_own_answer_alone(seminar: Seminar) -> None:
    room, first, second = seminar.room(), Answer(reasons="a"), Answer(choices=("disputed",), reasons="b")

    def slots(*answers: Answer | None) -> list[Slot]:
        return list(comparison(room, question(room), [seen(n, answer) for n, answer in enumerate(answers)]).slots)

    alone = slots(first, None, second)
    for other in (first, second):
        found = slots(first, other, second)
        assert [slot.worksheet for slot in found] == ["0", "1", "2"]
        assert found[::2] == alone[::2]


def seen(number: int, answer: Answer | None) -> Seen:
    states = (Revision("q", 1, answer, now(), 1, "", "", "save", "answering", False),) if answer else ()
    return Seen(str(number), str(number), f"Holder {number}", False, False, False, states, None)
