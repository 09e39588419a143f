"""People who write to a real server, and keep in mind what it said it had stored."""

from __future__ import annotations

import re
import threading

from tests.remote import Remote


class Writer(threading.Thread):
    """Begins one worksheet after another until it is told to stop.

    `acknowledged` has the names of those that the server said to have stored; `failed` the status of the other answers,
    or the name of what kept an answer from coming.
    """

    def __init__(self, server: Remote, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._browser = server.test_client()
        self.acknowledged: list[str] = []
        self.failed: list[int | str] = []
        self._stop_writing = threading.Event()

    def run(self) -> None:
        """Write, one after another."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self._browser.get("/worksheets/new").text)
        assert token
        form = {"csrf_token": token[1], "case": "own", "holder_kind": "person"}
        while not self._stop_writing.is_set():
            name = f"{self.name} {len(self.acknowledged) + len(self.failed) + 1}"
            try:
                status = self._browser.post("/worksheets/new", data=form | {"holder_name": name}).status_code
            except OSError as error:
                self.failed.append(type(error).__name__)
                continue
            if status == 303:
                self.acknowledged.append(name)
            else:
                self.failed.append(status)

    def finish(self) -> None:
        """Let the write under way end, and stop."""
        self._stop_writing.set()
        self.join(60)
