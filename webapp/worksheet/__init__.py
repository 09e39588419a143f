"""One holder walks one case: from beginning a worksheet to its summary."""

from webapp.worksheet import entry, keep, reading, views
from webapp.worksheet.blueprint import blueprint

__all__ = ["blueprint", "entry", "keep", "reading", "views"]
