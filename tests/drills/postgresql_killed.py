"""PostgreSQL is killed (SIGKILL) at random moments while people write, and started again each time.

Killed are all its processes, or its first one alone, or one that serves a connection (PostgreSQL then recovers by
itself). The app is never started again: it has to answer with a sentence meanwhile, and to find its way back.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from tests.browser.server import Server
from tests.drills.crew import Crew
from tests.drills.drill import Ground, Report, Watch
from tests.drills.person import Habits
from tests.drills.postgresql import SECRET, Cluster, brought_along

WRITERS = 8


def run(ground: Ground) -> Iterator[Report]:
    """Kill PostgreSQL 30 times."""
    times = ground.often(30)
    with Cluster(brought_along(18), ground.room("postgresql")) as cluster:
        watch, chance = Watch(f"PostgreSQL {cluster.version} killed"), ground.chance("postgresql")
        cluster.make()
        environ = {"BEFORE_FORCE_DATABASE": cluster.address, "BEFORE_FORCE_SECRET_KEY": SECRET}
        with Server(ground.room("web"), environ) as server:
            crew = Crew(WRITERS, [server.port], ground.seed, Habits(pace=0.1, beginning=0.05))
            with crew:
                for _ in range(times):
                    time.sleep(chance.uniform(0.1, 2))
                    _kill(cluster, chance)
                crew.writes_again()
        yield watch.report(crew, cluster.address, times)


def _kill(cluster: Cluster, chance: random.Random) -> None:
    how = chance.choice(("all", "all", "first", "connection"))
    if how == "connection":
        cluster.kill_one_connection()
        return
    cluster.kill(whole=how == "all")
    time.sleep(chance.uniform(0, 0.5))
    cluster.start()
