"""Starting, and three hours' worth of requests: how soon the first answer comes, and whether the process grows."""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path
from statistics import median

from tests.bench.measured import Figure, resident_bytes
from tests.bench.served import App, joined, opened
from tests.browser.server import Server

# A class of thirty in an hour: each polls every three seconds, looks at eighty pages and saves a hundred times.
PEOPLE, POLLS, PAGES, SAVES = 30, 1200, 80, 100
ROUNDS, AT_ONCE, STARTS = 10, 6, 7
# In the first hour caches fill; then whole hours are compared, since a single figure moves by some MiB.
HOURS = 3


def main() -> None:
    """Measure once and print."""
    with tempfile.TemporaryDirectory() as folder:
        print("starting to the first answer:", Figure(tuple(_start(Path(folder)) for _ in range(STARTS))))
        with Server(Path(folder)) as server:
            _endure(server)


def _start(folder: Path) -> float:
    """Milliseconds from the command to the first answer."""
    server = Server(folder)
    began = time.perf_counter()
    with server:
        return (time.perf_counter() - began) * 1000


def _endure(server: Server) -> None:
    desk, seminar, code = opened(server)
    people = [joined(server, seminar, code, f"Person {number}") for number in range(1, PEOPLE + 1)]
    sizes = []
    for _ in range(HOURS * ROUNDS):
        threads = [threading.Thread(target=_round, args=(people[first::AT_ONCE],)) for first in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        desk.get(f"/seminar/{seminar}/desk")
        sizes.append(resident_bytes(server.pid) / 2**20)
    requests = HOURS * PEOPLE * (POLLS + PAGES + 2 * SAVES)
    print(f"{requests:,} requests, the memory of the server's processes after each tenth of an hour's worth, in MiB:")
    print("  " + "  ".join(f"{size:.1f}" for size in sizes))
    hours = [median(sizes[first : first + ROUNDS]) for first in range(0, len(sizes), ROUNDS)]
    print("  by the hour: " + "  ".join(f"{size:.1f}" for size in hours) + "; wanted: no growth after the first")


def _round(people: list[App]) -> None:
    for person in people:
        for _ in range(POLLS // ROUNDS):
            person.poll()
        for _ in range(PAGES // ROUNDS):
            person.page()
        for _ in range(SAVES // ROUNDS):
            person.save()


if __name__ == "__main__":
    main()
