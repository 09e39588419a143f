"""Measuring side by side: cells visited in rotation, medians, and how far single visits lie apart."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import NamedTuple

Visit = Callable[[], float]


class Figure(NamedTuple):
    """What the visits of one cell gave, in milliseconds: their median, and the least and the greatest."""

    visits: tuple[float, ...]

    @property
    def median(self) -> float:
        """The figure that counts."""
        return median(self.visits)

    def __str__(self) -> str:
        return f"{self.median:7.2f} ms  ({min(self.visits):.2f} to {max(self.visits):.2f})"


def in_rotation(cells: Mapping[str, Visit], visits: int) -> dict[str, Figure]:
    """Visit each cell in turn (A B C A B C ...), so that what else the machine does falls on all of them alike."""
    found: dict[str, list[float]] = {name: [] for name in cells}
    for _ in range(visits):
        for name, visit in cells.items():
            found[name].append(visit())
    return {name: Figure(tuple(each)) for name, each in found.items()}


def ratios(one: Figure, other: Figure) -> Figure:
    """The ratio of two figures, visit by visit; each pair was measured within the same seconds."""
    return Figure(tuple(a / b for a, b in zip(one.visits, other.visits, strict=True)))


def of_many(visit: Visit, times: int) -> Visit:
    """A visit that is the median of some."""
    return lambda: median(visit() for _ in range(times))


def processor_seconds(pid: int) -> float:
    """The processor time that a process and all its descendants have used so far."""
    ticks = 0
    for process in tree(pid):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident_bytes(pid: int) -> int:
    """The memory of a process and its descendants, shared pages by their share."""
    total = 0
    for process in tree(pid):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return total


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in tree(int(child)))]
