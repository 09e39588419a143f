"""What a participant reads before the first answer: who sees what, and until when. One sentence each."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from webapp.access.rooms import Names
from webapp.templating import day


class Promise(NamedTuple):
    """One sentence of the agreement, with what it is about."""

    about: str
    sentence: str


_OTHERS = {
    "given": "under the name that you give",
    "pseudonym": "under a pseudonym drawn at random, without your name",
    "none": "without a name",
}
_OTHERS_GROUP = {
    "given": "under the name of the group",
    "pseudonym": "under a pseudonym drawn at random, without the name of the group",
    "none": "without a name",
}
_FACILITATOR = {
    "given": "under your name, with the time of your last save",
    "pseudonym": "with your name beside the pseudonym",
    "none": "under a pseudonym, since nobody’s name is asked",
}
_RECORD = {
    "given": "with the names and the times",
    "pseudonym": "without names and without exact times",
    "none": "without names and without exact times",
}
_NOTES = {
    "given": "with the name of who said something or without it",
    "pseudonym": "with a pseudonym at most",
    "none": "without saying who said it",
}


def promises(
    holders: Literal["person", "group"], names: Names, delete_at: datetime, notes_told: bool = True
) -> list[Promise]:
    """What holds in a seminar with these settings; later they can become stricter, never looser.

    `notes_told` is false for a seminar that was opened before there were notes of the discussion: it has none.
    """
    group = holders == "group"
    whose = "your group’s answers" if group else "your answers"
    under = (_OTHERS_GROUP if group else _OTHERS)[names]
    seen = "see them" if names == "none" else "see them, and who wrote them,"
    members = f"; the members of your group {seen} at any time" if group else ""
    return [
        Promise(
            "What the others see",
            f"The others see {whose} to a section once the facilitator has revealed it, {under}{members}.",
        ),
        Promise(
            "What the facilitator sees",
            f"The facilitator can read {whose} at any time, before the reveal too, {_FACILITATOR[names]}.",
        ),
        Promise(
            "What the record holds",
            f"The record holds first and revised answers, {_RECORD[names]}; the facilitator can take it away as a file"
            " and may share it with all who take part.",
        ),
        *([_notes(names)] if notes_told else []),
        Promise(
            "When it is deleted",
            f"Everything is deleted from this server after {day(delete_at)}, or before if the facilitator deletes it;"
            " until a section is revealed you can withdraw what you wrote.",
        ),
    ]


def _notes(names: Names) -> Promise:
    return Promise(
        "What the facilitator adds",
        f"The facilitator may write notes of the discussion into the record, {_NOTES[names]}.",
    )
