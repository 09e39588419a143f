"""A table as CSV: UTF-8 with a byte order mark, RFC 4180, and no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What spreadsheets act on at the start of a cell, the wide forms of East Asian keyboards too. Apostrophes before it
# count: with one more in front of them, taking one away gives every text back.
_TRAP = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def render(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Take the names of the columns and the rows, give back the file."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def neutral(text: str) -> str:
    """The text of a cell, with an apostrophe in front where a spreadsheet would act on it."""
    return f"'{text}" if _TRAP.match(text) else text


def verbatim(cell: str) -> str:
    """The text that a cell was made from."""
    return cell[1:] if cell.startswith("'") and _TRAP.match(cell) else cell
