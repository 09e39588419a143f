"""The operator's commands around the whole database, and what they print."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from webapp import settings
from webapp.clock import now
from webapp.database import Database, StorageError
from webapp.operation.backups import back_up, restore
from webapp.operation.copying import Counted, copy, require_there, same_place
from webapp.operation.stats import stats

KEY = (
    "Return codes and browsers are stored as hashes that need BEFORE_FORCE_SECRET_KEY, which no database holds: start\n"
    "the app with the same key as before (on SQLite: the file secret_key of the instance folder), or no code opens."
)


def add_to(commands: Any) -> None:
    """Add the commands to those of `python -m webapp`."""
    _add_backup(commands.add_parser("backup", help="write all that is stored into a file, also while people write"))
    _add_restore(commands.add_parser("restore", help="put what a backup holds into the database"))
    _add_copy(commands.add_parser("copy", help="copy one database into another, such as SQLite into PostgreSQL"))
    counting = commands.add_parser("stats", help="count what is stored, without showing any of it")
    counting.set_defaults(command=lambda parsed: _stats())


def _add_backup(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that does not exist yet")
    parser.set_defaults(command=lambda parsed: _back_up(parsed.file))


def _add_restore(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that backup made")
    parser.add_argument("--replace", action="store_true", help="remove all that the database holds now")
    parser.set_defaults(command=lambda parsed: _restore(parsed.file, parsed.replace))


def _add_copy(parser: ArgumentParser) -> None:
    address = "sqlite:///… or postgresql://…"
    parser.add_argument("source", metavar="FROM", help=address)
    parser.add_argument("target", metavar="TO", help=f"{address}, which holds nothing yet")
    parser.set_defaults(command=lambda parsed: _copy(parsed.source, parsed.target))


def _back_up(file: Path) -> int:
    address = settings.read(os.environ).database
    require_there(address)
    with _connected(address) as source:
        copied = back_up(source, file)
    print(f"{file} holds, checked and readable by you alone:")
    _print(copied)
    print(KEY)
    return 0


def _restore(file: Path, replace: bool) -> int:
    with _connected(settings.read(os.environ).database) as target:
        copied = restore(file, target, replace)
    print(f"The database holds what {file} held, compared table by table:")
    _print(copied)
    print("What people deleted after this backup was made is there again, until its date of deletion.")
    print(KEY)
    return 0


def _copy(source: str, target: str) -> int:
    source, target = settings.database_address(source, "FROM"), settings.database_address(target, "TO")
    if same_place(source, target):
        raise StorageError("FROM and TO are the same database.")
    require_there(source)
    with _connected(source) as reading, _connected(target) as writing:
        copied = copy(reading, writing)
    print("TO holds what FROM held when the copy began, compared table by table:")
    _print(copied)
    print(KEY)
    return 0


def _stats() -> int:
    address = settings.read(os.environ).database
    require_there(address)
    with _connected(address) as database:
        for words, number in stats(database, now()).items():
            print(f"{words}: {number}")
    return 0


@contextmanager
def _connected(address: str) -> Iterator[Database]:
    """A database as it is: unlike `opened`, this brings no table up to date."""
    database = Database(address)
    try:
        yield database
    finally:
        database.engine.dispose()


def _print(copied: Iterable[Counted]) -> None:
    for one in copied:
        print(f"  {one.table:<20} {one.rows:>9} rows  {one.digest[:16]}")
