"""Read each document back with somebody else's parser: what stands outside the slots, what is in each slot.

A reader fails by itself where an answer became more than text: a tag, a field, emphasis, a link, a block.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import html5lib
from docx import Document
from markdown_it import MarkdownIt
from markdown_it.token import Token

Slot = list[tuple[str, str]]


class Reading(NamedTuple):
    """A document without its slots, and the slots in the order of the document: labels with their texts."""

    outside: object
    slots: list[Slot]


def read_html(data: bytes) -> Reading:
    slots: list[Slot] = []

    def outline(element: Element) -> object:
        if element.tag == "dl":
            slots.append(definitions(element))
            return "slot"
        return (element.tag, element.attrib, element.text, [(outline(part), part.tail) for part in element])

    root = html5lib.parse(data.decode(), treebuilder="etree", namespaceHTMLElements=False)
    return Reading(outline(root), slots)


def definitions(element: Element) -> Slot:
    parts = list(element)
    assert not any(len(part) for part in parts)
    assert not (element.text or "").strip(" \n")
    assert not any((part.tail or "").strip(" \n") for part in parts)
    terms, texts = parts[::2], parts[1::2]
    assert {(part.tag, *part.attrib.items()) for part in terms} == {("dt",)}
    assert {(part.tag, *part.attrib.items()) for part in texts} == {("dd", ("dir", "auto"))}
    return [(term.text or "", text.text or "") for term, text in zip(terms, texts, strict=True)]


_RUN_PARTS = {"rPr", "t", "br", "tab"}
_RUN_SETTINGS = {"rtl"}
_PARAGRAPH_SETTINGS = {"pStyle", "bidi"}


def read_docx(data: bytes) -> Reading:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        others = {name: archive.read(name) for name in archive.namelist() if name != "word/document.xml"}
    document = Document(io.BytesIO(data))
    outside: list[object] = [others, document.sections[0]._sectPr.xml]
    slots: list[Slot] = []
    for paragraph in document.paragraphs:
        style = paragraph._p.style  # the id: looking up the name takes most of the time of a test
        if style == "Label":
            slots[-1].append((paragraph.text, ""))
        elif style == "Answer":
            slots[-1][-1] = (slots[-1][-1][0], paragraph.text)
        else:
            outside.append(paragraph._p.xml)
        if style in ("Label", "Answer"):
            expect_text_alone(paragraph._p)
        if style == "Heading2":
            slots.append([])
            outside.append("slot")
    assert len(document.element.body) == len(document.paragraphs) + 1
    return Reading(outside, slots)


def expect_text_alone(paragraph: Any) -> None:
    def names(path: str) -> set[str]:
        return {part.tag.rpartition("}")[2] for part in paragraph.xpath(path)}

    assert names("./*") <= {"pPr", "r"}
    assert names("./w:pPr/*") <= _PARAGRAPH_SETTINGS
    assert names("./w:r/*") <= _RUN_PARTS
    assert names("./w:r/w:rPr/*") <= _RUN_SETTINGS


def read_markdown(data: bytes) -> Reading:
    outside: list[object] = []
    slots: list[Slot] = []
    block = ("", "")
    for token in MarkdownIt("commonmark").parse(data.decode()):
        if token.level == 0:
            block = (token.type, token.tag)
        if token.type == "inline" and block == ("paragraph_open", "p") and outside[-1] == "slot":
            slots[-1].append(labelled(token.children or []))
        elif token.type == "inline":
            outside.append([(part.type, part.content) for part in token.children or []])
        elif not (token.tag == "p" and outside[-1] == "slot"):
            outside.append((token.type, token.tag, token.markup))
        if token.type == "heading_close" and token.tag == "h3":
            slots.append([])
            outside.append("slot")
    return Reading(outside, slots)


def labelled(parts: list[Token]) -> tuple[str, str]:
    assert [part.type for part in parts[:4]] == ["text", "strong_open", "text", "strong_close"]
    text = ""
    for part in parts[4:]:
        assert part.type in ("text", "hardbreak")
        text += part.content if part.type == "text" else "\n"
    label = parts[2].content
    assert label.endswith(":")
    assert text.startswith(" ")
    return label[:-1], text[1:]


def read_json(data: bytes) -> Reading:
    worksheet = json.loads(data)
    by_question = {record.pop("question"): record for record in worksheet.pop("answers")}
    steps = [
        worksheet["framework"]["opening"],
        *worksheet["framework"]["sections"],
        worksheet["framework"]["closing"],
    ]
    questions = [question["id"] for step in steps for question in step["questions"]]
    assert list(by_question) == [question for question in questions if question in by_question]
    return Reading(worksheet, [list(by_question.get(question, {}).items()) for question in questions])


READERS: dict[str, Callable[[bytes], Reading]] = {
    "html": read_html,
    "docx": read_docx,
    "markdown": read_markdown,
    "json": read_json,
}
