"""Who works and who waits: few requests work at a time, and the answer to a wrong code waits beside them.

A pause would hold one of the few threads that work. So the server has more threads than turns: whoever pauses gives the
turn back, and the places for pausing are bounded too. Beyond that bound an answer comes without its pause, since a
flood of wrong codes must never keep a class from its pages.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import request

WORKING = 4
# With pauses of a second: more wrong codes a minute than the ceiling of `access.codes` counts.
PAUSING = 20
PAUSE_SECONDS = 1.0
_KEY = "before_force.turns"


class Turns:
    """A WSGI application that lets `WORKING` requests of another one work at a time, while `PAUSING` more may pause."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._working = threading.Semaphore(WORKING)
        self._pausing = threading.Semaphore(PAUSING)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[_KEY] = self
        with self._working:
            return self._app(environ, start_response)

    def pause(self) -> None:
        """Let the request under way wait without its turn, if there is a place to wait at."""
        if not self._pausing.acquire(blocking=False):
            return
        self._working.release()
        try:
            time.sleep(PAUSE_SECONDS)
        finally:
            self._working.acquire()
            self._pausing.release()


def slow_down() -> None:
    """Hold back the answer to a wrong code; outside a transaction, which would hold back others."""
    turns = request.environ.get(_KEY)
    if isinstance(turns, Turns):
        turns.pause()
