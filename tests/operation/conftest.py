"""Databases to copy from and into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import Postgresql, Sqlite
from webapp.database import Database

Open = Callable[[str], Database]


@pytest.fixture
def open_database() -> Iterator[Open]:
    """Opens a database by its address; it is closed when the test ends."""
    opened: list[Database] = []

    def connect(address: str) -> Database:
        opened.append(Database(address))
        return opened[-1]

    yield connect
    for database in opened:
        database.engine.dispose()


@pytest.fixture
def here(tmp_path: Path) -> str:
    """The address of an empty SQLite database."""
    return Sqlite().fresh(tmp_path)


@pytest.fixture
def there(tmp_path: Path, databases: Sqlite | Postgresql) -> str:
    """The address of an empty database of the kind that is tested."""
    (tmp_path / "there").mkdir()
    return databases.fresh(tmp_path / "there")
