"""The host of the PostgreSQL primary falls silent while people write, and its synchronous standby is promoted.

As where a cable is pulled or a machine loses its power: no connection is reset, nothing answers, and nobody says so.
The app has to give such a host up by itself, and to go on with the standby. Root is needed for a host of its own (a
network namespace on this machine).
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.browser.server import Server
from tests.drills.cable import far_host
from tests.drills.crew import Crew
from tests.drills.drill import Ground, Report, Watch
from tests.drills.person import Habits
from tests.drills.postgresql import SECRET, Cluster, brought_along

WRITERS = 8


def run(ground: Ground) -> Iterator[Report]:
    """Lose the host 2 times, with servers made anew each time."""
    for number in range(ground.often(2)):
        yield _lost(ground, number)


def _lost(ground: Ground, number: int) -> Report:
    programs = brought_along(18)
    with (
        far_host() as host,
        Cluster(programs, ground.room(f"far {number}"), host.address, host.inside) as primary,
        Cluster(programs, ground.room(f"near {number}")) as standby,
    ):
        watch, chance = Watch("host of PostgreSQL lost"), ground.chance(f"host {number}")
        primary.make()
        standby.follow(primary)
        primary.wait_for_standbys()
        environ = {"BEFORE_FORCE_DATABASE": primary.address_with(standby), "BEFORE_FORCE_SECRET_KEY": SECRET}
        with Server(ground.room(f"web {number}"), environ) as server:
            crew = Crew(WRITERS, [server.port], ground.seed, Habits(pace=0.1))
            with crew:
                crew.writes_again()
                time.sleep(chance.uniform(0.1, 3))
                host.pull()
                time.sleep(chance.uniform(0, 5))
                standby.promote()
                crew.writes_again(60)
        return watch.report(crew, standby.address, 1)
