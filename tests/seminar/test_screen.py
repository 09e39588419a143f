"""The projector: what the desk puts there, and never anything unrevealed."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.page_lint import text_of
from tests.seminar.people import Phone, Seminar, open_seminar
from tests.visitor import Visitor
from webapp.framework.model import Question, Section
from webapp.seminar.changes import Piece
from webapp.seminar.comparison import MarkedLine
from webapp.seminar.on_screen import NOT_OPEN as NOT_OPEN_THERE
from webapp.seminar.on_screen import NOT_REVEALED as HIDDEN
from webapp.seminar.paging import Sheet, line_ends, pages
from webapp.seminar.projector_form import NO_BUTTON, NOT_OPEN

CODE = "The screen of a seminar"


@pytest.fixture
def seminar(app: Flask) -> Seminar:
    """An open seminar, its first section answering."""
    made = open_seminar(app)
    return made.move(section(made).id, "answering")


def section(seminar: Seminar) -> Section:
    return seminar.room().framework.sections[0]


def question(seminar: Seminar) -> Question:
    return section(seminar).questions[0]


@pytest.fixture
def screen(seminar: Seminar) -> Visitor:
    """The projector's browser, which opened the screen with its code."""
    desk = seminar.desk
    desk.open(f"/seminar/{seminar.id}/desk").press("Make a code for another computer")
    found = next(text_of(each) for each in desk.page.iter() if "spoken-code" in (each.get("class") or ""))
    screen = seminar.somebody()
    screen.open(f"/seminar/{seminar.id}/screen")
    assert (screen.status, screen.heading) == (403, CODE)
    screen.fill("Return code", found).press("Open the screen")
    assert screen.heading == "Join the seminar"
    return screen


def write(seminar: Seminar, phone: Phone, reasons: str) -> None:
    phone.write(section(seminar).id, question(seminar).text, reasons, "Disputed")


def projector(seminar: Seminar, chosen: bool = True) -> Visitor:
    ask = f"?question={question(seminar).id}" if chosen else ""
    return seminar.desk.open(f"/seminar/{seminar.id}/projector{ask}")


def show(seminar: Seminar, screen: Visitor) -> Visitor:
    return screen.open(f"/seminar/{seminar.id}/screen")


def send(seminar: Seminar, *names: str, columns: str = "2") -> Visitor:
    """Lay these holders' answers aside, in this order, and send them."""
    desk = seminar.desk.open(f"/seminar/{seminar.id}/desk/answers/{question(seminar).id}")
    for name in names:
        desk.press(f"Put in the tray: {name}")
    return desk.fill("Columns", columns).press("Send to the screen")


def panels(screen: Visitor) -> list[str]:
    return [text_of(found) for found in screen.page.iter("h2")]


def test_while_people_arrive_it_shows_how_to_join_and_nobodys_name(seminar: Seminar, screen: Visitor) -> None:
    seminar.phones("Ann", "Bo")
    show(seminar, screen)
    code = seminar.join_code
    assert screen.has(f"{code[:4]}-{code[4:]}")
    assert screen.page.find(".//img") is not None
    assert not {"Ann", "Bo"} & set(screen.text.split())
    assert screen.page.find(".//form") is None


def test_a_stranger_is_asked_for_the_screens_code(seminar: Seminar) -> None:
    for visitor in (seminar.somebody(), seminar.join("Ann")):
        show(seminar, visitor)
        assert (visitor.status, visitor.heading) == (403, CODE)


def test_the_desk_shows_the_case_a_question_or_nothing(seminar: Seminar, screen: Visitor) -> None:
    projector(seminar).press("The case")
    assert show(seminar, screen).heading == seminar.room().case.title
    assert screen.has(" ".join(seminar.room().case.known[0].split()[:6]))
    projector(seminar).press("Show the question")
    assert show(seminar, screen).heading == question(seminar).text
    assert screen.has("A consideration")
    assert screen.has("Another consideration")
    projector(seminar).press("Blank")
    assert show(seminar, screen).heading == "Nothing is shown now"
    assert screen.text == "Nothing is shown now"


def test_chosen_answers_stand_in_the_chosen_order(seminar: Seminar, screen: Visitor) -> None:
    for name in ("Ann", "Bo", "Cy"):
        write(seminar, seminar.join(name), f"what {name} thinks")
    seminar.move(section(seminar).id, "discussing")
    send(seminar, "Cy", "Ann", columns="3")
    assert seminar.desk.has(f"Answers to: {question(seminar).short}, by Cy, Ann")
    show(seminar, screen)
    assert panels(screen) == ["Cy", "Ann"]
    assert screen.has("what Cy thinks")
    assert not screen.has("what Bo thinks")


def test_first_and_revised_text_of_one_holder_stand_side_by_side(seminar: Seminar, screen: Visitor) -> None:
    ann = seminar.join("Ann")
    write(seminar, ann, "before")
    seminar.move(section(seminar).id, "discussing").move(section(seminar).id, "revising")
    write(seminar, ann, "afterwards")
    send(seminar, "Ann")
    show(seminar, screen)
    assert panels(screen) == ["Ann", "Ann"]
    assert screen.has("First answer")
    assert screen.has("After the discussion. Written after the reveal.")


def test_nothing_unrevealed_can_be_put_there(seminar: Seminar, screen: Visitor) -> None:
    ann = seminar.join("Ann")
    write(seminar, ann, "a secret")
    desk = projector(seminar)
    assert desk.has("The answers to this section are not revealed")
    token = next(each.get("value") for each in desk.page.iter("input") if each.get("name") == "csrf_token")
    sent = {"csrf_token": token, "show": "answers", "question": question(seminar).id, "worksheets": ann.worksheet}
    desk.post(f"/seminar/{seminar.id}/projector", sent)
    assert desk.status == 422
    assert desk.has(NO_BUTTON)
    assert show(seminar, screen).heading == "Join the seminar"
    other = seminar.room().framework.sections[1]
    desk.post(f"/seminar/{seminar.id}/projector", sent | {"show": "question", "question": other.questions[0].id})
    assert desk.has(NOT_OPEN)


def test_what_is_hidden_again_leaves_the_screen(seminar: Seminar, screen: Visitor) -> None:
    ann = seminar.join("Ann")
    write(seminar, ann, "a secret")
    seminar.move(section(seminar).id, "discussing")
    send(seminar, "Ann")
    assert show(seminar, screen).has("a secret")
    seminar.move(section(seminar).id, "answering")
    assert show(seminar, screen).heading == HIDDEN
    assert "a secret" not in screen.response.text
    seminar.move(section(seminar).id, "waiting")
    assert show(seminar, screen).heading == NOT_OPEN_THERE


def test_a_long_answer_is_paged_here_and_from_the_desk(seminar: Seminar, screen: Visitor) -> None:
    text = " ".join(f"word{number}" for number in range(500))
    for name in ("Ann", "Bo"):
        write(seminar, seminar.join(name), text if name == "Ann" else "short")
    seminar.move(section(seminar).id, "discussing")
    send(seminar, "Ann", "Bo")
    read = []
    show(seminar, screen)
    while True:
        assert panels(screen) == ["Ann", "Bo"]
        read.append(screen.text)
        if not any(text_of(link) == "Next page" for link in screen.page.iter("a")):
            break
        screen.follow("Next page")
    assert len(read) > 3
    assert all(any(f"word{number}" in page.split() for page in read) for number in range(500))
    seminar.desk.open(f"/seminar/{seminar.id}/projector").press("Next page")
    assert show(seminar, screen).text == read[1]


def test_no_participant_puts_anything_on_the_screen(seminar: Seminar) -> None:
    ann = seminar.join("Ann")
    ann.open(f"/seminar/{seminar.id}/projector")
    assert ann.status == 403
    assert ann.client.post(f"/seminar/{seminar.id}/projector", data={"show": "blank"}).status_code == 403
    assert seminar.room().screen.show == "join"


PARTS = ["a", " ", "\n", "\t", "word ", "a-long-compound ", "\u00a0"]
texts = st.lists(st.sampled_from(PARTS), max_size=120).map("".join)


@given(texts, st.integers(3, 30))
def test_lines_lose_nothing_and_are_not_too_long(text: str, width: int) -> None:
    ends = line_ends(text, width)
    assert ends == sorted(ends)
    assert ends[-1] == len(text)
    starts = [0, *ends[:-1]]
    assert all(len(text[start:end].strip()) <= width for start, end in zip(starts, ends, strict=True))


@given(st.lists(texts, max_size=4), st.integers(3, 30), st.integers(2, 9))
def test_pages_lose_nothing_and_are_not_too_long(found: list[str], width: int, height: int) -> None:
    lines = [MarkedLine(str(number), (Piece("same", text),), True) for number, text in enumerate(found)]
    made = pages(lines, Sheet(width, height))
    back = {line.label: "" for line in lines}
    for page in made:
        for line in page:
            back[line.label.removesuffix(" (continued)")] += "".join(piece.text for piece in line.pieces)
        assert sum(1 + len(line_ends("".join(piece.text for piece in line.pieces), width)) for line in page) <= max(
            height, 2
        ) + len(page)
    assert list(back.values()) == found
