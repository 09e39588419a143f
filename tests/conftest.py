"""What every test may use: an app on a real database, and visitors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.databases import KINDS, Postgresql, Sqlite, started
from tests.visitor import Visitor
from webapp import create_app
from webapp.current import DATABASE

SECRET = "a secret for tests, longer than it has to be"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database`: which database the app under test uses."""
    parser.addoption("--database", choices=KINDS, default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what touches no database, or SQLite alone: it ran already."""
    if config.getoption("--database") == "sqlite":
        return
    again = [one for one in items if _is_for_every_database(one)]
    config.hook.pytest_deselected(items=[one for one in items if one not in again])
    items[:] = again


def _is_for_every_database(item: pytest.Item) -> bool:
    return "databases" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("alone")


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sqlite | Postgresql]:
    """Where each test gets its empty database from."""
    with started(request.config.getoption("--database"), tmp_path_factory.mktemp("databases")) as source:
        yield source


@pytest.fixture
def settings(tmp_path: Path, databases: Sqlite | Postgresql) -> dict[str, Any]:
    """The settings of the app under test."""
    instance = tmp_path / "instance"
    instance.mkdir()
    return {"instance": instance, "secret_key": SECRET, "database": databases.fresh(instance)}


@pytest.fixture
def app(settings: dict[str, Any]) -> Iterator[Flask]:
    """An app on an empty database."""
    made = create_app(settings)
    made.testing = True
    yield made
    made.extensions[DATABASE].engine.dispose()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody with a browser without JavaScript."""
    return Visitor(app)


@pytest.fixture
def somebody_else(app: Flask) -> Callable[[], Visitor]:
    """Makes another person, on another device."""
    return lambda: Visitor(app)


@pytest.fixture
def rebuilt(settings: dict[str, Any]) -> Iterator[Callable[[], Flask]]:
    """Makes another app on the same instance and database, as a restart would."""
    made: list[Flask] = []

    def make() -> Flask:
        made.append(create_app(settings))
        return made[-1]

    yield make
    for one in made:
        one.extensions[DATABASE].engine.dispose()
