"""Whoever reads with a screen reader, a phone or very large letters: axe-core, reflow, targets, large text."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Device
from tests.browser.person import Person
from tests.browser.seminar_states import whole_seminar
from tests.browser.states import MAIN, OTHERS, State, furnish

pytestmark = pytest.mark.browser
# Every rule of axe, best practices too; it leaves out target-size unless asked.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
WIDTHS = {390: 844, 1280: 900}
# On a wide screen the contents stand open in a fold that axe takes for closed; test_keyboard.py walks its links.
KNOWN = ("scrollable-region-focusable", [".contents"])

# Buttons and what stands alone, not links within a sentence; a box counts with its label.
SMALL = """() => [...document.querySelectorAll("input:not([type=hidden])")]
  .concat(...document.querySelectorAll("button, summary, select, textarea, nav a, .rows a"))
  .map((e) => e.matches("[type=checkbox], [type=radio]") ? e.closest("label") : e)
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".skip"))
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width < 24 || box.height < 23.95)
  .map(([e, box]) => `${e.outerHTML.slice(0, 80)}: ${box.width} by ${box.height}`)"""
WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, .away"))
  .map((e) => `${e.outerHTML.slice(0, 80)} reaches ${e.getBoundingClientRect().right}`).slice(0, 5)"""
CLIPPED = """() => [...document.querySelectorAll("body *")]
  .filter((e) => !e.closest(".away, .skip, svg, .contents") && !e.matches("textarea, input, select, option"))
  .filter((e) => /hidden|clip/.test(getComputedStyle(e).overflow))
  .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
  .map((e) => e.outerHTML.slice(0, 80))"""


def findings(page: Page) -> list[str]:
    """What axe has to say about a page."""
    page.wait_for_load_state()
    violations = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{found['id']}: {node['target']} {node['html'][:120]} {node['failureSummary'][-200:]}"
        for found in violations
        for node in found["nodes"]
        if (found["id"], node["target"]) != KNOWN
    ]


def tour(someone: Person, states: Iterable[State]) -> Iterable[State]:
    """Go through states one by one with one worksheet."""
    sheet = furnish(someone)
    for state in states:
        state.go(someone, sheet)
        yield state


def look(someone: Person, states: Iterable[State]) -> list[str]:
    return [f"{state.name}: {found}" for state in tour(someone, states) for found in findings(someone.page)]


def test_axe_finds_nothing_on_the_main_pages(device: Device) -> None:
    assert look(device(390, 844), MAIN) == []


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_any_state(device: Device, width: int, theme: str) -> None:
    assert look(device(width, WIDTHS[width], color_scheme=theme), MAIN + OTHERS) == []


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_where_the_reader_asks_for_more_contrast(device: Device, theme: str) -> None:
    assert look(device(contrast="more", color_scheme=theme), MAIN) == []


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_any_page_of_a_seminar(device: Device, width: int, theme: str) -> None:
    stops = whole_seminar(device, width=width, height=WIDTHS[width], color_scheme=theme)
    assert [f"{name}: {found}" for name, page in stops for found in findings(page)] == []


def sizes(page: Page, *scripts: str) -> list[str]:
    """What these scripts find on a page with all its folds open."""
    page.wait_for_load_state()
    for fold in page.locator("details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()
    return [each for script in scripts for each in page.evaluate(script)]


def measure(someone: Person, states: Iterable[State], *scripts: str) -> list[str]:
    return [f"{state.name}: {each}" for state in tour(someone, states) for each in sizes(someone.page, *scripts)]


def test_at_320_px_nothing_scrolls_sideways_and_targets_are_24_px(device: Device) -> None:
    assert measure(device(320, 640), MAIN, WIDER, SMALL) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 768, 1024])
def test_nothing_scrolls_sideways_and_targets_are_24_px(device: Device, width: int) -> None:
    assert measure(device(width, 768), MAIN + OTHERS, WIDER, SMALL) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1024])
def test_in_a_seminar_nothing_scrolls_sideways_and_targets_are_24_px(device: Device, width: int) -> None:
    stops = whole_seminar(device, width=width, height=768)
    assert [f"{name}: {found}" for name, page in stops for found in sizes(page, WIDER, SMALL)] == []


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.slow)])
def test_letters_of_twice_the_size_lose_nothing(device: Device, width: int) -> None:
    someone = device(width)
    someone.context.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%'; })"
    )
    assert measure(someone, MAIN, WIDER, CLIPPED) == []
