"""The app as an operator runs it: a process of its own, on a port and an instance folder of its own."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 60


class Server:
    """One `python -m webapp serve`, which can be killed and started again on the same port and folder."""

    def __init__(self, instance: Path, environ: Mapping[str, str] | None = None) -> None:
        self.instance = instance
        self._environ = dict(environ or {})
        with socket.create_server(("127.0.0.1", 0)) as found:
            self.port: int = found.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end(signal.SIGTERM)

    def start(self) -> None:
        """Start, and wait until pages are answered."""
        process = self.launch()
        pause = threading.Event()
        for _ in range(SECONDS_TO_START * 20):
            if self._answers():
                return
            if process.poll() is not None:
                break
            pause.wait(0.05)
        self._end(signal.SIGKILL)
        raise AssertionError(f"the server did not start:\n{self.log}")

    def launch(self) -> subprocess.Popen[bytes]:
        """Start without waiting."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("BEFORE_FORCE_")}
        environ |= {"BEFORE_FORCE_INSTANCE": str(self.instance), **self._environ}
        with (self.instance / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A process group of its own, so that its workers end with it.
                start_new_session=True,
            )
        return self._process

    @property
    def command(self) -> list[str]:
        """What is started."""
        return [sys.executable, "-m", "webapp", "serve", "--port", str(self.port)]

    @property
    def pid(self) -> int:
        """The process of the command."""
        assert self._process
        return self._process.pid

    @property
    def log(self) -> str:
        """What the server printed, over all its starts."""
        return (self.instance / "server.log").read_text(encoding="utf-8")

    def kill(self) -> None:
        """End at once, as a power cut does."""
        self._end(signal.SIGKILL)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, how)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None
