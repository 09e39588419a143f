"""Serves the app with Granian, and removes what is past its date at start and once a day."""

from __future__ import annotations

import contextlib
import ctypes
import ipaddress
import os
import socket
import sys
import threading
from functools import cache

import sqlalchemy as sa
from flask import Flask
from granian import Granian
from granian.constants import Interfaces

from webapp import create_app, logs, settings
from webapp.access.purge import purge
from webapp.clock import now
from webapp.current import DATABASE, SETTINGS
from webapp.database import Database, StorageError
from webapp.turns import PAUSING, WORKING, Turns

A_DAY = 24 * 60 * 60
WAITING_CONNECTIONS = 1024
# Longer than a save waits for a busy database. A worker that is told to stop while it starts may never hear of it.
SECONDS_TO_STOP = 25
# Python lets a busy thread go on for five milliseconds while others wait for their turn, and a save waits for a turn
# after each of its statements: beside a desk of 300 people that made a tenth of a second.
SECONDS_A_THREAD_RUNS = 0.0005
# For mallopt(3): glibc keeps memory apart for each thread, up to sixteen times on two processors, and
# seldom gives it back. Four threads that work do well with two such arenas, and the process stops growing.
_M_ARENA_MAX, _ARENAS = -8, 2


class AddressTaken(Exception):
    """The address can't be listened on: says what to do."""


def serve(host: str, port: int) -> int:
    """Serve until interrupted; raises AddressTaken, or what `create_app` raises, before anything is served."""
    _refuse_taken(host, port)
    logs.configure()
    _app().extensions[DATABASE].engine.dispose()
    database = Database(settings.read(os.environ).database)
    _purge(database)
    threading.Thread(target=_purge_daily, args=(database,), daemon=True).start()
    print(f"Before Force is at http://{_reachable(host)}:{port}/ (stop it with Ctrl+C)", flush=True)
    Granian(
        "webapp.serve:in_turns",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=WORKING + PAUSING,
        backlog=WAITING_CONNECTIONS,
        workers_kill_timeout=SECONDS_TO_STOP,
        log_enabled=False,
    ).serve()
    return 0


def in_turns() -> Flask:
    """The app as a worker of the server runs it."""
    app = _app()
    logs.configure()
    sys.setswitchinterval(SECONDS_A_THREAD_RUNS)
    _keep_memory_together()
    every = app.extensions[SETTINGS].log == "requests"
    app.wsgi_app = logs.Logged(Turns(app.wsgi_app), every)  # type: ignore[method-assign]
    return app


# A worker that is forked has the app that was put together, and checked, before.
@cache
def _app() -> Flask:
    return create_app()


def _keep_memory_together() -> None:
    # Other C libraries than glibc have no such function, and no such arenas.
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def _refuse_taken(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            return
    except OSError as error:
        raise AddressTaken(
            f"{host} port {port} can't be used ({error.strerror}). Choose another, such as: make run PORT={port + 1}"
        ) from None
    except OverflowError:
        raise AddressTaken(f"{port} is not a port. Choose one from 1024 to 65535.") from None


def _reachable(host: str) -> str:
    """The address that a phone on the same Wi-Fi can type, where the server listens on all."""
    try:
        if not ipaddress.ip_address(host).is_unspecified:
            return host
    except ValueError:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: connecting a datagram socket asks the routing table alone.
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def _purge_daily(database: Database) -> None:
    while True:
        threading.Event().wait(A_DAY)
        _purge(database)


def _purge(database: Database) -> None:
    try:
        with database.write() as connection:
            purge(connection, now())
    except (StorageError, sa.exc.SQLAlchemyError):
        logs.logger.exception("what is past its date could not be removed")
    finally:
        # Granian forks. A connection that is open then makes SQLite in the child see locks that nobody holds.
        database.engine.dispose()
