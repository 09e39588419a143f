"""The clock of the server is set back an hour while people write, and set right again.

Debian's libfaketime gives the server's processes a clock of their own; the machine's is left alone. Nobody may lose a
place, a text or the order of what they wrote.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from tests.browser.server import Server
from tests.drills.crew import Crew
from tests.drills.drill import Ground, NotRun, Report, Watch
from tests.drills.person import Habits

WRITERS = 8


def run(ground: Ground) -> Iterator[Report]:
    """Set the clock back 3 times, each time set right again, and at the end a second at a time."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if not library:
        raise NotRun("it needs libfaketime (on Debian and Ubuntu: apt install libfaketime).")
    watch, chance, times, room = Watch("clock set back"), ground.chance("clock"), ground.often(3), ground.room("web")
    offset = room / "offset"
    offset.write_text("+0\n")
    environ = {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(offset),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    with Server(room, environ) as server:
        crew = Crew(WRITERS, [server.port], ground.seed, Habits(pace=0.2, beginning=0.05))
        with crew:
            for number in range(times):
                for wrong in ("-3600", "+0", "-1", "-2", "+0"):
                    offset.write_text(f"{wrong}\n")
                    crew.writes_again()
                    time.sleep(chance.uniform(0.5, 1.5))
                assert number >= 0
    yield watch.report(crew, f"sqlite:///{room}/before-force.sqlite", times)
