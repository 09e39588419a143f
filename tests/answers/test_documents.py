from __future__ import annotations

import io
import re
import zipfile
from functools import cache

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import asdict

from tests.answers.reading import READERS, Reading, read_html
from tests.answers.shapes import expect_shape
from tests.samples import CASE, OWN_CASE, QUESTIONS, TRAPS, answer_sets, sample_summary, texts
from webapp.answers.answer import ANOTHER_LIMIT, REASONS_LIMIT, Answer, clean
from webapp.answers.documents import FORMATS, filename
from webapp.answers.documents.markdown import escape
from webapp.answers.summary import FOOT, TITLE
from webapp.framework.model import Case

EVERY_FORMAT = pytest.mark.parametrize("form", FORMATS)
PRINTED = pytest.mark.parametrize("form", ["html", "docx", "markdown"])
CASES = pytest.mark.parametrize("case", [CASE, None], ids=["built-in", "own"])
SOME = settings(deadline=None, max_examples=10)


def read_back(form: str, answers: dict[str, Answer], case: Case | None = CASE) -> Reading:
    reading = READERS[form](FORMATS[form].render(sample_summary(answers, case)))
    assert len(reading.slots) == len(QUESTIONS)
    return reading


@cache
def outside_of_nothing(form: str, built_in: bool) -> object:
    return (read_back(form, {}) if built_in else read_back(form, OWN_CASE, None)).outside


def expect_answers(form: str, answers: dict[str, Answer], case: Case | None) -> None:
    """Fail unless every slot has one of the shapes and gives its answer back verbatim."""
    for question, slot in zip(QUESTIONS.values(), read_back(form, answers, case).slots, strict=True):
        answer = answers.get(question.id)
        if form != "json":
            expect_shape(question, case.field(question.id) if case else "", answer, slot)
        elif answer is not None:
            assert dict(slot) == asdict(answer) | {"choices": list(answer.choices)}
        else:
            assert slot == []


@EVERY_FORMAT
@CASES
@SOME
@given(data=st.data())
def test_outside_its_slots_a_document_is_the_same_for_any_answers(
    form: str, case: Case | None, data: st.DataObject
) -> None:
    assert read_back(form, data.draw(answer_sets(case)), case).outside == outside_of_nothing(form, bool(case))


@EVERY_FORMAT
@CASES
@SOME
@given(data=st.data())
def test_a_slot_depends_on_its_own_answer_alone(form: str, case: Case | None, data: st.DataObject) -> None:
    one, other = data.draw(answer_sets(case)), data.draw(answer_sets(case))
    place = data.draw(st.integers(0, len(QUESTIONS) - 1))
    name = list(QUESTIONS)[place]
    mixed = {key: answer for key, answer in other.items() if key != name}
    if name in one:
        mixed[name] = one[name]
    assert read_back(form, one, case).slots[place] == read_back(form, mixed, case).slots[place]


@EVERY_FORMAT
@CASES
@SOME
@given(data=st.data())
def test_every_slot_has_one_of_the_shapes_and_is_verbatim(form: str, case: Case | None, data: st.DataObject) -> None:
    expect_answers(form, data.draw(answer_sets(case)), case)


@EVERY_FORMAT
def test_every_trap_comes_back_from_every_field(form: str) -> None:
    for trap in TRAPS:
        alone, around, inside = clean(trap), clean(f"{trap}a{trap}"), clean(f"a{trap}\n{trap}b")
        long = clean(trap * (REASONS_LIMIT // len(trap) + 1))[:REASONS_LIMIT]
        answers = {
            "case-title": Answer(reasons=alone, views=inside),
            "own-one": Answer(choices=("another",), another=alone[:ANOTHER_LIMIT], reasons=alone, views=around),
            "own-two": Answer(choices=("c1", "another"), another=around[:ANOTHER_LIMIT], reasons=long),
            "own-three": Answer(reasons=inside, views=alone),
            "own-five": Answer(reasons=around),
            "close-line": Answer(reasons=alone),
        }
        expect_answers(form, answers, CASE)


@PRINTED
@SOME
@given(title=texts(), as_of=texts(200))
def test_the_fields_of_an_own_case_change_the_head_and_nothing_breaks(form: str, title: str, as_of: str) -> None:
    answers = {"case-title": Answer(reasons=title), "case-as-of": Answer(reasons=as_of)}
    expect_answers(form, {name: answer for name, answer in answers.items() if answer}, None)


@settings(deadline=None, max_examples=300)
@given(text=texts())
def test_escaped_markdown_is_one_paragraph_of_plain_text(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"x{escape(text)}y")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    parts = tokens[1].children or []
    assert {part.type for part in parts} <= {"text", "hardbreak"}
    assert "".join("\n" if part.type == "hardbreak" else part.content for part in parts) == f"x{text}y"


def test_markdown_stays_readable_to_a_person() -> None:
    assert escape("A well-known fact, 50% of it. And/or more; why?") == (
        "A well-known fact, 50% of it. And/or more; why?"
    )
    assert escape("1. *a*\n  b\n") == "1\\. \\*a\\*\\\n&#32;&#32;b&#10;"


def test_the_web_page_needs_nothing_else() -> None:
    page = FORMATS["html"].render(sample_summary({})).decode()
    assert page.count("<style>") == 1
    assert not re.search(r"<(script|link|img|iframe|base|meta http-equiv)", page)
    assert not re.search(r"https?:|url\(|@import|src=|href=", page)
    assert f'content: "{FOOT}"' in page
    assert "counter(page)" in page
    assert "counter(pages)" not in page


def test_the_web_page_has_a_heading_for_each_step_and_question() -> None:
    page = FORMATS["html"].render(sample_summary({})).decode()
    assert re.findall(r"<h1>(.*)</h1>", page) == [TITLE]
    assert page.count("<h2>") == 4
    assert page.count("<h3>") == len(QUESTIONS)
    assert len(read_html(page.encode()).slots) == len(QUESTIONS)
    assert f'<p class="foot">{FOOT}</p>' in page


def test_the_word_document_has_real_headings_and_the_foot_line_on_every_page() -> None:
    document = Document(io.BytesIO(FORMATS["docx"].render(sample_summary({}))))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[:3] == ["Title", "Subtitle", "Heading 1"]
    assert styles.count("Heading 2") == len(QUESTIONS)
    assert document.paragraphs[-1].text == FOOT
    foot = document.sections[0].footer.paragraphs[0]
    assert foot.text.startswith(FOOT)
    assert foot._p.xpath("./w:fldSimple/@w:instr") == [" PAGE "]
    for name in ("Title", "Heading 1", "Heading 2", "Label"):
        assert document.styles[name].element.xpath("w:pPr/w:keepNext[not(@w:val)]")


def test_the_word_document_names_itself_and_its_language_and_paper() -> None:
    document = Document(io.BytesIO(FORMATS["docx"].render(sample_summary({}))))
    properties = document.core_properties
    assert properties.title == f"{TITLE}: Kosovo 1998 to March 1999"
    assert (properties.author, properties.language) == ("Before Force", "en-GB")
    assert properties.created is not None
    assert properties.created.date().isoformat() == "2026-11-22"
    assert document.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["en-GB"]
    page = document.sections[0]
    assert (page.page_width.mm, page.page_height.mm) == pytest.approx((210, 297), abs=0.1)  # type: ignore[union-attr]


def test_the_word_document_sets_right_to_left_text_that_way() -> None:
    data = FORMATS["docx"].render(sample_summary({"own-five": Answer(reasons="שלום world")}))
    paragraph = next(found for found in Document(io.BytesIO(data)).paragraphs if "world" in found.text)
    assert paragraph._p.xpath("./w:pPr/w:bidi")
    assert [(run.text, run.font.rtl) for run in paragraph.runs] == [("שלום ", True), ("world", None)]


@EVERY_FORMAT
def test_the_same_summary_gives_the_same_bytes(form: str) -> None:
    summary = sample_summary({"own-five": Answer(reasons="x")})
    first = FORMATS[form].render(summary)
    assert first == FORMATS[form].render(summary)
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(first)) as archive:
            assert {part.date_time for part in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Kosovo 1998 to March 1999", "before-force-kosovo-1998-to-march-1999-2026-11-22.md"),
        ("../../Évian\n\"x\"; rm", "before-force-evian-x-rm-2026-11-22.md"),
        ("Darfur 2003–2006", "before-force-darfur-2003-2006-2026-11-22.md"),
        ("كوسوفو", "before-force-2026-11-22.md"),
        ("W" * 300, f"before-force-{'w' * 80}-2026-11-22.md"),
    ],
)  # fmt: skip
def test_a_file_name_is_safe_anywhere(title: str, name: str) -> None:
    assert filename(sample_summary({"case-title": Answer(reasons=title)}, None), "md") == name
