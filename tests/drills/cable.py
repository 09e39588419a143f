"""A host of its own on this machine, behind a cable that can be pulled: a network namespace. Needs root."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator

from tests.drills.drill import NotRun

NEAR, FAR = "198.18.83.1", "198.18.83.2"  # of a range that is kept for measuring devices


class Host:
    """The far end: programs run there with `inside` before them, and are reached at `address`."""

    def __init__(self, name: str) -> None:
        self.address = FAR
        self.inside = ("ip", "netns", "exec", name)

    def pull(self) -> None:
        """From now on nothing comes back from there: no answer, and no word that there will be none."""
        _call(*self.inside, "ip", "route", "add", "blackhole", f"{NEAR}/32")


@contextlib.contextmanager
def far_host() -> Iterator[Host]:
    """A host at the other end of a cable while the block runs."""
    name = f"before-force-drill-{os.getpid()}"
    near, far = f"bf{os.getpid()}a", f"bf{os.getpid()}b"
    _call("ip", "netns", "add", name)
    host = Host(name)
    try:
        _call("ip", "link", "add", near, "type", "veth", "peer", "name", far, "netns", name)
        for where, device, address in (((), near, NEAR), (host.inside, far, FAR)):
            _call(*where, "ip", "address", "add", f"{address}/30", "dev", device)
            _call(*where, "ip", "link", "set", device, "up")
        _call(*host.inside, "ip", "link", "set", "lo", "up")
        yield host
    finally:
        # The cable first: the kernel takes its time with a namespace, and a second cable would have the same address.
        subprocess.run(["ip", "link", "delete", near], capture_output=True, check=False)
        _call("ip", "netns", "delete", name)


def _call(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotRun(f"{' '.join(command)} says: {done.stderr.strip()}")
