"""The headers of every response."""

from __future__ import annotations

from flask import Flask, Response

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
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return no_store(response)
