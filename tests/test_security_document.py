"""SECURITY.md names tests that there are, and leaves out no requirement of the standard that it goes by."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
# OWASP ASVS 5.0.0, by section: the numbers of its requirements at level 1, and how many there are at level 2.
LEVEL_1 = {
    "1.2": range(1, 6), "1.3": range(1, 3), "1.5": range(1, 2), "2.1": range(1, 2), "2.2": range(1, 3),
    "2.3": range(1, 2), "3.2": range(1, 3), "3.3": range(1, 2), "3.4": range(1, 3), "3.5": range(1, 4),
    "4.1": range(1, 2), "4.4": range(1, 2), "5.2": range(1, 3), "5.3": range(1, 3), "6.1": range(1, 2),
    "6.2": range(1, 9), "6.3": range(1, 3), "6.4": range(1, 3), "7.2": range(1, 5), "7.4": range(1, 3),
    "8.1": range(1, 2), "8.2": range(1, 3), "8.3": range(1, 2), "9.1": range(1, 4), "9.2": range(1, 2),
    "10.4": range(1, 6), "11.3": range(1, 3), "11.4": range(1, 2), "12.1": range(1, 2), "12.2": range(1, 3),
    "13.4": range(1, 2), "14.2": range(1, 2), "14.3": range(1, 2), "15.1": range(1, 2), "15.2": range(1, 2),
    "15.3": range(1, 2),
}  # fmt: skip
# Those of V10 and V17 are left out as a whole.
LEVEL_2 = {
    "1.1": "1-2", "1.2": "6-9", "1.3": "3-11", "1.4": "1-3", "1.5": "2-2", "2.1": "2-3", "2.2": "3-3", "2.3": "2-4",
    "2.4": "1-1", "3.3": "2-4", "3.4": "3-6", "3.5": "4-5", "3.7": "1-2", "4.1": "2-3", "4.2": "1-1", "4.3": "1-2",
    "4.4": "2-4", "5.1": "1-1", "5.2": "3-3", "5.4": "1-3", "6.1": "2-3", "6.2": "9-12", "6.3": "3-4", "6.4": "3-4",
    "6.5": "1-5", "6.6": "1-3", "6.8": "1-4", "7.1": "1-3", "7.3": "1-2", "7.4": "3-5", "7.5": "1-2", "7.6": "1-2",
    "8.1": "2-2", "8.2": "3-3", "8.4": "1-1", "9.2": "2-4", "11.1": "1-2", "11.2": "1-3", "11.3": "3-3",
    "11.4": "2-4", "11.5": "1-1", "11.6": "1-1", "12.1": "2-3", "12.3": "1-4", "13.1": "1-1", "13.2": "1-5",
    "13.3": "1-2", "13.4": "2-5", "14.1": "1-2", "14.2": "2-4", "14.3": "2-3", "15.1": "2-3", "15.2": "2-3",
    "15.3": "2-7", "16.1": "1-1", "16.2": "1-5", "16.3": "1-4", "16.4": "1-3", "16.5": "1-3",
}  # fmt: skip


def test_every_test_that_it_names_exists() -> None:
    named = set(re.findall(r"(tests/[\w/]+\.py)::(\w+)", TEXT))
    assert len(named) > 50
    missing = {f"{file}::{name}" for file, name in named if name not in functions(ROOT / file)}
    assert missing == set()


def functions(file: Path) -> set[str]:
    """The names of the functions of a file."""
    return {one.name for one in ast.walk(ast.parse(file.read_text())) if isinstance(one, ast.FunctionDef)}


def test_every_requirement_of_level_1_has_one_row() -> None:
    rows = re.findall(r"^\| V([\d.]+) \|", part("Level 1"), re.MULTILINE)
    expected = [f"{section}.{number}" for section, numbers in LEVEL_1.items() for number in numbers]
    assert len(expected) == 70
    assert rows == expected


def test_every_requirement_of_level_2_is_met_or_said_not_to_apply_once() -> None:
    heads = [line.split(" | ")[0] for line in part("Level 2, where it applies").splitlines() if line.startswith("| V")]
    heads += re.findall(r"^- (.*?):", part("Level 2, where it does not apply"), re.MULTILINE | re.DOTALL)
    found = Counter(one for head in heads for one in ids(head))
    expected: Counter[str] = Counter()
    for section, numbers in LEVEL_2.items():
        first, last = map(int, numbers.split("-"))
        expected.update(f"{section}.{number}" for number in range(first, last + 1))
    assert found == expected


def part(heading: str) -> str:
    """What stands under a heading of the third kind."""
    return TEXT.partition(f"### {heading}\n")[2].partition("\n### ")[0]


def ids(head: str) -> list[str]:
    """The requirements that words such as *V3.4.3 to V3.4.6, V4.1.1* name."""
    found = []
    for section, first, last in re.findall(r"V(\d+\.\d+)\.(\d+)(?: to V\d+\.\d+\.(\d+))?", head):
        found += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return found
