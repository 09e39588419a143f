"""Every page of a seminar in every state: a walk through one that stops wherever there is something to look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from playwright.sync_api import Page, expect

from tests.browser.classroom import KOSOVO, Class, go, join, join_code, move, open_screen, open_seminar
from tests.browser.conftest import Device
from tests.browser.person import COUNCIL, GROUNDS, Person
from tests.browser.states import TOO_LONG

LEGAL, QUESTION = "Legal basis", "legal-council-decision"
REFUSALS = ("403", "404", "409", "410", "422")
Stop = tuple[str, Page]


class Stage(NamedTuple):
    """What the walk needs: a way to more devices of one kind, and a seminar with one phone looked at."""

    device: Device
    kind: dict[str, Any]
    room: Class
    ann: Person

    @property
    def desk(self) -> Person:
        """The desk of the seminar."""
        return self.room.desk

    @property
    def path(self) -> str:
        """Where the seminar's pages are."""
        return self.room.path


def whole_seminar(device: Device, **kind: Any) -> Iterator[Stop]:
    """All states, on devices of this kind; the screen is a projector's."""
    desk, ann = (device(**kind).expects(*REFUSALS) for _ in "da")
    yield from opening(desk)
    yield from doors(device, kind, desk)
    stage = Stage(device, kind, Class(device, desk), ann)
    yield "desk, empty", stage.desk.page
    yield from waiting(stage)
    yield from answering(stage)
    yield from other_seats(stage)
    yield from at_the_desk(stage)
    yield from discussing(stage)
    yield from on_the_screen(stage)
    yield from new_facts(stage)
    yield from revising(stage)
    yield from closing_round(stage)
    yield from the_end(stage)


def opening(desk: Person) -> Iterator[Stop]:
    """The form, its errors and the preview."""
    yield "new", desk.open("/seminars/new").page
    desk.tick("Groups").tick("The sections and questions that you tick")
    desk.field("Delete everything after").fill("2020-01-01")
    yield "new, refused", desk.press("Open the seminar").sees("There is a problem").page
    desk.open("/seminars/new").tick("Kosovo").press("See it as a participant").reads("As a participant sees it")
    yield "preview", desk.page
    yield "desk code", desk.press("Open the seminar").reads("The desk’s return code").page
    yield "desk code, kept", desk.press("I have kept it").follow("Return code of the desk").page


def doors(device: Device, kind: dict[str, Any], desk: Person) -> Iterator[Stop]:
    """The form for the code, and the page before joining for each way of showing names."""
    phone = device(**kind).expects("404", "422")
    yield "join", phone.open("/join").page
    phone.field("Join code").fill("2222-3333")
    yield "join, unknown code", phone.press("Go on").sees("There is a problem").page
    for names, groups in (("Pseudonyms", ("North", "South")), ("Nobody’s name", ()), ("Given names", ("North",))):
        open_seminar(desk, groups, names)
        phone.open(f"/join/{join_code(desk)}")
        yield f"before joining: {names}", phone.page
        if groups:
            yield f"joining refused: {names}", phone.press("Join").sees("There is a problem").page


def waiting(stage: Stage) -> Iterator[Stop]:
    """Joining, and a seminar in which nothing is open."""
    ann = stage.ann
    ann.open(f"/join/{stage.room.code}").write("Ann", "", "Your name")
    yield "return code", ann.press("Join").reads("Your return code").page
    ann.press("I have kept it").reads(KOSOVO)
    yield "already in", stage.ann.open(f"/join/{stage.room.code}").page
    yield "room, waiting", ann.follow("Go to the seminar").page
    yield "compare, not open", ann.open(f"{stage.path}/compare/{QUESTION}").page
    yield "grid, not open", ann.open(f"{stage.path}/section/legal-basis").page
    sheet = ann.open(f"{stage.path}/").link("Your own summary").get_attribute("href") or ""
    yield "step, waiting", ann.open(sheet.replace("summary", "step/legal-basis")).page
    yield "nobody here", stage.device(**stage.kind).expects("403").open(f"{stage.path}/").page
    yield "no desk here", ann.open(f"{stage.path}/desk").page


def answering(stage: Stage) -> Iterator[Stop]:
    """Four people write; one of them in two tabs."""
    ann, desk = stage.ann, stage.desk
    move(desk, LEGAL, "Answering")
    yield "room, answering", ann.open(f"{stage.path}/").page
    yield "step, answering", go(ann, "Answer", LEGAL).reads(LEGAL).page
    ann.write(TOO_LONG).press("Save and continue").sees("There is a problem")
    yield "step, too long", ann.page
    first = ann.open(ann.page.url).other_tab()
    second, ann.page = ann.page, first
    ann.tick("Draft not adopted").write("A draft of 26 March fell.").press("Save and go to the seminar").reads(KOSOVO)
    first.close()
    ann.page = second
    ann.write("From another tab.").press("Save and continue")
    yield "conflict", ann.reads("Two texts for one answer").page
    ann.tick("Keep what was saved").press("Save and go to the seminar").reads(KOSOVO)
    for name in ("Ben", "Cem", "Dana"):
        phone = stage.room.phone(name).expects("403")
        go(phone, "Answer", LEGAL).reads(LEGAL).tick("No decision or draft", COUNCIL)
        phone.write(f"{name}: three resolutions, and none of them speaks of force. " * 6)
        phone.press("Save and go to the seminar").reads(KOSOVO)
    yield "compare, not revealed", ann.open(f"{stage.path}/compare/{QUESTION}").page
    yield "withdraw", ann.open(f"{stage.path}/withdraw").page
    yield "withdraw, refused", ann.press("Erase the answers").sees("There is a problem").page


def other_seats(stage: Stage) -> Iterator[Stop]:
    """Ann answers the section from two other seats, and writes from one of them."""
    ann = stage.ann.open(f"{stage.path}/")
    yield "seats", go(ann, "Write from another seat", LEGAL).reads("Legal basis: other seats").page
    yield "seats, refused", ann.press("Answer from this seat").sees("There is a problem").page
    ann.tick("A ministry").press("Answer from this seat")
    yield "step, from a seat", ann.reads("Legal basis, from another seat").page
    ann.write("A ministry reads the Charter first.").press("Save and continue").reads(KOSOVO)
    go(ann, "Write from another seat", LEGAL).write("a newspaper of the region", "", "Another seat, in your own")
    ann.press("Answer from this seat").reads("Legal basis, from another seat").follow("Go back to your own view")
    yield "step with other seats", ann.reads(LEGAL).page
    yield "seats, taken", ann.follow("Answer this section again").reads("Legal basis: other seats").page
    yield "summary with seats", ann.open(f"{stage.path}/").follow("Your own summary").sees("From the seat of").page


def at_the_desk(stage: Stage) -> Iterator[Stop]:
    """What the desk can do with people, time and answers that nobody else sees."""
    desk = stage.desk.open(f"{stage.path}/desk")
    yield "desk, four people", desk.page
    desk.page.get_by_label("minutes").fill("seven")
    yield "desk, refused", desk.press("Show the time to all").sees("There is a problem").page
    desk.page.get_by_label("minutes").fill("7")
    desk.press("Show the time to all").press("Make a code for another computer").sees("The screen’s code")
    desk.press("Lock the door").sees("The door is locked")
    yield "desk, countdown and screen code", desk.page
    yield "room, countdown", stage.ann.open(f"{stage.path}/").page
    yield "door locked", stage.device(**stage.kind).open(f"/join/{stage.room.code}").page
    desk.press("Unlock the door").press("Type in from paper")
    yield "paper", desk.reads(KOSOVO).page
    paper = desk.open(f"{stage.path}/desk").page.get_by_role("table").get_by_role("row").filter(has_text="typed in")
    paper.get_by_role("link").click()
    yield "holder of a paper", desk.page
    yield "paper to print", desk.open(f"{stage.path}/desk/blank").page
    desk.open(f"{stage.path}/desk").page.get_by_role("link", name="Ben", exact=True).click()
    yield "person", desk.reads("Ben").page
    yield "person, new code", desk.press("Make a new return code").sees("A new return code").page
    desk.field("Name").fill("Ann")
    yield "person, refused", desk.press("Save the name").sees("There is a problem").page
    yield "erase", desk.follow("Erase these answers").page
    desk.open(f"{stage.path}/desk").page.get_by_text("Read and show answers").first.click()
    yield "read in private", desk.follow("read in private").page
    desk.press("Put in the tray").sees("not revealed")
    desk.write(TOO_LONG, "", "Note for the record").press("Add to the record")
    yield "read in private, tray and refused note", desk.sees("There is a problem").page
    desk.tick("Objection").write("Nobody asked them.", "", "Note for the record").press("Add to the record")
    desk.follow("Write a private note").write(TOO_LONG, "", "Private note").press("Keep the private note")
    yield "private note, refused", desk.sees("There is a problem").page
    yield "notes", desk.open(f"{stage.path}/desk/notes").page
    yield "note", desk.follow("change or remove").page
    yield "tray, not revealed", desk.open(f"{stage.path}/desk/tray").page
    yield "desk, side by side before the reveal", desk.open(f"{stage.path}/compare/{QUESTION}").page
    yield "projector, not revealed", desk.open(f"{stage.path}/projector?question={QUESTION}").page


def discussing(stage: Stage) -> Iterator[Stop]:
    """After the reveal, in this seminar and in one where nobody is named."""
    move(stage.desk.open(f"{stage.path}/desk"), LEGAL, "Discussing")
    ann = stage.ann
    yield "room, discussing", ann.open(f"{stage.path}/").page
    yield "grid", go(ann, "Read the answers", LEGAL).reads("Legal basis: answers").page
    yield "compare", ann.open(f"{stage.path}/compare/{QUESTION}").page
    yield "step, discussing", ann.follow("Your own answer").reads(LEGAL).page
    eve = join(stage.device(**stage.kind).expects("403"), stage.room.code, "Eve")
    yield "answer first", eve.open(f"{stage.path}/compare/{QUESTION}").page
    nameless = stage.device(**stage.kind).expects("422")
    open_seminar(nameless, names="Nobody’s name")
    nameless.page.get_by_role("form", name="Stage of Legal basis").get_by_role("button", name="Discussing").click()
    yield "reveal", nameless.reads("Show the answers to Legal basis?").page
    yield "reveal, refused", nameless.press("Show the answers").sees("There is a problem").page


def on_the_screen(stage: Stage) -> Iterator[Stop]:
    """The projector's controls, and the screen in each of its shows."""
    desk = stage.desk.open(f"{stage.path}/desk")
    options = {**stage.kind, "width": 1024, "height": 768}
    screen = open_screen(desk, stage.device(**options).expects("403"))
    yield "screen, join", screen.page
    desk.open(f"{stage.path}/projector")
    for show, heading in (("Blank", "Nothing is shown now"), ("The case", KOSOVO)):
        desk.press(show)
        yield f"screen, {show}", screen.reads(heading).page
    desk.open(f"{stage.path}/projector?question={QUESTION}")
    yield "projector", desk.page
    desk.press("Show the question")
    yield "screen, question", screen.sees("Another consideration").page
    desk.open(f"{stage.path}/desk/answers/{QUESTION}")
    waiting = desk.page.get_by_role("button", name="Put in the tray")
    for left in reversed(range(waiting.count())):
        desk.press("Put in the tray")
        expect(waiting).to_have_count(left)
    desk.open(f"{stage.path}/desk/tray")
    for columns in ("2", "3", "4"):
        desk.page.get_by_label("Columns").select_option(columns)
        desk.press("Send to the screen").sees("Answers to:")
        expect(screen.page.get_by_role("main").get_by_role("listitem")).to_have_count(int(columns))
        yield f"screen, answers in {columns} columns", screen.page
    yield "tray", desk.page


def new_facts(stage: Stage) -> Iterator[Stop]:
    """Developments at the desk, and how a phone and the screen show them."""
    desk, ann = stage.desk.open(f"{stage.path}/desk"), stage.ann
    yield "developments, none", desk.follow("Developments of the case").reads("Developments").page
    yield "developments, refused", desk.press("Publish").sees("There is a problem").page
    desk.write("The radio reports shots at the border. Nobody confirms it.", "", "New facts")
    desk.field("When").fill("24 March 1999")
    desk.tick(LEGAL).press("Keep for later").sees("Kept for later")
    yield "developments, prepared", desk.page
    yield "development, to change", desk.follow("Change it").reads("A prepared development").page
    yield "developments, published", desk.press("Publish and show on the screen").sees("Development 1").page
    yield "room, new facts", ann.open(f"{stage.path}/").sees("Worth another look").page
    yield "step, new facts", go(ann, "Read your own answers", LEGAL).reads(LEGAL).sees("Worth another look").page


def revising(stage: Stage) -> Iterator[Stop]:
    """Answers that were kept or changed."""
    ann, desk = stage.ann, stage.desk
    move(desk.open(f"{stage.path}/desk"), LEGAL, "Revising")
    yield "room, revising", ann.open(f"{stage.path}/").page
    go(ann, "Keep or change", LEGAL).reads(LEGAL).write("A draft of 26 March fell, by three votes to twelve.")
    ann.field("After the discussion", COUNCIL).select_option("Changed")
    ann.press("Save and go to the seminar").reads(KOSOVO)
    yield "step, revising", go(ann, "Keep or change", LEGAL).reads(LEGAL).page
    yield "compare, first and revised", ann.open(f"{stage.path}/compare/{QUESTION}").page
    yield "grid, first and revised", ann.open(f"{stage.path}/section/legal-basis").page
    ann.open(f"{stage.path}/")
    go(ann, "Keep or change", LEGAL).reads(LEGAL)
    move(desk, LEGAL, "Closed")
    ann.write("Too late.", GROUNDS).press("Save and go to the seminar")
    yield "saved late", ann.page
    yield "room, closed", ann.open(f"{stage.path}/").page
    yield "step, closed", go(ann, "Read your own answers", LEGAL).page
    yield "withdraw, revealed", ann.open(f"{stage.path}/withdraw").page
    yield "desk, all at once", desk.open(f"{stage.path}/desk").press("Open all sections for answering").page


def closing_round(stage: Stage) -> Iterator[Stop]:
    """The closing round, from before the reveal to the last holder's words."""
    desk, ann = stage.desk.open(f"{stage.path}/desk"), stage.ann.open(f"{stage.path}/")
    go(ann, "Answer", "Closing questions").reads("Closing questions")
    ann.write("Who speaks for those who fled? " * 60, "What stays unresolved?", "Answer").press("Save and continue")
    yield "closing round, not revealed", desk.follow("Lead the closing round").reads("The closing round").page
    desk.press("Show the answers to the closing questions").reads("The closing round")
    yield "closing round", desk.follow("What stays unresolved").sees("Everybody, in this order").page
    # Whoever typed in from paper comes first, then those who joined, in that order.
    yield "closing round, a turn", desk.press("Begin").press("Next: Ann").sees("On the screen now: Ann").page
    while desk.page.get_by_role("button", name="Next").count():
        desk.press("Next")
    desk.press("Share the record with everybody").sees("The record is shared")
    yield "closing round, the end", desk.page
    yield "room, record shared", ann.open(f"{stage.path}/").sees("The record of the seminar is shared").page
    desk.open(f"{stage.path}/desk").press("Share the record no more")


def the_end(stage: Stage) -> Iterator[Stop]:
    """The record, the end, and what follows it."""
    ann, desk = stage.ann, stage.desk
    yield "record not shared", ann.open(f"{stage.path}/record").page
    yield "record", desk.follow("Open the record").page
    yield "copy", desk.open(f"{stage.path}/desk").follow("Copy the seminar").reads("Open a seminar").page
    yield "desk, ended", desk.open(f"{stage.path}/desk").press("End the seminar").sees("The seminar has ended").page
    yield "room, ended", ann.open(f"{stage.path}/").page
    yield "join, ended", stage.device(**stage.kind).expects("410").open(f"/join/{stage.room.code}").page
    yield "delete", desk.follow("Delete the seminar").page
    yield "delete, refused", desk.press("Delete the seminar").sees("There is a problem").page
    desk.field("Type it here").fill("delete")
    yield "deleted", desk.press("Delete the seminar").reads("This seminar was deleted").page
    yield "join, deleted", ann.open(f"/join/{stage.room.code}").page
