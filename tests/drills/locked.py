"""Somebody else locks the database for 10 seconds, while people write.

On SQLite another connection takes the write lock; on PostgreSQL another session locks the tables. Whoever saves waits,
and is saved, for the app waits for 15 seconds. Then a lock of 25 seconds: who waits too long is told so, with the typed
text. Two web processes share the database, and half of the writers are impatient: after two seconds without an answer
they go back, type more, and press Save again, so that the older text may reach the database after the newer.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import psycopg

from tests.browser.server import Server
from tests.drills.crew import Crew
from tests.drills.drill import Ground, Report, Watch
from tests.drills.person import Habits
from tests.drills.postgresql import SECRET, Cluster, brought_along

WRITERS = 3
SHORT, LONG = 10, 25
SENTENCE = "Somebody else keeps the database busy, so the text could not be saved just now."
Lock = Callable[[], AbstractContextManager[None]]


def run(ground: Ground) -> Iterator[Report]:
    """Each lock 2 times on SQLite, and 2 times on PostgreSQL."""
    path = ground.room("sqlite") / "before-force.sqlite"
    yield _locked("locked, SQLite", ground, f"sqlite:///{path}", lambda: _sqlite(path))
    with Cluster(brought_along(18), ground.room("postgresql")) as cluster:
        cluster.make()
        yield _locked("locked, PostgreSQL", ground, cluster.address, lambda: _postgresql(cluster.address))


def _locked(title: str, ground: Ground, address: str, lock: Lock) -> Report:
    watch, chance, times = Watch(title), ground.chance(title), ground.often(2)
    environ: Mapping[str, str] = {"BEFORE_FORCE_DATABASE": address, "BEFORE_FORCE_SECRET_KEY": SECRET}
    with Server(ground.room(f"{title} 1"), environ) as one, Server(ground.room(f"{title} 2"), environ) as two:
        ports = [one.port, two.port]
        crew = Crew(WRITERS, ports, ground.seed, Habits(pace=0.2))
        hasty = Crew(WRITERS, ports, f"{ground.seed} hasty", Habits(pace=0.2, patience=2, all_scripts=True))
        with crew, hasty:
            for seconds in (SHORT, LONG) * times:
                time.sleep(chance.uniform(0.5, 1.5))
                before = crew.seen["refused"]
                with lock():
                    time.sleep(seconds)
                refused = crew.seen["refused"] - before
                crew.writes_again()
                hasty.writes_again()
                if seconds == SHORT and refused:
                    crew.people[0].wrong.append(f"{refused} saves were refused within {SHORT} seconds")
    report = watch.report(crew, address, 2 * times, hasty)
    report.wrong += [f"an unexpected sentence: {one}" for one in crew.sentences if one != SENTENCE]
    return report


@contextmanager
def _sqlite(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def _postgresql(address: str) -> Iterator[None]:
    with psycopg.connect(address) as connection:
        connection.execute("LOCK TABLE worksheet, revision IN SHARE ROW EXCLUSIVE MODE")
        yield
