"""A page as a browser sees it: its forms, with what they would send, and the words on it."""

from __future__ import annotations

from html.parser import HTMLParser


class Form:
    """One form: what it would send now, and which boxes it offers."""

    def __init__(self) -> None:
        self.values: dict[str, list[str]] = {}
        self.boxes: dict[str, list[str]] = {}
        self.areas: list[str] = []

    def set(self, name: str, *values: str) -> None:
        """Type into a field, or tick these boxes."""
        self.values[name] = list(values)

    def value(self, name: str) -> str:
        """The one value of a field; empty where it has none."""
        return next(iter(self.values.get(name, [])), "")

    def sent(self) -> list[tuple[str, str]]:
        """The fields as a browser sends them: line breaks are CRLF."""
        pairs = ((name, value) for name, values in self.values.items() for value in values)
        return [(name, value.replace("\r\n", "\n").replace("\n", "\r\n")) for name, value in pairs]


class Page(HTMLParser):
    """The forms and the text of a page; `lead` is the first paragraph below its heading, `code` a return code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.code = ""
        self.lead = ""
        self._words: list[str] = []
        self._form: Form | None = None
        self._area = ""
        self._select = ""
        self._in_code = False
        self._in_lead: bool | None = None
        self._headed = False
        self.feed(html)

    @property
    def text(self) -> str:
        """Everything that the page says, white space folded."""
        return " ".join(" ".join(self._words).split())

    def form_with(self, *fields: str) -> Form:
        """The first form that has all these fields."""
        for form in self.forms:
            if set(fields) <= form.values.keys() | form.boxes.keys():
                return form
        raise AssertionError(f"no form with {', '.join(fields)} on this page: {self.text[:200]}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        self._in_code = self._in_code or "data-code" in given
        match tag:
            case "p" if self._in_lead is None and self._headed:
                self._in_lead = True
            case "form":
                self._form = Form()
                self.forms.append(self._form)
            case "textarea" if self._form:
                self._form.areas.append(name)
                self._form.values[name] = [""]
                self._area = name
            case "select":
                self._select = name
            case "option" if self._form and self._select and "selected" in given:
                self._form.set(self._select, given.get("value", ""))
            case "input" if self._form and name:
                self._input(self._form, name, given)

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        if given.get("type") in ("checkbox", "radio"):
            form.boxes.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                form.values.setdefault(name, []).append(given.get("value", "on"))
        elif given.get("type") not in ("submit", "button", "file"):
            form.values.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "form":
                self._form = None
            case "textarea" if self._form and self._area:
                # The line break that follows the tag is none of the text.
                text = self._form.value(self._area)
                self._form.set(self._area, text.removeprefix("\n"))
                self._area = ""
            case "select":
                self._select = ""
            case "p" | "div":
                self._in_code = False
                self._in_lead = self._in_lead and False
            case "h1":
                self._headed = True

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if self._area and self._form:
            self._form.set(self._area, self._form.value(self._area) + data)
        if self._in_lead:
            self.lead += data
        if self._in_code:
            self.code += data.strip()
