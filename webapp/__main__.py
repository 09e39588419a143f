"""The commands: `python -m webapp serve`, and those of an operator."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from webapp import settings
from webapp.access import codes, rooms
from webapp.access.purge import purge
from webapp.clock import now
from webapp.database import StorageError, opened
from webapp.framework import load
from webapp.framework.read import ContentError
from webapp.operation import commands as operation
from webapp.serve import AddressTaken, serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status. What can't go on is one sentence on standard error."""
    parsed = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = parsed.command
    try:
        return command(parsed)
    except (settings.SettingsError, ContentError, StorageError, AddressTaken) as error:
        print(f"before-force: {error}", file=sys.stderr)
        reason = getattr(error, "reason", "")
        if reason:
            print(f"The driver says: {reason}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("before-force", description="A checklist for discussing hard decisions.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    running = commands.add_parser("serve", help="serve the app")
    running.add_argument("--host", default="127.0.0.1", help="the address to listen on (0.0.0.0 for a class)")
    running.add_argument("--port", type=int, default=5000)
    running.set_defaults(command=lambda parsed: serve(parsed.host, parsed.port))
    checking = commands.add_parser("check", help="check a content folder")
    checking.add_argument("folder", nargs="?", type=Path, default=load.BUILT_IN)
    checking.set_defaults(command=lambda parsed: _check(parsed.folder))
    purging = commands.add_parser("purge", help="remove what is past its date of deletion")
    purging.set_defaults(command=lambda parsed: _purge())
    operation.add_to(commands)
    coding = commands.add_parser("desk-code", help="make a new return code for a seminar's desk")
    coding.add_argument(
        "seminar", metavar="SEMINAR_OR_JOIN_CODE", help="the seminar's id (in its addresses) or its join code"
    )
    coding.set_defaults(command=lambda parsed: _desk_code(parsed.seminar))
    return parser


def _check(folder: Path) -> int:
    found = load.check(folder)
    for problem in found:
        print(problem)
    print("Nothing is wrong in this folder." if not found else f"{folder}: see the lines above.")
    return 1 if found else 0


def _purge() -> int:
    with opened(settings.read(os.environ).database) as database, database.write() as connection:
        removed = purge(connection, now())
    print(f"Worksheets and seminars removed: {removed}.")
    return 0


def _desk_code(named: str) -> int:
    chosen, at = settings.read(os.environ), now()
    with opened(chosen.database) as database, database.write() as connection:
        room = rooms.find(connection, named, at) or rooms.find_by_join_code(connection, codes.typed(named), at)
        opens = codes.Opens(None, None, room.id, "desk") if room else None
        code = codes.store(connection, chosen.secret_key, at, opens) if opens else ""
    if not room:
        print("before-force: No seminar has this id or join code.", file=sys.stderr)
        return 1
    print(f"This code opens the desk of the seminar on {room.case.title}, opened on {room.opened_at:%Y-%m-%d}.")
    print("Follow “Open with a return code” on the start page and type it. The old code has stopped working;")
    print("desks that are open stay open.")
    print(codes.printed(code))
    return 0


if __name__ == "__main__":
    sys.exit(main())
