"""One change at the desk: the seminar is read again inside the transaction, since another desk may move it too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from webapp.access import rooms
from webapp.access.rooms import Room
from webapp.current import database
from webapp.seminar.guard import seated_in


@contextmanager
def at_desk(name: str) -> Iterator[tuple[sa.Connection, Room]]:
    """A transaction for one change at this browser's desk, with the seminar as it is now; raises as `seated` does."""
    with database().write() as connection:
        rooms.lock(connection, name)
        yield connection, seated_in(connection, name, "desk").room
