"""Sends what no page would send, to every address and every form, as everybody who could be there.

The addresses are the app's own; what stands in them are the ids that exist and texts that try to be more than text.
The forms are those of the pages that are met on the way, with some of their values changed, doubled or left out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from flask import Flask
from html5lib.html5parser import ParseError
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.page_lint import lint, parse
from tests.seminar.people import open_seminar
from tests.visitor import Visitor

# Must never come back in HTML as it was sent.
MARK = "<zq'\"&>"
TEXTS = (
    MARK, "", " ", "0", "-1", "1e9", "99999999999999999999", "None", "null", "true", "\x00", "\x1f\ufffe", "=1+1", "y",
    "../../../etc/passwd", "%2e%2e%2f", "' OR '1'='1", "{{7*7}}", "${7*7}", "{jw-means}", "*a*", "\\", "\U0001f600",
    "\r\nSet-Cookie: a=b", "a" * 401, "ä" * 4001, "\u202e\u200b", "2027-03-31", "not-known", "legal-basis", "save",
)  # fmt: skip
FILES = (b"", b"{}", b"[" * 5000, b'{"format": "before-force"}', b"id = 1", b"\xff\xfe\x00", b"PK\x03\x04" + b"\0" * 50)
QUERIES = ((), ("framework",), ("case", "copy"), ("role",))
OTHER_FIELDS = ("go", "do", "stage", "sections", "question")
OTHER_METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE")


class Fuzz:
    """An app with a seminar in it, and four who ask it for things. `sent` counts the requests, `wrong` says what broke.

    Nothing is raised: what was stored stays, so a failed example could not be repeated from its draws alone.
    """

    def __init__(self, app: Flask) -> None:
        self.sent, self.wrong = 0, list[str]()
        seminar = open_seminar(app, names="pseudonym", case="Kosovo", agenda="whole", one_by_one=False)
        phone = seminar.join("Ann")
        phone.step("legal-basis")
        screen, stranger = seminar.somebody(), seminar.somebody()
        for one in (screen, stranger):
            one.open("/worksheets/new")
        seminar.desk.press("I have kept it")
        self.everybody = {"desk": seminar.desk, "participant": phone, "stranger": stranger, "screen": screen}
        self.rules = sorted((rule for rule in app.url_map.iter_rules()), key=str)
        framework = seminar.room().framework
        self.pool: Mapping[str, list[str]] = {
            "name": [seminar.id, phone.worksheet],
            "code": [seminar.join_code],
            "step_id": [step.id for step in framework.steps()],
            "section_id": [step.id for step in framework.steps()],
            "question_id": [question.id for question in framework.questions()],
            "case_id": ["kosovo-1999"],
            "kind": ["html", "docx", "markdown", "json", "csv"],
            "what": ["case", "agenda"],
            "filename": ["css/tokens.css", "js/live.js"],
            "who": ["1"],
            "sheet": [phone.worksheet],
        }

    def ask(self, chance: random.Random, texts: Sequence[str]) -> None:
        """One request by chance, with texts of ours or these, and a look at its answer."""
        who = self.everybody[chance.choice(sorted(self.everybody))]
        rule = chance.choice(self.rules)
        path = self._path(rule, chance, texts)
        method = chance.choice([*sorted({"GET", "POST"} & (rule.methods or set())) * 6, *OTHER_METHODS])
        if method == "POST":
            answer = self._post(who, path, chance, texts)
        else:
            names = chance.choice(QUERIES)
            query = {name: chance.choice([*TEXTS, *texts]) for name in names}
            answer = who.client.open(path, method=method, query_string=query)
        self._judge(f"{method} {path}", answer, whole=not chance.randrange(10))
        if method == "GET" and answer.status_code == 200 and answer.mimetype == "text/html":
            self._go(who, path, answer)
        answer.close()

    def _go(self, who: Visitor, path: str, answer: TestResponse) -> None:
        try:
            who.page, who.address = parse(answer.text), path
        except ParseError as error:
            self._note(f"GET {path}", error)

    def _path(self, rule: Rule, chance: random.Random, texts: Sequence[str]) -> str:
        values = {}
        for name in rule.arguments:
            known = self.pool.get(name, [])
            values[name] = chance.choice([*known * 8, *TEXTS, *texts])
        path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", lambda found: _quoted(values.get(found[1], "x")), rule.rule)
        return path if path.startswith("/") else f"/{path}"

    def _post(self, who: Visitor, path: str, chance: random.Random, texts: Sequence[str]) -> TestResponse:
        forms = list(who.page.iter("form"))
        form = chance.choice(forms) if forms else None
        fields: dict[str, Any] = {} if form is None else dict(who.fields(form))
        for name in chance.choices([*sorted(fields), *OTHER_FIELDS], k=chance.randrange(4)):
            if name != "csrf_token" or chance.random() < 0.5:
                fields[name] = chance.choices([*TEXTS, *texts], k=chance.randrange(3))
        if not chance.randrange(8):
            fields["file"] = (BytesIO(chance.choice(FILES)), "a.toml")
        # Often to where the form belongs, else to any address.
        target = (form.get("action") or who.address) if form is not None and chance.random() < 0.5 else path
        return who.client.post(target, data=fields)

    def _judge(self, what: str, answer: TestResponse, whole: bool) -> None:
        self.sent += 1
        if answer.status_code >= 500:
            self.wrong.append(f"{what}: {answer.status}")
        elif answer.mimetype == "text/html" and answer.text:
            if "<zq" in answer.text or "Traceback" in answer.text:
                self.wrong.append(f"{what}: something comes back as it must not")
            redirected = 300 <= answer.status_code < 400
            if whole and not redirected and "attachment" not in answer.headers.get("Content-Disposition", ""):
                self._lint(what, answer)

    def _lint(self, what: str, answer: TestResponse) -> None:
        try:
            lint(answer.text, dict(answer.headers))
        except (AssertionError, ParseError) as error:
            self._note(what, error)

    def _note(self, what: str, error: Exception) -> None:
        # Control characters that XML and Word documents can hold are stored as typed; browsers show nothing for them.
        if "Invalid codepoint" not in str(error):
            self.wrong.append(f"{what}: {error}")


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass")) or "-"


def send(fuzz: Fuzz, bursts: int, requests: int, start: object) -> None:
    """Send so many bursts of requests; `start` settles which ones."""

    @seed(start)
    @settings(
        max_examples=bursts,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(st.integers(0, 2**64), st.lists(st.text(), min_size=8, max_size=8))
    def burst(number: int, texts: list[str]) -> None:
        chance = random.Random(number)
        for _ in range(requests):
            fuzz.ask(chance, texts)

    burst()
