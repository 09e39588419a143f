"""The server is killed (SIGKILL) at random moments while people write, and started again each time.

Most moments lie in the writing; some lie in the start itself. Most kills take the whole server, some its worker alone:
then the command has to end by itself, so that whoever watches it starts it again. A killed process is no power cut:
what the operating system has taken survives it. Against that stands `synchronous=FULL`, which a test of the database
asserts.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import psutil

from tests.browser.server import Server
from tests.drills.crew import Crew
from tests.drills.drill import Ground, Report, Watch
from tests.drills.person import Habits
from tests.drills.postgresql import SECRET, Cluster, brought_along

WRITERS = 8
LONGEST_LIFE = 3
SECONDS_TO_END = 10


def run(ground: Ground) -> Iterator[Report]:
    """Kill the server 100 times on SQLite, and 25 times on PostgreSQL."""
    room = ground.room("sqlite")
    yield _killed("server killed, SQLite", ground, Server(room), f"sqlite:///{room}/before-force.sqlite", 100)
    with Cluster(brought_along(18), ground.room("postgresql")) as cluster:
        cluster.make()
        environ = {"BEFORE_FORCE_DATABASE": cluster.address, "BEFORE_FORCE_SECRET_KEY": SECRET}
        yield _killed("server killed, PostgreSQL", ground, Server(ground.room("web"), environ), cluster.address, 25)


def _killed(title: str, ground: Ground, server: Server, address: str, usually: int) -> Report:
    watch, chance = Watch(title), ground.chance(title)
    with server:
        crew = Crew(WRITERS, [server.port], ground.seed, Habits(pace=0.1, beginning=0.05))
        with crew:
            for _ in range(ground.often(usually)):
                _kill(server, chance)
                if chance.random() < 0.15:
                    server.launch()
                    time.sleep(chance.uniform(0.1, 1.2))
                    server.kill()
                server.start()
            crew.writes_again()
    return watch.report(crew, address, ground.often(usually))


def _kill(server: Server, chance: random.Random) -> None:
    time.sleep(chance.uniform(0.02, LONGEST_LIFE))
    if chance.random() < 0.2:
        command = psutil.Process(server.pid)
        for worker in command.children(recursive=True):
            worker.kill()
        command.wait(SECONDS_TO_END)
    server.kill()
