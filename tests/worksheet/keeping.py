"""Beginning, writing and opening again, as the pages let one do it."""

from __future__ import annotations

from tests.visitor import Visitor

COUNCIL = "What has the Security Council decided"


def shown_code(visitor: Visitor) -> str | None:
    """The return code on the page."""
    return next(("".join(e.itertext()) for e in visitor.page.iter() if e.get("data-code") is not None), None)


def begin(visitor: Visitor, case: str = "Kosovo", name: str = "") -> str:
    """Begin a worksheet, keep its code, stand on its contents; gives the code."""
    visitor.open("/worksheets/new").tick(case).fill("Name of", name).press("Start")
    code = shown_code(visitor)
    assert code
    visitor.press("I have kept it")
    return code


def write(visitor: Visitor, text: str) -> Visitor:
    """Save a text in the first section; ends on the contents."""
    visitor.follow("Legal basis").fill("Reasons and evidence", text, COUNCIL)
    return visitor.press("Save and go to contents")


def open_with(visitor: Visitor, code: str) -> Visitor:
    """Type a return code."""
    return visitor.open("/").follow("Open with a return code").fill("Return code", code).press("Open")
