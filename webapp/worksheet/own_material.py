"""The cases and agendas that this browser holds, as the forms offer them that begin a worksheet or open a seminar."""

from __future__ import annotations

from webapp.access import browser, material
from webapp.clock import now
from webapp.current import database
from webapp.framework import own_agenda, own_case
from webapp.framework.model import Case, Library
from webapp.framework.own_agenda import OwnAgenda
from webapp.framework.own_case import OwnCase, whole
from webapp.templating import of

# Before the id of a case or an agenda of one's own, in the value of a choice.
OWN = "own:"


def own_cases(library: Library) -> dict[str, Case]:
    """The finished cases that this browser holds, by the value of their choice, the latest change first."""
    key = browser.hashed()
    if not key:
        return {}
    with database().read() as connection:
        kept = material.held(connection, key, OwnCase, now())
    at_hand = of(library.framework) or ""
    mine = [one for one in kept if one.value.framework == at_hand and not own_case.lacks(one.value, library.framework)]
    return {f"{OWN}{one.id}": whole(one.value) for one in mine}


def own_agendas(library: Library) -> dict[str, OwnAgenda]:
    """The finished agendas that this browser holds, likewise."""
    key = browser.hashed()
    if not key:
        return {}
    with database().read() as connection:
        kept = material.held(connection, key, OwnAgenda, now())
    return {f"{OWN}{one.id}": one.value for one in kept if not own_agenda.lacks(one.value, library.framework)}
