"""`python -m webapp serve`, as somebody starts it: the address, a port in use, stopping, and removing at start."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from webapp.turns import PAUSE_SECONDS

ROOT = Path(__file__).parents[1]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """The instance folder of the served app."""
    return tmp_path / "instance"


@pytest.fixture
def start(instance: Path) -> Iterator[Start]:
    """Starts the command; what still runs at the end of the test is ended."""
    started: list[subprocess.Popen[str]] = []

    def run(port: int, host: str = "127.0.0.1") -> subprocess.Popen[str]:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("BEFORE_FORCE_")}
        command = [sys.executable, "-m", "webapp", "serve", "--host", host, "--port", str(port)]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environ | {"BEFORE_FORCE_INSTANCE": str(instance)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        # The group: the command's own worker goes with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=20)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def first_line(process: subprocess.Popen[str]) -> str:
    """What the command prints first."""
    assert process.stdout
    return process.stdout.readline()


def get(address: str) -> bytes:
    """A page, as soon as the server answers."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=10) as response:  # noqa: S310
                return bytes(response.read())
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError(f"no answer from {address}")


def ended(process: subprocess.Popen[str]) -> int:
    """The status of a command that was told to stop."""
    return process.wait(timeout=20)


def test_it_prints_its_address_serves_and_stops_when_told(start: Start, instance: Path) -> None:
    port = free_port()
    process = start(port)
    assert first_line(process) == f"Before Force is at http://127.0.0.1:{port}/ (stop it with Ctrl+C)\n"
    page = get(f"http://127.0.0.1:{port}/").decode()
    assert "Work through a case" in page
    styles = re.findall(r'href="(/static/css/[^"]+)"', page)
    assert styles
    assert get(f"http://127.0.0.1:{port}{styles[0]}")
    for way in ("health", "ready"):
        assert json.loads(get(f"http://127.0.0.1:{port}/{way}")) == {"status": "ok"}
    assert {path.name for path in instance.iterdir()} >= {"before-force.sqlite", "secret_key"}
    process.send_signal(signal.SIGTERM)
    assert ended(process) == 0


def test_a_port_in_use_gets_a_sentence(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        process = start(port)
        said, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert said.startswith(f"before-force: 127.0.0.1 port {port} can't be used (Address already in use")
    assert said.endswith(f"Choose another, such as: make run PORT={port + 1}\n")
    assert said.count("\n") == 1


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 5000), ("no such host", 5000), ("127.0.0.1", 70000)])
def test_an_address_that_cannot_be_had_gets_a_sentence(start: Start, host: str, port: int) -> None:
    process = start(port, host)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert re.fullmatch(r"before-force: [^\n]+ (can't be used \(.+\)|is not a port)\. Choose .+\n", said), said


def test_a_request_under_way_is_finished_before_it_stops(start: Start, instance: Path) -> None:
    port = free_port()
    process = start(port)
    first_line(process)
    get(f"http://127.0.0.1:{port}/ready")
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    browser.request("GET", "/worksheets/new")
    page = browser.getresponse()
    token = re.search(b'name="csrf_token" value="([^"]+)"', page.read())
    assert token
    data = b"csrf_token=" + token[1] + b"&case=own&holder_kind=person"
    headers = {"Cookie": page.headers["Set-Cookie"], "Content-Type": "application/x-www-form-urlencoded"}
    answers: list[int] = []

    def begin() -> None:
        browser.request("POST", "/worksheets/new", data, headers)
        answers.append(browser.getresponse().status)

    # The save waits for this lock, and is under way when the server is told to stop.
    lock = sqlite3.connect(instance / "before-force.sqlite", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    sender = threading.Thread(target=begin)
    sender.start()
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    lock.execute("ROLLBACK")
    sender.join(timeout=20)
    browser.close()
    assert answers == [303]
    assert ended(process) == 0
    assert lock.execute("SELECT count(*) FROM worksheet").fetchone() == (1,)
    lock.close()


def test_what_is_past_its_date_is_removed_at_start(start: Start, instance: Path) -> None:
    port = free_port()
    process = start(port)
    get(f"http://127.0.0.1:{port}/ready")
    process.send_signal(signal.SIGTERM)
    assert ended(process) == 0
    database = sqlite3.connect(instance / "before-force.sqlite")
    database.execute("INSERT INTO snapshot VALUES ('x', '{}')")
    database.commit()
    process = start(port)
    get(f"http://127.0.0.1:{port}/ready")
    for _ in range(100):
        if database.execute("SELECT count(*) FROM snapshot").fetchone() == (0,):
            break
        time.sleep(0.05)
    else:
        raise AssertionError("what nothing uses any more is still there")
    database.close()


def test_wrong_codes_wait_for_their_answer_and_keep_nobody_else_waiting(start: Start) -> None:
    port = free_port()
    start(port)
    get(f"http://127.0.0.1:{port}/ready")

    def timed(path: str, code: bytes = b"") -> tuple[int, float]:
        """The status of a page, or of a form on it that sends a code, and how many seconds it took."""
        browser = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        browser.request("GET", path)
        answer = browser.getresponse()
        text, headers = answer.read(), answer.headers
        began = time.monotonic()
        if code:
            token = re.search(b'name="csrf_token" value="([^"]+)"', text)
            assert token
            sent = {"Cookie": headers["Set-Cookie"], "Content-Type": "application/x-www-form-urlencoded"}
            browser.request("POST", path, b"csrf_token=" + token[1] + code, sent)
        else:
            browser.request("GET", path)
        answer = browser.getresponse()
        answer.read()
        browser.close()
        return answer.status, time.monotonic() - began

    asked = [("/join", b"&join_code=ABCDEFGH"), ("/worksheets/open", b"&return_code=ABCD-EFGHJ-KMNP")]
    with ThreadPoolExecutor(12) as people:
        wrong = [people.submit(timed, *one) for one in asked * 6]
        time.sleep(PAUSE_SECONDS / 2)
        assert timed("/")[1] < PAUSE_SECONDS
        answers = [one.result() for one in wrong]
    assert {status for status, _ in answers} == {422}
    assert min(seconds for _, seconds in answers) >= PAUSE_SECONDS


@pytest.mark.slow
def test_a_worker_that_does_not_stop_is_ended(start: Start) -> None:
    port = free_port()
    process = start(port)
    get(f"http://127.0.0.1:{port}/ready")
    worker = int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[-1])
    os.kill(worker, signal.SIGSTOP)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)
    assert not Path(f"/proc/{worker}").exists()
