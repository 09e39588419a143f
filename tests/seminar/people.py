"""The people of a seminar, each with a browser of their own: a desk, and phones that join by the code."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import Flask

from tests.visitor import Visitor
from webapp.access import rooms
from webapp.access.rooms import Room, Stage
from webapp.clock import now
from webapp.current import DATABASE
from webapp.database import Database

HOLDERS = {"person": "Everybody alone", "group": "Groups"}
NAMES = {"given": "Given names", "pseudonym": "Pseudonyms", "none": "Nobody’s name is asked"}
AGENDAS = {"whole": "All questions", "twelve": "Twelve questions", "six": "Six questions"}


class Phone(Visitor):
    """A participant's browser, standing in the room."""

    seminar: str
    worksheet: str
    return_code: str

    def room(self) -> Phone:
        """Go to the participant's page."""
        self.open(f"/seminar/{self.seminar}/")
        return self

    def step(self, section: str) -> Phone:
        """Go to a section of the own worksheet, by its id."""
        self.open(f"/worksheet/{self.worksheet}/step/{section}")
        return self

    def write(self, section: str, question: str, reasons: str, choice: str = "") -> Phone:
        """Answer one question (named by words of its text) of a section and save."""
        self.step(section).fill("Reasons and evidence", reasons, question)
        if choice:
            self.tick(choice, question)
        self.press("Save and continue")
        return self


class Seminar:
    """An open seminar: its desk (a visitor who holds it), its id and its codes."""

    def __init__(self, app: Flask, desk: Visitor, name: str, join_code: str, desk_code: str) -> None:
        self.app, self.desk, self.id = app, desk, name
        self.join_code, self.desk_code = join_code, desk_code

    def database(self) -> Database:
        """The database that the seminar is in."""
        found: Database = self.app.extensions[DATABASE]
        return found

    def room(self) -> Room:
        """The seminar as the database has it now."""
        with self.database().read() as connection:
            found = rooms.find(connection, self.id, now())
        assert found
        return found

    def move(self, section: str, stage: Stage) -> Seminar:
        """Move a section to a stage, as the desk would."""
        with self.database().write() as connection:
            room = rooms.find(connection, self.id, now())
            assert room
            rooms.move(connection, room, section, stage, now())
        return self

    def join(self, name: str = "", group: str = "") -> Phone:
        """A new phone joins by the code, keeps its return code and stands in the room."""
        return join(self.app, self.join_code, name, group)

    def phones(self, *names: str) -> list[Phone]:
        """Several phones join, one after another."""
        return [self.join(name) for name in names]

    def somebody(self) -> Visitor:
        """A browser that has no place in the seminar."""
        return Visitor(self.app)


def open_seminar(
    app: Flask,
    *,
    case: str = "The Lower Delta",
    agenda: str = "six",
    holders: str = "person",
    names: str = "given",
    one_by_one: bool = True,
    groups: Iterable[str] = ("North", "South"),
    folded: bool = False,
    framework: str = "",
    desk: Visitor | None = None,
) -> Seminar:
    """Open a seminar through the pages; the desk (a new browser, or this one) stands on the page of its return code."""
    desk = desk or Visitor(app)
    desk.open(f"/seminars/new?framework={framework}")
    desk.tick(case).tick(AGENDAS.get(agenda, agenda)).tick(HOLDERS[holders]).tick(NAMES[names])
    desk.tick("One by one" if one_by_one else "All at once")
    desk.tick("Folded" if folded else "Shown")
    if holders == "group":
        desk.fill("Names of the groups", "\n".join(groups))
    desk.press("Open the seminar")
    assert desk.heading == "The desk’s return code", desk.text
    name = desk.address.split("/")[2]
    code = _code(desk)
    with app.extensions[DATABASE].read() as connection:
        room = rooms.find(connection, name, now())
    assert room
    return Seminar(app, desk, name, room.join_code, code)


def join(app: Flask, code: str, name: str = "", group: str = "") -> Phone:
    """A new phone joins by a code through the pages, and stands in the room."""
    phone = Phone(app)
    phone.open(f"/join/{code}")
    if name:
        phone.fill("Your name", name)
    if group:
        phone.tick(group)
    phone.press("Join")
    assert phone.heading == "Your return code", phone.text
    phone.worksheet = phone.address.split("/")[2]
    phone.return_code = _code(phone)
    phone.press("I have kept it")
    phone.seminar = phone.address.split("/")[2]
    return phone


def _code(visitor: Visitor) -> str:
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{5}-[2-9A-Z]{4}\b", visitor.text)
    assert found
    return found.group()
