"""The wheel that an operator installs: built, put into an environment of its own, and run from there."""

import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]

# Where the files of a folder stand in the wheel.
CARRIED = {
    "templates": "webapp/templates",
    "static": "webapp/static",
    "webapp/framework/content": "webapp/framework/content",
    "webapp/migrations": "webapp/migrations",
}

Run = Callable[..., str]


def files(folder: str) -> list[str]:
    """The names of the files in one of our folders, from there."""
    return sorted(
        path.relative_to(ROOT / folder).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )


def finished(*command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] = os.environ) -> str:
    """What a command prints; a failure shows all that it said."""
    result = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    finished(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT)
    [built] = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment that holds the wheel; the tests lend it what the wheel depends on."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, symlinks=True)
    site_packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))
    (site_packages / "lent.pth").write_text(sysconfig.get_path("purelib"))
    pip(home, "install", "--no-deps", "--no-index", wheel)
    return home


def pip(home: Path, *arguments: str | Path) -> None:
    """Our pip, at work in another environment."""
    ours = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "-qq")
    finished(*ours, "--python", home / "bin" / "python", *arguments)


def runner(home: Path, tmp_path: Path) -> Run:
    """Runs a command of an environment in an empty folder, with nothing of ours in sight."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "BEFORE_FORCE_"))
    }
    environment["BEFORE_FORCE_INSTANCE"] = str(tmp_path / "instance")

    def run(command: str, *arguments: str) -> str:
        return finished(home / "bin" / command, *arguments, cwd=elsewhere, env=environment)

    return run


@pytest.fixture
def run(installed: Path, tmp_path: Path) -> Run:
    return runner(installed, tmp_path)


@pytest.mark.parametrize("folder", CARRIED)
def test_it_carries_every_file(wheel: Path, folder: str) -> None:
    names = set(ZipFile(wheel).namelist())
    assert files(folder)
    assert [name for name in files(folder) if f"{CARRIED[folder]}/{name}" not in names] == []


def test_it_installs_the_app_and_not_a_link_to_our_folder(run: Run, installed: Path) -> None:
    assert Path(run("python", "-c", "import webapp; print(webapp.__file__)")).is_relative_to(installed)


def test_it_installs_the_command(run: Run) -> None:
    assert "serve" in run("before-force", "--help")


def test_its_content_passes_the_check(run: Run) -> None:
    run("before-force", "check")


def test_its_start_page_and_static_files_are_served(run: Run) -> None:
    run("python", "-c", VISIT, *files("static"))


@pytest.mark.slow
def test_it_needs_nothing_but_the_pinned_requirements(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "alone"
    venv.create(home, symlinks=True)
    pip(home, "install", "--require-hashes", "-r", ROOT / "requirements.txt")
    pip(home, "install", "--no-deps", "--no-index", wheel)
    pip(home, "check")
    run = runner(home, tmp_path)
    run("before-force", "check")
    run("python", "-c", VISIT)


VISIT = """
import sys
from flask import url_for
from webapp import create_app

app = create_app()
client = app.test_client()
with app.test_request_context():
    addresses = ["/", *(url_for("static", filename=name) for name in sys.argv[1:])]
for address in addresses:
    with client.get(address) as response:
        assert response.status_code == 200, f"{address}: {response.status}"
"""
