"""A section page is light: what its bytes are on the wire, with an empty cache and with a full one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Device
from tests.browser.person import Person
from webapp.framework.load import load

pytestmark = pytest.mark.browser
COLD, WARM = 40 * 1024, 12 * 1024


def on_the_wire(someone: Person, path: str) -> dict[str, int]:
    """Open a page; gives the bytes that came for each of its parts, headers included."""
    session = someone.context.new_cdp_session(someone.page)
    session.send("Network.enable")
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def asked(event: dict[str, Any]) -> None:
        urls[event["requestId"]] = event["request"]["url"]

    def came(event: dict[str, Any]) -> None:
        # What a page before this one had asked for is not of it.
        url = urls.get(event["requestId"], "")
        if url.startswith("http"):
            sizes[url] = event["encodedDataLength"]

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    someone.page.goto(path, wait_until="networkidle")
    session.detach()
    return sizes


# `make test` takes the longest page, and `make test-all` the others.
LONGEST = "legal-basis"
OTHERS = [section.id for section in load().library.framework.sections if section.id != LONGEST]


@pytest.mark.parametrize("section", [LONGEST, *(pytest.param(one, marks=pytest.mark.slow) for one in OTHERS)])
def test_a_section_page_is_light(device: Device, section: str) -> None:
    begun = device().begin()
    path = f"{begun.page.url}step/{section}"
    # The same browser with nothing in its cache.
    someone = device(storage_state=begun.context.storage_state())
    cold = on_the_wire(someone, path)
    assert len(cold) > 10
    assert sum(cold.values()) <= COLD, cold
    warm = on_the_wire(someone, path)
    assert sum(warm.values()) <= WARM, warm
