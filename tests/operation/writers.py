"""People who write to a real server, and keep in mind what it said it had stored."""

from __future__ import annotations

import http.client
import re
import threading
from urllib.parse import urlencode, urlsplit

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Writer(threading.Thread):
    """Begins one worksheet after another until it is told to stop; `acknowledged` has the names of those stored."""

    def __init__(self, address: str, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.server = urlsplit(address).netloc
        self.acknowledged: list[str] = []
        self.failed: list[int] = []
        self._stop_writing = threading.Event()

    def run(self) -> None:
        """Write, one after another."""
        browser = http.client.HTTPConnection(self.server, timeout=60)
        browser.request("GET", "/worksheets/new")
        page = browser.getresponse()
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
        assert token
        cookie = page.headers["Set-Cookie"].partition(";")[0]
        while not self._stop_writing.is_set():
            name = f"{self.name} {len(self.acknowledged) + 1}"
            form = {"csrf_token": token[1], "case": "own", "holder_kind": "person", "holder_name": name}
            browser.request("POST", "/worksheets/new", urlencode(form), {"Cookie": cookie, **FORM})
            answer = browser.getresponse()
            answer.read()
            if answer.status == http.client.SEE_OTHER:
                self.acknowledged.append(name)
            else:
                self.failed.append(answer.status)
        browser.close()

    def finish(self) -> None:
        """Let the write under way end, and stop."""
        self._stop_writing.set()
        self.join(60)
