r"""A document as CommonMark. What an answer holds is inert, and a CommonMark parser gives it back exactly.

The escaping rule, for answers and for the wording of framework and case alike:

- a backslash stands before ASCII punctuation. Left as they are, because they mean nothing to Markdown there:
  the comma, semicolon, question mark, percent sign and slash; a hyphen between two letters; a full stop that
  follows two letters and ends the text or stands before white space;
- a newline is a hard break (a backslash at the end of the line); at the very end of a text, and in a heading,
  it is `&#10;`;
- a single space between two words is a space; any other space is `&#32;`, a tab is `&#9;`, and every other
  white space of Unicode, and U+FEFF, is its decimal reference;
- U+0085 stands as it is: parsers take no reference to it, and CommonMark does not count it as white space.

A hard break reads back as one newline, so the text of a paragraph after its label is the answer.
"""

from __future__ import annotations

import re

from webapp.answers.documents.document import Document, Entry, Part, Section
from webapp.answers.summary import Line

_SPECIAL = re.compile(
    r"""
      (?P<end>\n\Z)
    | (?P<newline>\n)
    | (?P<plain>(?<=\S)\x20(?=\S) | (?<=[^\W\d_])-(?=[^\W\d_]) | (?<=[^\W\d_]{2})\.(?=\s|\Z) | [,;?%/] | \x85)
    | (?P<white>\s|\ufeff)
    | (?P<mark>[!-/:-@\[-`{-~])
    """,
    re.VERBOSE,
)


def render(document: Document) -> str:
    """Take a document, give back the Markdown text, with one newline at its end."""
    blocks = [f"# {_inline(document.title)}", " · ".join(_inline(part) for part in document.head)]
    for section in document.sections:
        blocks += _section(section)
    blocks += ["---", _inline(document.foot)]
    return "\n\n".join(blocks) + "\n"


def escape(text: str, newline: str = "\\\n") -> str:
    """Take any stored text, give back Markdown that reads back as exactly that text; see the rule above."""

    def one(match: re.Match[str]) -> str:
        found = match[0]
        if match["newline"]:
            return newline
        if match["plain"]:
            return found
        return "\\" + found if match["mark"] else f"&#{ord(found)};"

    return _SPECIAL.sub(one, text)


def _inline(text: str) -> str:
    return escape(text, newline="&#10;")


def _section(section: Section) -> list[str]:
    return [
        f"## {_inline(section.title)}",
        *(escape(paragraph) for paragraph in section.paragraphs),
        *map(_line, section.lines),
        *(block for entry in section.entries for block in _entry(entry)),
    ]


def _entry(entry: Entry) -> list[str]:
    parts = (block for part in entry.parts for block in _part(part))
    return [f"### {_inline(entry.heading)}", *map(_line, entry.lines), *parts]


def _part(part: Part) -> list[str]:
    return [f"#### {_inline(part.title)}", *map(_line, part.lines)]


def _line(line: Line) -> str:
    return f"**{_inline(line.label)}:** {escape(line.text)}"
