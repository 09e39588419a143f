"""A small disk of its own: a file system in memory, mounted for a drill. Needs root."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.drills.drill import NotRun

MEGABYTES = 6
SECONDS = 20


class Disk:
    """A mounted small disk, which can be filled, and made read-only."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ballast = path / "ballast"

    def fill(self) -> None:
        """Take all that is free, to the last page."""
        with self._ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 4096)

    @property
    def free(self) -> int:
        """The free bytes."""
        return shutil.disk_usage(self.path).free

    def empty(self) -> None:
        """Give the space back."""
        self._ballast.unlink()

    def allow_writing(self, allowed: bool) -> None:
        """Make the file system read-only, as Linux does after a fault of a disk, or writable again."""
        until = time.monotonic() + SECONDS
        # Until the last process that was killed has gone, its files are still open.
        while said := _said("mount", "-o", f"remount,{'rw' if allowed else 'ro'}", str(self.path)):
            assert time.monotonic() < until, said
            time.sleep(0.1)


@contextlib.contextmanager
def small_disk(path: Path) -> Iterator[Disk]:
    """Mount a small disk here while the block runs."""
    options = f"size={MEGABYTES}m,mode=0755"
    if said := _said("mount", "-t", "tmpfs", "-o", options, "before-force-drill", str(path)):
        raise NotRun(said)
    try:
        yield Disk(path)
    finally:
        _said("umount", "--lazy", str(path))


def _said(*command: str) -> str:
    """What a command complained of; empty where it did what it was told."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{command[0]}: {done.stderr.strip()}" if done.returncode else ""
