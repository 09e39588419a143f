"""Somebody who uses the app without JavaScript: reads pages, follows links, fills in forms, presses buttons."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.test import TestResponse

from tests.page_lint import lint, parse, text_of


class Visitor:
    """A browser without JavaScript. Every page that it receives is linted."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.response: TestResponse
        self.page: Element
        self._form: dict[Element, Any] = {}

    def open(self, address: str) -> Visitor:
        """Go to an address, and on to where it redirects."""
        return self._receive(self.client.get(address))

    def post(self, address: str, data: Any, headers: dict[str, str] | None = None) -> Visitor:
        """Send a form as no page would."""
        return self._receive(self.client.post(address, data=data, headers=headers))

    def _receive(self, response: TestResponse) -> Visitor:
        while response.status_code in (302, 303):
            self.address = response.headers["Location"]
            response = self.client.get(self.address)
        self.address = response.request.path
        self.response = response
        self._form = {}
        if response.mimetype == "text/html" and "attachment" not in response.headers.get("Content-Disposition", ""):
            lint(response.text, dict(response.headers))
            self.page = parse(response.text)
        return self

    @property
    def status(self) -> int:
        """The status of the last answer."""
        return self.response.status_code

    @property
    def heading(self) -> str:
        """The page's h1."""
        return text_of(self._only("h1"))

    @property
    def text(self) -> str:
        """Everything that the page says in its main part."""
        return " ".join(" ".join(self._only("main").itertext()).split())

    def _only(self, tag: str) -> Element:
        found = self.page.find(f".//{tag}")
        assert found is not None
        return found

    def has(self, words: str) -> bool:
        """Whether the page says these words, white space folded."""
        return " ".join(words.split()) in self.text

    def follow(self, words: str) -> Visitor:
        """Follow the first link whose text begins with these words."""
        for link in self.page.iter("a"):
            if text_of(link).startswith(words):
                return self.open(link.get("href") or "")
        raise AssertionError(f"no link {words!r} on {self.heading!r}")

    def control(self, label: str, within: str = "") -> Element:
        """The control whose label begins with these words, in the section that holds `within`."""
        by_id = {element.get("id"): element for element in self.page.iter() if element.get("id")}
        for part in self._parts(within):
            for found in part.iter("label"):
                if text_of(found).startswith(label):
                    inside = next((e for e in found.iter() if e.tag in ("input", "select", "textarea")), None)
                    control = inside if inside is not None else by_id.get(found.get("for"))
                    if control is not None:
                        return control
        raise AssertionError(f"no control {label!r} {within!r} on {self.heading!r}")

    def _parts(self, within: str) -> list[Element]:
        if not within:
            return [self.page]
        return [part for part in self.page.iter("section") if within in text_of(part)]

    def fill(self, label: str, text: str, within: str = "") -> Visitor:
        """Type a text into a control, or choose that value."""
        self._form[self.control(label, within)] = text
        return self

    def upload(self, label: str, name: str, data: bytes) -> Visitor:
        """Choose a file."""
        self._form[self.control(label)] = (BytesIO(data), name)
        return self

    def tick(self, label: str, within: str = "", on: bool = True) -> Visitor:
        """Tick a box or a radio button, or take the tick away."""
        control = self.control(label, within)
        self._form[control] = on
        if control.get("type") == "radio":
            for other in self.page.iter("input"):
                if other is not control and other.get("name") == control.get("name"):
                    self._form[other] = False
        return self

    def is_ticked(self, label: str, within: str = "") -> bool:
        """Whether a box is ticked on the page as it came."""
        return self.control(label, within).get("checked") is not None

    def value(self, label: str, within: str = "") -> str:
        """What a text control holds on the page as it came."""
        control = self.control(label, within)
        return (control.text or "") if control.tag == "textarea" else (control.get("value") or "")

    def value_of(self, name: str) -> str:
        """What the first control of this name holds on the page as it came: a hidden one, say."""
        return next(each.get("value") or "" for each in self.page.iter("input") if each.get("name") == name)

    @property
    def token(self) -> str:
        """The token of the page's first form, to send a form as no page would."""
        found = (one.get("value") for one in self.page.iter("input") if one.get("name") == "csrf_token")
        return next(found, None) or ""

    def press(self, words: str) -> Visitor:
        """Press the first button whose text begins with these words."""
        for form in self.page.iter("form"):
            for button in form.iter("button"):
                if text_of(button).startswith(words) and button.get("type") != "button":
                    return self._submit(form, button)
        raise AssertionError(f"no button {words!r} on {self.heading!r}")

    def fields(self, form: Element) -> dict[str, list[Any]]:
        """What a form would send now."""
        sent: dict[str, list[Any]] = {}
        for control in form.iter():
            name = control.get("name")
            if name and (value := self._sent(control)) is not None:
                sent.setdefault(name, []).append(value)
        return sent

    def _submit(self, form: Element, button: Element) -> Visitor:
        sent = self.fields(form)
        if button.get("name"):
            sent[button.get("name") or ""] = [button.get("value") or ""]
        action = form.get("action") or self.address
        return self._receive(self.client.post(action, data=sent))

    def _sent(self, control: Element) -> Any:
        given = self._form.get(control)
        if control.tag == "textarea":
            # Browsers send CRLF, and drop the newline that follows the tag; html5lib has dropped it already.
            text = given if given is not None else (control.text or "")
            return text.replace("\r\n", "\n").replace("\n", "\r\n")
        if control.tag == "select":
            chosen = [o.get("value") or "" for o in control.iter("option") if o.get("selected") is not None]
            return given if given is not None else (chosen or [""])[0]
        if control.tag != "input" or control.get("type") in ("submit", "button"):
            return None
        if control.get("type") in ("checkbox", "radio"):
            on = given if given is not None else control.get("checked") is not None
            return control.get("value", "on") if on else None
        if control.get("type") == "file":
            return given
        return given if given is not None else control.get("value", "")
