"""The database becomes read-only while people write, and writable again.

PostgreSQL is told to take no more writes, as it is before a planned change of servers: each save has to answer 503 with
a sentence and the typed text, pages can be read, and the app goes on by itself. An open SQLite file stays writable
whatever its rights become; so there the server is killed, and its file system comes back read-only, as Linux leaves one
after a fault of its disk (root is needed to mount it): the start has to end with one sentence, and to go well once the
file system can be written.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from tests.browser.server import Server
from tests.drills.crew import Crew
from tests.drills.drill import Ground, NotRun, Report, Watch
from tests.drills.person import Habits
from tests.drills.postgresql import SECRET, Cluster, brought_along
from tests.drills.small_disk import small_disk

WRITERS = 8
SENTENCE = "The database of the server can't be written at the moment."
REFUSAL = "before-force: {path} can't be written. Give the app's user the right to write it and its folder."


def run(ground: Ground) -> Iterator[Report]:
    """PostgreSQL read-only 4 times for 3 seconds; then the file system of SQLite, 3 times."""
    yield _postgresql(ground, ground.often(4))
    if os.geteuid():
        raise NotRun("its part on SQLite needs root, to mount a file system that becomes read-only.")
    yield _sqlite(ground, ground.often(3))


def _postgresql(ground: Ground, times: int) -> Report:
    with Cluster(brought_along(18), ground.room("postgresql")) as cluster:
        watch, chance = Watch("read-only, PostgreSQL"), ground.chance("read-only")
        cluster.make()
        environ = {"BEFORE_FORCE_DATABASE": cluster.address, "BEFORE_FORCE_SECRET_KEY": SECRET}
        with Server(ground.room("web"), environ) as server:
            crew = Crew(WRITERS, [server.port], ground.seed, Habits(pace=0.2))
            with crew:
                for _ in range(times):
                    time.sleep(chance.uniform(0.5, 2))
                    for switch, seconds in (("on", 3), ("off", 0)):
                        cluster.say(f"ALTER SYSTEM SET default_transaction_read_only = {switch}")
                        cluster.say("SELECT pg_reload_conf()")
                        time.sleep(seconds)
                    crew.writes_again()
        report = watch.report(crew, cluster.address, times)
    report.wrong += [f"an unexpected sentence: {one}" for one in crew.sentences if one != SENTENCE]
    if not crew.sentences[SENTENCE]:
        report.wrong.append("nobody was told that the database can't be written")
    return report


def _sqlite(ground: Ground, times: int) -> Report:
    watch, chance = Watch("read-only, SQLite"), ground.chance("read-only file system")
    with small_disk(ground.room("disk")) as disk:
        path = disk.path / "before-force.sqlite"
        address, refusal = f"sqlite:///{path}", REFUSAL.format(path=path)
        with Server(ground.room("web beside the disk"), {"BEFORE_FORCE_DATABASE": address}) as server:
            crew = Crew(WRITERS, [server.port], ground.seed, Habits(pace=0.2, longest=600))
            with crew:
                for _ in range(times):
                    time.sleep(chance.uniform(0.5, 2))
                    server.kill()
                    disk.allow_writing(False)
                    status, said = server.launch().wait(60), server.log.splitlines()[-1]
                    assert (status, said) == (1, refusal), f"the start ended with {status}, {said}"
                    disk.allow_writing(True)
                    server.start()
                    crew.writes_again()
        return watch.report(crew, address, times)
