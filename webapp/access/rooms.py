"""A seminar as everybody in it meets it: its agenda and case, the stage of each section, and what is on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, get_args

import msgspec
import sqlalchemy as sa

from webapp.access import codes, developments
from webapp.access.developments import Published
from webapp.access.model import seminar, stage_log
from webapp.answers import worksheets
from webapp.answers.worksheets import moments, still_there
from webapp.framework.model import Case, Framework, Section

Stage = Literal["waiting", "answering", "discussing", "revising", "closed"]
Names = Literal["given", "pseudonym", "none"]
Role = Literal["desk", "screen"]
STAGES: tuple[Stage, ...] = get_args(Stage)
STAGED_REVEALED = ("discussing", "revising")
REHEARSAL = "This is a rehearsal: the participants and their answers are made up."
BUSY_FOR = timedelta(minutes=10)
BUSY_SECONDS, QUIET_SECONDS = 3, 15


class SectionState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a section stands. `revealed`: its answers may be seen now; `ever`: they could be seen at some time."""

    stage: Stage = "waiting"
    revealed: bool = False
    ever: bool = False


class Screen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the projector shows: the join code, nothing, the case, a development of it (by its number), a question, or
    answers to it in a chosen order.

    Long texts are paged; `page` is the one that the desk has turned to.
    """

    show: Literal["join", "blank", "case", "development", "question", "answers"] = "join"
    question: str = ""
    worksheets: tuple[str, ...] = ()
    columns: int = 2
    page: int = 1
    development: int = 0


class Room(NamedTuple):
    """One seminar. `framework` is its agenda, frozen when it opened; `published` are the developments of its case.

    `notes_told`: who joins is told that the facilitator may note the discussion in the record.
    In a `rehearsal` the participants and their answers are made up.
    """

    id: str
    framework: Framework
    case: Case
    holders: Literal["person", "group"]
    names: Names
    folded: bool
    join_code: str
    locked: bool
    shared: bool
    notes_told: bool
    sections: Mapping[str, SectionState]
    screen: Screen
    countdown: datetime | None
    version: int
    activity: int
    screen_version: int
    moved_at: datetime
    opened_at: datetime
    ended_at: datetime | None
    delete_at: datetime
    deleted_at: datetime | None
    published: tuple[Published, ...] = ()
    rehearsal: bool = False

    def state(self, section: str) -> SectionState:
        """Where a section stands; the opening step has no stages and always takes answers that nobody else sees."""
        return self.sections.get(section, SectionState("answering"))

    def gone_at(self, deleted_at: datetime) -> datetime:
        """Until when it can be taken back once deleted: seven days, or its own date where that is sooner."""
        return min(deleted_at + worksheets.TAKE_BACK, self.delete_at)

    def staged(self) -> list[Section]:
        """The steps that have stages: the sections and the closing questions."""
        return [*self.framework.sections, self.framework.closing]


def poll_seconds(moved_at: datetime, at: datetime) -> int:
    """How long a page waits before it asks again: longer when nothing moved for ten minutes."""
    return BUSY_SECONDS if at - moved_at < BUSY_FOR else QUIET_SECONDS


def _from_row(connection: sa.Connection, row: sa.Row[tuple[object, ...]]) -> Room:
    values = dict(row._mapping)
    # Few seminars publish anything: most pages and saves are spared the second statement.
    published = developments.published(connection, values["id"]) if values.pop("has_published") else ()
    values["framework"] = worksheets.kept(connection, values["framework"], Framework)
    values["case"] = worksheets.kept(connection, values["case"], Case)
    values["sections"] = msgspec.json.decode(values["sections"], type=dict[str, SectionState])
    values["screen"] = msgspec.json.decode(values["screen"], type=Screen)
    return Room(**values, published=published)


# Built once: they run with every page and every save, and building a statement takes longer than running it.
_ROOM = sa.select(seminar, developments.HAS_PUBLISHED.label("has_published"))
_FIND = _ROOM.where(seminar.c.id == sa.bindparam("name"), still_there(seminar))
_FIND_BY_CODE = _ROOM.where(seminar.c.join_code == sa.bindparam("code"), still_there(seminar))
_LOCK = sa.select(seminar.c.id).where(seminar.c.id == sa.bindparam("name")).with_for_update()
_NOTE_ACTIVITY = sa.update(seminar).where(seminar.c.id == sa.bindparam("name")).values(activity=seminar.c.activity + 1)


def find(connection: sa.Connection, name: str, at: datetime) -> Room | None:
    """The seminar with this id, unless its date of deletion is past; a deleted one is found for seven days."""
    row = connection.execute(_FIND, {"name": name, **moments(at)}).one_or_none()
    return _from_row(connection, row) if row else None


def find_by_join_code(connection: sa.Connection, code: str, at: datetime) -> Room | None:
    """The seminar that a typed join code (in its stored form) belongs to."""
    if not codes.has_the_form_of_a_join_code(code):
        # PostgreSQL refuses to look for some texts.
        return None
    row = connection.execute(_FIND_BY_CODE, {"code": code, **moments(at)}).one_or_none()
    return _from_row(connection, row) if row else None


def lock(connection: sa.Connection, name: str) -> None:
    """Let two changes of one seminar follow each other; SQLite's transaction has done so already."""
    if connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {"name": name})


def move(connection: sa.Connection, room: Room, section: str, stage: Stage, at: datetime) -> Room:
    """Move a section to a stage; gives the room as it is then.

    Discussing reveals the section's answers; waiting and answering hide them again.
    """
    before = room.state(section)
    if before.stage == stage:
        return room
    revealed = stage == "discussing" or (before.revealed and stage not in ("waiting", "answering"))
    after = SectionState(stage, revealed, before.ever or revealed)
    sections = {**room.sections, section: after}
    connection.execute(sa.insert(stage_log).values(seminar=room.id, section=section, stage=stage, at=at))
    change(connection, room.id, at, sections=msgspec.json.encode(sections).decode())
    return room._replace(sections=sections)


def change(connection: sa.Connection, name: str, at: datetime, **values: object) -> None:
    """Change what every page of a seminar shows; all of them notice."""
    connection.execute(
        sa.update(seminar)
        .where(seminar.c.id == name)
        .values(
            version=seminar.c.version + 1,
            screen_version=seminar.c.screen_version + 1,
            moved_at=at,
            **values,
        )
    )


def put_on_screen(connection: sa.Connection, name: str, screen: Screen, at: datetime) -> None:
    """Change what the projector shows; the desk notices too."""
    connection.execute(
        sa.update(seminar)
        .where(seminar.c.id == name)
        .values(
            screen=msgspec.json.encode(screen).decode(),
            screen_version=seminar.c.screen_version + 1,
            activity=seminar.c.activity + 1,
            moved_at=at,
        )
    )


def note_activity(connection: sa.Connection, name: str) -> None:
    """Somebody joined or saved: the desk notices."""
    connection.execute(_NOTE_ACTIVITY, {"name": name})


def log(connection: sa.Connection, name: str) -> list[tuple[str, Stage, datetime]]:
    """Every move of a stage, the first one first."""
    rows = connection.execute(
        sa.select(stage_log.c.section, stage_log.c.stage, stage_log.c.at)
        .where(stage_log.c.seminar == name)
        .order_by(stage_log.c.id)
    )
    return [(row.section, row.stage, row.at) for row in rows]
