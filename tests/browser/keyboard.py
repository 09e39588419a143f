"""Somebody without a mouse: every control is reached by Tab, and shows where one is."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.person import Person

MOST_STOPS = 150
OUTLINE = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  return { name: element.outerHTML.slice(0, 90), style: style.outlineStyle, width: parseFloat(style.outlineWidth),
           covered: covers(element) };
  function covers(e) {
    const box = e.getBoundingClientRect();
    return box.bottom < 1 || box.top > innerHeight - 1;
  }
}"""


def tab_to(someone: Person, goal: Locator) -> Person:
    """Press Tab until the goal has the focus; at every stop the focus shows and is on the screen."""
    expect(goal).to_be_attached()
    for _ in range(MOST_STOPS):
        someone.page.keyboard.press("Tab")
        shown: dict[str, Any] = someone.page.evaluate(OUTLINE)
        if shown["name"].startswith("<body"):
            continue
        assert shown["style"] not in ("none", ""), shown
        assert shown["width"] >= 2, shown
        assert not shown["covered"], shown
        if goal.evaluate("(element) => element === document.activeElement"):
            return someone
    raise AssertionError(f"Tab never reached {goal}")


def button(someone: Person, words: str) -> Locator:
    """The first button whose name holds these words."""
    return someone.page.get_by_role("button", name=words).first


def enter(someone: Person, goal: Locator) -> None:
    """Go to a link or a button by Tab, and press Enter."""
    tab_to(someone, goal).page.keyboard.press("Enter")
