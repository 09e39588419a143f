"""The one gate: every address, as every kind of viewer, at every stage, shows no answer that it may not show.

Each holder's answer carries a mark of its own. What a viewer may read is worked out here from the rules, not from the
code; then every GET address of the app that a viewer could name is opened, and the marks in what comes back are read.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import NamedTuple

import docx
import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from tests.seminar.people import Phone, Seminar, join, open_seminar
from tests.visitor import Visitor
from webapp.access import codes, discussion, joining, publishing, rooms, tray
from webapp.access.discussion import Noted
from webapp.access.model import private_note
from webapp.access.publishing import What
from webapp.access.rooms import Screen, Stage
from webapp.clock import now
from webapp.current import SETTINGS

SECTION, QUESTION = "sovereignty", "sov-people-affected"
OTHER_SECTION, OTHER_QUESTION = "aftermath", "after-security"
WORDS = {SECTION: "Among the people affected", OTHER_SECTION: "Who could keep order"}
MARK = re.compile(r"mark-[a-z]+-[a-z]+")
NOTE, PREPARED, PUBLISHED = "mark-desk-note", "mark-prepared-facts", "mark-published-facts"
# A note of the discussion, which the record alone shows to others; the first of those above is private.
REMARK = "mark-record-note"
# As the pages' own links say it: read on without an answer of one's own, ask as the desk or the screen.
QUERIES = {
    "seminar.closing": ["?question=close-unresolved"],
    "seminar.compare": ["?read=on"],
    "seminar.grid": ["?read=on"],
    "seminar.projector": [f"?question={QUESTION}"],
    "seminar.screen": ["?page=2"],
    "seminar.state": ["?role=desk", "?role=screen"],
}


class Watcher(NamedTuple):
    """Somebody who looks, with the marks they may read once the section is revealed, and those they always may."""

    visitor: Visitor
    always: set[str]
    revealed: set[str]


def mark(holder: str, section: str = SECTION) -> str:
    """The mark in a holder's answer to a section."""
    return f"mark-{holder}-{section}"


class Scene(NamedTuple):
    """A seminar in which three have written in two sections, two of them from another seat too, and all who might look.

    `seats` are the worksheets of the other seats, by the marks of those who answer there.
    """

    app: Flask
    seminar: Seminar
    phones: dict[str, Phone]
    seats: dict[str, str]
    guest: Phone
    screen: Visitor

    def empty_group(self) -> str:
        """A group that nobody is in, for a late joiner; no name where people answer alone."""
        room = self.seminar.room()
        if room.holders == "person":
            return ""
        with self.seminar.database().write() as connection:
            joining.add_worksheet(connection, room, "group", "West", now(), typed_in=False)
        return "West"

    @property
    def everybody(self) -> set[str]:
        """The marks of the section that gets revealed."""
        return {mark(name) for name in (*self.phones, *self.seats)}

    def share(self, on: bool) -> None:
        """Share the record with the participants, or share it no more."""
        with self.seminar.database().write() as connection:
            rooms.change(connection, self.seminar.id, now(), shared=on)

    def watchers(self, late: Phone | None) -> dict[str, Watcher]:
        """Everybody who looks, by who they are."""
        everything = self.everybody | {mark(name, OTHER_SECTION) for name in self.phones}
        at_desk = {NOTE, REMARK, PREPARED, PUBLISHED}
        watchers = {
            "a stranger": Watcher(Visitor(self.app), set(), set()),
            "a participant of another seminar": Watcher(self.guest, set(), set()),
            "the screen": Watcher(self.screen, set(), {mark("ada"), mark("bensseat")}),
            "the desk": Watcher(self.seminar.desk, everything | at_desk, everything | at_desk),
        }
        for name in ("ada", "ben"):
            own = {mark(name), mark(f"{name}sseat"), mark(name, OTHER_SECTION), PUBLISHED}
            watchers[name] = Watcher(self.phones[name], own, own | self.everybody | {REMARK})
        if late:
            watchers["a late joiner"] = Watcher(late, {PUBLISHED}, self.everybody | {PUBLISHED, REMARK})
        return watchers


@pytest.fixture(params=["person", "group"])
def scene(app: Flask, request: pytest.FixtureRequest) -> Scene:
    """The screen shows an own view and another holder's from a seat, revealed or not; the desk has all that it can."""
    holders = str(request.param)
    groups = {"ada": "North", "ben": "South", "cleo": "East"} if holders == "group" else {}
    seminar = open_seminar(app, holders=holders, names="given", one_by_one=False, groups=groups.values())
    phones = {name: seminar.join(name, groups.get(name, "")) for name in ("ada", "ben", "cleo")}
    for name, phone in phones.items():
        for section, words in WORDS.items():
            phone.write(section, words, mark(name, section))
    seats = {f"{name}sseat": take_a_seat(phones[name], f"{name}sseat") for name in ("ada", "ben")}
    guest = open_seminar(app, names="given", one_by_one=False).join("guest")
    screen = Visitor(app)
    wanted = Screen("answers", QUESTION, (phones["ada"].worksheet, seats["bensseat"]))
    with seminar.database().write() as connection:
        rooms.put_on_screen(connection, seminar.id, wanted, now())
        note = {"seminar": seminar.id, "question": QUESTION, "text": NOTE, "changed_at": now()}
        connection.execute(sa.insert(private_note).values(note))
        publishing.prepare(connection, seminar.id, [What("Day 5", PREPARED, (SECTION,))], now())
        publishing.publish_new(connection, seminar.room(), What("Day 4", PUBLISHED, (SECTION,)), now())
        discussion.add(connection, seminar.room(), QUESTION, Noted("reason", REMARK, ""), now())
        for phone in phones.values():
            tray.put(connection, seminar.room(), QUESTION, phone.worksheet)
        secret = app.extensions[SETTINGS].secret_key
        code = codes.store(connection, secret, now(), codes.Opens(None, None, seminar.id, "screen"))
    screen.open("/worksheets/open").fill("Return code", code).press("Open")
    return Scene(app, seminar, phones, seats, guest, screen)


def take_a_seat(phone: Phone, name: str) -> str:
    """Answer the section from another seat, with a mark of its own; gives the worksheet."""
    phone.step(SECTION).follow("Answer this section again").tick("A ministry").press("Answer from this seat")
    sheet = phone.address.split("/")[2]
    phone.fill("Reasons and evidence", mark(name), WORDS[SECTION]).press("Save and continue")
    return sheet


def test_the_gate(scene: Scene) -> None:
    late = None
    for stages, shown in STAGES:
        for section, stage in stages.items():
            scene.seminar.move(section, stage)
        scene.share(shown)
        if shown and late is None:
            # Into a group of its own: a member of a group reads what the group wrote.
            late = join(scene.app, scene.seminar.join_code, "late", scene.empty_group())
        for who, watcher in scene.watchers(late).items():
            look_everywhere(scene, who, watcher, watcher.revealed if shown else watcher.always)


# The stages of the two sections, and whether the answers of the first may then be seen, and the record is shared. The
# other is never revealed.
STAGES: list[tuple[dict[str, Stage], bool]] = [
    ({SECTION: "waiting", OTHER_SECTION: "answering"}, False),
    ({SECTION: "answering"}, False),
    ({SECTION: "closed"}, False),
    ({SECTION: "discussing"}, True),
    ({SECTION: "revising"}, True),
    ({SECTION: "closed", OTHER_SECTION: "closed"}, True),
    ({SECTION: "answering", OTHER_SECTION: "waiting"}, False),
]


def look_everywhere(scene: Scene, who: str, watcher: Watcher, allowed: set[str]) -> None:
    """Open every address as this watcher; what comes back holds no mark but the allowed ones."""
    seen: set[str] = set()
    for address in addresses(scene):
        response = watcher.visitor.client.get(address)
        assert response.status_code < 500, address
        found = set(MARK.findall(text_of(response)))
        assert found <= allowed, f"{who} reads {sorted(found - allowed)} at {address}"
        assert PREPARED not in found or "/desk" in address, f"{address} shows what is the desk's alone"
        assert NOTE not in found or f"/desk/answers/{QUESTION}" in address, f"{address} shows a private note"
        assert REMARK not in found or re.search("/record|/desk/(answers|notes)", address), f"{address} shows a note"
        seen |= found
    if who in ("a stranger", "ben", "the screen"):
        for address in addresses(scene, "POST"):
            # Without a token nothing is done; the page that says so is a page like any other.
            found = set(MARK.findall(text_of(watcher.visitor.client.post(address, data={}))))
            assert found <= allowed, f"{who} reads {sorted(found - allowed)} in the answer of {address}"
    # Nor may the gate be so tight that nobody reads anything.
    assert seen == allowed, f"{who} can't read {sorted(allowed - seen)} anywhere"


def text_of(response: TestResponse) -> str:
    """The words of a response, of a Word document too."""
    if (response.mimetype or "").endswith("wordprocessingml.document"):
        document = docx.Document(BytesIO(response.data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    return str(response.data, "utf-8", "replace")


def addresses(scene: Scene, method: str = "GET") -> list[str]:
    """Every address that a rule can have in this seminar. A rule with a part that is not known here fails."""
    sheets = [*(phone.worksheet for phone in scene.phones.values()), *scene.seats.values()]
    values = {
        "question_id": [QUESTION, OTHER_QUESTION],
        "section_id": [SECTION, OTHER_SECTION],
        "step_id": [SECTION, OTHER_SECTION],
        "kind": ["html", "docx", "markdown", "json", "csv"],
        "case_id": ["lower-delta"],
        "code": [scene.seminar.join_code],
        "sheet": sheets,
        "who": ["1", "2", "3"],
        "number": ["1"],
        "what": ["case", "agenda"],
        "one": ["1"],
    }
    found = []
    for rule in scene.app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint != "static":
            names = sheets if rule.endpoint.startswith("worksheet.") else [scene.seminar.id]
            plain = filled(rule.rule, {**values, "name": names})
            found += [address + query for address in plain for query in ["", *QUERIES.get(rule.endpoint, [])]]
    assert f"/seminar/{scene.seminar.id}/{'state' if method == 'GET' else 'desk/stage'}" in found
    return found


def filled(rule: str, values: dict[str, list[str]]) -> list[str]:
    """A rule such as `/cases/<case_id>` with every value in the place of each of its parts."""
    part = re.search(r"<(?:\w+:)?(\w+)>", rule)
    if not part:
        return [rule]
    return [one for value in values[part[1]] for one in filled(rule.replace(part[0], value, 1), values)]
