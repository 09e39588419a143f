"""Every page in every state, as a list of names with the way there."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.browser.person import COUNCIL, Person

TOO_LONG = "x" * 4_001
QUESTION = "legal-council-decision"
NOT_A_FILE = {"name": "broken.json", "mimeType": "application/json", "buffer": b"{"}
Way = Callable[[Person, str], object]


class State(NamedTuple):
    """One page in one state; `go` takes a person and the path of the worksheet they hold."""

    name: str
    go: Way


def _at(path: str) -> Way:
    return lambda someone, sheet: someone.open(path.format(sheet=sheet))


def _conflict(someone: Person, sheet: str) -> None:
    """Write in two tabs; the second sees both texts."""
    someone.expects("409").open(f"{sheet}step/legal-basis")
    first = someone.other_tab()
    second, someone.page = someone.page, first
    someone.write("From the first tab.").press("Save and continue").reads("R2P pillars")
    first.close()
    someone.page = second
    someone.write("From the second tab.").press("Save and continue").reads("Two texts for one answer")


def _rehearsal(someone: Person, sheet: str) -> None:
    someone.open("/rehearsals/new").press("Begin the rehearsal").reads("The desk")


def _paper(someone: Person, sheet: str) -> None:
    _rehearsal(someone, sheet)
    someone.follow("Print the paper worksheet").reads("Paper worksheet: The Dessan valleys")


def _too_long(step: str, question: str, label: str) -> Way:
    def go(someone: Person, sheet: str) -> None:
        someone.expects("422").open(f"{sheet}step/{step}")
        someone.write(TOO_LONG, question, label).press("Save and continue").sees("There is a problem")

    return go


def _refused(path: str, button: str) -> Way:
    """Press the button of an empty form."""

    def go(someone: Person, sheet: str) -> None:
        someone.expects("422").open(path.format(sheet=sheet)).press(button).sees("There is a problem")

    return go


def _broken_file(someone: Person, sheet: str) -> None:
    someone.expects("422").open("/worksheets/import")
    someone.page.get_by_label("File").set_input_files(NOT_A_FILE)  # type: ignore[arg-type]
    someone.press("Open the file").sees("There is a problem")


def _draft(someone: Person, sheet: str) -> None:
    """Lose a page while offline, and open it again."""
    someone.expects("ERR_INTERNET_DISCONNECTED").open(f"{sheet}step/r2p-pillars").context.set_offline(True)
    someone.write("Kept here.", "Which acts are reported").says("Not saved yet")
    someone.lose_the_page().open(f"{sheet}step/r2p-pillars").sees("was not saved").press("Look at it")


def _deleted(someone: Person, sheet: str) -> None:
    someone.expects("410").begin("Rwanda")
    someone.follow("Settings").follow("Delete this worksheet").page.get_by_role("checkbox").check()
    someone.press("Delete this worksheet").reads("This worksheet was deleted")


def _code(someone: Person, sheet: str) -> None:
    someone.open("/worksheets/new").tick("Libya").press("Start").reads("Your return code")


def _own_case(someone: Person, sheet: str) -> None:
    """Write a case that lacks its date, and look at it."""
    someone.open("/own/cases/new").field("Short name of the case").fill("The islands")
    someone.press("Save").reads("Edit a case").follow("The case as readers see it").reads("The islands")


def _own_case_again(ways: tuple[str, ...]) -> Way:
    def go(someone: Person, sheet: str) -> None:
        someone.open("/own").follow("The islands")
        for words in ways:
            someone.follow(words)

    return go


def _agenda(someone: Person, sheet: str) -> None:
    """Begin an agenda of one's own."""
    someone.open("/own/agendas/new").field("Name of the agenda").fill("Short morning")
    someone.tick("Six questions").press("Go on to the questions").reads("Edit an agenda")


def _own_question(someone: Person, sheet: str) -> None:
    """Ask for a question of one's own, and leave it empty."""
    someone.expects("422").open("/own").follow("Short morning").follow("Edit the agenda")
    someone.press("Add a question to Sovereignty").press("Save the question").sees("There is a problem")


def _own_question_again(someone: Person, sheet: str) -> None:
    """Write the question, and come back to it."""
    someone.field("The question").fill("Which borders are open?")
    someone.tick("In words alone").press("Save the question").reads("Edit an agenda")
    someone.press("Edit")


MAIN = [
    State("start", _at("/")),
    State("new", _at("/worksheets/new")),
    State("contents", _at("{sheet}")),
    State("the case", _at("{sheet}step/case")),
    State("section, empty", _at("{sheet}step/just-war-criteria")),
    State("section, filled", _at("{sheet}step/legal-basis")),
    State("conflict", _conflict),
    State("summary", _at("{sheet}summary")),
    State("history", _at("{sheet}history/" + QUESTION)),
    State("questions of a section", _at("/questions/legal-basis")),
]
OTHERS = [
    State("new, refused", _refused("/worksheets/new", "Start")),
    State("code", _code),
    State("code, shown before", _at("{sheet}code")),
    State("section, too long", _too_long("legal-basis", COUNCIL, "Reasons and evidence")),
    State("the case, too long", _too_long("case", "Who would send forces", "Corrections and additions")),
    State("closing", _at("{sheet}step/closing")),
    State("a draft offered", _draft),
    State("history index", _at("{sheet}history")),
    State("settings", _at("{sheet}settings")),
    State("briefing", _at("{sheet}briefing")),
    State("what came after, in a worksheet", _at("{sheet}after")),
    State("delete", _at("{sheet}delete")),
    State("delete, refused", _refused("{sheet}delete", "Delete this worksheet")),
    State("deleted", _deleted),
    State("finish", _at("/finish")),
    State("finished", _at("/finished")),
    State("locked", lambda someone, sheet: someone.expects("403").open("/worksheet/nobody-has-this/")),
    State("open", _at("/worksheets/open")),
    State("open, refused", _refused("/worksheets/open", "Open")),
    State("import", _at("/worksheets/import")),
    State("import, refused", _refused("/worksheets/import", "Open the file")),
    State("import, broken", _broken_file),
    State("questions", _at("/questions")),
    State("blank", _at("/blank")),
    State("cases", _at("/cases")),
    State("case", _at("/cases/kosovo-1999")),
    State("fictional case", _at("/cases/lower-delta")),
    State("what came after", _at("/cases/kosovo-1999/after")),
    State("notes", _at("/notes")),
    State("essay", _at("/essay")),
    State("sources", _at("/sources")),
    State("glossary", _at("/glossary")),
    State("reading", _at("/reading")),
    State("facilitator", _at("/facilitator")),
    State("rehearsal, offered", _at("/rehearsals/new")),
    State("rehearsal", _rehearsal),
    State("paper worksheet", _paper),
    State("rules", _at("/rules")),
    State("privacy", _at("/privacy")),
    State("about", _at("/about")),
    State("accessibility", _at("/accessibility")),
    State("seats", _at("{sheet}step/legal-basis/seats")),
    State("own cases, none", _at("/own")),
    State("own case, new", _at("/own/cases/new")),
    State("own case", _own_case),
    State("own case, unfinished", _own_case_again(("Edit the case",))),
    State("own case, delete", _own_case_again(("Delete it",))),
    State("own cases", _at("/own")),
    State("file of a case", _at("/own/open/case")),
    State("file of a case, refused", _refused("/own/open/case", "Open the file")),
    State("agenda, new", _at("/own/agendas/new")),
    State("agenda", _agenda),
    State("own question, refused", _own_question),
    State("own question", _own_question_again),
    State("agenda, whole", lambda someone, sheet: someone.open("/own").follow("Short morning")),
    State("rehearsal", _at("/rehearsals/new")),
    State("not found", lambda someone, sheet: someone.expects("404").open("/no-such-page")),
]


def furnish(someone: Person) -> str:
    """Hold a worksheet of a group with an answer; gives the path of its contents."""
    someone.begin(group="Group Adriatic")
    sheet = someone.page.url.removeprefix(someone.address)
    someone.follow("Legal basis").tick("Draft not adopted", COUNCIL).write("A draft of 26 March.\nIt fell.")
    someone.press("Save and continue").reads("R2P pillars")
    return sheet
