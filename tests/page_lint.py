"""What holds for every HTML page that any test receives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

from webapp.framework.check import word_pattern
from webapp.framework.load import wording
from webapp.headers import POLICY

# Elements whose words are the answers of a reader, the case that a user wrote, the essay, or the title of a text.
_NOT_OURS = {"textarea", "cite", "script", "style", "template"}
_NOT_OURS_CLASSES = {"verbatim", "own-words", "essay-words", "avoided", "bibliography", "place", "case-title"}
_QUOTED = re.compile(r"“[^”]*”")
_EVENT = re.compile(r"^on[a-z]+$")


def parse(html: str) -> Element:
    """The page as a tree; raises html5lib's ParseError where the HTML is not valid."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return tree


def text_of(element: Element) -> str:
    """The text of an element as a reader meets it, white space folded."""
    return " ".join("".join(element.itertext()).split())


def lint(html: str, headers: dict[str, str]) -> None:
    """Assert everything that holds for a page."""
    assert headers.get("Content-Security-Policy") == POLICY
    page = parse(html)
    _headed(page)
    _unique_ids(page)
    _labelled(page)
    _inert(page)
    _worded(page)


def _headed(page: Element) -> None:
    headings = page.findall(".//h1")
    assert len(headings) == 1, "one h1 a page"
    title = " ".join((page.findtext("head/title") or "").split())
    assert title.removeprefix("Error: ").startswith(text_of(headings[0])), f"the title is {title!r}"
    assert page.get("lang") == "en"
    assert page.find(".//main") is not None
    levels = [int(e.tag[1]) for e in page.iter() if re.fullmatch("h[1-6]", str(e.tag))]
    first = levels.index(1)
    for before, after in zip(levels[first:], levels[first + 1 :], strict=False):
        assert after <= before + 1, f"a heading skips a level: {levels}"


def _unique_ids(page: Element) -> None:
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    assert not [name for name, count in ids.items() if count > 1]
    for element in page.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            for name in (element.get(attribute) or "").split():
                assert name in ids, f"{attribute} names {name}, which is not on the page"
        link = element.get("href") or ""
        if element.tag == "a" and link.startswith("#") and len(link) > 1:
            assert link[1:] in ids, f"a link leads to {link}, which is not on the page"


def _labelled(page: Element) -> None:
    labelled = {element.get("for") for element in page.iter("label")}
    within = {control for label in page.iter("label") for control in label.iter()}
    for control in page.iter():
        if control.tag not in ("input", "select", "textarea") or control.get("type") in ("hidden", "submit"):
            continue
        has = control.get("id") in labelled or control in within or control.get("aria-label")
        assert has, f"no label: {control.attrib}"
    for link in page.iter("a"):
        assert text_of(link) or link.get("aria-label"), f"an empty link: {link.attrib}"
    for button in page.iter("button"):
        assert text_of(button) or button.get("aria-label"), "an empty button"


def _inert(page: Element) -> None:
    assert page.find(".//style") is None
    for element in page.iter():
        assert not any(_EVENT.match(name) or name == "style" for name in element.attrib), element.attrib
        for name in ("href", "src", "action"):
            value = element.get(name) or ""
            assert not re.match(r"(?i)\s*(javascript|data|https?):|//", value), f"{name}={value!r}"
    for script in page.iter("script"):
        assert script.get("src"), "an inline script"
        assert not (script.text or "").strip()


def _worded(page: Element) -> None:
    pattern = word_pattern(wording().words)
    assert pattern is not None
    body = page.find("body")
    assert body is not None
    text = _QUOTED.sub(" ", " ".join(_our_words(body)))
    found = pattern.search(text)
    assert not found, f"a page says {text[max(0, found.start() - 40) : found.end() + 40]!r}"


def _our_words(element: Element) -> Iterator[str]:
    if element.tag in _NOT_OURS or _NOT_OURS_CLASSES & set((element.get("class") or "").split()):
        return
    yield element.text or ""
    for child in element:
        yield from _our_words(child)
        yield child.tail or ""
