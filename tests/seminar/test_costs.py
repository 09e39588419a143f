"""What a page and a save ask of the database: the same, however many take part and however much was written."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.seminar.people import Phone, open_seminar
from tests.seminar.statements import counted
from webapp.current import DATABASE


def sent_by(app: Flask, phone: Phone, text: str) -> tuple[list[str], list[str]]:
    """The statements of a section's page, and those of a save and the page that it leads to."""
    with counted(app.extensions[DATABASE]) as page:
        phone.step("legal-basis")
    with counted(app.extensions[DATABASE]) as save:
        phone.fill("Reasons and evidence", text).press("Save and continue")
    assert phone.status == 200
    return page, save


def test_pages_and_saves_cost_the_same_beside_many_people_and_a_long_history(app: Flask) -> None:
    seminar = open_seminar(app, one_by_one=False)
    ann = seminar.join("Ann")
    sent_by(app, ann, "the first text")
    few = [len(sent) for sent in sent_by(app, ann, "the second text")]
    for number in range(8):
        sent_by(app, seminar.join(f"P{number}"), "another's text")
        sent_by(app, ann, f"text {number}")
    many = [len(sent) for sent in sent_by(app, ann, "the last text")]
    assert many == few
    assert many[0] <= 7


@pytest.mark.alone
def test_no_page_and_no_save_reads_a_table_from_end_to_end(app: Flask) -> None:
    ann = open_seminar(app, one_by_one=False).join("Ann")
    sent_by(app, ann, "the first text")
    asked = {each for sent in sent_by(app, ann, "the second text") for each in sent}
    plans = []
    with app.extensions[DATABASE].read() as connection:
        for statement in asked - {"BEGIN", "BEGIN IMMEDIATE"}:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("",) * statement.count("?"))
            plans += [(row[3], statement) for row in rows]
    # What was gathered on the way is small, and a constant row is no table.
    known = ("CONSTANT", "SCAN asked")
    assert [each for each in plans if each[0].startswith("SCAN") and not any(word in each[0] for word in known)] == []
    assert any("SEARCH" in plan for plan, _ in plans)
