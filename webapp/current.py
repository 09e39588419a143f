"""What belongs to the app that serves the current request."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app

from webapp.database import Database
from webapp.framework.model import Library
from webapp.settings import Settings

DATABASE, SETTINGS, LIBRARIES = "before_force_database", "before_force_settings", "before_force_libraries"


class NotServed(Exception):
    """A framework that this server does not have, or has no more."""


def database() -> Database:
    """The database of the current app."""
    found: Database = current_app.extensions[DATABASE]
    return found


def settings() -> Settings:
    """The settings of the current app."""
    found: Settings = current_app.extensions[SETTINGS]
    return found


def libraries() -> Mapping[str, Library]:
    """The content that the current app serves, by the id of its framework; what comes with the app is the first."""
    found: Mapping[str, Library] = current_app.extensions[LIBRARIES]
    return found


def library(framework: str = "") -> Library:
    """The content of a framework by its id, or without one what comes with the app; raises NotServed."""
    served = libraries()
    if not framework:
        return next(iter(served.values()))
    if framework not in served:
        raise NotServed(framework)
    return served[framework]
