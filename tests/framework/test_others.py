"""An instance's own frameworks: a sound one is served beside the built-in one, a broken one is left out and told."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.visitor import Visitor
from webapp import create_app
from webapp.__main__ import main
from webapp.current import DATABASE
from webapp.framework.load import BUILT_IN, built_in, check, load_all

FLOOD = Path(__file__).parent / "flood"
OWN = built_in().framework.id

# What is done to one file of a sound framework, and what is told of it: file, key and reason.
CASES, SECTIONS = "cases/two-rivers.toml", "sections/2-people.toml"
BROKEN = {
    "not TOML": ("closing.toml", "[[questions]]", "[[questions", "closing.toml: this is not valid TOML"),
    "a missing key": (CASES, "kind = ", "# kind = ", "cases/two-rivers.toml: Object missing"),
    "an unknown key": ("framework.toml", "meaning = ", "sense = ", "framework.toml: Object contains unknown field"),
    "a choice out of order": (SECTIONS, "Nobody has", "Someone has", "people-leaving.choices: the choices"),
    "no such question": ("framework.toml", '"order-kind"', '"order-none"', "there is no question order-none"),
    "no such section": ("cases/linden-ferry.toml", '["people"]', '["nobody"]', "there is no section nobody"),
    "the id of another": ("framework.toml", '"flood-evacuation"', f'"{OWN}"', "id: the framework “Considerations"),
    "a name of ours": ("framework.toml", '"three-questions"', '"whole"', "agendas: whole: this id stands more than"),
    "a control character": ("closing.toml", "Before", "\\u0007Before", "closing.toml: title: a text here holds"),
    "an id that is none": ("framework.toml", '"flood-evacuation"', '"A flood"', "framework.toml: id: Expected"),
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder of an instance, with one sound framework."""
    shutil.copytree(FLOOD, tmp_path / "content" / "flood")
    return tmp_path / "content"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_framework_is_served_beside_the_built_in_one(content: Path) -> None:
    loaded = load_all(content)
    assert list(loaded.libraries) == [OWN, "flood-evacuation"]
    assert loaded.told == ()


@pytest.mark.parametrize("mistake", BROKEN)
def test_a_broken_one_is_left_out_and_told_with_its_folder_file_key_and_reason(
    content: Path, mistake: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file, old, new, told = BROKEN[mistake]
    shutil.copytree(content / "flood", content / "also")
    edit(content / "also" / "framework.toml", '"flood-evacuation"', '"also"')
    edit(content / "flood" / file, old, new)
    loaded = load_all(content)
    assert list(loaded.libraries) == [OWN, "also"]
    assert all(one.startswith(f"{content / 'flood'}: ") and "left out" in one for one in loaded.told)
    assert any(told in one for one in loaded.told), loaded.told
    assert main(["check", str(content / "flood")]) == 1
    assert told in capsys.readouterr().out


def test_a_framework_without_sections_and_one_with_a_missing_file(content: Path) -> None:
    shutil.rmtree(content / "flood" / "sections")
    (content / "empty").mkdir()
    (content / "notes.txt").write_text("no framework, and no folder")
    loaded = load_all(content)
    assert list(loaded.libraries) == [OWN]
    assert ["framework.toml: this file is missing" in one for one in loaded.told] == [True, False]
    assert "sections: this folder is missing or empty" in loaded.told[1]


def test_of_two_with_the_same_id_the_first_by_name_is_served(content: Path) -> None:
    shutil.copytree(content / "flood", content / "later")
    loaded = load_all(content)
    assert len(loaded.libraries) == 2
    assert ["later" in one and "has this id already" in one for one in loaded.told] == [True]


def test_a_word_that_the_wording_rules_avoid_is_told_and_stops_nothing(content: Path) -> None:
    edit(content / "flood" / "closing.toml", "Whose voice was missing?", "Whose voice must be heard?")
    loaded = load_all(content)
    assert "flood-evacuation" in loaded.libraries
    assert ["avoid “must”" in one and "left out" not in one for one in loaded.told] == [True]


def test_too_many_choices_with_the_endings_are_told_and_not_found_out_by_a_reader(content: Path) -> None:
    own = "\n".join(f'    {{ id = "c{number}", label = "Choice {number:02}" }},' for number in range(18))
    edit(content / "flood" / "sections/3-order.toml", "choices = [", f"choices = [\n{own}")
    assert ["of length <= 20" in one and "sections[2].questions[0].choices" in one for one in load_all(content).told]


def test_files_that_cannot_be_read_are_a_sentence_each(content: Path) -> None:
    shutil.copytree(content / "flood", content / "looped")
    for folder in ("flood", "looped"):
        (content / folder / "closing.toml").unlink()
    (content / "flood" / "closing.toml").mkdir()
    (content / "looped" / "closing.toml").symlink_to("closing.toml")
    told = load_all(content).told
    assert ["closing.toml: this file can't be read (" in one for one in told] == [True, True]


def test_a_content_folder_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("")
    assert ["can't be read (Not a directory)" in one for one in load_all(tmp_path / "content").told] == [True]
    assert load_all(tmp_path / "none").told == ()


def test_a_copy_of_the_built_in_content_is_told_to_take_an_id_of_its_own(tmp_path: Path) -> None:
    copy = shutil.copytree(BUILT_IN, tmp_path / "copy")
    assert [problem.key for problem in check(copy)] == ["id"]
    edit(copy / "framework.toml", f'id = "{OWN}"', 'id = "our-own"')
    assert check(copy) == []


def test_the_app_tells_at_its_start_and_serves_the_others(
    settings: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    content = settings["instance"] / "content"
    shutil.copytree(FLOOD, content / "flood")
    shutil.copytree(FLOOD, content / "torn")
    (content / "torn" / "opening.toml").unlink()
    app: Flask = create_app(settings)
    assert capsys.readouterr().err == (
        f"before-force: {content / 'torn'}: opening.toml: this file is missing; every content folder needs it."
        " It is left out until it is put right.\n"
    )
    visitor = Visitor(app).open("/questions").follow("Considerations of an evacuation")
    assert visitor.has("Three sections, with an opening step")
    app.extensions[DATABASE].engine.dispose()
