"""The drills themselves run: one small one, to its end, with what it prints."""

from __future__ import annotations

import re

import pytest

from tests.drills.__main__ import main


@pytest.mark.slow
def test_a_drill_runs_and_prints_its_counts_and_its_seed(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["server-killed", "--times", "1", "--seed", "a seed"])
    said = capsys.readouterr().out
    assert status == 0, said
    assert "Seed a seed." in said
    for database in ("SQLite", "PostgreSQL"):
        row = re.search(rf"^server killed, {database} +(\d+) +(\d+) .* holds$", said, re.MULTILINE)
        assert row, said
        assert int(row[1]) == int(row[2]) > 0


def test_a_drill_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["no-such-drill"])
    assert "there is no drill no-such-drill" in capsys.readouterr().err
