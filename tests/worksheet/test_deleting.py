"""Whose a worksheet is, deleting it and taking it back, and its date of deletion."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.clock import Clock
from tests.visitor import Visitor
from tests.worksheet.keeping import COUNCIL, begin, open_with, write
from webapp import create_app
from webapp.__main__ import main
from webapp.answers.model import metadata
from webapp.current import DATABASE


@pytest.fixture
def purge(settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Runs the operator's command on the app's instance folder."""
    for name in ("instance", "database", "secret_key"):
        monkeypatch.setenv(f"BEFORE_FORCE_{name.upper()}", str(settings[name]))
    return lambda: main(["purge"])


def rows(app: Flask, table: str) -> int:
    """How many rows a table holds."""
    with app.extensions[DATABASE].read() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(metadata.tables[table])))


def test_settings_change_who_holds_it_and_lose_no_answer(visitor: Visitor) -> None:
    begin(visitor, name="Group Adriatic")
    home = visitor.address
    visitor.follow("Settings").tick("A group").press("Save").follow("Legal basis")
    visitor.fill("Other views in the group", "One of us disagrees", COUNCIL).press("Save and go to contents")
    visitor.follow("Settings").tick("A person").fill("Name of", "Ana").press("Save")
    assert visitor.has("Ana")
    visitor.follow("Legal basis").fill("Reasons and evidence", "hers", COUNCIL).press("Save and go to contents")
    visitor.follow("Read the summary")
    assert visitor.has("Ana")
    assert visitor.has("hers Other views One of us disagrees")
    visitor.open(f"{home}settings").fill("Name of", "x" * 81).press("Save")
    assert visitor.status == 422
    assert visitor.has("This name is longer than 80 characters. Use a shorter one.")
    assert visitor.value("Name of") == "x" * 81


def test_deleting_names_it_in_full_offers_the_documents_and_asks(visitor: Visitor) -> None:
    begin(visitor, name="Group Adriatic")
    title = visitor.heading
    visitor.follow("Settings").follow("Delete this worksheet")
    assert visitor.has(f"This deletes the worksheet on {title}")
    assert visitor.has("held by Group Adriatic")
    said = visitor.text
    for document in ("Web page", "Word", "Markdown", "JSON"):
        assert said.index(document) < said.index("Yes, delete this worksheet")
    page = visitor.address
    visitor.press("Delete this worksheet")
    assert visitor.status == 422
    assert visitor.has("Tick the box to delete the worksheet.")
    assert visitor.open(page).status == 200


def delete(visitor: Visitor) -> Visitor:
    """Delete the worksheet on whose contents the visitor stands."""
    visitor.follow("Settings").follow("Delete this worksheet").tick("Yes, delete")
    return visitor.press("Delete this worksheet")


def test_a_deleted_worksheet_can_be_taken_back_for_seven_days(visitor: Visitor, clock: Clock) -> None:
    begin(visitor)
    write(visitor, "still there")
    assert delete(visitor).heading == "This worksheet was deleted"
    clock.on(days=6, hours=23)
    visitor.open("/")
    assert visitor.has("deleted, can be taken back")
    visitor.follow("Kosovo").press("Take it back").follow("Legal basis")
    assert visitor.value("Reasons and evidence", COUNCIL) == "still there"
    visitor.open("/")
    assert not visitor.has("deleted, can be taken back")


def test_after_seven_days_it_is_refused_even_before_it_is_removed(
    visitor: Visitor, somebody_else: Callable[[], Visitor], clock: Clock, app: Flask, purge: Callable[[], int]
) -> None:
    code = begin(visitor)
    home = visitor.address
    delete(visitor)
    clock.on(days=7)
    assert visitor.open(home).status == 403
    assert not visitor.open("/").has("On this device")
    assert open_with(somebody_else(), code).has("No worksheet opens with this code")
    assert rows(app, "worksheet") == 1
    assert purge() == 0
    assert rows(app, "worksheet") == 0


def test_what_is_typed_into_a_deleted_worksheet_is_shown_and_kept(visitor: Visitor, app: Flask) -> None:
    begin(visitor)
    second = Visitor(app)
    second.client = visitor.client
    second.open(visitor.address).follow("Legal basis").fill("Reasons and evidence", "typed meanwhile", COUNCIL)
    delete(visitor)
    second.press("Save and continue")
    assert second.status == 410
    assert second.has("typed meanwhile")
    second.press("Take it back and send again")
    assert second.heading == "R2P pillars"
    assert (
        second.open(visitor.address).follow("Legal basis").value("Reasons and evidence", COUNCIL) == "typed meanwhile"
    )


def test_past_its_date_it_is_refused_at_once_and_removed_for_good(
    visitor: Visitor, somebody_else: Callable[[], Visitor], clock: Clock, app: Flask, purge: Callable[[], int]
) -> None:
    code = begin(visitor)
    write(visitor, "x")
    home = visitor.address
    assert visitor.has("deleted after 21 May 2027")
    clock.on(days=180, seconds=-1)
    assert visitor.open(home).status == 200
    clock.on(seconds=1)
    for way in ("", "summary", "summary/json", "step/legal-basis", "history", "code", "delete"):
        assert visitor.open(f"{home}{way}").status == 403
    assert not visitor.open("/").has("On this device")
    assert open_with(somebody_else(), code).has("No worksheet opens with this code")
    assert purge() == 0
    for table in ("worksheet", "revision", "holding", "return_code", "snapshot"):
        assert rows(app, table) == 0, table


def test_a_purge_leaves_what_others_use(visitor: Visitor, clock: Clock, app: Flask, purge: Callable[[], int]) -> None:
    begin(visitor, "Kosovo")
    begin(visitor, "Libya")
    clock.on(days=100)
    write(visitor, "later")
    clock.on(days=100)
    assert purge() == 0
    assert (rows(app, "worksheet"), rows(app, "snapshot")) == (1, 2)
    visitor.open("/").follow("Libya").follow("Legal basis")
    assert visitor.value("Reasons and evidence", COUNCIL) == "later"


def test_every_change_moves_the_date_of_deletion_and_reading_does_not(visitor: Visitor, clock: Clock) -> None:
    begin(visitor)
    home = visitor.address
    clock.on(days=1)
    visitor.open(f"{home}summary").open(home)
    assert visitor.has("deleted after 21 May 2027")
    visitor.follow("Legal basis").press("Save and go to contents")
    assert visitor.has("deleted after 21 May 2027"), "nothing was changed"
    assert write(visitor, "x").has("deleted after 22 May 2027")
    clock.on(days=1)
    assert visitor.follow("Settings").fill("Name of", "Ana").press("Save").has("deleted after 23 May 2027")


def test_the_date_follows_the_setting(settings: dict[str, Any], tmp_path: Path, clock: Clock) -> None:
    app = create_app(settings | {"delete_after_days": 1, "timezone": "Asia/Tokyo"})
    visitor = Visitor(app)
    begin(visitor)
    assert visitor.has("Last change 22 November 2026, 19:00 Asia/Tokyo")
    assert visitor.has("deleted after 23 November 2026")
    clock.on(days=1)
    assert visitor.open(visitor.address).status == 403
    app.extensions[DATABASE].engine.dispose()
