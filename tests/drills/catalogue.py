"""Every drill by name, in the order in which they run. A new drill is a module with a `run`, and a line here."""

from __future__ import annotations

from tests.drills import (
    clock_back,
    disk_full,
    fuzz,
    host_lost,
    locked,
    postgresql_killed,
    read_only,
    server_killed,
    standby_promoted,
    two_processes,
    wapiti,
)
from tests.drills.drill import Drill

DRILLS = {
    "server-killed": Drill("Kill -9 of the server at random moments", server_killed.run),
    "postgresql-killed": Drill("Kill -9 of PostgreSQL, which the app finds again by itself", postgresql_killed.run),
    "two-processes": Drill("Two web processes, and forty writers on the same answers", two_processes.run),
    "locked": Drill("The database locked by somebody else", locked.run),
    "read-only": Drill("The database read-only, and writable again", read_only.run),
    "clock-back": Drill("The clock of the server set back", clock_back.run),
    "fuzz": Drill("Twenty thousand requests that no page would send", fuzz.run),
    "disk-full": Drill("The disk of the database full, and free again", disk_full.run, needs_root=True),
    "standby-promoted": Drill("A PostgreSQL primary lost, its synchronous standby promoted", standby_promoted.run),
    "host-lost": Drill("The host of a PostgreSQL primary silent, its standby promoted", host_lost.run, needs_root=True),
    "wapiti": Drill("A web scanner at a running server, as a stranger and as a participant", wapiti.run),
}
