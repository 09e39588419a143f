"""What our pages say can be followed at about fourteen."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.page_lint import parse
from tests.readability import LIMIT, grade, pages, report, sentences

pytestmark = pytest.mark.alone

EASY = "<main><p>You write. Your text is kept. <a href='/'>A link</a></p><p>A label</p></main>"
HARD = (
    "<main><p>Notwithstanding considerations of institutional accountability, deliberations concerning authorisation "
    "necessarily presuppose comprehensive documentation of jurisdictional responsibilities.</p></main>"
)


def test_no_page_needs_an_older_reader(app: Flask) -> None:
    found = pages(app)
    assert {"pages.start", "worksheet.contents", "seminar.desk", "seminar.room"} <= {page.route for page in found}
    assert report(found)[1] == []


def test_the_measure_tells_easy_from_hard() -> None:
    easy, hard = (sentences(parse(f"<!doctype html><title>t</title>{text}")) for text in (EASY, HARD))
    assert len(easy) == 2
    assert grade(easy) < LIMIT < grade(hard)
