"""What `stats` counts, and that it shows none of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.seminar.people import open_seminar
from tests.visitor import Visitor
from webapp.__main__ import main
from webapp.answers.model import worksheet
from webapp.current import DATABASE


def test_it_counts_what_there_is_and_shows_nothing_of_it(
    app: Flask,
    visitor: Visitor,
    settings: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seminar = open_seminar(app, names="given").move("legal-basis", "answering")
    phones = seminar.phones("Ana", "Ben")
    phones[0].write("legal-basis", "Which legal grounds", "a text that nobody else may read")
    visitor.open("/worksheets/new").tick("Kosovo").fill("Name of", "Group Adriatic").press("Start")
    month_ago = datetime.now(UTC) - timedelta(days=30, hours=-1)
    database = app.extensions[DATABASE]
    with database.write() as connection:
        old = sa.update(worksheet).where(worksheet.c.holder_name == "Group Adriatic")
        connection.execute(old.values(changed_at=month_ago, delete_at=month_ago))
    for name in ("instance", "database", "secret_key"):
        monkeypatch.setenv(f"BEFORE_FORCE_{name.upper()}", str(settings[name]))
    assert main(["stats"]) == 0
    said = capsys.readouterr().out
    found = dict(line.split(": ") for line in said.splitlines())
    size = int(found.pop("bytes"))
    assert found == {
        "worksheets": "3",
        "worksheets changed in the last day": "2",
        "worksheets changed in the last 7 days": "2",
        "worksheets changed in the last 30 days": "3",
        "worksheets changed in the last 180 days": "3",
        "worksheets deleted, and kept for taking back": "0",
        "worksheets past their date": "1",
        "seminars": "1",
        "seminars changed in the last day": "1",
        "seminars changed in the last 7 days": "1",
        "seminars changed in the last 30 days": "1",
        "seminars changed in the last 180 days": "1",
        "seminars deleted, and kept for taking back": "0",
        "seminars past their date": "0",
        "seminars that have not ended": "1",
        "participants": "2",
        "revisions": "1",
    }
    assert size > 50_000
