"""The unit of `deploy/` under systemd itself: in a container of this machine's own system, its changes in memory."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import psutil
from flask import Flask

from tests.deploy.network import Network
from tests.deploy.setup import DEPLOY, ROOT, say, status, wait_for
from tests.page_lint import text_of
from tests.remote import Remote
from tests.visitor import Visitor

HERE = "127.0.0.1"
UNIT = "before-force"
TEXT = "kept by a service"


class Container:
    """A running system; `run` runs a command in it and gives what it prints."""

    def __init__(self, init: int) -> None:
        self._init = init

    def run(self, *command: str) -> str:
        """Run a command; an exit status other than 0 is an error."""
        inside = ["nsenter", f"--target={self._init}", "--mount", "--pid", "--uts", "--ipc", "--net", *command]
        return subprocess.run(inside, check=True, capture_output=True, text=True).stdout

    def kept(self, name: str) -> str:
        """What systemd says of the unit, such as its `MainPID`."""
        return self.run("systemctl", "show", "--property", name, "--value", UNIT).strip()


def try_unit(network: Network, folder: Path) -> None:
    """Install, start, use, kill, stop: as OPERATION.md and the unit's first lines say."""
    with running(network, folder) as container, network.standing_on("web1"):
        container.run("systemctl", "enable", "--now", UNIT)
        wait_for(is_ready, "the service")
        visitor = Visitor(cast("Flask", Remote(f"http://{HERE}:5000")))
        visitor.open("/worksheets/new").tick("Kosovo").press("Start")
        visitor.press("I have kept it").follow("Legal basis")
        page = visitor.address
        visitor.fill("Reasons and evidence", TEXT, "Which legal grounds").press("Save and continue")
        links = visitor.open(f"{page.partition('step/')[0]}summary").page.iter("a")
        word = visitor.client.get(next(link.get("href", "") for link in links if text_of(link) == "Word"))
        assert word.data.startswith(b"PK"), word.status
        say("a worksheet is begun, saved and taken home in Word, inside the unit's sandbox")

        held = container.run("cat", f"/proc/{container.kept('MainPID')}/status")
        assert {"NoNewPrivs:\t1", "CapBnd:\t0000000000000000", "Seccomp:\t2"} <= set(held.splitlines()), held
        files = container.run(
            "stat", "--format", "%a %U %n", "/var/lib/before-force", "/var/lib/before-force/secret_key"
        )
        assert files.split()[:2] + files.split()[3:5] == ["700", UNIT, "600", UNIT], files
        say(container.run("systemd-analyze", "security", "--no-pager", UNIT).splitlines()[-1].strip("→ "))

        before = container.kept("MainPID")
        container.run("systemctl", "kill", "--signal=KILL", UNIT)
        wait_for(lambda: container.kept("MainPID") not in ("0", before) and is_ready(), "the service, killed")
        assert visitor.open(page).value("Reasons and evidence", "Which legal grounds") == TEXT
        say("killed, it is started again, and the same browser goes on where it was")
        container.run("systemctl", "stop", UNIT)
        assert (container.kept("Result"), container.kept("ActiveState")) == ("success", "inactive")
        say("told to stop, it ends by itself")


def is_ready() -> bool:
    """Whether the service answers, and its database."""
    return status(HERE, "/ready", HERE) == 200


@contextlib.contextmanager
def running(network: Network, folder: Path) -> Iterator[Container]:
    """Boot this machine's system with the app installed, on the network of `web1`."""
    with layered(folder) as root, (folder / "web1-systemd.log").open("ab") as log:
        install(root)
        command = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--console=pipe"]
        command += [f"--network-namespace-path={network.namespace('web1')}", f"--directory={root}"]
        command += ["/lib/systemd/systemd", "--log-target=console"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            wait_for(lambda: bool(systemd_below(process.pid)), "systemd")
            container = Container(systemd_below(process.pid)[0])
            wait_for(lambda: has_booted(container), "the system")
            yield container
        finally:
            process.terminate()
            process.wait(60)


def systemd_below(pid: int) -> list[int]:
    """The process of a container's systemd, once it runs."""
    return [one.pid for one in psutil.Process(pid).children(recursive=True) if one.name() == "systemd"]


def has_booted(container: Container) -> bool:
    """Whether systemd takes orders."""
    try:
        container.run("systemctl", "is-active", "--quiet", "basic.target")
    except subprocess.CalledProcessError:
        return False
    return True


@contextlib.contextmanager
def layered(folder: Path) -> Iterator[Path]:
    """This machine's files, with a layer in memory above them that takes every change."""
    memory = folder / "memory"
    memory.mkdir()
    mount("-t", "tmpfs", "-o", "size=1g", "tmpfs", memory)
    try:
        for name in ("changes", "scratch", "root"):
            (memory / name).mkdir()
        layers = f"lowerdir=/,upperdir={memory}/changes,workdir={memory}/scratch"
        mount("-t", "overlay", "-o", layers, "overlay", memory / "root")
        try:
            yield memory / "root"
        finally:
            subprocess.run(["umount", memory / "root"], check=True)
    finally:
        subprocess.run(["umount", memory], check=True)


def mount(*words: str | Path) -> None:
    """Mount a file system."""
    subprocess.run(["mount", *words], check=True)


def install(root: Path) -> None:
    """Install the wheel, the unit and its user."""
    (root / "etc/machine-id").unlink(missing_ok=True)
    # No network is managed here that one could wait for.
    (root / "etc/systemd/system/systemd-networkd-wait-online.service").symlink_to("/dev/null")
    (root / "etc/systemd/system/before-force.service").write_bytes((DEPLOY / "before-force.service").read_bytes())
    (root / "srv/requirements.txt").write_bytes((ROOT / "requirements.txt").read_bytes())
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", f"--outdir={root}/srv"]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    wheel = next((root / "srv").glob("before_force-*.whl")).name
    pip = "/opt/before-force/bin/pip install -qq --disable-pip-version-check"
    for words in (
        "/usr/bin/python3 -m venv --clear /opt/before-force",
        f"{pip} --require-hashes -r /srv/requirements.txt",
        f"{pip} --no-deps /srv/{wheel}",
        "useradd --system --home-dir /var/lib/before-force --shell /usr/sbin/nologin before-force",
    ):
        subprocess.run(["chroot", root, *words.split()], check=True)
