"""A document for Word: A4, real headings and styles, the foot line on every page."""

from __future__ import annotations

import datetime
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import cast

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from webapp.answers.documents.document import Document, Entry, Section
from webapp.answers.summary import Line

_TEXT_FACE = "Palatino Linotype"
_TOOL_FACE = "Segoe UI"
_INK = RGBColor(0x25, 0x20, 0x1C)
_INK_SOFT = RGBColor(0x55, 0x50, 0x4B)
_MARGIN = Mm(25)
_PROPERTY_LIMIT = 255


def render(document: Document) -> bytes:
    """Take a document, give back the bytes of a .docx file: the same document gives the same bytes."""
    word = docx.Document()
    _set_properties(word, document)
    _set_page(word, document.foot)
    _set_styles(word, document.parted)
    _add(word, "Title", document.title)
    _add(word, "Subtitle", " · ".join(document.head))
    for section in document.sections:
        _add_section(word, section)
    _add(word, "Foot line", document.foot)
    return _saved(word, document.printed)


def _add_section(word: WordDocument, section: Section) -> None:
    _add(word, "Heading 1", section.title)
    for paragraph in section.paragraphs:
        _add(word, "Normal", paragraph)
    _add_lines(word, section.lines)
    for entry in section.entries:
        _add_entry(word, entry)


def _add_entry(word: WordDocument, entry: Entry) -> None:
    _add(word, "Heading 2", entry.heading)
    _add_lines(word, entry.lines)
    for part in entry.parts:
        _add(word, "Heading 3", part.title)
        _add_lines(word, part.lines)


def _add_lines(word: WordDocument, lines: Iterable[Line]) -> None:
    for line in lines:
        _add(word, "Label", line.label)
        _add(word, "Answer", line.text)


def _add(word: WordDocument, style: str, text: str) -> None:
    """Add a paragraph with a text unchanged; it runs from right to left where the text's first letter does."""
    paragraph = word.add_paragraph()
    # By id: python-docx reads the whole list of styles whenever one is named, most of the time of a document.
    paragraph._p.style = style.replace(" ", "")
    if next(filter(None, map(_direction, text)), "ltr") == "rtl":
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for part, direction in _runs(text):
        run = paragraph.add_run(part)
        if direction == "rtl":
            run.font.rtl = True


def _direction(character: str) -> str:
    """`ltr` or `rtl` for a character that has a direction of its own, else nothing."""
    return {"L": "ltr", "R": "rtl", "AL": "rtl"}.get(unicodedata.bidirectional(character), "")


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """The text in parts of one direction: Latin letters in a right-to-left run are undefined in Word."""
    current = ""

    def direction(character: str) -> str:
        nonlocal current
        current = _direction(character) or current
        return current

    for found, characters in groupby(text, key=direction):
        yield "".join(characters), found


def _set_properties(word: WordDocument, document: Document) -> None:
    made = datetime.datetime.combine(document.printed, datetime.time())
    properties = word.core_properties
    properties.title = f"{document.title}: {document.about}"[:_PROPERTY_LIMIT]
    properties.author = properties.last_modified_by = "Before Force"
    properties.created = properties.modified = made
    properties.comments = properties.keywords = ""
    properties.language = "en-GB"
    for lang in word.styles.element.xpath("w:docDefaults//w:lang"):
        lang.set(qn("w:val"), "en-GB")


def _set_page(word: WordDocument, line: str) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    section.header_distance = section.footer_distance = Mm(12)
    foot = section.footer.paragraphs[0]
    foot.style = "Footer"
    foot.add_run(f"{line}\t")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    shown = foot.add_run("1")
    foot._p.append(field)
    field.append(shown._r)


def _set_styles(word: WordDocument, parted: bool) -> None:
    styles = word.styles
    for name in ("Label", "Answer", "Foot line"):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).quick_style = True
    _style(word, "Normal", _TEXT_FACE, 10.5, after=4)
    _style(word, "Title", _TEXT_FACE, 24, after=4, bold=True, keep=True)
    _style(word, "Subtitle", _TEXT_FACE, 11, after=12, color=_INK_SOFT)
    _style(word, "Heading 1", _TEXT_FACE, 15, before=22, after=4, bold=True, keep=True)
    _style(word, "Heading 2", _TEXT_FACE, 11.5, before=12, after=2, bold=True, keep=True)
    if parted:
        _style(word, "Heading 3", _TOOL_FACE, 9.5, before=8, after=2, bold=True, keep=True)
    _style(word, "Label", _TOOL_FACE, 8.5, before=2, color=_INK_SOFT, keep=True)
    _style(word, "Answer", _TEXT_FACE, 10.5, after=4)
    _style(word, "Foot line", _TOOL_FACE, 8.5, before=24)
    footer = _style(word, "Footer", _TOOL_FACE, 7.5, color=_INK_SOFT)
    for tabs in footer.element.xpath("w:pPr/w:tabs"):
        tabs.getparent().remove(tabs)
    footer.paragraph_format.tab_stops.add_tab_stop(Mm(210) - 2 * _MARGIN, WD_TAB_ALIGNMENT.RIGHT)


def _style(
    word: WordDocument,
    name: str,
    face: str,
    points: float,
    *,
    before: float = 0,
    after: float = 0,
    color: RGBColor = _INK,
    bold: bool = False,
    keep: bool = False,
) -> ParagraphStyle:
    style = cast(ParagraphStyle, word.styles[name])
    font, spacing = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(points), bold, False
    font.color.rgb = color
    font.name = face
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    # A theme's face would win over a named one; Hebrew, Arabic and Chinese have a face and size of their own.
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), face)
    for old in properties.xpath("w:szCs | w:spacing | w:kern | w:bCs | w:iCs"):
        properties.remove(old)
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(round(points * 2)))
    properties.find(qn("w:sz")).addnext(size)
    for border in style.element.xpath("w:pPr/w:pBdr | w:pPr/w:numPr"):
        border.getparent().remove(border)
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), 1.2
    spacing.keep_with_next, spacing.widow_control = keep, True
    return style


def _saved(word: WordDocument, day: datetime.date) -> bytes:
    """The document's bytes, with the printed day instead of this moment on every part of the archive."""
    first, last = io.BytesIO(), io.BytesIO()
    word.save(first)
    stamp = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, stamp)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return last.getvalue()
