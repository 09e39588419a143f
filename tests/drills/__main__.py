"""Runs drills and prints what came of them: `python -m tests.drills [--seed SEED] [--times N] [NAMES]`."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.drills.catalogue import DRILLS
from tests.drills.drill import Ground, NotRun, Report

COLUMNS = ("acknowledged", "found", "replaced", "lost", "altered", "doubled", "covered", "faults", "refused", "cut")
SHOWN_AT_MOST = 8


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the drills that are named, or all; gives 1 where anything was lost or is not as it has to be."""
    parsed = _parser().parse_args(arguments)
    print(f"Seed {parsed.seed}. Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {_load()}.\n")
    reports: list[Report] = []
    not_run: list[str] = []
    unknown = set(parsed.names) - DRILLS.keys()
    if unknown:
        _parser().error(f"there is no drill {', '.join(sorted(unknown))}; --help lists them")
    for name in parsed.names or DRILLS:
        print(f"{name}: {DRILLS[name].what}", flush=True)
        with tempfile.TemporaryDirectory(prefix="before-force-", ignore_cleanup_errors=True) as folder:
            Path(folder).chmod(0o755)
            reports += _run(name, Ground(Path(folder), parsed.seed, parsed.times), not_run)
    print(f"\n{_table(reports)}\n")
    for sentence in not_run:
        print(f"Not run: {sentence}")
    failed = [report.title for report in reports if not report.holds]
    print(f"Load at the end {_load()}. Seed {parsed.seed}.")
    print(f"Not as it has to be: {', '.join(failed)}." if failed else "Nothing lost, altered, doubled or covered.")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    listed = "\n".join(f"  {name:20} {drill.what}{' (root)' * drill.needs_root}" for name, drill in DRILLS.items())
    parser = argparse.ArgumentParser(
        "python -m tests.drills", epilog=f"drills:\n{listed}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="all where none is named")
    parser.add_argument("--seed", default=secrets.token_hex(4), help="repeats the moments and the texts of a run")
    parser.add_argument("--times", type=int, help="how often each drill breaks something, in place of its own number")
    return parser


def _run(name: str, ground: Ground, not_run: list[str]) -> list[Report]:
    drill, begun, reports = DRILLS[name], time.monotonic(), list[Report]()
    try:
        if drill.needs_root and os.geteuid():
            raise NotRun("it needs root.")
        for report in drill.run(ground):
            reports.append(report)
            _tell(report)
    except NotRun as reason:
        not_run.append(f"{name}: {reason}")
        print(f"  not run: {reason}", flush=True)
    except Exception as error:
        reports.append(Report(f"{name}: stopped", time.monotonic() - begun, wrong=[f"{type(error).__name__}: {error}"]))
        _tell(reports[-1])
    return reports


def _tell(report: Report) -> None:
    print(f"  {report.title}: {'holds' if report.holds else 'FAILS'}, {report.seconds:.0f} s", flush=True)
    details = [*(report.verdict.details if report.verdict else ()), *report.wrong]
    for detail in details[:SHOWN_AT_MOST]:
        print(f"    {detail}")
    if len(details) > SHOWN_AT_MOST:
        print(f"    and {len(details) - SHOWN_AT_MOST} more")


def _table(reports: Sequence[Report]) -> str:
    heads = ("drill", *COLUMNS, "slowest save", "time", "")
    rows = [heads, *map(_cells, reports)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _cells(report: Report) -> tuple[str, ...]:
    held = "holds" if report.holds else "FAILS"
    ends = (f"{report.slowest:.1f} s", f"{report.seconds:.0f} s", held)
    if not report.verdict:
        return (report.title, *["-"] * len(COLUMNS), *ends)
    counts = {name: getattr(report.verdict if hasattr(report.verdict, name) else report, name) for name in COLUMNS}
    return (report.title, *map(str, counts.values()), *ends)


def _load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


if __name__ == "__main__":
    sys.exit(main())
