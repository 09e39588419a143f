"""Tries the set-ups of `deploy/` as they are written: `make try-deploy`, as root, with nginx, Caddy and nspawn."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import psycopg
from flask import Flask

from tests.deploy.network import ADDRESSES, Network
from tests.deploy.setup import (
    BEHIND,
    NAME,
    ROOT,
    SECRET,
    say,
    serve,
    start_caddy,
    start_nginx,
    start_postgresql,
    status,
    wait_for,
)
from tests.deploy.systemd import try_unit
from tests.operation.writers import Writer
from tests.remote import Remote
from tests.seminar.people import Seminar, join, open_seminar
from tests.visitor import Visitor
from webapp.database import Database

WRITERS = 8


def main() -> int:
    """Try each set-up in a network of its own."""
    missing = [
        name for name in ("ip", "setpriv", "openssl", "nginx", "caddy", "systemd-nspawn") if not shutil.which(name)
    ]
    if os.getuid() or missing:
        print(
            "This needs root, and on Debian: apt install nginx-light caddy systemd-container. "
            f"Missing: {', '.join(missing) or 'root'}."
        )
        return 1
    os.environ["PYTHONPATH"] = str(ROOT)
    resolve = socket.getaddrinfo
    for words, attempt in {
        "nginx on the app's host": one_host_behind_nginx,
        "Caddy on the app's host": one_host_behind_caddy,
        "two hosts, one PostgreSQL, nginx on a third": two_hosts,
        "the service under systemd": try_unit,
    }.items():
        print(words)
        with tempfile.TemporaryDirectory() as name, Network(Path(name)) as network:
            Path(name).chmod(0o755)
            attempt(network, Path(name))
        socket.getaddrinfo = resolve
    print("Every set-up did what OPERATION.md says.")
    return 0


def is_ready(server: Remote) -> bool:
    """Whether a proxy and the app behind it answer, and the database behind that."""
    try:
        return server.test_client().get("/ready").status_code == 200
    except OSError:
        return False


def known_as(address: str) -> None:
    """Let the host's name mean this address, as a name server would."""
    found = socket.getaddrinfo

    def resolve(host: Any, *others: Any, **named: Any) -> Any:
        return found(address if host == NAME else host, *others, **named)

    socket.getaddrinfo = resolve


def one_host_behind_nginx(network: Network, folder: Path) -> None:
    """`deploy/nginx.conf`."""
    trusted = start_nginx(network, "web1", folder, "nginx.conf")
    one_host(network, folder, lambda **headers: Remote(f"https://{NAME}", headers=headers, trusted=trusted))


def one_host_behind_caddy(network: Network, folder: Path) -> None:
    """`deploy/Caddyfile`."""
    trusted = start_caddy(network, "web1", folder, "Caddyfile")
    one_host(network, folder, lambda **headers: Remote(f"https://{NAME}", headers=headers, trusted=trusted))


def one_host(network: Network, folder: Path, remote: Callable[..., Remote]) -> None:
    """Somebody uses the app through the proxy, before, while and after it is started again."""
    known_as(ADDRESSES["web1"])
    environ = BEHIND | {"BEFORE_FORCE_INSTANCE": str(folder / "instance"), "BEFORE_FORCE_SECRET_KEY": SECRET}
    app = network.start("web1", serve(), environ)
    with network.standing_on("client"):
        browser = remote().test_client()
        wait_for(lambda: is_ready(remote()), "the app behind its proxy")
        plain = Remote(f"http://{NAME}").test_client().get("/about")
        assert plain.status_code in (301, 308), plain.status
        assert plain.headers["Location"] == f"https://{NAME}/about"
        hsts = remote().test_client().get("/about").headers["Strict-Transport-Security"]
        assert hsts == "max-age=31536000", hsts
        say("http is sent on to https, which then stays; /ready answers through the proxy")

        visitor = Visitor(cast(Flask, remote()))
        visitor.open("/worksheets/new").tick("Kosovo").press("Start")
        cookie = visitor.client.get_cookie("__Host-before_force")
        assert cookie
        assert cookie.secure
        visitor.press("I have kept it").follow("Legal basis")
        page = visitor.address
        visitor.fill("Reasons and evidence", "before the restart", "Which legal grounds").press("Save and continue")
        say("a worksheet is begun and saved, and its cookie is marked Secure")

        for name, value in {"X-Forwarded-Host": "evil.example", "Host": "evil.example"}.items():
            answer = remote(**{name: value}).test_client().get("/worksheets/new")
            assert "evil" not in answer.text + str(answer.headers)
            assert name != "Host" or "Before Force" not in answer.text or answer.status_code == 400
        say("another host name is not served, and a claimed one counts for nothing")

        for _ in range(5):
            large = visitor.client.post("/worksheets/import", data={"file": "x" * 5_000_000})
            assert large.status_code == 413, large.status
            assert "Too much at once" in large.text
        say("five megabytes are refused on the app's own page")

        network.stop(app)
        began = time.monotonic()
        away = browser.get("/about")
        assert away.status_code == 503
        assert "What was saved is safe" in away.text
        say(f"while the app is stopped a sentence says so, after {time.monotonic() - began:.1f} s")
        network.start("web1", serve(), environ)
        wait_for(lambda: is_ready(remote()), "the app, started again")
        assert visitor.open(page).value("Reasons and evidence", "Which legal grounds") == "before the restart"
        say("started again, the same browser goes on where it was")
    tells_nobody(folder, visitor.address.split("/")[2])


def tells_nobody(folder: Path, *secrets: str) -> None:
    """No log of any program holds an address, a name or an id."""
    logs = {path: path.read_text(errors="replace") for path in folder.glob("*.log")}
    for path, text in logs.items():
        found = [one for one in (ADDRESSES["client"], *secrets) if one in text]
        assert not found, f"{path.name} holds {found}:\n{text[:2000]}"
    say(f"none of {len(logs)} logs holds a visitor's address or an id")


def two_hosts(network: Network, folder: Path) -> None:
    """`deploy/nginx-two-hosts.conf`: a class works across both, and stopping either loses nothing."""
    known_as(ADDRESSES["balancer"])
    (folder / "postgresql").mkdir()
    with network.standing_on("database"):
        database = start_postgresql(network, folder / "postgresql")
    address = database.address
    environ = BEHIND | {"BEFORE_FORCE_DATABASE": address, "BEFORE_FORCE_SECRET_KEY": SECRET}
    webs = {host: network.start(host, serve(ADDRESSES[host]), environ) for host in ("web1", "web2")}
    trusted = start_nginx(network, "balancer", folder, "nginx-two-hosts.conf")
    with network.standing_on("client"):
        for host in webs:
            wait_for(lambda host=host: status(ADDRESSES[host], "/ready") == 200, host)  # type: ignore[misc]
        say("both hosts started at once on an empty database, and are ready")
        seminar = class_across(Database(address.replace("postgresql:", "postgresql+psycopg:")))
        balanced = Remote(f"https://{NAME}", trusted=trusted)
        wait_for(lambda: is_ready(balanced), "the balancer")
        join(cast(Flask, balanced), seminar.join_code, "Cem").write("legal-basis", "Which legal grounds", "Cem wrote")
        say("somebody joins and writes through the balancer")
        stopped_in_turn(network, webs, environ, balanced, address)
        network.stop(database.process, signal.SIGKILL)
        for host in webs:
            assert (status(ADDRESSES[host], "/health"), status(ADDRESSES[host], "/ready")) == (200, 503)
        network.start("database", database.command, user=database.user)
        for host in webs:
            wait_for(lambda host=host: status(ADDRESSES[host], "/ready") == 200, host)  # type: ignore[misc]
        say("without its database a host is alive and not ready (/health 200, /ready 503), and ready again by itself")
    tells_nobody(folder, seminar.id, seminar.join_code)


def class_across(database: Database) -> Seminar:
    """A seminar whose every request goes to the other host than the one before it."""
    ways = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": NAME, "X-Forwarded-For": "192.0.2.1"}
    hosts = [Remote(f"http://{ADDRESSES[host]}:5000", database, ways | {"Host": NAME}) for host in ("web1", "web2")]
    both = cast(Flask, Alternating(hosts, database))
    seminar = open_seminar(both).move("legal-basis", "answering")
    phones = seminar.phones("Ana", "Ben")
    for phone in phones:
        phone.write("legal-basis", "Which legal grounds", f"{phone.return_code} wrote this")
    seminar.move("legal-basis", "discussing")
    shown = phones[0].open(f"/seminar/{seminar.id}/section/legal-basis").follow("Legal grounds").text
    assert all(f"{phone.return_code} wrote this" in shown for phone in phones), shown
    database.engine.dispose()
    say("a seminar is opened, joined, answered and compared, each request on the other host than the one before")
    return seminar


class Alternating(Remote):
    """Sends each request to the next host."""

    def __init__(self, hosts: list[Remote], database: Database) -> None:
        super().__init__("", database)
        self._hosts = hosts

    def __call__(self, *request: Any) -> Any:
        self._hosts.append(self._hosts.pop(0))
        return self._hosts[0](*request)


def stopped_in_turn(network: Network, webs: Any, environ: Any, balanced: Remote, address: str) -> None:
    """Writers write through the balancer while a host is stopped, started, and the other one killed."""
    writers = [Writer(balanced, f"writer {number}") for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    time.sleep(3)
    for host, how in (("web1", signal.SIGTERM), ("web2", signal.SIGKILL)):
        network.stop(webs[host], how)
        time.sleep(4)
        assert status(ADDRESSES[host], "/health") == 0
        webs[host] = network.start(host, serve(ADDRESSES[host]), environ)
        wait_for(lambda host=host: status(ADDRESSES[host], "/ready") == 200, host)  # type: ignore[misc]
        time.sleep(3)
        failed = dict(Counter(one for writer in writers for one in writer.failed))
        say(f"{host} was ended by {how.name} and started again; writes without an acknowledgement so far: {failed}")
    for writer in writers:
        writer.finish()
    acknowledged = [name for writer in writers for name in writer.acknowledged]
    with psycopg.connect(address) as connection:
        rows = connection.execute(b"SELECT holder_name FROM worksheet WHERE holder_name LIKE 'writer %%'")
        found = [row[0] for row in rows]
    lost, doubled = set(acknowledged) - set(found), len(found) - len(set(found))
    kept = len(set(acknowledged) & set(found))
    say(f"acknowledged {len(acknowledged)}, found {kept}, lost {len(lost)}, doubled {doubled}")
    assert acknowledged
    assert not lost
    assert not doubled


if __name__ == "__main__":
    sys.exit(main())
