"""Two web processes on one database, and forty people who write on the same answers.

Each request goes to one of the two by chance. Everybody holds the same worksheet, by its return code, and writes on
the same two steps: whoever saves over a text that was saved meanwhile is shown both. No text may be put out of sight
by somebody who had not been shown it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from tests.browser.server import Server
from tests.drills.crew import Crew
from tests.drills.drill import Ground, Report, Watch
from tests.drills.person import Habits
from tests.drills.postgresql import SECRET, Cluster, brought_along

WRITERS = 40
SECONDS = 30


def run(ground: Ground) -> Iterator[Report]:
    """Half a minute on SQLite, half a minute on PostgreSQL. Nothing is broken; `--times` changes nothing."""
    address = f"sqlite:///{ground.room('sqlite')}/before-force.sqlite"
    yield _together("two processes, SQLite", ground, address)
    with Cluster(brought_along(18), ground.room("postgresql")) as cluster:
        cluster.make()
        yield _together("two processes, PostgreSQL", ground, cluster.address)


def _together(title: str, ground: Ground, address: str) -> Report:
    watch = Watch(title)
    environ: Mapping[str, str] = {"BEFORE_FORCE_DATABASE": address, "BEFORE_FORCE_SECRET_KEY": SECRET}
    with Server(ground.room(f"{title} 1"), environ) as one, Server(ground.room(f"{title} 2"), environ) as two:
        habits = Habits(pace=1, longest=60, sections=("legal-basis", "sovereignty"))
        crew = Crew(WRITERS, [one.port, two.port], ground.seed, habits)
        crew.share()
        with crew:
            time.sleep(SECONDS)
    return watch.report(crew, address, 0)
