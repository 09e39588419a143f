"""A content folder with a mistake: the check names the file, the key and the reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from webapp.__main__ import main
from webapp.framework import load
from webapp.framework.check import word_pattern
from webapp.framework.read import ContentError

Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """A copy of the built-in content in which one text of one file was replaced."""

    def edit(file: str, old: str, new: str) -> Path:
        folder = shutil.copytree(load.BUILT_IN, tmp_path / "content")
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return edit


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "reason"),
    [
        ("framework.toml", "[[endings]]", "[[endings", "", "not valid TOML"),
        ("closing.toml", 'id = "closing"', 'id = "Closing"', "id", "matching regex"),
        ("closing.toml", "[[questions]]", "[[question]]", "", "unknown field"),
        ("sections/4-sovereignty.toml", 'id = "sov-meanings"', 'id = "sov-consent"', "sov-consent", "more than once"),
        ("sections/4-sovereignty.toml", "Given by a recognised", "Zone of a recognised", "choices", "alphabetical"),
        ("sections/4-sovereignty.toml", 'covers = ["E31"', 'covers = ["E900"', "covers", "no essay item E900"),
        ("sections/4-sovereignty.toml", 'source = "un-charter"', 'source = "un-chart"', "sov-consent", "bibliography"),
        ("sections/4-sovereignty.toml", 'notes = ["N17"]', 'notes = ["N170"]', "notes", "no note N170"),
        ("sections/4-sovereignty.toml", "Valid consent", "Obviously, consent", "sov-consent", "avoid “Obviously”"),
        ("sections/4-sovereignty.toml", "Valid consent", "{sov-none} consent", "sov-consent", "does not exist"),
        ("framework.toml", '"sov-people-affected"', '"sov-nobody"', "agendas", "no question sov-nobody"),
        ("cases/kosovo-1999.toml", "case-happening", "case-hapening", "case-hapening", "no such field"),
        ("sources/framework.toml", "further = true", "further = false", "", "nothing cites"),
    ],
)
def test_each_mistake_is_named(edited: Edit, file: str, old: str, new: str, key: str, reason: str) -> None:
    found = [str(problem) for problem in load.check(edited(file, old, new))]
    assert any(reason in one and key in one for one in found), found


def test_two_considerations_of_unlike_length(edited: Edit) -> None:
    folder = edited("sections/4-sovereignty.toml", "Consent can respect the equal standing", "Respect")
    assert any("like length" in str(problem) for problem in load.check(folder))


def test_an_app_with_a_mistake_does_not_start(edited: Edit) -> None:
    with pytest.raises(ContentError) as error:
        load.load(edited("cases/libya-2011.toml", 'kind = "past"', 'kind = "gone"'))
    assert error.value.file == "cases/libya-2011.toml"
    assert error.value.key == "kind"


def test_the_command_tells_what_is_wrong(edited: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    folder = edited("sections/4-sovereignty.toml", "Valid consent", "Clearly consent")
    assert main(["check", str(folder)]) == 1
    assert "sections/4-sovereignty.toml: sov-consent: " in capsys.readouterr().out
    assert main(["check"]) == 0


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    assert [str(problem) for problem in load.check(tmp_path)] == [
        "framework.toml: this file is missing; every content folder needs it."
    ]


def test_words_are_found_whole_and_in_capitals_too() -> None:
    pattern = word_pattern(["must", "stand by"])
    assert pattern is not None
    assert pattern.search("They MUST go")
    assert pattern.search("to Stand by.")
    assert not pattern.search("mustard and a stand bypass")
