"""The headers of every response."""

from __future__ import annotations

from flask import Flask, Response, request

from webapp.access.browser import no_store

_SELF = ("style-src", "script-src", "img-src", "connect-src", "form-action")
_NONE = ("default-src", "base-uri", "frame-ancestors")
POLICY = "; ".join([f"{name} 'none'" for name in _NONE] + [f"{name} 'self'" for name in _SELF])
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def init_app(app: Flask) -> None:
    """Send the headers with every response of an app."""

    @app.after_request
    def add(response: Response) -> Response:
        # A style or a script runs under the policy of the page that asked for it; said again, it is weight.
        is_file = request.endpoint == "static" and response.mimetype != "text/html"
        wanted = ("X-Content-Type-Options",) if is_file else HEADERS
        for name in wanted:
            response.headers.setdefault(name, HEADERS[name])
        return no_store(response)
