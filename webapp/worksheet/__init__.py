"""One holder walks one case: from beginning a worksheet to its summary."""

from webapp.worksheet import entry, keep, reading, seats, views
from webapp.worksheet.blueprint import blueprint
from webapp.worksheet.mould import chosen

blueprint.add_app_template_filter(chosen)

__all__ = ["blueprint", "entry", "keep", "reading", "seats", "views"]
