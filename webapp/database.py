"""The database: one engine, transactions that commit once, and migrations at start.

Reads and writes go through `Database.read()` and `Database.write()`. On SQLite one lock a process stands before the
database's own: writers then queue in memory and not in SQLite's sleeping busy handler.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    import psycopg

BUSY_SECONDS = 15
# How long to wait for a host of PostgreSQL that is silent; an address that says otherwise is obeyed. Without these a
# lost host would hold every request for as long as the operating system believes in it: a quarter of an hour.
_SILENCE = {"connect_timeout": "5", "tcp_user_timeout": "10000", "keepalives_idle": "10", "keepalives_interval": "5"}
BUSY = "Somebody else keeps the database busy, so the text could not be saved just now."
_MIGRATION_LOCK = 0x62666F726365  # any number that two processes of this app agree on
_MIGRATIONS = Path(__file__).parent / "migrations"
# Each file is named after the version of the tables that it makes, the last one after this app's.
_VERSIONS = sorted(file.name.partition("_")[0] for file in _MIGRATIONS.glob("versions/[0-9]*.py"))
_NOT_ALLOWED = "42501"  # PostgreSQL: insufficient_privilege
_UNREACHABLE = "The database can't be reached at the moment."
_NEWER = "The database was written by a newer version of the app. Install that version, or restore a backup."
_OLDER = (
    "The database was written by an older version of the app. Use that version here, or bring the tables up to date "
    "by starting this one (serve)."
)


class StorageError(Exception):
    """The database can't do what was asked: a sentence for the page that the person is on.

    `reason` is what the database's driver says where it can't be reached: for the operator's terminal alone.
    """

    reason = ""


class Moment(sa.types.TypeDecorator[datetime]):
    """A time in UTC, aware in Python on every database."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Store UTC without its zone."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give the zone back."""
        return value.replace(tzinfo=UTC) if value else None


class Database:
    """One engine and its transactions."""

    def __init__(self, address: str) -> None:
        """`address` is a SQLAlchemy URL of SQLite or PostgreSQL."""
        self.is_sqlite = address.startswith("sqlite")
        self.engine = _sqlite(address) if self.is_sqlite else _postgresql(address)
        # A transaction of SQLite sees one state of the database by itself.
        self._steady = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._lock = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection to read with; what it sees does not change while it is open."""
        with _sentences(), self.engine.connect() as connection:
            yield connection.execution_options(**self._steady)

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that commits once, at its end, or not at all."""
        with _sentences(), self._turn(), self.engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let the writers of a process follow each other on SQLite, and none wait for ever."""
        if not self.is_sqlite:
            yield
            return
        if not self._lock.acquire(timeout=BUSY_SECONDS):
            raise StorageError(BUSY)
        try:
            yield
        finally:
            self._lock.release()

    def upgrade(self) -> None:
        """Bring the tables to this version; safe when two processes start at once."""
        if self.is_sqlite:
            _refuse_unwritable(Path(self.engine.url.database or ""))
        with self.write() as connection:
            if not self.is_sqlite:
                # Another process that brings the tables up to date may take its time.
                connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            _refuse_foreign(connection)
            _refuse_narrow(connection)
            found = _version(connection)
            if found and found not in _VERSIONS:
                raise StorageError(_NEWER)
            if found != _VERSIONS[-1]:
                _migrate(connection)

    def require_ours(self, connection: sa.Connection) -> str:
        """Raise StorageError unless the tables are those of some version of this app; gives that version."""
        _refuse_foreign(connection)
        found = _version(connection)
        if found is None:
            raise StorageError("The database is empty: Before Force has never been started with it.")
        return found

    def require_current(self, connection: sa.Connection) -> None:
        """Raise StorageError unless the tables are exactly those of this version; changes nothing."""
        found = self.require_ours(connection)
        if found != _VERSIONS[-1]:
            raise StorageError(_OLDER if found in _VERSIONS else _NEWER)


@contextmanager
def opened(address: str) -> Iterator[Database]:
    """The database of an operator's command: its tables are brought up to date first; it is closed in the end."""
    database = Database(address)
    try:
        database.upgrade()
        yield database
    finally:
        database.engine.dispose()


def _version(connection: sa.Connection) -> str | None:
    """The version of the tables; None where there are none."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def _migrate(connection: sa.Connection) -> None:
    # Alembic takes a tenth of the time to start, and most starts find the tables as they should be.
    import alembic.command
    import alembic.config

    config = alembic.config.Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    alembic.command.upgrade(config, "head")


def _refuse_unwritable(file: Path) -> None:
    """SQLite opens a file that it may only read without a word, and every save would fail later."""
    if file.exists() and not os.access(file, os.W_OK):
        raise StorageError(f"{file} can't be written. Give the app's user the right to write it and its folder.")


def _refuse_foreign(connection: sa.Connection) -> None:
    tables = set(sa.inspect(connection).get_table_names())
    # Other programs number their migrations in a table of that name too.
    if tables and not {"alembic_version", "snapshot", "worksheet"} <= tables:
        raise StorageError(
            "The database holds tables of another program. Name an empty one with BEFORE_FORCE_DATABASE."
        )


def _refuse_narrow(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise StorageError(
                f"The database stores text as {encoding}, which can't hold all that people type. Make one with "
                "ENCODING 'UTF8'."
            )


def _sqlite(address: str) -> sa.Engine:
    waiting = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = sa.create_engine(address, connect_args=waiting, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: Any) -> None:
        # The driver would begin transactions late and without a lock; "begin" below does it.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A writer that began as a reader could not wait for another writer.
        if connection.get_execution_options().get("writes"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            # Takes no lock, so nothing can go wrong that would need to be told in words.
            connection.connection.cursor().execute("BEGIN")

    return engine


def _postgresql(address: str) -> sa.Engine:
    url = sa.make_url(address)
    silence = {name: value for name, value in _SILENCE.items() if name not in url.query}
    engine = sa.create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=silence)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: psycopg.Connection[Any], record: Any) -> None:
        # As on SQLite, nobody waits for ever for somebody who keeps a lock.
        connection.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'".encode())
        connection.commit()

    return engine


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn what a database says when it can't go on into a sentence."""
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InternalError) as error:
        raise _stopped(str(error.orig)) from error
    except (sa.exc.InterfaceError, sa.exc.DatabaseError) as error:
        if getattr(error.orig, "sqlstate", None) == _NOT_ALLOWED:
            raise StorageError(
                "The database does not let its user do what the app needs. Let it make tables and write them "
                "(such as GRANT CREATE, USAGE ON SCHEMA public)."
            ) from error
        if "not a database" in str(error) or "malformed" in str(error):
            raise StorageError("The database file is damaged, or no database. Restore a backup.") from error
        if not isinstance(error, sa.exc.InterfaceError):
            raise
        raise _stopped(str(error.orig)) from error


def _stopped(said: str) -> StorageError:
    error = StorageError(_sentence(said))
    if str(error) == _UNREACHABLE:
        error.reason = " ".join(said.split())
    return error


def _sentence(said: str) -> str:
    if "full" in said:
        return "The disk of the server is full, so nothing more can be saved at the moment."
    if "readonly" in said or "read-only" in said:
        return "The database of the server can't be written at the moment."
    if "unable to open" in said:
        return "The database file can't be opened. Check that its folder exists and can be written."
    if "locked" in said or "lock timeout" in said or "busy" in said or "deadlock" in said or "serialize" in said:
        return BUSY
    return _UNREACHABLE
