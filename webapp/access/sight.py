"""Reads the answers of a seminar through the gate: nothing that a viewer may not see leaves this module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from webapp.access import gate, seats, withholding
from webapp.access.gate import Viewer
from webapp.access.model import participant, seminar_worksheet
from webapp.access.rooms import Room
from webapp.access.seats import Seat
from webapp.answers.model import revision, worksheet
from webapp.answers.revisions import COLUMNS, GIVEN, Revision, revision_of


class Place(NamedTuple):
    """A worksheet of a seminar: whose it is, where it stands in the order drawn once, and how it came about."""

    worksheet: str
    name: str
    pseudonym: str
    place: int
    typed_in: bool
    erased_at: datetime | None
    joined: int


class Seen(NamedTuple):
    """What a viewer may see of one worksheet's answer to one question.

    `states` are the newest texts from between the moments that part them: the section's first reveal, and each
    published development; in the order of time, one for each stretch in which something was written. `late` came after
    the section had closed; its author and the desk alone see it. `label` is empty where nobody is named.
    `withheld` is why the facilitator keeps the answer back; `hidden` that this viewer therefore gets no text of it.
    `holder` is the holder's own worksheet; where they answer from another `seat`, the answer is on one of its own.
    """

    worksheet: str
    holder: str
    label: str
    own: bool
    typed_in: bool
    erased: bool
    states: tuple[Revision, ...]
    late: Revision | None
    withheld: str = ""
    hidden: bool = False
    seat: str = ""


def places(connection: sa.Connection, room: Room) -> list[Place]:
    """The worksheets of a seminar, in the order that answers stand in: drawn once, or joined where names are shown."""
    first = sa.select(sa.func.min(participant.c.id)).where(participant.c.worksheet == worksheet.c.id).scalar_subquery()
    rows = connection.execute(
        sa.select(
            seminar_worksheet.c.worksheet,
            worksheet.c.holder_name.label("name"),
            seminar_worksheet.c.pseudonym,
            seminar_worksheet.c.place,
            seminar_worksheet.c.typed_in,
            seminar_worksheet.c.erased_at,
            sa.func.coalesce(first, 0).label("joined"),
        )
        .join(worksheet, worksheet.c.id == seminar_worksheet.c.worksheet)
        .where(seminar_worksheet.c.seminar == room.id)
    )
    found = [Place(**row._mapping) for row in rows]
    if gate.names_are_shown(room) and room.holders == "person":
        return sorted(found, key=lambda one: (one.joined, one.place))
    return sorted(found, key=lambda one: (one.place, one.worksheet))


def section_of(room: Room, question: str) -> str | None:
    """The id of the step that a question stands in, in this seminar's agenda."""
    return next((step.id for step in room.framework.steps() for one in step.questions if one.id == question), None)


def seen(
    connection: sa.Connection, room: Room, viewer: Viewer, questions: Iterable[str], listed: Iterable[Place] = ()
) -> dict[str, list[Seen]]:
    """What a viewer may see of the answers to these questions, by question, in the order of `places`.

    A worksheet that may not be seen is left out. One that has no answer stands in its place, with nothing in it. A
    holder's other seats in the section follow the own view, in the order in which they were taken.
    """
    wanted = {question: section_of(room, question) for question in questions}
    everybody = list(listed) or places(connection, room)
    found = _revisions(connection, room, list(wanted))
    kept_back = withholding.reasons(connection, room)
    taken = seats.of_seminar(connection, room.id)
    return {
        question: [
            _seen(
                room,
                viewer,
                place,
                seat,
                found.get((seat.worksheet, question), []),
                kept_back.get((seat.worksheet, question), ""),
            )
            for place in everybody
            for seat in _seats(place, taken.get(place.worksheet, ()), section or "")
            if section and gate.may_see(viewer, room, section, seat.worksheet, holder=place.worksheet)
        ]
        for question, section in wanted.items()
    }


def _seats(place: Place, taken: Iterable[Seat], section: str) -> Iterator[Seat]:
    """From where a holder answers a section: as themselves (a seat without a name), then from each other seat."""
    yield Seat(place.worksheet, place.worksheet, section, "")
    yield from (one for one in taken if one.section == section)


def _seen(room: Room, viewer: Viewer, place: Place, seat: Seat, written: list[Revision], withheld: str) -> Seen:
    own = viewer.worksheet == place.worksheet
    hidden = bool(withheld) and not gate.may_see(
        viewer, room, seat.section, seat.worksheet, withheld=True, holder=place.worksheet
    )
    revisions = [] if hidden else written
    states = {(one.developments, one.after_reveal): one for one in revisions if not one.late}
    newest = revisions[-1] if revisions else None
    late = newest if newest and newest.late and (own or viewer.role == "desk") else None
    return Seen(
        worksheet=seat.worksheet,
        holder=place.worksheet,
        label=gate.shown_name(viewer, room, place.worksheet, place.name, place.pseudonym),
        own=own,
        typed_in=place.typed_in,
        # What was written after an erasing is there to be read; other seats were erased themselves.
        erased=place.erased_at is not None and not written and not seat.name,
        # Neither is ever taken back, so the order of the pairs is that of time.
        states=tuple(states[stretch] for stretch in sorted(states)),
        late=late,
        withheld=withheld,
        hidden=hidden,
        seat=seat.name,
    )


def _revisions(connection: sa.Connection, room: Room, questions: list[str]) -> Mapping[tuple[str, str], list[Revision]]:
    """The newest revision from each stretch of time, and the newest late one, by worksheet and question."""
    late = sa.case((revision.c.stage == "closed", 1), else_=0)
    newest = (
        sa.select(revision.c.worksheet, revision.c.question, sa.func.max(revision.c.number).label("number"))
        .where(revision.c.worksheet.in_(seats.sheets(room.id)), revision.c.question.in_(questions))
        .group_by(revision.c.worksheet, revision.c.question, revision.c.after_reveal, revision.c.developments, late)
        .subquery()
    )
    rows = connection.execute(
        sa.select(revision.c.worksheet.label("sheet"), *COLUMNS)
        .join(newest, _is_one_of(newest))
        .order_by(revision.c.number)
    )
    found: dict[tuple[str, str], list[Revision]] = {}
    for row in rows:
        found.setdefault((row.sheet, row.question), []).append(revision_of(row))
    return found


def _is_one_of(newest: sa.Subquery) -> sa.ColumnElement[bool]:
    """Whether a revision is among the newest ones that a grouping by worksheet and question found."""
    return sa.and_(*(newest.c[name] == revision.c[name] for name in ("worksheet", "question", "number")))


class Progress(NamedTuple):
    """How far a worksheet is: its answered questions, those answered in time, and when it was last saved.

    `counted` leaves out what came after a section had closed. `saved_at` is told where names are.
    """

    answered: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    saved_at: datetime | None = None


def progress(connection: sa.Connection, room: Room) -> dict[str, Progress]:
    """How far every worksheet of a seminar is, by its id, in one statement that reads nobody's text.

    The database gathers a worksheet's questions into one row: a lecture hall has ten thousand answers, and whoever
    saves would wait while they are counted here.
    """
    timed = gate.names_are_shown(room)
    rows = connection.execute(_PROGRESS, {"seminar": room.id})
    return {
        row.worksheet: Progress(_listed(row.answered), _listed(row.counted), row.saved_at if timed else None)
        for row in rows
    }


def _listed(gathered: str | None) -> frozenset[str]:
    return frozenset(gathered.split()) if gathered else frozenset()


def _progress_statement() -> sa.Select[Any]:
    in_time = sa.case((revision.c.stage != "closed", revision.c.number))
    newest = (
        sa.select(
            revision.c.worksheet,
            revision.c.question,
            sa.func.max(revision.c.number).label("newest"),
            sa.func.max(in_time).label("in_time"),
        )
        .join(seminar_worksheet, seminar_worksheet.c.worksheet == revision.c.worksheet)
        .where(seminar_worksheet.c.seminar == sa.bindparam("seminar"))
        .group_by(revision.c.worksheet, revision.c.question)
        .subquery()
    )
    is_one_of = sa.and_(
        *(newest.c[name] == revision.c[name] for name in ("worksheet", "question")),
        revision.c.number.in_([newest.c.newest, newest.c.in_time]),
    )

    def gathered(number: sa.ColumnElement[int]) -> sa.ColumnElement[str]:
        given = sa.case((sa.and_(revision.c.number == number, GIVEN), revision.c.question))
        return sa.func.aggregate_strings(given, " ")

    return (
        sa.select(
            revision.c.worksheet,
            gathered(newest.c.newest).label("answered"),
            gathered(newest.c.in_time).label("counted"),
            sa.func.max(revision.c.written_at).label("saved_at"),
        )
        .join(newest, is_one_of)
        .group_by(revision.c.worksheet)
    )


# Built once: building it takes longer than running it.
_PROGRESS = _progress_statement()


def written(connection: sa.Connection, room: Room) -> dict[str, set[str]]:
    """The worksheets that have an answer in each section, by section; a figure for the desk and the gate."""
    return by_section(room, progress(connection, room))


def by_section(room: Room, found: Mapping[str, Progress]) -> dict[str, set[str]]:
    """The worksheets that have an answer given in time in each section, by section."""
    return {
        step.id: {sheet for sheet, one in found.items() if any(each.id in one.counted for each in step.questions)}
        for step in room.framework.steps()
    }
