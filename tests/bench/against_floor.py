"""The app beside its floor: a page, a save, a poll and a walk, each as a ratio."""

from __future__ import annotations

import os
import platform
import tempfile
from pathlib import Path

from tests.bench.measured import Figure, in_rotation, of_many, ratios
from tests.bench.served import App, Floor, FloorServer, joined, opened
from tests.browser.server import Server

VISITS, REQUESTS = 9, 25


def main() -> None:
    """Measure and print; the ratios count, since the milliseconds are those of one machine in one hour."""
    print(f"{os.cpu_count()} processors, Python {platform.python_version()}, load {os.getloadavg()[0]:.2f} before")
    with (
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as other,
        Server(Path(one)) as server,
        FloorServer(Path(other)) as floor,
    ):
        desk, seminar, code = opened(server)
        _measure(joined(server, seminar, code, "Ann"), Floor(floor))
        desk.close()


def _measure(app: App, floor: Floor) -> None:
    for side in (app, floor):
        for _ in range(3):
            side.walk()
    app.poll()
    times = {"page": app.page, "floor's page": floor.page, "save": app.save, "floor's save": floor.save}
    times |= {"poll": app.poll, "hello": floor.hello}
    cells = {name: of_many(visit, REQUESTS) for name, visit in times.items()}
    found = in_rotation({**cells, "walk": app.walk, "floor's walk": floor.walk}, VISITS)
    for name, figure in found.items():
        print(f"  {name:14} {figure}")
    _say("a section's page, times as fast as the floor's", ratios(found["floor's page"], found["page"]), "at least 2.5")
    _say("a save, times as fast as the floor's", ratios(found["floor's save"], found["save"]), "at least 0.8")
    _say("an unchanged poll, times as fast as hello", ratios(found["hello"], found["poll"]), "at least 0.7")
    _say("a walk, share of the floor's server time", ratios(found["walk"], found["floor's walk"]), "at most 0.7")


def _say(what: str, ratio: Figure, wanted: str) -> None:
    print(f"{what}: {ratio.median:.2f} ({min(ratio.visits):.2f} to {max(ratio.visits):.2f}); wanted {wanted}")


if __name__ == "__main__":
    main()
