"""What holds for every file here, whatever it is about."""

import ast
import os
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
IGNORED = [".git", *(line.strip("/") for line in (ROOT / ".gitignore").read_text().split())]

# Put together here, so that this file does not name them either.
REGISTRIES = re.compile(
    "|".join(
        re.escape(f"{host}.{domain}")
        for host, domain in [
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("yarnpkg", "com"),
            ("deb.debian", "org"),
            ("security.debian", "org"),
        ]
    )
)
OUR_MACHINE = re.compile(r"(?<![\w.<-])/(?:work|root)(?![\w-])")

PIN = re.compile(r"^(?=\w)", re.MULTILINE)


def committed() -> Iterator[Path]:
    """Every file but those that .gitignore names; needs no git, so it runs in an unpacked archive too."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not ignored(name)]
        yield from (Path(folder, name) for name in files if not ignored(name))


def ignored(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in IGNORED)


def pins(requirements: str) -> list[str]:
    """The pins of a requirements file, each with its hashes and comments."""
    text = (ROOT / requirements).read_text()
    starts = [found.start() for found in PIN.finditer(text)]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]


def name_of(pin: str) -> str:
    return re.split(r"[^\w.-]", pin)[0]


@pytest.mark.parametrize("pattern", [REGISTRIES, OUR_MACHINE], ids=["registry", "machine"])
def test_no_file_names_a_registry_or_a_folder_of_the_machine_it_was_written_on(
    pattern: re.Pattern[str],
) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in committed()
        for number, line in enumerate(path.read_text(errors="ignore").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_python_file_outgrows_its_room() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in committed()
        if path.suffix == ".py" and not path.is_relative_to(ROOT / "tests")
        if (lines := len(path.read_text().splitlines())) > 320
    }
    assert long == {}


@pytest.mark.parametrize("requirements", ["requirements.txt", "requirements-dev.txt", "requirements-wapiti.txt"])
def test_every_pin_has_a_hash_and_no_address(requirements: str) -> None:
    assert len(pins(requirements)) > 10
    assert [pin for pin in pins(requirements) if not re.search("==.*--hash=sha256:", pin, re.DOTALL)] == []
    assert "://" not in (ROOT / requirements).read_text()


def test_the_tests_run_on_the_versions_that_the_app_runs_on() -> None:
    runtime, dev = (
        {pin.split()[0] for pin in pins(requirements)} for requirements in ("requirements.txt", "requirements-dev.txt")
    )
    assert runtime <= dev


def test_the_app_imports_nothing_that_its_requirements_do_not_install() -> None:
    """The tests' environment holds more than the app's: what only that has must not be leant on."""
    pinned = {name_of(pin) for pin in pins("requirements.txt")}
    homes = packages_distributions()
    missing = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in (ROOT / "webapp").rglob("*.py")
        for module in imports(path) - sys.stdlib_module_names - {"webapp"}
        if not pinned & {re.sub(r"[-_.]+", "-", home).lower() for home in homes.get(module, [])}
    }
    assert missing == set()


def imports(path: Path) -> set[str]:
    """The top-level names that a file imports from elsewhere."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found
