"""The design system holds: values stand in tokens.css, controls and tables in the macros (see static/css/README.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CSS = ROOT / "static" / "css"
TEMPLATES = ROOT / "templates"

SHEETS = sorted(path for path in CSS.glob("*.css") if path.name != "tokens.css")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# In the margins of a printed page no variable is known.
PAPER = re.compile(r"@page[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
DECLARATION = re.compile(r"(?<![\w-])([a-z-]+):\s*([^;{}]+)[;}]")
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|light-dark)\(|"
    r"\b(white|black|gr[ae]y|red|green|blue|yellow|orange|purple|navy|silver|maroon|teal)\b",
    re.IGNORECASE,
)
LENGTH = re.compile(r"(?<![\w-])-?[\d.]+(rem|px|pt|mm|cm|vw|vh|ch)\b")
SPACED = re.compile(r"(margin|padding|gap|row-gap|column-gap|scroll-padding)(-|$)")

# A raw control, and the folders that may hold one: the macros, and the downloads, which stand alone.
RAW = re.compile(r"<(input(?! type=\"hidden\")|textarea|select|button|table)\b")
MAKERS = {"macros", "documents"}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_colours_type_sizes_and_distances_are_tokens(sheet: Path) -> None:
    text = PAPER.sub("", COMMENT.sub("", sheet.read_text()))
    found = [
        f"{name}: {value}"
        for name, value in DECLARATION.findall(text)
        if (not name.startswith("content") and COLOUR.search(value))
        or (name in ("font", "font-size") and LENGTH.search(value))
        or (SPACED.match(name) and LENGTH.search(value.replace("-1px", "")))
    ]
    assert found == []


def test_every_token_is_used() -> None:
    text = "".join(path.read_text() for path in CSS.glob("*.css"))
    tokens = set(re.findall(r"(--[\w-]+):", text))
    assert len(tokens) > 30
    assert tokens - set(re.findall(r"var\((--[\w-]+)\)", text)) == set()


def test_every_style_stands_in_a_layer() -> None:
    """Outside the layers a rule would beat all of them."""
    for path in CSS.glob("*.css"):
        depth, outside = 0, ""
        for sign in COMMENT.sub("", path.read_text()):
            depth += (sign == "{") - (sign == "}")
            outside += sign if not depth else ""
        assert re.fullmatch(r"(\s*@layer [\w, ]+[;}]?)*[\s}]*", outside), (path.name, outside)


def test_controls_buttons_and_tables_come_from_the_macros() -> None:
    found = [
        f"{path.relative_to(TEMPLATES)}:{number}: {line.strip()[:100]}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        if path.relative_to(TEMPLATES).parts[0] not in MAKERS
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if RAW.search(line)
    ]
    assert found == []
