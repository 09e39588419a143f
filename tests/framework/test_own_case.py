"""A case as a file: it comes back exactly; and what is no sound case file is refused with what to do."""

from __future__ import annotations

import time
import tomllib
from typing import Any

import msgspec
import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import texts
from webapp.framework.load import BUILT_IN, built_in, wording
from webapp.framework.model import Case, Citation, Source
from webapp.framework.own_case import OwnCase, OwnDevelopment, OwnFact, fields_of, lacks, read, render, tidy, whole
from webapp.framework.reminders import reminders, suggestions
from webapp.framework.text import literal
from webapp.framework.toml_file import LARGEST, UnfitFile

LIBRARY = built_in()
FIELDS = [name for name, _ in fields_of(LIBRARY.framework)]
SECTIONS = [section.id for section in LIBRARY.framework.sections]
WHOLE: dict[str, Any] = tomllib.loads((BUILT_IN / "cases" / "lower-delta.toml").read_text())


def content(limit: int = 200) -> st.SearchStrategy[str]:
    """Content texts: anything that somebody can type, made literal."""
    return texts(limit // 2).map(literal)


@st.composite
def cases(draw: st.DrawFn) -> OwnCase:
    """Any case that the form can store, finished or not."""
    sources = draw(
        st.lists(
            st.builds(
                Source,
                id=st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,4})?", fullmatch=True),
                short=content().filter(bool),
                full=content().filter(bool),
            ),
            max_size=3,
            unique_by=lambda source: source.id,
        )
    )
    citations = (
        st.builds(
            Citation,
            source=st.sampled_from([source.id for source in sources]),
            locator=content(),
            checked=st.sampled_from(["yes", "partly", "no", "disputed"]),
        )
        if sources
        else st.nothing()
    )
    cited = st.lists(citations, max_size=2).map(tuple) if sources else st.just(())
    sorts = st.sampled_from(["", "1999", "1999-03", "1999-03-23", "nonsense"])
    facts = st.lists(st.builds(OwnFact, when=texts(60), sort=sorts, text=content(), citations=cited), max_size=4)
    developments = st.builds(
        OwnDevelopment,
        when=texts(60),
        text=content(),
        sections=st.lists(st.sampled_from(SECTIONS), unique=True).map(tuple),
    )
    return tidy(
        OwnCase(
            title=draw(texts(300)),
            kind=draw(st.sampled_from(["", "fictional", "past", "present"])),
            as_of=draw(texts(60)),
            known=tuple(draw(st.lists(content(), max_size=3))),
            timeline=tuple(draw(facts)),
            after=tuple(draw(st.lists(content(), max_size=2))),
            later=tuple(draw(facts)),
            fields=draw(st.dictionaries(st.sampled_from(FIELDS), content())),
            doubts=draw(content()),
            citations=draw(cited),
            sources=tuple(sources),
            developments=tuple(draw(st.lists(developments, max_size=2))),
        )
    )


@settings(deadline=None, max_examples=60)
@given(case=cases())
def test_a_case_comes_back_from_its_file_exactly(case: OwnCase) -> None:
    file = render(case)
    assert read(file, [LIBRARY]) == case
    assert render(read(file, [LIBRARY])) == file
    if not lacks(case, LIBRARY.framework):
        assert whole(case) == msgspec.convert(tomllib.loads(file.decode()), Case)


@pytest.mark.parametrize("path", sorted((BUILT_IN / "cases").glob("*.toml")), ids=lambda path: path.stem)
def test_a_case_of_the_content_folder_is_such_a_file(path: Any) -> None:
    case = read(path.read_bytes(), [LIBRARY])
    assert not lacks(case, LIBRARY.framework)
    built = next(one for one in LIBRARY.cases if one.id == path.stem)
    again = whole(read(render(case), [LIBRARY]))
    assert (again.known, again.timeline, again.after, again.later) == (
        built.known,
        built.timeline,
        built.after,
        built.later,
    )
    assert (again.fields, again.citations, again.developments) == (built.fields, built.citations, built.developments)
    # What it cites comes along.
    cited = {one.source for one in again.citations} | {
        one.source for fact in again.timeline + again.later for one in fact.citations
    }
    assert {source.id for source in again.sources} == cited


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty. Choose the file of a case"),
        (b"# nothing\n", "This file is empty."),
        (b"PK\x03\x04rest", "This is a Word document or another packed file. Choose the file of a case"),
        (b"%PDF-1.7", "This is a PDF document."),
        (b'{"format": "before-force-worksheet"}', "This is a JSON file, as worksheets are saved, and not a case."),
        (b"\xff\xfe\x00", "This file is not text in UTF-8. Save it as UTF-8"),
        (b'title = "a', "This file is not valid TOML:"),
        (b'title = "a"\ntitle = "b"', "This file is not valid TOML:"),
        (b"x" * (LARGEST + 1), "This file is larger than 256 KB, which no case is."),
        (b"a = " + b"[" * 100_000, "This file is nested too deep"),
        (b"a = " + b"[" * 20 + b"]" * 20, "This file is nested too deep"),
        (b".".join([b"a"] * 100_000) + b" = 1", "One line of this file has over 500 dots."),
        (b"year = 1" + b"0" * 5000, "This file is not valid TOML:"),
        (b'title = "\\u0000"', "This file holds a control character"),
        (b'framework = "x"\ntitle = "An agenda"', "This is the file of an agenda, and a case is wanted here."),
    ],
)
def test_what_is_no_case_file_is_refused_with_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(UnfitFile) as caught:
        read(data, [LIBRARY])
    assert caught.value.reason.startswith(sentence)
    assert caught.value.reason.endswith((".", "”."))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"score": 7}, "This file holds “score” at its top, which the format does not know"),
        ({"title": 7}, "This file holds a value at “title” that is not of the kind"),
        ({"title": {"a": 1}}, "This file holds a value at “title” that is not of the kind"),
        ({"kind": "other"}, "This file holds a value at “kind” that is not of the kind"),
        ({"known": "one text"}, "This file holds a value at “known” that is not of the kind"),
        ({"known": ["x" * 8001]}, "This file holds more than 8,000 characters at “known[0]”"),
        ({"known": ["x"] * 61}, "This file holds more than 60 entries at “known”"),
        ({"fields": {"case-odds": "Much."}}, "This file fills the field “case-odds”, which a case here does not have"),
        ({"citations": [{"source": "nothing"}]}, "This file cites the source “nothing”, which is not under"),
        (
            {"sources": [{"id": "a", "short": "A", "full": "A"}] * 2},
            "This file has two sources with the id “a”",
        ),
    ],
)
def test_a_case_file_with_a_fault_names_it(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(UnfitFile) as caught:
        read(tomli_w.dumps(WHOLE | change).encode(), [LIBRARY])
    assert caught.value.reason.startswith(fault)
    assert "Mend that place in the file and open it again" in caught.value.reason


def test_a_file_at_its_largest_is_read_in_a_moment() -> None:
    started = time.monotonic()
    line = ".".join(["a"] * 400)
    hostile = "\n".join(f"{line}{number} = 1" for number in range(300))[:LARGEST].encode()
    with pytest.raises(UnfitFile):
        read(hostile, [LIBRARY])
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sections": []}, "Development 1 names no section."),
        ({"sections": ["odds"]}, "Development 1 names the section “odds”, which is not among these."),
        ({"text": ""}, "Development 1 has no text."),
        ({"when": ""}, "Development 1 has no date."),
    ],
    ids=str,
)
def test_an_unfinished_development_is_taken_and_says_what_it_lacks(change: dict[str, Any], sentence: str) -> None:
    first = WHOLE["developments"][0] | change
    case = read(tomli_w.dumps(WHOLE | {"developments": [first]}).encode(), [LIBRARY])
    assert [lack.sentence.startswith(sentence) for lack in lacks(case, LIBRARY.framework)] == [True]


@pytest.mark.parametrize(
    ("when", "sort"),
    [
        ("15–17 Jan 1999", "1999-01-15"),
        ("March 1999", "1999-03"),
        ("2003–2006", "2003"),
        ("Week 2", "0001"),
        ("99 March 1999", "1999-03"),
    ],
)
def test_a_date_to_sort_by_is_taken_from_the_words(when: str, sort: str) -> None:
    assert tidy(OwnCase(timeline=(OwnFact(when=when, text="x"),))).timeline[0].sort == sort


def test_a_fact_without_a_date_stays_behind_the_one_before_it() -> None:
    facts = (OwnFact(when="2001"), OwnFact(when="then"), OwnFact(when="1999"))
    assert [fact.when for fact in tidy(OwnCase(timeline=facts)).timeline] == ["1999", "2001", "then"]


def test_every_word_that_a_page_may_not_use_has_a_reminder() -> None:
    assert {word.casefold() for word in wording().words} <= suggestions(wording()).keys()


def test_a_reminder_names_each_word_once_and_leaves_quotations_alone() -> None:
    text = 'The Regime and the regime, said “the rebels” and "the terrorists"; they must. Smartly.'
    assert [one.word for one in reminders([text], wording())] == ["Regime", "must"]
