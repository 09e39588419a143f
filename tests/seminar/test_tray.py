"""The tray: answers laid aside at the desks, ordered without a script, and sent to the screen in one press."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.seminar.people import Phone, open_seminar
from tests.visitor import Visitor
from webapp.access import tray
from webapp.seminar.tray import NOT_REVEALED
from webapp.seminar.tray_forms import BAD_COLUMNS, CHANGED, EMPTY, NO_BUTTON, NOT_HERE, TAKEN_OUT

SECTION, QUESTION, WORDS = "sovereignty", "sov-people-affected", "Among the people affected"
OTHER = "after-security"


class Scene:
    """Ann, Bo and Cy have answered; two desks, one tray."""

    def __init__(self, app: Flask, names: str = "given") -> None:
        self.seminar = open_seminar(app, one_by_one=False, names=names)
        self.phones = {name: self.seminar.join(name).write(SECTION, WORDS, f"what {name} says") for name in NAMES}
        self.desk = self.seminar.desk
        self.second = Visitor(app).open("/worksheets/open").fill("Return code", self.seminar.desk_code).press("Open")

    @property
    def answers(self) -> str:
        """The address of the page where all answers to the question are read."""
        return f"/seminar/{self.seminar.id}/desk/answers/{QUESTION}"

    def read(self, desk: Visitor | None = None) -> Visitor:
        """Go to that page."""
        return (desk or self.desk).open(self.answers)

    def tray(self, desk: Visitor | None = None) -> Visitor:
        """Go to the tray's own page."""
        return (desk or self.desk).open(f"/seminar/{self.seminar.id}/desk/tray")

    def put(self, *names: str) -> Visitor:
        """Put these holders' answers into the tray, one after another."""
        desk = self.read()
        for name in names:
            desk.press(f"Put in the tray: {name}")
        return desk

    def lying(self) -> list[str]:
        """Whose answers lie in the tray, in order."""
        sheets = {phone.worksheet: name for name, phone in self.phones.items()}
        with self.seminar.database().read() as connection:
            return [sheets[one] for one in tray.lying(connection, self.seminar.room()).get(QUESTION, [])]

    def on_screen(self) -> list[str]:
        """Whose answers the screen shows, in order."""
        sheets = {phone.worksheet: name for name, phone in self.phones.items()}
        return [sheets[one] for one in self.seminar.room().screen.worksheets]

    def post(self, what: str, **sent: Any) -> Visitor:
        """Send a form of the tray as no page would."""
        token = self.read().page.find(".//input[@name='csrf_token']")
        assert token is not None
        return self.desk.post(f"{self.answers}/{what}", {"csrf_token": token.get("value"), **sent})


NAMES = ("Ann", "Bo", "Cy")


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


def test_answers_are_put_in_ordered_taken_out_and_sent_in_one_press(scene: Scene) -> None:
    scene.put("Cy", "Ann", "Bo")
    scene.seminar.move(SECTION, "discussing")
    desk = scene.tray()
    assert desk.has("what Bo says")
    desk.press("Up: Bo").press("Down: Cy").press("Take out: Ann")
    assert scene.lying() == ["Bo", "Cy"]
    desk.fill("Columns", "1").press("Send to the screen")
    assert desk.heading == "The tray"
    assert desk.has("Answers to: ")
    assert desk.has("by Bo, Cy")
    assert scene.on_screen() == ["Bo", "Cy"]
    assert scene.seminar.room().screen.columns == 1
    desk.press("Blank")
    assert (desk.heading, scene.seminar.room().screen.show) == ("The tray", "blank")
    scene.read(desk).press("Send to the screen")
    assert desk.address == scene.answers
    assert scene.on_screen() == ["Bo", "Cy"]


def test_the_tray_holds_answers_to_several_questions_and_is_the_same_at_both_desks(scene: Scene) -> None:
    scene.put("Ann")
    scene.second.open(f"/seminar/{scene.seminar.id}/desk/answers/{OTHER}").press("Put in the tray: Cy")
    for desk in (scene.desk, scene.second):
        scene.tray(desk)
        assert desk.text.index("Take out : Ann") < desk.text.index("Take out : Cy")
        assert desk.has("No answer given.")


def test_what_is_not_revealed_lies_there_and_is_not_sent(scene: Scene) -> None:
    desk = scene.put("Ann")
    for page in (scene.read(), scene.tray()):
        assert page.has(NOT_REVEALED)
        with pytest.raises(AssertionError):
            page.press("Send to the screen")
    sent = {"worksheets": scene.phones["Ann"].worksheet, "columns": "2"}
    assert scene.post("send", **sent).status == 422
    assert desk.has(NOT_REVEALED)
    assert scene.seminar.room().screen.show == "join"


def test_no_page_but_the_desks_says_what_lies_there(scene: Scene) -> None:
    scene.put("Ann")
    assert scene.phones["Ann"].open(f"/seminar/{scene.seminar.id}/desk/tray").status == 403
    assert scene.phones["Bo"].open(f"/seminar/{scene.seminar.id}/compare/{QUESTION}").status == 200
    assert "tray" not in scene.phones["Bo"].response.text


def test_two_desks_lose_nothing_and_nothing_unseen_is_sent(scene: Scene) -> None:
    scene.put("Ann", "Bo")
    scene.seminar.move(SECTION, "discussing")
    scene.tray()
    scene.read(scene.second).press("Put in the tray: Cy").press("Take out: Bo")
    assert scene.lying() == ["Ann", "Cy"]
    stale = scene.desk
    assert stale.press("Send to the screen").status == 422
    assert stale.has(CHANGED)
    assert scene.on_screen() == []
    assert stale.press("Send to the screen").status == 200
    assert scene.on_screen() == ["Ann", "Cy"]


def test_an_answer_that_another_desk_took_out_can_not_be_moved_and_may_be_taken_out_again(scene: Scene) -> None:
    scene.put("Ann", "Bo")
    scene.tray()
    scene.read(scene.second).press("Take out: Bo")
    assert scene.desk.press("Up: Bo").status == 409
    assert scene.desk.has(TAKEN_OUT)
    scene.put("Bo")
    scene.tray()
    scene.read(scene.second).press("Take out: Bo")
    assert scene.desk.press("Take out: Bo").status == 200
    assert scene.lying() == ["Ann"]


def test_a_withheld_answer_says_so_and_the_screen_gets_the_reason(scene: Scene) -> None:
    desk = scene.put("Ann")
    scene.seminar.move(SECTION, "discussing")
    scene.read().fill("Whose answer", scene.phones["Ann"].worksheet).fill("The reason", "It names somebody.")
    desk.press("Withhold")
    assert scene.tray().has(
        "Withheld by the facilitator. The reason: It names somebody. The screen shows this sentence"
    )


def test_erasing_takes_a_holders_answers_out_and_nothing_erased_goes_in(scene: Scene) -> None:
    desk = scene.put("Ann", "Bo")
    ann = scene.phones["Ann"].worksheet
    desk.open(f"/seminar/{scene.seminar.id}/desk/holder/{ann}/erase").fill("Type it here", "erase").press("Erase")
    assert scene.lying() == ["Bo"]
    with pytest.raises(AssertionError):
        scene.read().press("Put in the tray: Ann")
    assert scene.post("tray", sheet=ann, do="in").status == 422
    assert desk.has(NOT_HERE)
    scene.phones["Bo"].open(f"/seminar/{scene.seminar.id}/withdraw").tick("Yes").press("Erase")
    assert scene.lying() == []


def test_bad_input_gets_a_sentence(scene: Scene) -> None:
    scene.seminar.move(SECTION, "discussing")
    other = open_seminar(scene.seminar.app).join("Eve")
    assert isinstance(other, Phone)
    for sent, sentence in (
        ({"sheet": other.worksheet, "do": "in"}, NOT_HERE),
        ({"sheet": "\0", "do": "in"}, NOT_HERE),
        ({"sheet": scene.phones["Ann"].worksheet, "do": "eat"}, NO_BUTTON),
        ({}, NO_BUTTON),
    ):
        assert scene.post("tray", **sent).status == 422
        assert scene.desk.has(sentence)
    assert scene.post("send", columns="2").has(EMPTY)
    for columns in ("", "5", "two"):
        assert scene.post("send", columns=columns).has(BAD_COLUMNS)
    for what in ("tray", "send"):
        assert scene.desk.post(f"{scene.answers}/{what}", {}).status == 400
        assert scene.desk.has("This page had been open for too long")
    assert scene.phones["Ann"].post(f"{scene.answers}/tray", {"do": "in"}).status == 403
    assert scene.lying() == []
