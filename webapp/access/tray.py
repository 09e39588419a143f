"""The tray: answers that the desks of a seminar have laid aside to show, by question, in an order."""

from __future__ import annotations

import sqlalchemy as sa

from webapp.access import rooms
from webapp.access.model import tray
from webapp.access.rooms import Room

_OF = tray.c


def lying(connection: sa.Connection, room: Room) -> dict[str, list[str]]:
    """The worksheets whose answers lie in the tray, by question, in the order that the desks gave them."""
    rows = connection.execute(
        sa.select(_OF.question, _OF.worksheet).where(_OF.seminar == room.id).order_by(_OF.place, _OF.worksheet)
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.question, []).append(row.worksheet)
    return found


def put(connection: sa.Connection, room: Room, question: str, sheet: str) -> None:
    """Put an answer in, as the last one of its question; one that lies there stays where it is."""
    sheets = lying(connection, room).get(question, [])
    if sheet not in sheets:
        _lay(connection, room, question, [*sheets, sheet])


def take_out(connection: sa.Connection, room: Room, question: str, sheet: str) -> None:
    """Take an answer out; one that is not there is out already."""
    sheets = lying(connection, room).get(question, [])
    if sheet in sheets:
        _lay(connection, room, question, [one for one in sheets if one != sheet])


def move(connection: sa.Connection, room: Room, question: str, sheet: str, places: int) -> bool:
    """Move an answer up (-1) or down (1) among those to its question; False where it lies there no more."""
    sheets = lying(connection, room).get(question, [])
    if sheet not in sheets:
        return False
    place = max(0, sheets.index(sheet) + places)
    sheets.remove(sheet)
    _lay(connection, room, question, [*sheets[:place], sheet, *sheets[place:]])
    return True


def forget(connection: sa.Connection, sheet: str) -> None:
    """Take every answer of a worksheet out: they are erased."""
    connection.execute(sa.delete(tray).where(_OF.worksheet == sheet))


def _lay(connection: sa.Connection, room: Room, question: str, sheets: list[str]) -> None:
    connection.execute(sa.delete(tray).where(_OF.seminar == room.id, _OF.question == question))
    laid = [
        {"seminar": room.id, "question": question, "worksheet": sheet, "place": place}
        for place, sheet in enumerate(sheets, 1)
    ]
    if laid:
        connection.execute(sa.insert(tray), laid)
    rooms.note_activity(connection, room.id)
