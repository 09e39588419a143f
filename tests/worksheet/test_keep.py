"""Coming back: return codes, the cookie, shared computers, wrong codes."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Callable
from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request

from tests.clock import Clock
from tests.conftest import SECRET
from tests.visitor import Visitor
from tests.worksheet.keeping import COUNCIL, begin, open_with, shown_code, write
from webapp.current import DATABASE

SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def test_a_return_code_has_thirteen_symbols_that_nobody_mixes_up(visitor: Visitor) -> None:
    for _ in range(5):
        visitor.open("/worksheets/new").tick("Kosovo").press("Start")
        code = shown_code(visitor)
        assert code
        assert re.fullmatch(f"[{SYMBOLS}]{{4}}-[{SYMBOLS}]{{5}}-[{SYMBOLS}]{{4}}", code)


def test_it_is_shown_until_it_was_kept_and_then_no_more(visitor: Visitor) -> None:
    visitor.open("/worksheets/new").tick("Kosovo").press("Start")
    page, code = visitor.address, shown_code(visitor)
    assert shown_code(visitor.open(page)) == code
    visitor.press("I have kept it").follow("Return code")
    assert visitor.address == page
    assert shown_code(visitor) is None
    assert visitor.has("was shown once")


WAYS_TO_TYPE: dict[str, Callable[[str], str]] = {
    "as shown": str,
    "small": str.lower,
    "no hyphens": lambda code: code.replace("-", ""),
    "blanks": lambda code: f" {code[:7]} {code[7:]}\t",
}


@pytest.mark.parametrize("way", WAYS_TO_TYPE)
def test_it_opens_the_worksheet_elsewhere_however_it_is_typed(
    visitor: Visitor, somebody_else: Callable[[], Visitor], way: str
) -> None:
    code = begin(visitor)
    write(visitor, "from the first device")
    other = open_with(somebody_else(), WAYS_TO_TYPE[way](code))
    assert other.heading == visitor.heading
    assert other.follow("Legal basis").value("Reasons and evidence", COUNCIL) == "from the first device"
    assert code not in other.response.text


def test_a_new_code_ends_the_old_one_and_leaves_open_what_is_open(
    visitor: Visitor, somebody_else: Callable[[], Visitor]
) -> None:
    old = begin(visitor)
    other = open_with(somebody_else(), old)
    visitor.follow("Return code").press("Make a new code")
    new = shown_code(visitor)
    assert new
    assert new != old
    assert open_with(somebody_else(), old).has("an old code may have been replaced")
    assert open_with(somebody_else(), new).heading == other.heading
    assert other.open(other.address).status == 200


def test_a_group_sees_who_wrote(visitor: Visitor, somebody_else: Callable[[], Visitor]) -> None:
    code = begin(visitor)
    other = somebody_else().open("/worksheets/open").fill("Return code", code).fill("Your name", "Ana").press("Open")
    write(other, "hers").follow("History").follow(COUNCIL)
    assert other.has("Ana (this device)")
    visitor.open(other.address)
    assert visitor.has("Ana (another device)")


@pytest.mark.alone
def test_no_secret_is_stored_or_stands_in_an_address(visitor: Visitor, app: Flask, tmp_path: Path) -> None:
    seen: list[str] = []
    visitor.client.application.before_request(lambda: seen.append(_asked()))
    visitor.open("/worksheets/new").tick("Kosovo").press("Start")
    code, cookie = shown_code(visitor), visitor.client.get_cookie("before_force")
    assert code
    assert cookie
    key = unsigned(cookie.value)["browser"]
    address = visitor.press("I have kept it").address
    write(visitor, "x")
    open_with(Visitor(app), code)
    for link in visitor.page.iter():
        seen += [link.get("href") or "", link.get("action") or ""]
    secrets = [code, code.replace("-", ""), key, SECRET, cookie.value]
    assert not [one for one in secrets if any(one in place or one.lower() in place for place in seen)]
    app.extensions[DATABASE].engine.dispose()
    stored = b"".join(path.read_bytes() for path in Path(app.instance_path).iterdir())
    assert address.split("/")[2].encode() in stored
    assert not [one for one in secrets if one.encode() in stored or one.lower().encode() in stored]


def _asked() -> str:
    return request.url


def unsigned(cookie: str) -> dict[str, Any]:
    """What the signed cookie holds."""
    packed = cookie.startswith(".")
    body = cookie.lstrip(".").split(".")[0]
    raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    found: dict[str, Any] = json.loads(zlib.decompress(raw) if packed else raw)
    return found


def cookie_of(visitor: Visitor, scheme: str, shared: bool) -> Morsel[str]:
    """The cookie as the server sets it with a new worksheet."""
    base = f"{scheme}://localhost"
    page = visitor.client.get("/worksheets/new", base_url=base).text
    token = re.search('name="csrf_token" value="([^"]+)"', page)
    assert token
    data = {"csrf_token": token[1], "case": "own", "holder_kind": "person"} | ({"shared": "y"} if shared else {})
    headers = {"Referer": f"{base}/worksheets/new"}
    response = visitor.client.post("/worksheets/new", data=data, base_url=base, headers=headers)
    assert response.status_code == 303
    cookies = SimpleCookie(response.headers["Set-Cookie"])
    return cookies["__Host-before_force" if scheme == "https" else "before_force"]


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("shared", [False, True])
def test_the_cookie(visitor: Visitor, scheme: str, shared: bool) -> None:
    cookie = cookie_of(visitor, scheme, shared)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert bool(cookie["secure"]) == (scheme == "https")
    assert bool(cookie["expires"]) != shared
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_a_form_of_another_site_does_not_end_what_a_browser_holds(visitor: Visitor) -> None:
    begin(visitor)
    home = visitor.address
    # A browser sends such a form without the cookie, and would take a new one.
    kept = visitor.client.get_cookie("before_force")
    assert kept
    visitor.client.delete_cookie("before_force")
    answer = visitor.client.post("/join/ABCDEFGH", headers={"Sec-Fetch-Site": "cross-site"})
    assert "Set-Cookie" not in answer.headers
    visitor.client.set_cookie("before_force", kept.value)
    assert visitor.open(home).status == 200


def test_on_a_shared_computer_drafts_and_pages_end_with_the_browser_too(visitor: Visitor) -> None:
    visitor.open("/worksheets/new").tick("Kosovo").tick("This is a shared computer").press("Start")
    visitor.press("I have kept it").follow("Legal basis")
    form = next(form for form in visitor.page.iter("form") if form.get("data-autosave"))
    assert form.get("data-storage") == "session"
    assert visitor.response.headers["Cache-Control"] == "no-store"
    assert visitor.open("/").has("This is a shared computer")


def test_many_worksheets_in_one_browser_each_with_its_own_code(
    visitor: Visitor, somebody_else: Callable[[], Visitor]
) -> None:
    codes = {title: begin(visitor, title, f"Group {title}") for title in ("Kosovo", "Libya", "Darfur")}
    visitor.open("/")
    for title, code in codes.items():
        assert visitor.has(f"Group {title}")
        assert open_with(somebody_else(), code).heading.startswith(title)


def test_codes_that_nobody_says_to_have_kept_do_not_outgrow_the_cookie(visitor: Visitor) -> None:
    for _ in range(40):
        visitor.open("/worksheets/new").tick("Kosovo").press("Start")
        assert shown_code(visitor)
    cookie = visitor.client.get_cookie("before_force")
    assert cookie
    assert len(cookie.value) < 3000


def test_finish_on_this_device_forgets_what_this_browser_holds_and_nothing_else(
    visitor: Visitor, somebody_else: Callable[[], Visitor], app: Flask
) -> None:
    code = begin(visitor)
    home = visitor.address
    other = open_with(somebody_else(), code)
    old_cookie = visitor.client.get_cookie("before_force")
    visitor.follow("Settings").follow("Finish on this device").press("Finish on this device")
    assert visitor.heading == "Finished on this device"
    assert visitor.page.find(".//*[@data-forget-drafts]") is not None
    assert visitor.client.get_cookie("before_force") is None
    assert visitor.open(home).status == 403
    assert not visitor.open("/").has("On this device")
    assert old_cookie
    visitor.client.set_cookie("before_force", old_cookie.value)
    assert visitor.open(home).status == 403, "a copy of the cookie opens nothing"
    assert other.open(home).status == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type the return code that you kept."),
        ("AAAA", "A return code has 13 symbols: letters and digits, without 0, O, 1, I and L. Type it again."),
        ("AAAA-AAAAA-AAA0", "A return code has 13 symbols: letters and digits, without 0, O, 1, I and L."),
        ("AAAA-AAAAA-AAAA", "No worksheet opens with this code. Look for a mistyped symbol"),
        ("<b>'\u202e\U0001f600" * 30, "A return code has 13 symbols"),
    ],
)
def test_a_wrong_code_gets_a_sentence_and_stays_on_the_page(visitor: Visitor, typed: str, sentence: str) -> None:
    open_with(visitor, typed)
    assert visitor.status == 422
    assert visitor.has(sentence)
    assert visitor.value("Return code") == typed


def test_after_ten_wrong_codes_the_page_says_how_long_to_wait_and_the_right_one_still_opens(
    visitor: Visitor, somebody_else: Callable[[], Visitor], clock: Clock
) -> None:
    code = begin(visitor)
    other = somebody_else()
    for _ in range(10):
        open_with(other, "AAAA-AAAAA-AAAA")
        assert other.has("No worksheet opens with this code")
        clock.on(seconds=1)
    open_with(other, "AAAA-AAAAA-AAAA")
    assert other.has("Many wrong codes came from this browser. Wait 59 seconds, then try again.")
    assert open_with(somebody_else(), "AAAA-AAAAA-AAAA").has("No worksheet opens"), "only that browser waits"
    assert open_with(other, code).heading == visitor.heading
