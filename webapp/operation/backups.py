"""Backups: one SQLite file, from whichever database, made while people write; and putting one back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from webapp.database import Database, StorageError
from webapp.operation.copying import Counted, copy


def back_up(source: Database, file: Path) -> list[Counted]:
    """Write all that `source` holds at this moment into a new file, readable by its owner alone.

    The file appears under its name when it is whole, checked and on disk. Raises StorageError where it can't be made.
    """
    if file.exists():
        raise StorageError(f"{file} exists already. Name a file that does not.")
    with _sentences(file), TemporaryDirectory(prefix="before-force-") as folder:
        made = Path(folder, "backup.sqlite")
        with _opened(made) as target:
            copied = copy(source, target)
        with closing(sqlite3.connect(made)) as connection:
            # One file, without the two that stand beside a database in use.
            connection.execute("PRAGMA journal_mode=DELETE")
        _require_sound(made)
        _put(made, file)
    return copied


def restore(file: Path, target: Database, replace: bool = False) -> list[Counted]:
    """Put what a backup holds into `target`; a backup of an older version is brought up to date on the way.

    Raises StorageError where the file is no sound backup, is of a newer version, or where `target` holds rows and
    `replace` does not say to remove them. Then `target` holds what it held.
    """
    if not file.is_file():
        raise StorageError(f"There is no file {file}.")
    with _sentences(file), TemporaryDirectory(prefix="before-force-") as folder:
        # Opening a database writes to it, and the backup stays what it is.
        opened = Path(folder, "backup.sqlite")
        shutil.copyfile(file, opened)
        _require_sound(opened)
        with _opened(opened) as source:
            with source.read() as reading:
                source.require_ours(reading)
            source.upgrade()
            return copy(source, target, replace)


@contextmanager
def _opened(file: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{file}")
    try:
        yield database
    finally:
        database.engine.dispose()


@contextmanager
def _sentences(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"{file} can't be used: {error.strerror}.") from None


def _require_sound(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        try:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            loose = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError:
            found, loose = [], []
    if found != ["ok"] or loose:
        raise StorageError("The file is damaged, or no backup of Before Force.")


def _put(made: Path, file: Path) -> None:
    """Copy a finished file to where it belongs, so that it is on disk before it has its name."""
    half = file.with_name(f".{file.name}.{os.getpid()}.half")
    try:
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with made.open("rb") as source, os.fdopen(descriptor, "wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
