"""The names that the app answers to. Links and QR codes are made of the name that a request came by.

Where no setting lists them, these are the numbers of addresses, which nobody else can give out, and this computer's own
name: enough for a class on one Wi-Fi. Another site's name that leads here is refused.
"""

from __future__ import annotations

import ipaddress
import socket
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import SecurityError


def init_app(app: Flask, trusted: tuple[str, ...]) -> None:
    """Let an app answer to the `trusted` names, or where there are none to numbers and its computer's own name."""
    if trusted:
        app.config["TRUSTED_HOSTS"] = list(trusted)
        return

    @app.before_request
    def refuse_other_names() -> None:
        if not _is_here(request.host):
            raise SecurityError


@lru_cache(maxsize=64)
def _is_here(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        # Looks like a number in brackets and is none.
        return False
    own = socket.gethostname().lower().partition(".")[0]
    # A request without a name, as a balancer may ask for /health, names no other one.
    return name in ("", "localhost", socket.gethostname().lower(), own, f"{own}.local") or _is_number(name)


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
