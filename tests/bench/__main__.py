"""`make bench`: all measurements, or those that are named: `python -m tests.bench against_floor growth`."""

from __future__ import annotations

import importlib
import sys

PARTS = ("first_answers", "throttled", "against_floor", "endurance", "growth", "servers", "where", "lecture_hall")


def main() -> int:
    """Run the parts one after another; 1 where one of them says that a limit does not hold."""
    failed = 0
    for part in sys.argv[1:] or PARTS:
        module = importlib.import_module(f"tests.bench.{part}")
        print(f"\n== {part}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        failed |= int(module.main() or 0)
    return failed


if __name__ == "__main__":
    sys.exit(main())
