"""How cost grows: with the people of a seminar, and with what else is in the database."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import sqlalchemy as sa

from tests.bench.browser import Browser
from tests.bench.measured import Figure, in_rotation, of_many
from tests.bench.served import LONGEST, REASONS, App, joined, opened
from tests.browser.server import Server
from webapp.access import joining, rooms
from webapp.access.rooms import Room
from webapp.answers.answer import EMPTY, Answer
from webapp.answers.model import revision, worksheet
from webapp.answers.save import Base, Submission, Writing, save
from webapp.database import Database

PEOPLE, OTHERS = (1, 30, 300, 1000), (0, 10_000, 100_000)
VISITS, REQUESTS = 5, 15
# Each other worksheet has an answer to this many questions.
ANSWERED = 4
COLUMNS = ("page", "save", "poll", "desk", "comparison")


def main() -> None:
    """Measure a seminar that grows, then one of thirty in a database that grows; print."""
    print(f"{'people':>7} {'others':>7}" + "".join(f"{name:>24}" for name in COLUMNS))
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        hall = Hall(server, Path(folder))
        for people in PEOPLE:
            hall.fill(people)
            _print(people, 0, hall.figures())
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        hall = Hall(server, Path(folder))
        hall.fill(30)
        beside = {}
        for others in OTHERS:
            hall.fill_beside(others)
            beside[others] = hall.figures()
            _print(30, others, beside[others])
        for name in ("page", "save", "poll"):
            ratio = beside[OTHERS[-1]][name].median / beside[OTHERS[0]][name].median
            print(
                f"{name} beside {OTHERS[-1]:,} others: {ratio:.2f} times that of the empty database; wanted 1.2 at most"
            )


def _print(people: int, others: int, found: dict[str, Figure]) -> None:
    cells = (f"{each.median:.1f} ({min(each.visits):.1f}-{max(each.visits):.1f}) ms" for each in found.values())
    print(f"{people:7,} {others:7,}" + "".join(f"{cell:>24}" for cell in cells))


class Hall:
    """A seminar on a running server, which is filled through the database."""

    def __init__(self, server: Server, folder: Path) -> None:
        self._database = Database(f"sqlite:///{folder / 'before-force.sqlite'}")
        self._desk, self._seminar, code = opened(server)
        self._ann: App = joined(server, self._seminar, code, "Ann")
        self._people, self._others = 1, 0
        self._ann.walk()
        with self._database.write() as connection:
            rooms.move(connection, self._room(connection), LONGEST.id, "discussing", datetime.now(UTC))

    def _room(self, connection: sa.Connection) -> Room:
        found = rooms.find(connection, self._seminar, datetime.now(UTC))
        assert found
        return found

    def fill(self, people: int) -> None:
        """Let people join and answer the longest section until there are this many."""
        with self._database.write() as connection:
            room = self._room(connection)
            for number in range(self._people + 1, people + 1):
                name, at = f"Person {number}", datetime.now(UTC)
                sheet = joining.add_worksheet(connection, room, "person", name, at, typed_in=False)
                who = joining.join(connection, room, secrets.token_hex(32), sheet, name, at)
                save(connection, sheet, _answers(name), Writing(who, name, "", "save", at, "answering"))
        self._people = max(people, self._people)

    def fill_beside(self, others: int) -> None:
        """Put worksheets of nobody in this seminar into the database until there are this many."""
        with self._database.write() as connection:
            kept = connection.execute(sa.select(worksheet)).first()
            assert kept
            for first in range(self._others, others, 10_000):
                names = [f"z{number:010}" for number in range(first, min(first + 10_000, others))]
                connection.execute(sa.insert(worksheet), [{**kept._mapping, "id": name} for name in names])
                connection.execute(sa.insert(revision), [_row(name, n) for name in names for n in range(ANSWERED)])
        self._others = max(others, self._others)

    def figures(self) -> dict[str, Figure]:
        """What each kind of request takes now."""
        desk = _timed(self._desk, f"/seminar/{self._seminar}/desk")
        address = f"/seminar/{self._seminar}/compare/{LONGEST.questions[0].id}"
        cells = {"page": self._ann.page, "save": self._ann.save, "poll": self._ann.poll}
        many = {name: of_many(visit, REQUESTS) for name, visit in cells.items()}
        self._ann.forget()
        return in_rotation({**many, "desk": desk, "comparison": _timed(self._ann.browser, address)}, VISITS)


def _answers(name: str) -> list[Submission]:
    answer = Answer(choices=("not-known",), reasons=f"{name}: {REASONS}")
    return [Submission(question.id, answer, Base(0, EMPTY.digest())) for question in LONGEST.questions]


def _row(sheet: str, number: int) -> dict[str, object]:
    answer = msgspec.json.encode(Answer(reasons=REASONS)).decode()
    at = datetime.now(UTC) - timedelta(days=1)
    told = {"writer": 0, "writer_name": "", "page": "", "turn": 0, "kind": "save", "stage": "", "after_reveal": False}
    return {
        "worksheet": sheet,
        "question": f"question-{number}",
        "number": 1,
        "answer": answer,
        "written_at": at,
        **told,
    }


def _timed(browser: Browser, path: str) -> Callable[[], float]:
    def visit() -> float:
        began = time.perf_counter()
        browser.get(path)
        return (time.perf_counter() - began) * 1000

    return of_many(visit, 3)


if __name__ == "__main__":
    main()
