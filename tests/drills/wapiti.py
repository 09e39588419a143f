"""A web scanner, Wapiti, crawls and attacks a running server: as a stranger, and as a participant.

Wapiti wants older libraries than the app has, so the drill gives it an environment of its own, pinned with hashes, in
`.venv-wapiti`. It reaches nothing but the server: what would ask somebody else is left out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bench.served import joined, opened
from tests.browser.server import ROOT, Server
from tests.drills.drill import Ground, NotRun, Report

HOME = ROOT / ".venv-wapiti"
PINS = ROOT / "requirements-wapiti.txt"
# Left out: what asks other hosts or their lists (cms, htp, log4shell, nikto, ssrf, takeover, wapp, wp_enum), and what
# needs a password form, TLS or a device that is not here (brute_login_form, https_redirect, network_device, ssl). And
# csrf, which takes two refusals that look the same for two forms that were taken; our own tests send all.
MODULES = (
    "backup,buster,cookieflags,crlf,csp,exec,file,htaccess,http_headers,ldap,methods,permanentxss,redirect,"
    "shellshock,spring4shell,sql,timesql,upload,xss,xxe"
)
CRAWL_SECONDS, ATTACK_SECONDS = 20, 8
# What SECURITY.md explains.
EXPLAINED = {
    ("Clickjacking Protection", "X-Frame-Options is not set"),
    ("Secure Flag cookie", "Secure flag is not set in the cookie : before_force"),
}


def run(ground: Ground) -> Iterator[Report]:
    """Scan once as a stranger and once as a participant."""
    wapiti = _installed()
    with Server(ground.room("web"), {"BEFORE_FORCE_LOG": "requests"}) as server:
        yield _scan(wapiti, ground.room("stranger"), server)
        yield _scan(wapiti, ground.room("participant"), server, _participant(server))


def _installed() -> Path:
    """The scanner's command, installed where it is not yet; NotRun where that can't be done."""
    mark = HOME / ".installed"
    if not mark.exists() or mark.stat().st_mtime < PINS.stat().st_mtime:
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True, capture_output=True)
            install = ["-m", "pip", "--disable-pip-version-check", "-q", "install", "--require-hashes", "-r", str(PINS)]
            subprocess.run([str(HOME / "bin" / "python"), *install], check=True, capture_output=True, timeout=900)
        except (OSError, subprocess.SubprocessError):
            raise NotRun("Wapiti could not be installed from requirements-wapiti.txt; it needs the internet.") from None
        mark.touch()
    return HOME / "bin" / "wapiti"


def _participant(server: Server) -> list[str]:
    """What lets the scanner be somebody who joined a seminar: their cookie, and their pages to begin at."""
    _, seminar, code = opened(server)
    phone = joined(server, seminar, code, "A scanner")
    places = [f"/seminar/{seminar}/", f"/worksheet/{phone.sheet}/", f"/worksheet/{phone.sheet}/step/legal-basis"]
    starts = [part for place in places for part in ("-s", f"{server.address}{place}")]
    return ["-C", phone.browser.cookie, *starts]


def _scan(wapiti: Path, folder: Path, server: Server, somebody: Sequence[str] = ()) -> Report:
    begun, told, logged = time.monotonic(), folder / "report.json", len(server.log)
    command = [str(wapiti), "-u", f"{server.address}/", "--scope", "folder", "-m", MODULES, "-l", "2", "-S", "insane"]
    command += ["--max-scan-time", str(CRAWL_SECONDS), "--max-attack-time", str(ATTACK_SECONDS), "--flush-session"]
    command += ["--store-session", str(folder / "session"), "--store-config", str(folder / "config"), "--no-bugreport"]
    # Pressing these ends what the participant holds, and the rest of the scan would be a stranger's.
    for path in ("/finish", "/static/", "/seminar/*/withdraw"):
        command += ["-x", f"{server.address}{path}*"]
    command += ["-f", "json", "-o", str(told), "-v", "0", *somebody]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=1800)
    report = Report(f"wapiti, {folder.name}", 0)
    if told.exists():
        report.wrong = [*_findings(json.loads(told.read_text()))]
    else:
        report.wrong = [f"Wapiti told nothing: {done.stderr[-400:]}"]
    report.wrong += _answered(
        [json.loads(line) for line in server.log[logged:].splitlines() if line[:1] == "{"], somebody
    )
    report.seconds = time.monotonic() - begun
    return report


def _findings(found: dict[str, Any]) -> Iterator[str]:
    for kind in ("vulnerabilities", "anomalies"):
        for name, cases in found[kind].items():
            for case in cases:
                if (name, case["info"]) not in EXPLAINED:
                    yield f"{name}: {case['method']} {case['path']} {case['parameter']} {case['info']}"


def _answered(lines: Sequence[dict[str, Any]], somebody: Sequence[str]) -> Iterator[str]:
    """What is wrong by the server's own log: it failed, or the scanner never was where it had to look."""
    seen = {(line["method"], line["route"]) for line in lines if line["status"] in (200, 303)}
    print(f"  {len(lines):,} requests; {len(seen)} addresses by rule and method that answered with 200 or 303")
    step = "/worksheet/<name>/step/<step_id>"
    needed = [("GET", "/worksheets/new"), *([("GET", step), ("POST", step)] if somebody else [])]
    yield from (f"never reached: {' '.join(one)}" for one in needed if one not in seen)
    yield from (f"{line['status']}: {line['method']} {line['route']}" for line in lines if line["status"] >= 500)
