"""A small network of hosts on this one machine, each in a Linux network namespace. Needs root."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ADDRESSES = {
    "client": "10.77.0.2",
    "balancer": "10.77.0.3",
    "database": "10.77.0.10",
    "web1": "10.77.0.11",
    "web2": "10.77.0.12",
}
_NEW_NETWORK = 0x40000000


class Network:
    """The hosts of `ADDRESSES` on one switch; programs are started on them, and end with the block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prefix = f"before-force-{os.getpid()}-"
        self._started: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Network:
        _ip("netns", "add", self._prefix + "switch")
        self._on("switch", "link", "add", "switch", "type", "bridge")
        self._on("switch", "link", "set", "switch", "up")
        for number, (host, address) in enumerate(ADDRESSES.items()):
            _ip("netns", "add", self._prefix + host)
            port = f"bf{os.getpid()}-{number}"
            _ip("link", "add", port, "netns", self._prefix + "switch", "type", "veth", "peer", "name", "eth0",
                "netns", self._prefix + host)  # fmt: skip
            self._on("switch", "link", "set", port, "master", "switch", "up")
            self._on(host, "address", "add", f"{address}/24", "dev", "eth0")
            self._on(host, "link", "set", "eth0", "up")
            self._on(host, "link", "set", "lo", "up")
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._started:
            self.stop(process, signal.SIGKILL)
        for host in ("switch", *ADDRESSES):
            _ip("netns", "delete", self._prefix + host)

    def start(
        self, host: str, command: Sequence[str | Path], environ: Mapping[str, str] | None = None, **options: int
    ) -> subprocess.Popen[bytes]:
        """Start a program on a host; what it prints goes to a file named after the host and the program."""
        inside = ["ip", "netns", "exec", self._prefix + host, *command]
        if "user" in options:
            inside[4:4] = [
                "setpriv",
                "--reuid",
                str(options["user"]),
                "--regid",
                str(options["user"]),
                "--clear-groups",
            ]
        with self.log(host, command).open("ab") as log:
            process = subprocess.Popen(
                inside, cwd=self._folder, env={**_plain(), **(environ or {})}, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._started.append(process)
        return process

    def namespace(self, host: str) -> Path:
        """Where the network of a host is, for programs that take one."""
        return Path("/run/netns", self._prefix + host)

    def log(self, host: str, command: Sequence[str | Path]) -> Path:
        """Where a program's words go."""
        return self._folder / f"{host}-{Path(command[0]).name}.log"

    def stop(self, process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> None:
        """End a program: `SIGTERM` its first process, as systemd does, or all of its processes at once."""
        with contextlib.suppress(ProcessLookupError):
            if how == signal.SIGTERM:
                process.send_signal(how)
            else:
                os.killpg(process.pid, how)
        process.wait(30)

    @contextlib.contextmanager
    def standing_on(self, host: str) -> Iterator[None]:
        """Let this thread, and those that it starts, use the network as that host does."""
        libc = ctypes.CDLL(None, use_errno=True)
        with Path("/proc/self/ns/net").open() as home, self.namespace(host).open() as there:
            if libc.setns(there.fileno(), _NEW_NETWORK):
                raise OSError(ctypes.get_errno(), "setns")
            try:
                yield
            finally:
                libc.setns(home.fileno(), _NEW_NETWORK)

    def _on(self, host: str, *words: str) -> None:
        _ip("-n", self._prefix + host, *words)


def _plain() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("BEFORE_FORCE_")}


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
