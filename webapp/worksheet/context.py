"""What the pages of a worksheet share."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from flask import url_for

from webapp.answers.documents import FORMATS
from webapp.answers.revisions import answers
from webapp.answers.summary import Holder, case_title
from webapp.current import libraries
from webapp.framework.model import Case, digest
from webapp.worksheet.guard import Held
from webapp.worksheet.walk import Walk


class Sheet(NamedTuple):
    """A worksheet as its pages name it. `foreign` says that an opened file brought questions or a case of its own."""

    id: str
    case: Case | None
    case_title: str
    holder: Holder
    changed_at: datetime
    delete_at: datetime
    foreign: bool


def frame(found: Held, step: str | None = None) -> dict[str, Any]:
    """The values that every page of a worksheet needs, seen from one of its steps or from none."""
    worksheet = found.worksheet
    given = answers(found.latest)
    return {
        "worksheet": Sheet(
            worksheet.id,
            worksheet.case,
            case_title(worksheet.case, given.get("case-title")),
            worksheet.holder,
            worksheet.changed_at,
            worksheet.delete_at,
            worksheet.from_file and _is_foreign(found),
        ),
        "walk": walk(found, step),
        "other_seat": found.seat,
        "own_id": found.own,
        "framework": worksheet.framework,
        "case": worksheet.case,
        "room": found.room,
        "home_url": home_url(found),
        "seat": "participant" if found.holding.participant else "desk",
        "again": found.again.get(step or "", ()),
        "stands": found.room.state(step) if found.room and step else None,
    }


def walk(found: Held, step: str | None = None) -> Walk:
    """The walk through a held worksheet; from another seat it has one step."""
    only = found.seat.section if found.seat else ""
    return Walk(found.worksheet, answers(found.latest), step, only, found.again)


def home_url(found: Held) -> str:
    """Where a worksheet's pages lead back to: in a seminar the participant's page, or the desk where it typed in."""
    if not found.room:
        return url_for("worksheet.contents", name=found.own)
    return url_for("seminar.room" if found.holding.participant else "seminar.desk", name=found.room.id)


def _is_foreign(found: Held) -> bool:
    case, framework = found.worksheet.case, found.worksheet.framework
    own = libraries().get(framework.id)
    return not own or digest(framework) != digest(own.framework) or (case is not None and case not in own.cases)


def formats(name: str) -> list[dict[str, str]]:
    """The documents that a worksheet can be taken home as, with their addresses."""
    return [
        {"id": kind, "label": one.label, "url": url_for("worksheet.document", name=name, kind=kind)}
        for kind, one in FORMATS.items()
    ]
