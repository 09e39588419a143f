"""Where the time of a page, a save and a poll goes: the share of each part, by Python's own profiler.

The app runs in this process, one request at a time. A profiler makes everything slower, small functions most; so
shares are told and no times. Parts in brackets lie inside others.
"""

from __future__ import annotations

import cProfile
import logging
import os
import pstats
import tempfile
import threading
from collections.abc import Iterable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from werkzeug.serving import make_server

from tests.bench.served import joined, opened
from tests.browser.server import Server
from webapp import create_app

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

REQUESTS = 200
METHODS = {"page": "GET", "save": "POST", "poll": "GET"}
PARTS = {
    "reading the signed cookie": ("flask/sessions.py", "open_session"),
    "parsing what was sent": ("flask/wrappers.py", "_load_form_data"),
    "making the form's fields": ("flask_wtf/form.py", "__init__"),
    "validating them": ("wtforms/form.py", "validate"),
    "reading who may, and what stands": ("worksheet/guard.py", "held"),
    "reading how the seminar stands": ("seminar/live.py", "_read"),
    "the transaction that saves": ("worksheet/page.py", "save"),
    "rendering": ("flask/templating.py", "render_template"),
    "finishing the response": ("flask/app.py", "finalize_request"),
    "(all statements: SQLAlchemy and SQLite)": ("engine/base.py", "_execute_context"),
    "(of that SQLite itself)": ("engine/default.py", "do_execute"),
    "(the commit)": ("engine/default.py", "do_commit"),
}


class Profiled:
    """A WSGI application that profiles the requests of one method, while it is told to."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self.method, self.profile = "", cProfile.Profile()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != self.method:
            return self._app(environ, start_response)
        self.profile.enable()
        try:
            return self._app(environ, start_response)
        finally:
            self.profile.disable()


def main() -> None:
    """Profile each kind of request and print the shares."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"instance": folder})
        app.wsgi_app = profiled = Profiled(app.wsgi_app)  # type: ignore[method-assign]
        listening = make_server("127.0.0.1", 0, app)
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        server = cast("Server", SimpleNamespace(port=listening.port, pid=os.getpid()))
        _, seminar, code = opened(server)
        ann = joined(server, seminar, code, "Ann")
        for kind, method in METHODS.items():
            ask: Any = getattr(ann, kind)
            ask()
            profiled.profile = cProfile.Profile()
            profiled.method = method
            for _ in range(REQUESTS):
                ask()
            profiled.method = ""
            _print(kind, profiled.profile)
        listening.shutdown()


def _print(kind: str, profile: cProfile.Profile) -> None:
    stats = cast("Any", pstats.Stats(profile)).stats
    whole = max(row[3] for row in stats.values())
    print(f"  {kind}")
    for words, (file, name) in PARTS.items():
        spent = sum(row[3] for (path, _, called), row in stats.items() if path.endswith(file) and called == name)
        if spent:
            print(f"    {spent / whole:4.0%} {words}")


if __name__ == "__main__":
    main()
