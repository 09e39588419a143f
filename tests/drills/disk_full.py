"""The disk of the database fills up while people write, and has room again.

The database stands on a small file system in memory (root is needed to mount it). While it is full each save has to
answer 503 with a sentence and the typed text, pages can still be read, and the server stays alive; with room again
everybody saves. Once the server is killed while the disk is full, and started on the full disk.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.browser.server import Server
from tests.drills.crew import Crew
from tests.drills.drill import Ground, Report, Watch
from tests.drills.person import Habits
from tests.drills.small_disk import Disk, small_disk

WRITERS = 8
FULL = "The disk of the server is full, so nothing more can be saved at the moment."


def run(ground: Ground) -> Iterator[Report]:
    """Fill the disk 4 times."""
    watch, chance, times = Watch("disk full, SQLite"), ground.chance("disk"), ground.often(4)
    with small_disk(ground.room("disk")) as disk:
        address = f"sqlite:///{disk.path}/before-force.sqlite"
        with Server(ground.room("web"), {"BEFORE_FORCE_DATABASE": address}) as server:
            crew = Crew(WRITERS, [server.port], ground.seed, Habits(pace=0.2, longest=600))
            with crew:
                for turn in range(times):
                    time.sleep(chance.uniform(0.5, 2))
                    _full(disk, crew, server if turn == times - 1 else None)
                    disk.empty()
                    crew.writes_again()
        report = watch.report(crew, address, times)
    if crew.sentences.keys() - {FULL}:
        report.wrong.append(f"other sentences than that of a full disk: {sorted(crew.sentences.keys() - {FULL})}")
    yield report


def _full(disk: Disk, crew: Crew, killed: Server | None) -> None:
    """Keep the disk full until saves have been refused for a while."""
    before, until = crew.sentences[FULL], time.monotonic() + 60
    while crew.sentences[FULL] < before + WRITERS:
        # What SQLite gives back when its log is folded in is taken, too.
        disk.fill()
        time.sleep(0.1)
        assert time.monotonic() < until, f"the disk is full, and nobody is told; {disk.free} bytes are free"
    if killed:
        killed.kill()
        killed.start()
        time.sleep(2)
