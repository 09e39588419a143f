"""A document as one web page that needs nothing else: one style, no script, no address outside."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.answers.documents.document import Document
from webapp.folders import folder

_TEMPLATES = Environment(
    loader=FileSystemLoader(folder("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(document: Document) -> str:
    """Take a document, give back the text of the page; answers stand in it escaped and otherwise unchanged."""
    return _TEMPLATES.get_template("documents/document.html").render(document=document)
