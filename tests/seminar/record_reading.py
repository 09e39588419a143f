"""Read each printed record back with somebody else's parser. A slot is one holder's part: its title, then its lines.

The title of a part stands in its slot under the label "", since what was erased has no other. The notes of the
discussion of a question are a part too, and leave nothing outside: a document is the same without them.
"""

from __future__ import annotations

import io
import zipfile
from typing import NamedTuple
from xml.etree.ElementTree import Element

import html5lib
from docx import Document
from markdown_it import MarkdownIt

from tests.answers.reading import Slot, definitions, expect_text_alone, labelled
from webapp.seminar.record_document import DISCUSSION


class Reading(NamedTuple):
    """A record without its slots, the slots in the order of the document, and the notes of the discussion."""

    outside: object
    slots: list[Slot]
    notes: list[Slot]


def sorted_out(outside: object, parts: list[Slot]) -> Reading:
    """The reading of a document with these parts."""
    notes = [part for part in parts if is_notes(part)]
    return Reading(outside, [part for part in parts if part not in notes], notes)


def is_notes(part: Slot) -> bool:
    """Whether a part holds notes of the discussion."""
    return part[0] == ("", DISCUSSION)


def read_html(data: bytes) -> Reading:
    slots: list[Slot] = []

    def outline(element: Element) -> object:
        if element.get("class") == "part":
            slots.append(_part(element))
            return "notes" if is_notes(slots[-1]) else "slot"
        inside = [(outline(part), part.tail) for part in element]
        return (element.tag, element.attrib, element.text, [one for one in inside if one[0] != "notes"])

    root = html5lib.parse(data.decode(), treebuilder="etree", namespaceHTMLElements=False)
    return sorted_out(outline(root), slots)


def _part(element: Element) -> Slot:
    title, *lists = element
    assert [(element.tag, *element.attrib), (title.tag, *title.attrib.items())] == [
        ("div", "class"),
        ("h4", ("dir", "auto")),
    ]
    assert [part.tag for part in lists] in ([], ["dl"])
    assert not len(title)
    lines = [line for part in lists for line in definitions(part)]
    return [("", title.text or ""), *lines]


def read_page(data: bytes) -> Reading:
    slots: list[Slot] = []

    def outline(element: Element) -> object:
        if element.get("class") == "holder":
            slots.append(_holder(element))
            return "notes" if is_notes(slots[-1]) else "slot"
        # The white space between two parts is the template's indentation.
        inside = [(outline(part), (part.tail or "").strip(" \n")) for part in element]
        return (element.tag, element.attrib, element.text, [one for one in inside if one[0] != "notes"])

    root = html5lib.parse(data.decode(), treebuilder="etree", namespaceHTMLElements=False)
    return sorted_out(outline(root), slots)


def _holder(element: Element) -> Slot:
    title, *lists = element
    assert (element.tag, title.tag, title.attrib) == ("div", "h4", {"class": "verbatim", "dir": "auto"})
    lines = [line for part in lists for line in part]
    assert {part.tag for part in lists} <= {"dl"}
    assert {(line.tag, *(part.tag for part in line)) for line in lines} <= {("div", "dt", "dd")}
    assert not any(len(part) for line in lines for part in line)
    assert {tuple(line[1].attrib.items()) for line in lines} <= {(("class", "verbatim"), ("dir", "auto"))}
    return [("", title.text or ""), *((line[0].text or "", line[1].text or "") for line in lines)]


def read_docx(data: bytes) -> Reading:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        others = {name: archive.read(name) for name in archive.namelist() if name != "word/document.xml"}
    document = Document(io.BytesIO(data))
    outside: list[object] = [others, document.sections[0]._sectPr.xml]
    slots: list[Slot] = []
    inside = False
    for paragraph in document.paragraphs:
        style = paragraph._p.style
        inside = style == "Heading3" or (inside and style in ("Label", "Answer"))
        if not inside:
            outside.append(paragraph._p.xml)
            continue
        expect_text_alone(paragraph._p)
        if style == "Heading3":
            slots.append([("", paragraph.text)])
            outside.extend([] if is_notes(slots[-1]) else ["slot"])
        elif style == "Label":
            slots[-1].append((paragraph.text, ""))
        else:
            slots[-1][-1] = (slots[-1][-1][0], paragraph.text)
    assert len(document.element.body) == len(document.paragraphs) + 1
    return sorted_out(outside, slots)


def read_markdown(data: bytes) -> Reading:
    outside: list[object] = []
    slots: list[Slot] = []
    block, inside = ("", ""), False
    for token in MarkdownIt("commonmark").parse(data.decode()):
        if token.level == 0 and token.nesting >= 0:
            block = (token.type, token.tag)
            inside = token.tag == "h4" or (inside and token.tag == "p")
        children = token.children or []
        if not inside:
            outside.append(
                [(part.type, part.content) for part in children] if children else (token.type, token.tag, token.markup)
            )
        elif token.type == "inline" and block[1] == "h4":
            assert {part.type for part in children} <= {"text"}
            slots.append([("", "".join(part.content for part in children))])
            outside.extend([] if is_notes(slots[-1]) else ["slot"])
        elif token.type == "inline":
            slots[-1].append(labelled(children))
    return sorted_out(outside, slots)
