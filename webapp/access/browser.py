"""The browser's key: a random secret in the one cookie, by which a browser holds worksheets without an account."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, Response, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from webapp.access.codes import keyed_hash
from webapp.current import settings

COOKIE = "before_force"
# Over https browsers hold the prefix to its word: no other host, a neighbour below the same domain among them, and no
# page over http can set or replace this cookie. Over plain http they would refuse it.
HTTPS_COOKIE = f"__Host-{COOKIE}"
_KEY, _SHARED, _CODES = "browser", "shared", "codes"
_CODES_SHOWN = 20


class _Signer(TimestampSigner):
    """Takes a cookie that was signed later than now, too: a clock was set back, or two hosts differ by a second.

    The date in a cookie serves to end it after its time; nobody's place may hang on two clocks agreeing.
    """

    def unsign(self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: Any = False) -> Any:
        try:
            return super().unsign(signed_value, max_age, return_timestamp)
        except SignatureExpired as expired:
            if not expired.date_signed or expired.date_signed <= self.timestamp_to_datetime(self.get_timestamp()):
                raise
            return super().unsign(signed_value, None, return_timestamp)


class _Cookie(SecureCookieSessionInterface):
    """Flask's signed cookie; marked Secure, and bound to its host, wherever the page came by https."""

    def __init__(self, app: Flask) -> None:
        # Made once: a poll spends a tenth of its time on making it.
        self._serializer = super().get_signing_serializer(app)
        if self._serializer:
            self._serializer.signer = _Signer

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._serializer

    def get_cookie_name(self, app: Flask) -> str:
        return HTTPS_COOKIE if request.is_secure else COOKIE

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        # A form that another site sends comes without our cookie: a new one would end all that this browser holds.
        foreign = request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site"
        return not foreign and super().should_set_cookie(app, session)


def init_app(app: Flask) -> None:
    """Give an app its cookie: HttpOnly, SameSite=Lax, Secure outside plain http."""
    app.session_interface = _Cookie(app)
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
    )


def hashed() -> str:
    """The keyed hash of this browser's key, as the database knows it; empty for a browser without one."""
    if "browser_hash" not in g:
        key = session.get(_KEY)
        g.browser_hash = keyed_hash(settings().secret_key, "browser", key) if key else ""
    return str(g.browser_hash)


def ensure() -> str:
    """The same, after giving a browser without a key a new one. Only for a request that changes something."""
    if _KEY not in session:
        session[_KEY] = _first_key()
        session.permanent = not session.get(_SHARED, False)
        g.pop("browser_hash", None)
    return hashed()


def _first_key() -> str:
    """A key for a browser without one. Two posts of one page get the same, so that a double press is one person."""
    token = session.get("csrf_token")
    return keyed_hash(settings().secret_key, "first key", token) if token else secrets.token_urlsafe(32)


def share(shared: bool) -> None:
    """Make the cookie end with the browser (a shared computer), or last."""
    session[_SHARED] = shared
    session.permanent = not shared


def is_shared() -> bool:
    """Whether this browser was said to be on a shared computer."""
    return bool(session.get(_SHARED))


def show_code(worksheet: str, code: str) -> None:
    """Keep a new return code in the browser's own cookie until its reader has kept it."""
    # A cookie holds 4,096 bytes: of codes that nobody said to have kept, the latest are shown.
    shown = [*session.get(_CODES, {}).items(), (worksheet, code)]
    session[_CODES] = dict(shown[-_CODES_SHOWN:])


def shown_code(worksheet: str) -> str | None:
    """The return code that this browser still has to show for a worksheet."""
    code: str | None = session.get(_CODES, {}).get(worksheet)
    return code


def forget_code(worksheet: str) -> None:
    """The reader has kept the code: it is shown no more."""
    session[_CODES] = {name: code for name, code in session.get(_CODES, {}).items() if name != worksheet}


def forget() -> None:
    """Empty the cookie: the browser holds nothing any more."""
    session.clear()
    g.pop("browser_hash", None)


def no_store(response: Response) -> Response:
    """Keep pages out of shared caches, and out of the back button of the next person."""
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store" if is_shared() else "private, no-cache")
    return response
