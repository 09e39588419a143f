"""What the form of a new seminar offers: the cases and the agendas, one's own and those of a copied seminar too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from webapp.access.rooms import Room
from webapp.framework import agenda
from webapp.framework.model import Case, Framework, Library
from webapp.framework.own_agenda import compose
from webapp.templating import counted
from webapp.worksheet.own_material import own_agendas, own_cases

WHOLE, TICKED, COPIED = "whole", "ticked", "copied"


class OfferedAgenda(NamedTuple):
    """An agenda to choose: what it is called, and the framework that it makes."""

    label: str
    make: Callable[[], Framework]


class Offer(NamedTuple):
    """Cases and agendas by the values of their choices; `TICKED` is no agenda yet and stands beside them."""

    library: Library
    cases: Mapping[str, Case]
    agendas: Mapping[str, OfferedAgenda]


def offer(library: Library, copied: Room | None) -> Offer:
    """What this browser can open a seminar on; `copied` is the seminar that the new one copies."""
    cases = {case.id: case for case in library.cases} | own_cases(library)
    whole = library.framework
    agendas = {WHOLE: OfferedAgenda(f"All questions of the {counted(whole.sections, 'section')}", lambda: whole)}
    for one in library.agendas:
        label = f"{one.title}, for {one.minutes} minutes"
        agendas[one.id] = OfferedAgenda(label, partial(agenda.of_set, whole, one))
    for value, own in own_agendas(library).items():
        agendas[value] = OfferedAgenda(f"Your agenda: {own.title}", partial(compose, own, library))
    if copied:
        if copied.case not in cases.values():
            cases[COPIED] = copied.case
        framework = copied.framework
        agendas[COPIED] = OfferedAgenda("The questions of the seminar that this one copies", lambda: framework)
    return Offer(library, cases, agendas)
