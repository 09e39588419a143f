"""Nothing moves unless the reader moved it: pages do not shift while they load, nor when they save."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Device
from tests.browser.person import COUNCIL, Person
from tests.browser.states import MAIN, furnish

pytestmark = pytest.mark.browser

WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) {
    if (each.hadRecentInput) continue;
    const moved = each.sources.map((one) => one.node?.outerHTML?.slice(0, 80) ?? one.node?.nodeName);
    shifts.push(`${each.value.toFixed(4)}: ${moved.join(" | ")}`);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


def watched(device: Device, width: int) -> Person:
    """Somebody whose browser notes what moves. Their clock is an hour ahead of the server's zone."""
    someone = device(width, 844, timezone_id="Europe/Paris")
    someone.context.add_init_script(WATCH)
    return someone


def shifts(someone: Person) -> list[str]:
    """What moved on this page up to now, once it stands."""
    someone.page.wait_for_load_state("networkidle")
    found: list[str] = someone.page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(shifts), 50)))"
    )
    return found


def test_what_watches_sees_a_shift(device: Device) -> None:
    someone = watched(device, 390).open("/about")
    assert shifts(someone) == []
    someone.page.evaluate(
        "document.querySelector('main').prepend(...Array(9).fill().map(() => document.createElement('hr')))"
    )
    assert shifts(someone) != []


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.slow)])
def test_no_page_shifts_while_it_loads(device: Device, width: int) -> None:
    someone = watched(device, width)
    sheet = furnish(someone)
    moved = []
    for state in MAIN:
        state.go(someone, sheet)
        moved += [f"{state.name}: {each}" for each in shifts(someone)]
    assert moved == []


@pytest.mark.parametrize("width", [390, 1280])
def test_saving_moves_nothing(device: Device, width: int) -> None:
    someone = watched(device, width).at_legal_basis()
    field = someone.field("Reasons and evidence", COUNCIL)
    field.fill("Some words.")
    someone.says("Not saved yet")
    place = field.bounding_box()
    someone.says("Saved")
    assert shifts(someone) == []
    assert field.bounding_box() == place
