"""A served app, so that a `Visitor` can use it through the network as if it were in the same process."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.test import Client
from werkzeug.wrappers import Request

from webapp.current import DATABASE
from webapp.database import Database

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

HOP_BY_HOP = ("connection", "keep-alive", "transfer-encoding")


class Remote:
    """Hands every request on to a server, with `headers` more; `database` is for tests that look behind the pages."""

    def __init__(
        self,
        address: str,
        database: Database | None = None,
        headers: dict[str, str] | None = None,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self.extensions = {DATABASE: database}
        self._server = urlsplit(address)
        self._headers = headers or {}
        self._trusted = trusted

    def test_client(self) -> Client:
        """A browser with cookies of its own."""
        return Client(self)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        path = environ["PATH_INFO"] + (f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else "")
        headers = {name: value for name, value in request.headers if name.lower() != "host"}
        connection = self._connection()
        try:
            connection.request(request.method, path, request.get_data(), headers | self._headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        kept = [(name.title(), value) for name, value in answer.getheaders() if name.lower() not in HOP_BY_HOP]
        start_response(f"{answer.status} {answer.reason}", kept)
        return [body]

    def _connection(self) -> http.client.HTTPConnection:
        if self._server.scheme == "https":
            return http.client.HTTPSConnection(self._server.netloc, timeout=60, context=self._trusted)
        return http.client.HTTPConnection(self._server.netloc, timeout=60)
