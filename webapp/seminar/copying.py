"""Copying a seminar: the form of a new one, filled in with the case, the agenda and the settings of an old one."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from webapp.access import joining, rooms
from webapp.access.developments import Prepared, Published, prepared
from webapp.access.founding import Plan
from webapp.access.publishing import What
from webapp.access.rooms import Room
from webapp.answers import worksheets
from webapp.current import database
from webapp.framework import agenda
from webapp.framework.model import digest
from webapp.seminar.guard import NotHere, seated_in
from webapp.seminar.offer import COPIED, TICKED, Offer


def copied(name: str | None) -> Room | None:
    """The seminar that a new one copies, if any: one of this browser's desks. Raises NotHere."""
    if not name:
        return None
    if not worksheets.is_name(name):
        raise NotHere(None)
    with database().read() as connection:
        return seated_in(connection, name, "desk").room


def prefill(room: Room, offered: Offer) -> dict[str, Any]:
    """What the form of a new seminar holds as a copy of this one; never people or answers."""
    with database().read() as connection:
        groups = [group for _, group in joining.groups(connection, room)]
        at_once = any(at == room.opened_at for _, _, at in rooms.log(connection, room.id))
    return {
        "copy": room.id,
        "case": next((value for value, case in offered.cases.items() if case == room.case), COPIED),
        **_agenda(room, offered),
        "holders": room.holders,
        "groups": "\n".join(groups),
        "names": room.names,
        "opening": "all" if at_once else "one",
        "considerations": "folded" if room.folded else "shown",
    }


def _agenda(room: Room, offered: Offer) -> dict[str, Any]:
    """The agenda that it was, if that is still offered or can be ticked; else its questions as they stand there."""
    wanted = digest(room.framework)
    for value, one in offered.agendas.items():
        if value != COPIED and digest(one.make()) == wanted:
            return {"agenda": value}
    questions = [question.id for question in room.framework.questions()]
    with suppress(agenda.NoQuestion):
        if digest(agenda.chosen(offered.library.framework, (), questions)) == wanted:
            return {"agenda": TICKED, "questions": questions}
    return {"agenda": COPIED}


def developments(connection: sa.Connection, room: Room | None, plan: Plan) -> Plan:
    """The plan with what an older seminar on the same case had published and prepared, all of it prepared."""
    if not room or room.case.title != plan.case.title:
        return plan
    steps = {step.id for step in (*plan.framework.sections, plan.framework.closing)}
    new = (one for one in room.published if one.kind == "new")
    old: list[Published | Prepared] = [*new, *prepared(connection, room.id)]
    kept = (What(one.when, one.text, tuple(step for step in one.sections if step in steps)) for one in old)
    return plan._replace(developments=tuple(kept))
