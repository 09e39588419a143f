"""The one gate: who may see or write what, now. Page, poll, screen, document, export and print all ask here."""

from __future__ import annotations

from typing import Literal, NamedTuple

from webapp.access import developments
from webapp.access.rooms import Room
from webapp.framework.model import Case

HOLDERS_BEFORE_A_NAMELESS_REVEAL = 3


class Viewer(NamedTuple):
    """Somebody who looks: as what, in which seminar, and with which worksheet of their own."""

    role: Literal["stranger", "participant", "screen", "desk"]
    seminar: str = ""
    worksheet: str = ""


class Mark(NamedTuple):
    """What a revision remembers of the moment it was written: the stage, and whether answers had been revealed.

    `developments` is how many had been published.
    """

    stage: str
    after_reveal: bool
    developments: int


ALONE = Mark("", False, 0)


def may_see(viewer: Viewer, room: Room, section: str, worksheet: str, withheld: bool = False, holder: str = "") -> bool:
    """Whether a viewer may see a worksheet's answers to a section's questions now; `withheld` ones the desk keeps.

    Of a worksheet answered from another seat `holder` is the holder's own one: whose it is follows from that.
    """
    if viewer.role == "stranger" or viewer.seminar != room.id:
        return False
    if viewer.role == "desk":
        return True
    if viewer.role == "participant" and viewer.worksheet == (holder or worksheet):
        return True
    if withheld or not room.state(section).revealed:
        return False
    return viewer.role == "participant" or worksheet in room.screen.worksheets


def may_see_questions(viewer: Viewer, room: Room, section: str) -> bool:
    """Whether a viewer may read a section's questions now: not while it waits, but at the desk always."""
    if viewer.role == "stranger" or viewer.seminar != room.id:
        return False
    return viewer.role == "desk" or room.state(section).stage != "waiting"


def may_take_a_seat(room: Room, section: str) -> bool:
    """Whether a section can be answered from one more seat now: while it takes answers, late ones left aside."""
    return room.state(section).stage in ("answering", "discussing", "revising")


def shown_case(viewer: Viewer, room: Room) -> Case:
    """The case as a viewer may have it: the desk whole; others without what was not published or released."""
    return room.case if viewer.role == "desk" else developments.as_released(room.case, room.published)


def may_see_record(viewer: Viewer, room: Room) -> bool:
    """Whether a viewer may take the record home: the desk, and participants once the facilitator has shared it."""
    if viewer.seminar != room.id:
        return False
    return viewer.role == "desk" or (viewer.role == "participant" and room.shared)


def may_see_notes(viewer: Viewer, room: Room, section: str) -> bool:
    """Whether a viewer may read the notes of the discussion of a section: they stand in the record, nowhere else."""
    return may_see_record(viewer, room) and may_see_questions(viewer, room, section)


def shown_name(viewer: Viewer, room: Room, worksheet: str, name: str, pseudonym: str) -> str:
    """How a holder is named to a viewer: by name, by pseudonym, or not at all (empty)."""
    if room.names == "given" or (viewer.role == "participant" and viewer.worksheet == worksheet):
        return name or pseudonym
    if viewer.role == "desk" and room.names == "pseudonym":
        return f"{name} ({pseudonym})" if name else pseudonym
    return "" if room.names == "none" and viewer.role != "desk" else pseudonym


def names_are_shown(room: Room) -> bool:
    """Whether participants see each other's names: then times and the order of joining may be shown too."""
    return room.names == "given"


def may_reveal(room: Room, written: int, confirmed: bool) -> bool:
    """Whether a section's answers may be revealed: nameless ones once three holders have written, or on purpose."""
    return names_are_shown(room) or written >= HOLDERS_BEFORE_A_NAMELESS_REVEAL or confirmed


def mark(room: Room, section: str) -> Mark:
    """What a revision that is written now remembers. Nothing sent is refused: what comes late is kept as late."""
    state = room.state(section)
    return Mark(state.stage, state.ever, len(room.published))
