"""How old a reader has to be: a report on the sentences of our pages. Run with `make readability`.

The measure is the automated readability index (Smith and Senter 1967): signs in a word and words in a sentence, so
nothing is guessed, and 9 stands for a reader of 14 to 15. Counted are the sentences of pages, outside questions, cases,
sources, quotations and answers. Words of `TERMS` count as a word of usual length: each has its explanation beside it or
in the glossary, or names a thing that has no shorter name.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.seminar.people import open_seminar
from tests.visitor import Visitor
from webapp import create_app
from webapp.framework.load import load

LIMIT = 9.0
# Of two sentences an average says nothing; these are taken together.
FEW = 3
# What the texts say, with their sources: worded in the content, sentence by sentence.
CONTENT = {"pages.notes"}
USUAL = 5
BLOCKS = {"p", "li", "dd", "td", "span"}
# Words that are not the page's own, or that content.md fixes with their sources.
ELEMENTS = {"textarea", "cite", "script", "template", "select", "nav", "footer", "time", "fieldset", "aside", "svg"}
CLASSES = {
    "question",
    "case-text",
    "essay-words",
    "bibliography",
    "verbatim",
    "lines",
    "notes",
    "given",
    "avoided",
    "address",
}
TERMS = set(
    "facilitator facilitators participant participants humanitarian intervention sovereignty collateral".split()
)
SENTENCE = re.compile(r"(?<=[.!?])[\s”’)]+(?=\S)")
WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


class Sentence(NamedTuple):
    """One sentence and the level that it would have by itself."""

    text: str
    signs: int
    words: int

    @property
    def level(self) -> float:
        """How hard it is."""
        return grade([self])


def grade(sentences: list[Sentence]) -> float:
    """The automated readability index of sentences."""
    signs, words = sum(one.signs for one in sentences), sum(one.words for one in sentences)
    return 4.71 * signs / words + 0.5 * words / len(sentences) - 21.43


def sentences(page: Element) -> list[Sentence]:
    """The sentences of a page that end as sentences do; labels, headings and links by themselves are none."""
    main = page.find(".//main")
    assert main is not None
    return [counted(text) for block in blocks(main) for text in SENTENCE.split(block) if re.search(r"[.!?]\W*$", text)]


def blocks(element: Element) -> Iterator[str]:
    """The running texts in an element, each once."""
    if skipped(element):
        return
    children = list(element)
    if element.tag in BLOCKS and not any(
        inner.tag in {"p", "ul", "ol", "dl", "details", "form", "div"} for inner in children
    ):
        yield " ".join("".join(own(element)).split())
        return
    for child in children:
        yield from blocks(child)


def own(element: Element) -> Iterator[str]:
    """The words of an element that are ours."""
    yield element.text or ""
    for child in element:
        yield from [" "] if skipped(child) else own(child)
        yield child.tail or ""


def skipped(element: Element) -> bool:
    return element.tag in ELEMENTS or bool(CLASSES & set((element.get("class") or "").split()))


def terms() -> set[str]:
    """The words that may be long."""
    glossary = load().library.framework.glossary
    return TERMS | {word.lower() for entry in glossary for word in WORD.findall(entry.term)}


KNOWN = terms()


def counted(text: str) -> Sentence:
    """A sentence with its signs and words."""
    words = WORD.findall(text)
    return Sentence(text, sum(USUAL if word.lower() in KNOWN else len(word) for word in words), max(1, len(words)))


class Page(NamedTuple):
    """One page of each route, with its sentences."""

    route: str
    sentences: list[Sentence]


def pages(app: Flask) -> list[Page]:
    """Every page that links lead to, for a stranger, the holder of a worksheet, a desk and a participant."""
    found: dict[str, Page] = {}
    stranger, holder = Visitor(app), Visitor(app)
    holder.open("/worksheets/new").tick("Kosovo").press("Start").press("I have kept it")
    seminar = open_seminar(app, case="Kosovo")
    phone = seminar.join("Ann")
    crawl(app, stranger, ["/"], found)
    crawl(app, holder, [holder.address], found)
    crawl(app, seminar.desk.press("I have kept it"), [f"/seminar/{seminar.id}/desk"], found)
    crawl(app, phone, [f"/seminar/{seminar.id}/", f"/seminar/{seminar.id}/record"], found)
    return sorted(found.values())


def crawl(app: Flask, visitor: Visitor, addresses: list[str], found: dict[str, Page]) -> None:
    """Follow every link to a route that nobody has read yet."""
    while addresses:
        address = addresses.pop().split("#")[0].split("?")[0]
        route = route_of(app, address)
        if not route or route in found:
            continue
        visitor.open(address)
        if visitor.response.mimetype == "text/html" and not visitor.response.headers.get("Content-Disposition"):
            found[route] = Page(route, sentences(visitor.page))
            addresses += [link.get("href") or "" for link in visitor.page.iter("a")]


def route_of(app: Flask, address: str) -> str | None:
    """The name of the route that an address leads to; None where it leads nowhere."""
    try:
        return str(app.url_map.bind("localhost").match(address)[0])
    except (HTTPException, RequestRedirect):
        return None


def report(found: list[Page]) -> tuple[list[str], list[str]]:
    """A line for each page, hardest first, and the lines of those that are above the limit."""
    few = [one for page in found if len(page.sentences) < FEW for one in page.sentences]
    long = [page for page in found if len(page.sentences) >= FEW]
    rated = sorted(((grade(page.sentences), page) for page in [*long, Page("short pages together", few)]), reverse=True)
    lines = {page.route: f"{rate:5.1f}  {page.route} ({len(page.sentences)})" for rate, page in rated}
    above = [lines[page.route] + hardest(page) for rate, page in rated if rate > LIMIT and page.route not in CONTENT]
    return list(lines.values()), above


def hardest(page: Page) -> str:
    """The sentences of a page to begin with."""
    by_index = sorted(page.sentences, key=lambda one: -one.level)[:3]
    return "".join(f"\n       {one.level:5.1f}  {one.text}" for one in by_index)


def main() -> None:
    """Print the report; ends with an error where a page is above the limit."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"instance": Path(folder), "database": f"sqlite:///{folder}/a.sqlite"})
        lines, above = report(pages(app))
    print(f"Index and page (sentences); the limit is {LIMIT:.0f}, which a reader of 14 to 15 can follow.")
    print(*lines, sep="\n")
    if above:
        print("Too hard:", *above, sep="\n")
    sys.exit(bool(above))


if __name__ == "__main__":
    main()
