"""What every test may use: an app on a real database, and visitors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.visitor import Visitor
from webapp import create_app
from webapp.current import DATABASE

SECRET = "a secret for tests, longer than it has to be"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Any]:
    """The settings of the app under test."""
    return {"instance": tmp_path / "instance", "secret_key": SECRET}


@pytest.fixture
def app(settings: dict[str, Any]) -> Any:
    """An app on an empty database."""
    (settings["instance"]).mkdir(exist_ok=True)
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
