"""Copying a seminar: the form of a new one, filled in with the case, the agenda and the settings of an old one."""

from __future__ import annotations

from typing import Any

from webapp.access import joining, rooms
from webapp.access.rooms import Room
from webapp.current import database, library
from webapp.framework.model import digest
from webapp.framework.text import plain
from webapp.seminar import agenda
from webapp.seminar.guard import seated_in
from webapp.seminar.opening_forms import OWN_FIELDS, TICKED, WHOLE
from webapp.worksheet.entry_forms import OWN_CASE


def prefill(name: str) -> dict[str, Any]:
    """What the form of a new seminar holds as a copy of this desk's; never people or answers. Raises NotHere."""
    with database().read() as connection:
        room = seated_in(connection, name, "desk").room
        groups = [group for _, group in joining.groups(connection, room)]
        at_once = any(at == room.opened_at for _, _, at in rooms.log(connection, name))
    return {
        **_case(room),
        **_agenda(room),
        "holders": room.holders,
        "groups": "\n".join(groups),
        "names": room.names,
        "opening": "all" if at_once else "one",
        "considerations": "folded" if room.folded else "shown",
    }


def _case(room: Room) -> dict[str, Any]:
    case = room.case
    if any(one.id == case.id for one in library().cases):
        return {"case": case.id}
    own = {name.replace("case-", "own_"): plain(case.field(name), {}) for name in OWN_FIELDS}
    known = "\n\n".join(plain(text, {}) for text in case.known)
    return {
        "case": OWN_CASE,
        "own_title": case.title,
        "own_kind": case.kind,
        "own_as_of": case.as_of,
        "own_known": known,
        **own,
    }


def _agenda(room: Room) -> dict[str, Any]:
    """The set that the agenda was, if it still is one; else its questions ticked."""
    framework, wanted = library().framework, digest(room.framework)
    if digest(framework) == wanted:
        return {"agenda": WHOLE}
    for one in library().agendas:
        if digest(agenda.of_set(framework, one)) == wanted:
            return {"agenda": one.id}
    return {"agenda": TICKED, "questions": [question.id for question in room.framework.questions()]}
