"""The states that axe looks at hold every page that the app has."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.routing import MapAdapter

from tests.browser.conftest import Device
from tests.browser.seminar_states import whole_seminar
from tests.browser.states import MAIN, OTHERS, furnish
from webapp import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REFUSALS = ("403", "404", "409", "410", "422", "ERR_INTERNET_DISCONNECTED")
# What a GET gets that is no page (a file, an image, a way on), and the page that only those see who build the app.
NO_PAGE = {
    "static",
    "health.health",
    "health.ready",
    "material.file",
    "seminar.copy",
    "seminar.qr",
    "seminar.state",
    "seminar.record_document",
    "worksheet.document",
    "pages.components",
}


@pytest.fixture
def routes(tmp_path: Path) -> MapAdapter:
    """The app's addresses."""
    settings = {"instance": tmp_path, "database": f"sqlite:///{tmp_path / 'empty.sqlite'}"}
    return create_app(settings).url_map.bind("localhost")


def test_every_page_is_in_a_state_that_axe_looks_at(device: Device, routes: MapAdapter) -> None:
    someone = device().expects(*REFUSALS)
    sheet = furnish(someone)
    seen = set()
    for state in MAIN + OTHERS:
        state.go(someone, sheet)
        seen.add(someone.page.url)
    seen |= {page.url for _, page in whole_seminar(device)}
    found = {routes.match(path)[0] for path in {urlsplit(url).path for url in seen} if routes.test(path)}
    pages = {rule.endpoint for rule in routes.map.iter_rules() if "GET" in (rule.methods or ())} - NO_PAGE
    assert pages - found == set()
