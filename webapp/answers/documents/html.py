"""The summary as one web page that needs nothing else: one style, no script, no address outside."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.answers.summary import FOOT, TITLE, Summary
from webapp.folders import folder

_TEMPLATES = Environment(
    loader=FileSystemLoader(folder("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(summary: Summary) -> str:
    """Take a summary, give back the text of the page; answers stand in it escaped and otherwise unchanged."""
    return _TEMPLATES.get_template("documents/summary.html").render(summary=summary, title=TITLE, foot=FOOT)
