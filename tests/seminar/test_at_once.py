"""Two who do the same at the same moment: nobody meets a fault, on any database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from tests.seminar.people import open_seminar
from tests.visitor import Visitor


def at_once(jobs: list[Callable[[], int]]) -> list[int]:
    """What each job gives, when all begin together."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], int]) -> int:
        barrier.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def pressing(visitor: Visitor, button: str) -> Callable[[], int]:
    """Presses a button when it is called; gives the status."""
    return lambda: visitor.press(button).status


def pressed_twice(app: Flask, visitor: Visitor, path: str, **sent: str) -> list[int]:
    """What a browser gets that sends the form of its page twice."""
    cookie, token = visitor.client.get_cookie("before_force"), visitor.page.find(".//input[@name='csrf_token']")
    assert cookie is not None
    assert token is not None
    held, data = cookie.value, {"csrf_token": token.get("value"), **sent}

    def press() -> int:
        client = app.test_client()
        client.set_cookie("before_force", held)
        return client.post(path, data=data).status_code

    return at_once([press, press])


def test_the_first_worksheets_of_a_database_begin_together(app: Flask) -> None:
    people = [Visitor(app).open("/worksheets/new").tick("Kosovo") for _ in range(5)]
    assert at_once([pressing(one, "Start") for one in people]) == [200] * 5


def test_somebody_joins_a_group_while_its_members_save(app: Flask) -> None:
    seminar = open_seminar(app, holders="group", one_by_one=False)
    section = seminar.room().staged()[0]
    members = [seminar.join(name, group="North") for name in ("Ana", "Ben")]
    for turn in range(4):
        for phone in members:
            phone.step(section.id).fill("Reasons and evidence", f"{turn}", section.questions[0].text)
        new = seminar.somebody().open(f"/join/{seminar.join_code}").fill("Your name", f"New {turn}").tick("North")
        saves = [pressing(phone, "Save and continue") for phone in members]
        *saved, joined = at_once([*saves, pressing(new, "Join")])
        assert joined == 200
        assert set(saved) <= {200, 409}


def test_a_button_that_makes_or_takes_a_code_is_pressed_twice(app: Flask) -> None:
    seminar = open_seminar(app)
    phone = seminar.join("Ana")
    code = phone.return_code
    other = seminar.somebody().open("/worksheets/open")
    assert pressed_twice(app, other, "/worksheets/open", return_code=code) == [303, 303]
    assert pressed_twice(app, other, "/worksheets/open", return_code=seminar.desk_code) == [303, 303]
    path = f"/worksheet/{phone.worksheet}/code"
    phone.open(path)
    assert pressed_twice(app, phone, path) == [303, 303]
