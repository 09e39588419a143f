"""The PostgreSQL primary is lost while people write, and its synchronous standby is promoted.

Two servers with plain streaming replication: a commit counts once the standby has it on disk, too. The primary is
killed, and some moments later the standby is promoted, as a person or a tool such as Patroni would do it. The app knows
both addresses from the beginning and is neither told nor started again. Then the lost server is made anew as a standby
of the new primary, and the same happens the other way round.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from tests.browser.server import Server
from tests.drills.crew import Crew
from tests.drills.drill import Ground, Report, Watch
from tests.drills.person import Habits
from tests.drills.postgresql import SECRET, Cluster, brought_along, of_debian

WRITERS = 8


def run(ground: Ground) -> Iterator[Report]:
    """Lose the primary 6 times on the PostgreSQL that the tests bring along, and, where it is there, on Debian's."""
    yield _promoted(ground, brought_along(18))
    if programs := of_debian():
        yield _promoted(ground, programs)


def _promoted(ground: Ground, programs: Path) -> Report:
    times = ground.often(6)
    names = [f"{programs.parent.name} {letter}" for letter in "ab"]
    with Cluster(programs, ground.room(names[0])) as primary, Cluster(programs, ground.room(names[1])) as standby:
        watch, chance = Watch(f"standby promoted, PostgreSQL {primary.version}"), ground.chance("standby")
        primary.make()
        address = primary.address_with(standby)
        environ = {"BEFORE_FORCE_DATABASE": address, "BEFORE_FORCE_SECRET_KEY": SECRET}
        with Server(ground.room(f"{names[0]} web"), environ) as server:
            crew = Crew(WRITERS, [server.port], ground.seed, Habits(pace=0.1))
            with crew:
                for _ in range(times):
                    standby.follow(primary)
                    primary.wait_for_standbys()
                    crew.writes_again()
                    time.sleep(chance.uniform(0.1, 2))
                    primary.kill()
                    time.sleep(chance.uniform(0, 2))
                    standby.promote()
                    primary, standby = standby, primary
                    crew.writes_again()
        return watch.report(crew, primary.address, times)
