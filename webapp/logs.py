"""What the server tells its operator: a line of JSON on standard error for a request, and for what went wrong.

No line holds an answer, a name, a code, a cookie, a network address or the address of a page: a request is told by the
rule that its address matched, an exception by its type and by the lines of code that it passed.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from http import HTTPMethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from flask import Flask, request

from webapp.database import StorageError
from webapp.folders import folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_ERROR, _ROUTE = "before_force.error", "before_force.route"
_FIELDS = "before_force"
_OWN = (Path(__file__).parent, folder("templates"))
_METHODS = frozenset(HTTPMethod)
logger = logging.getLogger("before_force")


class Lines(logging.Formatter):
    """Writes a record as one line of JSON. Messages are left out: those of a library may quote what somebody wrote."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {"time": _time(record.created), "level": record.levelname.lower()}
        fields = getattr(record, _FIELDS, None)
        line |= fields if fields is not None else {"logger": record.name, "place": f"{record.module}:{record.lineno}"}
        if record.exc_info and record.exc_info[1]:
            line["error"] = _described(record.exc_info[1])
        return msgspec.json.encode(line).decode()


class Logged:
    """A WSGI application that writes a line for each request of another one: `every` one, or those that failed."""

    def __init__(self, app: WSGIApplication, every: bool) -> None:
        self._app = app
        self._every = every

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = time.perf_counter()
        answered: dict[str, Any] = {"status": 500, "bytes": None}

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            length = next((value for name, value in headers if name.lower() == "content-length"), None)
            answered.update(status=int(status[:3]), bytes=int(length) if length else None)
            return start_response(status, headers, *more)

        try:
            return self._app(environ, start)
        except Exception as error:
            environ[_ERROR] = error
            raise
        finally:
            if self._every or answered["status"] >= 500:
                _write(environ, answered, round((time.perf_counter() - began) * 1000, 1))


def configure() -> None:
    """Let all that is logged in this process go to standard error, as `Lines`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logger.setLevel(logging.INFO)
    logging.captureWarnings(True)
    # What fails in logging would be printed with the values that it failed on.
    logging.raiseExceptions = False


def init_app(app: Flask) -> None:
    """Note what the line of a request tells, and keep Flask from logging an exception with its message and address."""
    app.log_exception = lambda exc_info: note(exc_info[1])  # type: ignore[method-assign]

    @app.before_request
    def note_route() -> None:
        request.environ[_ROUTE] = request.url_rule.rule if request.url_rule else None


def note(error: BaseException | None) -> None:
    """Let the line of the current request tell what went wrong in it."""
    request.environ[_ERROR] = error


def _write(environ: WSGIEnvironment, answered: dict[str, Any], duration: float) -> None:
    method = environ["REQUEST_METHOD"]
    error = environ.get(_ERROR)
    fields = {
        "method": method if method in _METHODS else "another",
        "route": environ.get(_ROUTE),
        **answered,
        "ms": duration,
    }
    level = logging.ERROR if answered["status"] >= 500 else logging.INFO
    logger.log(level, "request", extra={_FIELDS: fields}, exc_info=error)


def _described(error: BaseException) -> dict[str, Any]:
    """What may be told of an exception: its type, the types behind it, the way through the code, a database's code."""
    found: dict[str, Any] = {"type": _type(error)}
    if isinstance(error, StorageError):
        found["sentence"] = str(error)
    behind = list(_behind(error))
    if behind:
        found["behind"] = [_type(one) for one in behind]
    for one in (error, *behind):
        code = getattr(one, "sqlite_errorname", None) or getattr(one, "sqlstate", None)
        if code:
            found["code"] = code
    frames = [frame for one in (error, *behind) for frame in traceback.extract_tb(one.__traceback__)]
    own = [frame for frame in frames if any(map(Path(frame.filename).is_relative_to, _OWN))]
    # Where it passed our own code, and the last line that it came from, which may be a library's.
    found["trace"] = list(dict.fromkeys(map(_place, [*own, *frames[-1:]])))
    return found


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    home = next((one.parent for one in _OWN if path.is_relative_to(one)), path.parent.parent)
    return f"{path.relative_to(home)}:{frame.lineno} {frame.name}"


def _behind(error: BaseException) -> Iterator[BaseException]:
    seen = {id(error)}
    cause = error.__cause__ or error.__context__
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


def _type(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
