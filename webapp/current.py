"""What belongs to the app that serves the current request."""

from __future__ import annotations

from flask import current_app

from webapp.database import Database
from webapp.framework.model import Library
from webapp.settings import Settings

DATABASE, SETTINGS, LIBRARY = "before_force_database", "before_force_settings", "before_force_library"


def database() -> Database:
    """The database of the current app."""
    found: Database = current_app.extensions[DATABASE]
    return found


def settings() -> Settings:
    """The settings of the current app."""
    found: Settings = current_app.extensions[SETTINGS]
    return found


def library() -> Library:
    """The content that the current app serves."""
    found: Library = current_app.extensions[LIBRARY]
    return found
