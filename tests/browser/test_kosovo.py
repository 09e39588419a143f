"""Kosovo from the start page to every document, with nothing but what a person sees on the page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.answers.reading import READERS
from tests.browser.conftest import Device
from tests.browser.person import Person

pytestmark = pytest.mark.browser
GROUP = "Group Adriatic & <b>friends</b>"
CORRECTION = "Albania offered its airfields too.\nSo did Italy: see S/1999/328."
FOOT = "This is a record of the answers given. It is not an assessment, a recommendation or legal advice."
DOCUMENTS = {"html": "Web page", "docx": "Word", "markdown": "Markdown", "json": "JSON"}
# A text for each section; some try to be more than text.
TEXTS = {
    "Legal basis": "<script>alert(1)</script></textarea><b>SC/6659</b> {{ 7*7 }} & &amp;",
    "R2P pillars": "القرار 1199 (1998), then English again.\n\u202eevil\u202c שלם, 12!",
    "Just-war criteria": "👩‍👩‍👧 🇽🇰 é e\u0301 and *stars* _under_ [link](http://a.example)",
    "Sovereignty": "# Not a heading\n\n\n- not a list\n    four spaces",
    "Collateral risk": "=cmd|' /C calc'!A0 | a | b |",
    "Aftermath": "W" * 300 + " " + "word " * 50 + "end",
}
VIEW = "Two of us see it otherwise: \"no\" 'means' no."
CLOSING = "A report by the verifiers.\\\nAnd ~~nothing~~ else."


def begin(someone: Person) -> None:
    someone.open("/").reads("A checklist for discussing humanitarian military intervention")
    someone.follow("Work through a case").reads("Work through a case")
    someone.tick("Kosovo").tick("A group").field("Name").fill(GROUP)
    someone.press("Start").reads("Your return code")
    expect(someone.page.get_by_text(re.compile(r"^[2-9A-HJKMNP-Z]{4,5}(-[2-9A-HJKMNP-Z]{4,5}){2}$"))).to_be_visible()
    someone.press("I have kept it").reads("Kosovo 1998 to March 1999").sees(GROUP)


def correct_the_case(someone: Person) -> None:
    someone.follow("The case").reads("The case")
    someone.write(CORRECTION, "Who would send forces", "Corrections and additions")
    someone.press("Save and continue")


def answer(someone: Person, section: str, text: str) -> str:
    """Tick the first choice of the first question, write a text and a view; gives the question."""
    someone.reads(section)
    first = someone.questions()[0]
    someone.question(first).get_by_role("checkbox").first.check()
    someone.write(text, first).write(VIEW, first, "Other views in the group")
    someone.press("Save and continue")
    return first


def sources_are_one_step_away(someone: Person, narrow: bool) -> None:
    """On a phone they are folded; on a wide screen they stand in the margin."""
    notes = someone.page.get_by_role("complementary").first
    source = notes.get_by_role("listitem").first
    if narrow:
        expect(source).not_to_be_visible()
        notes.get_by_text("Sources and notes").click()
    expect(source).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_start_page_to_every_document(device: Device, width: int, scripts: bool) -> None:
    someone = device(width, java_script_enabled=scripts)
    begin(someone)
    correct_the_case(someone)
    someone.reads("Legal basis")
    sources_are_one_step_away(someone, narrow=width < 1200)
    asked = [answer(someone, section, text) for section, text in TEXTS.items()]
    someone.reads("Closing questions").write(CLOSING, someone.questions()[0], "Answer").press("Save and continue")

    someone.reads("Summary of the answers given").sees(GROUP)
    answers = [CORRECTION, *TEXTS.values(), VIEW, CLOSING]
    main = someone.page.get_by_role("main")
    for given in answers:
        expect(main.get_by_text(given, exact=True).first).to_be_visible()
    for question in asked:
        expect(main.get_by_role("heading", name=question, exact=True)).to_be_visible()
    expect(main).to_contain_text("No answer given.")

    for kind, label in DOCUMENTS.items():
        slots = READERS[kind](someone.download(label)).slots
        texts = [text for slot in slots for _, text in slot]
        assert [given for given in answers if given not in texts] == [], kind

    someone.page.emulate_media(media="print")
    expect(main.get_by_text(FOOT)).to_be_visible()
    expect(someone.page.get_by_role("navigation")).to_have_count(0)
    assert someone.page.pdf(format="A4").startswith(b"%PDF")
    someone.page.emulate_media(media="screen")

    someone.follow("Change").page.go_back()
    someone.reads("Summary of the answers given").follow("what came after").reads("What came after")
    someone.sees("Operation Allied Force").follow("Back to the summary").reads("Summary of the answers given")
    someone.open("/").sees("On this device").link("Kosovo").click()
    someone.reads("Kosovo 1998 to March 1999").sees("some answers")
