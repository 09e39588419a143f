"""Before Force: a checklist for discussing humanitarian intervention by military alliances."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_wtf.csrf import generate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import errors, headers, hosts, logs, material, pages, seminar, settings, templating, worksheet
from webapp.access import browser
from webapp.current import DATABASE, LIBRARIES, SETTINGS
from webapp.database import Database
from webapp.folders import folder
from webapp.framework.load import load_all

LARGEST_BODY = 4 * 1024 * 1024


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Put the app together.

    `config` holds settings by field name (see `settings.py`) and goes before the environment. Raises SettingsError,
    ContentError or StorageError, each one sentence, where the app can't start. What is wrong with the instance's own
    frameworks is told on standard error.
    """
    chosen = settings.read(os.environ, config)
    app = Flask(
        __name__,
        instance_path=str(chosen.instance),
        template_folder=str(folder("templates")),
        static_folder=str(folder("static")),
    )
    app.config.update(
        SECRET_KEY=chosen.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        PERMANENT_SESSION_LIFETIME=timedelta(days=400),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
        # An hour's writing does not expire with a token.
        WTF_CSRF_TIME_LIMIT=None,
        COMPRESS_STREAMS=True,
    )
    app.extensions[SETTINGS] = chosen
    loaded = load_all(chosen.content)
    app.extensions[LIBRARIES] = loaded.libraries
    for sentence in loaded.told:
        print(f"before-force: {sentence}", file=sys.stderr)
    app.extensions[DATABASE] = Database(chosen.database)
    app.extensions[DATABASE].upgrade()
    hosts.init_app(app, chosen.trusted_hosts)
    browser.init_app(app)
    headers.init_app(app)
    templating.init_app(app)
    errors.init_app(app)
    logs.init_app(app)
    Compress(app)
    app.jinja_env.globals["csrf_token"] = generate_csrf
    for blueprint in (*pages.blueprints, worksheet.blueprint, seminar.blueprint, material.blueprint):
        app.register_blueprint(blueprint)
    if chosen.proxies:
        count = chosen.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app
