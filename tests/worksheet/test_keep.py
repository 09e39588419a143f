"""Coming back: return codes, the cookie, shared computers, deleting and taking back, and the date of deletion."""

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
import sqlalchemy as sa
from flask import Flask, request

from tests.clock import Clock
from tests.conftest import SECRET
from tests.visitor import Visitor
from webapp import create_app
from webapp.__main__ import main
from webapp.answers.model import metadata
from webapp.current import DATABASE

SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
COUNCIL = "What has the Security Council decided"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that the test sets."""
    return Clock(monkeypatch)


def shown_code(visitor: Visitor) -> str | None:
    """The return code on the page."""
    return next(("".join(e.itertext()) for e in visitor.page.iter() if e.get("data-code") is not None), None)


def begin(visitor: Visitor, case: str = "Kosovo", name: str = "") -> str:
    """Begin a worksheet, keep its code, stand on its contents; gives the code."""
    visitor.open("/worksheets/new").tick(case).fill("Name of", name).press("Start")
    code = shown_code(visitor)
    assert code
    visitor.press("I have kept it")
    return code


def write(visitor: Visitor, text: str) -> Visitor:
    """Save a text in the first section; ends on the contents."""
    visitor.follow("Legal basis").fill("Reasons and evidence", text, COUNCIL)
    return visitor.press("Save and go to contents")


def open_with(visitor: Visitor, code: str) -> Visitor:
    """Type a return code."""
    return visitor.open("/").follow("Open with a return code").fill("Return code", code).press("Open")


@pytest.fixture
def purge(settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Runs the operator's command on the app's instance folder."""
    for name in ("instance", "database", "secret_key"):
        monkeypatch.setenv(f"BEFORE_FORCE_{name.upper()}", str(settings[name]))
    return lambda: main(["purge"])


def rows(app: Flask, table: str) -> int:
    """How many rows a table holds."""
    with app.extensions[DATABASE].read() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(metadata.tables[table])))


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


def test_settings_change_who_holds_it_and_lose_no_answer(visitor: Visitor) -> None:
    begin(visitor, name="Group Adriatic")
    home = visitor.address
    visitor.follow("Settings").tick("A group").press("Save").follow("Legal basis")
    visitor.fill("Other views in the group", "One of us disagrees", COUNCIL).press("Save and go to contents")
    visitor.follow("Settings").tick("A person").fill("Name of", "Ana").press("Save")
    assert visitor.has("Ana")
    visitor.follow("Legal basis").fill("Reasons and evidence", "hers", COUNCIL).press("Save and go to contents")
    visitor.follow("Read the summary")
    assert visitor.has("Ana")
    assert visitor.has("hers Other views One of us disagrees")
    visitor.open(f"{home}settings").fill("Name of", "x" * 81).press("Save")
    assert visitor.status == 422
    assert visitor.has("This name is longer than 80 characters. Use a shorter one.")
    assert visitor.value("Name of") == "x" * 81


def test_deleting_names_it_in_full_offers_the_documents_and_asks(visitor: Visitor) -> None:
    begin(visitor, name="Group Adriatic")
    title = visitor.heading
    visitor.follow("Settings").follow("Delete this worksheet")
    assert visitor.has(f"This deletes the worksheet on {title}")
    assert visitor.has("held by Group Adriatic")
    said = visitor.text
    for document in ("Web page", "Word", "Markdown", "JSON"):
        assert said.index(document) < said.index("Yes, delete this worksheet")
    page = visitor.address
    visitor.press("Delete this worksheet")
    assert visitor.status == 422
    assert visitor.has("Tick the box to delete the worksheet.")
    assert visitor.open(page).status == 200


def delete(visitor: Visitor) -> Visitor:
    """Delete the worksheet on whose contents the visitor stands."""
    visitor.follow("Settings").follow("Delete this worksheet").tick("Yes, delete")
    return visitor.press("Delete this worksheet")


def test_a_deleted_worksheet_can_be_taken_back_for_seven_days(visitor: Visitor, clock: Clock) -> None:
    begin(visitor)
    write(visitor, "still there")
    assert delete(visitor).heading == "This worksheet was deleted"
    clock.on(days=6, hours=23)
    visitor.open("/")
    assert visitor.has("deleted, can be taken back")
    visitor.follow("Kosovo").press("Take it back").follow("Legal basis")
    assert visitor.value("Reasons and evidence", COUNCIL) == "still there"
    visitor.open("/")
    assert not visitor.has("deleted, can be taken back")


def test_after_seven_days_it_is_refused_even_before_it_is_removed(
    visitor: Visitor, somebody_else: Callable[[], Visitor], clock: Clock, app: Flask, purge: Callable[[], int]
) -> None:
    code = begin(visitor)
    home = visitor.address
    delete(visitor)
    clock.on(days=7)
    assert visitor.open(home).status == 403
    assert not visitor.open("/").has("On this device")
    assert open_with(somebody_else(), code).has("No worksheet opens with this code")
    assert rows(app, "worksheet") == 1
    assert purge() == 0
    assert rows(app, "worksheet") == 0


def test_what_is_typed_into_a_deleted_worksheet_is_shown_and_kept(visitor: Visitor, app: Flask) -> None:
    begin(visitor)
    second = Visitor(app)
    second.client = visitor.client
    second.open(visitor.address).follow("Legal basis").fill("Reasons and evidence", "typed meanwhile", COUNCIL)
    delete(visitor)
    second.press("Save and continue")
    assert second.status == 410
    assert second.has("typed meanwhile")
    second.press("Take it back and send again")
    assert second.heading == "R2P pillars"
    assert (
        second.open(visitor.address).follow("Legal basis").value("Reasons and evidence", COUNCIL) == "typed meanwhile"
    )


def test_past_its_date_it_is_refused_at_once_and_removed_for_good(
    visitor: Visitor, somebody_else: Callable[[], Visitor], clock: Clock, app: Flask, purge: Callable[[], int]
) -> None:
    code = begin(visitor)
    write(visitor, "x")
    home = visitor.address
    assert visitor.has("deleted after 21 May 2027")
    clock.on(days=180, seconds=-1)
    assert visitor.open(home).status == 200
    clock.on(seconds=1)
    for way in ("", "summary", "summary/json", "step/legal-basis", "history", "code", "delete"):
        assert visitor.open(f"{home}{way}").status == 403
    assert not visitor.open("/").has("On this device")
    assert open_with(somebody_else(), code).has("No worksheet opens with this code")
    assert purge() == 0
    for table in ("worksheet", "revision", "holding", "return_code", "snapshot"):
        assert rows(app, table) == 0, table


def test_a_purge_leaves_what_others_use(visitor: Visitor, clock: Clock, app: Flask, purge: Callable[[], int]) -> None:
    begin(visitor, "Kosovo")
    begin(visitor, "Libya")
    clock.on(days=100)
    write(visitor, "later")
    clock.on(days=100)
    assert purge() == 0
    assert (rows(app, "worksheet"), rows(app, "snapshot")) == (1, 2)
    visitor.open("/").follow("Libya").follow("Legal basis")
    assert visitor.value("Reasons and evidence", COUNCIL) == "later"


def test_every_change_moves_the_date_of_deletion_and_reading_does_not(visitor: Visitor, clock: Clock) -> None:
    begin(visitor)
    home = visitor.address
    clock.on(days=1)
    visitor.open(f"{home}summary").open(home)
    assert visitor.has("deleted after 21 May 2027")
    visitor.follow("Legal basis").press("Save and go to contents")
    assert visitor.has("deleted after 21 May 2027"), "nothing was changed"
    assert write(visitor, "x").has("deleted after 22 May 2027")
    clock.on(days=1)
    assert visitor.follow("Settings").fill("Name of", "Ana").press("Save").has("deleted after 23 May 2027")


def test_the_date_follows_the_setting(settings: dict[str, Any], tmp_path: Path, clock: Clock) -> None:
    app = create_app(settings | {"delete_after_days": 1, "timezone": "Asia/Tokyo"})
    visitor = Visitor(app)
    begin(visitor)
    assert visitor.has("Last change 22 November 2026, 19:00 Asia/Tokyo")
    assert visitor.has("deleted after 23 November 2026")
    clock.on(days=1)
    assert visitor.open(visitor.address).status == 403
    app.extensions[DATABASE].engine.dispose()


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
