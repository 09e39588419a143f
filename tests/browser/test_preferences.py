"""What somebody asked of their system (forced colours, more contrast, less motion) holds on the pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.classroom import open_seminar
from tests.browser.conftest import Device
from tests.browser.person import COUNCIL

pytestmark = pytest.mark.browser

STYLE = "(e, name) => getComputedStyle(e)[name]"
# How far the colour of an element's letters, or of its line, is from what stands behind it: 1 to 21.
CONTRAST = """(e, name) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const clear = (one) => /^rgba.* 0\\)$/.test(getComputedStyle(one).backgroundColor);
  let behind = name === "color" ? e : e.parentElement;
  while (clear(behind) && behind.parentElement) behind = behind.parentElement;
  const [a, b] = [light(getComputedStyle(e)[name]), light(getComputedStyle(behind).backgroundColor)].sort();
  return (b + 0.05) / (a + 0.05);
}"""


def style(found: Locator, name: str) -> str:
    value: str = found.evaluate(STYLE, name)
    return value


def contrast(found: Locator, name: str = "color") -> float:
    value: float = found.evaluate(CONTRAST, name)
    return value


def line(found: Locator, name: str = "borderBottom") -> float:
    """How thick a line is that can be seen."""
    assert style(found, f"{name}Style") not in ("none", "hidden")
    return float(style(found, f"{name}Width").removesuffix("px"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_forced_colours_controls_and_the_place_of_the_focus_are_seen(device: Device, theme: str) -> None:
    someone = device(forced_colors="active", color_scheme=theme).at_legal_basis().tick("Draft not adopted")
    text, save = someone.field("Reasons and evidence", COUNCIL), someone.page.get_by_role("button").first
    for control in (text, save):
        assert line(control) >= 1
        assert contrast(control, "borderBottomColor") >= 4.5
        control.focus()
        someone.page.keyboard.press("Shift+Tab")
        someone.page.keyboard.press("Tab")
        assert line(control, "outline") >= 2
        assert contrast(control, "outlineColor") >= 3
    assert line(save) > line(someone.page.get_by_role("button", name="Save and go to contents"))
    box = someone.question(COUNCIL).get_by_label("Draft not adopted")
    assert style(box, "appearance") == "auto", "the system draws the tick"
    here = someone.page.get_by_role("navigation", name="Contents").locator("[aria-current] > a").first
    other = someone.page.get_by_role("navigation", name="Contents").get_by_role("link").first
    assert style(here, "fontWeight") > style(other, "fontWeight")


def test_in_forced_colours_the_stage_of_a_section_and_changed_words_are_seen(device: Device) -> None:
    desk = device(forced_colors="active")
    open_seminar(desk)
    form = desk.page.get_by_role("form", name="Stage of Legal basis")
    assert line(form.locator("[aria-current]")) > line(form.get_by_role("button").first)
    desk.page.get_by_role("main").evaluate(
        "e => e.insertAdjacentHTML('beforeend', '<p><del>old</del> <ins>new</ins></p>')"
    )
    marks = [style(desk.page.locator(each), "textDecoration") for each in ("del", "ins")]
    assert all("underline" in mark for mark in marks)
    assert "dashed" in marks[0]
    assert "dashed" not in marks[1]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_more_contrast_is_given_where_it_is_asked_for(device: Device, theme: str) -> None:
    usual, more = (device(contrast=asked, color_scheme=theme).at_legal_basis() for asked in ("no-preference", "more"))
    for words in ("In your reasons", "Read the case"):
        text, stronger = (who.page.get_by_role("main").get_by_text(words) for who in (usual, more))
        assert contrast(stronger) > max(10, contrast(text))
    for who, least in ((usual, 3), (more, 10)):
        assert contrast(who.field("Reasons and evidence", COUNCIL), "borderBottomColor") >= least


def test_nothing_moves_for_who_asked_for_less_motion(device: Device) -> None:
    someone = device(reduced_motion="reduce").at_legal_basis()
    # A rule of a component that moves, as somebody may write one later.
    someone.page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('@layer components { html { scroll-behavior: smooth } .button { transition: all 9s } }');
      document.adoptedStyleSheets = [sheet];
    }""")
    button = someone.page.get_by_role("button", name="Save and continue")
    button.hover()
    assert someone.page.evaluate("document.getAnimations().length") == 0
    link = someone.page.get_by_role("navigation", name="Contents").get_by_role("link", name="Duty to prevent")
    link.click()
    expect(someone.page).to_have_url(re.compile("#q-"))
    assert someone.page.evaluate("scrollY") > 1000, "there at once"
