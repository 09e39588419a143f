"""A case that a user writes: it may be unfinished, says what it still lacks, and is kept as a file.

The file has the format of a case in the content folder (see `README.md` beside this), so that it can be put there.
Texts are content texts; what somebody typed was made literal before it came here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
import tomli_w

from webapp.framework.faults import quoted, repeated
from webapp.framework.model import Case, Citation, Framework, Library, Source, Value
from webapp.framework.text import plain
from webapp.framework.toml_file import UnfitFile, converted, parsed

# The opening questions that are no field of a case's text: its own keys, and what belongs to who answers.
_NOT_FIELDS = ("case-title", "case-kind", "case-as-of", "case-meaning", "case-seat")
MOST_ROWS = 60
_SORT = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_EARLIEST = "0001"

_Line = Annotated[str, msgspec.Meta(max_length=400)]
_Text = Annotated[str, msgspec.Meta(max_length=8000)]
_Rows = msgspec.Meta(max_length=MOST_ROWS)


class OwnFact(Value, frozen=True, kw_only=True):
    """A dated fact that may still lack its date or its text; see `Fact`."""

    when: _Line = ""
    sort: Annotated[str, msgspec.Meta(max_length=10)] = ""
    text: _Text = ""
    citations: Annotated[tuple[Citation, ...], msgspec.Meta(max_length=20)] = ()


class OwnDevelopment(Value, frozen=True, kw_only=True):
    """A prepared development that may still lack something; see `Development`."""

    when: _Line = ""
    text: _Text = ""
    sections: Annotated[tuple[_Line, ...], msgspec.Meta(max_length=30)] = ()


class OwnCase(Value, frozen=True, kw_only=True):
    """A case as far as it is written; see `Case` for what each part is.

    `id` stands in files alone. `framework` is the id of the framework that it is written for, empty for the built-in
    one; no file holds it, since a case tells by its fields and sections what it fits.
    """

    id: _Line = ""
    framework: Annotated[str, msgspec.Meta(max_length=60)] = ""
    title: _Line = ""
    kind: Literal["", "fictional", "past", "present"] = ""
    as_of: _Line = ""
    known: Annotated[tuple[_Text, ...], _Rows] = ()
    timeline: Annotated[tuple[OwnFact, ...], _Rows] = ()
    after: Annotated[tuple[_Text, ...], _Rows] = ()
    later: Annotated[tuple[OwnFact, ...], _Rows] = ()
    fields: dict[str, _Text] = msgspec.field(default_factory=dict)
    doubts: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    citations: Annotated[tuple[Citation, ...], _Rows] = ()
    sources: Annotated[tuple[Source, ...], msgspec.Meta(max_length=200)] = ()
    developments: Annotated[tuple[OwnDevelopment, ...], _Rows] = ()


class Lack(NamedTuple):
    """What a case still lacks: the form field where it is mended, and a sentence that says what to do."""

    place: str
    sentence: str


def fields_of(framework: Framework) -> list[tuple[str, str]]:
    """The opening fields that a case fills beside its title, kind and date: (id, the question's text)."""
    return [(one.id, one.text) for one in framework.opening.questions if one.id not in _NOT_FIELDS]


def lacks(case: OwnCase, framework: Framework) -> list[Lack]:
    """What keeps a case from being used; empty where it is whole."""
    wanted = {
        "title": "Give the case a short name.",
        "kind": "Say whether the case is fictional, past or present.",
        "as_of": "Say on what date the case stands; words will do.",
        "known": "Write what was known on that date.",
    }
    lacking = [Lack(place, sentence) for place, sentence in wanted.items() if not getattr(case, place)]
    lacking += _fact_lacks("timeline", "Dated fact", case.timeline)
    lacking += _fact_lacks("later", "Later dated fact", case.later)
    return [*lacking, *_development_lacks(case, {section.id for section in framework.sections})]


def _fact_lacks(name: str, label: str, facts: Iterable[OwnFact]) -> Iterator[Lack]:
    for number, fact in enumerate(facts):
        here, place = f"{label} {number + 1}", f"{name}-{number}"
        if not fact.when:
            yield Lack(f"{place}-when", f"{here} has no date. Write when it was; words will do.")
        if not _SORT.fullmatch(fact.sort):
            yield Lack(f"{place}-sort", f"{here}: write the date to sort by as 1999, 1999-03 or 1999-03-23.")
        if not fact.text:
            yield Lack(f"{place}-text", f"{here} has no text. Write what happened, and who says so.")


def _development_lacks(case: OwnCase, sections: set[str]) -> Iterator[Lack]:
    for number, one in enumerate(case.developments):
        here, place = f"Development {number + 1}", f"developments-{number}"
        if not one.when:
            yield Lack(f"{place}-when", f"{here} has no date. Write when it happens; words will do.")
        if not one.text:
            yield Lack(f"{place}-text", f"{here} has no text. Write the new fact, and who says so.")
        if not one.sections:
            yield Lack(f"{place}-sections", f"{here} names no section. Tick those that are worth another look.")
        for unknown in sorted({*one.sections} - sections):
            sentence = f"{here} names the section {quoted(unknown)}, which is not among these. Tick others and save."
            yield Lack(f"{place}-sections", sentence)


def readable(case: OwnCase, framework: Framework) -> Iterator[tuple[str, list[str]]]:
    """The texts of a case as a reader meets them, by the part that they stand in."""
    yield "Short name", [case.title]
    yield "What was known", [plain(text, {}) for text in case.known]
    yield "Dated facts", [plain(fact.text, {}) for fact in case.timeline]
    for name, label in fields_of(framework):
        yield label, [plain(case.fields.get(name, ""), {})]
    yield "Doubts", [plain(case.doubts, {})]
    yield "What came after", [plain(text, {}) for text in (*case.after, *(fact.text for fact in case.later))]
    yield "Developments", [plain(one.text, {}) for one in case.developments]


def whole(case: OwnCase) -> Case:
    """The case as a seminar or a worksheet takes it. Only for one that lacks nothing."""
    return msgspec.convert(_builtins(case), Case)


def _builtins(case: OwnCase) -> dict[str, Any]:
    """The case as its file holds it, with an id made of its title."""
    values: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(case, id="", framework=""))
    return {"id": f"own-{slug(case.title) or 'case'}", **values}


def slug(words: str, longest: int = 50) -> str:
    """Words as an id: ASCII letters and digits, hyphens between them; empty where nothing is left."""
    letters = unicodedata.normalize("NFKD", words).lower()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain)[: longest + 1].strip("-")[:longest].strip("-")


def render(case: OwnCase) -> bytes:
    """The TOML file of a case, finished or not."""
    return tomli_w.dumps(_builtins(case)).encode()


def read(data: bytes, libraries: Sequence[Library]) -> OwnCase:
    """Take the bytes of a file, give back its case; raises UnfitFile unless it is sound.

    It is a case for the first of the libraries that it fits. One that still lacks something is taken. Sources of the
    library that it cites become its own, so that the case is complete in itself.
    """
    table = parsed(data, "case")
    if "framework" in table and "known" not in table:
        raise UnfitFile("This is the file of an agenda, and a case is wanted here. Open it among your agendas.")
    case = converted(table, OwnCase, "case")
    first = libraries[0]
    library = next((one for one in libraries if _fits(case, one)), first)
    for fault in _faults(case, library):
        raise UnfitFile(f"{fault}. Mend that place in the file and open it again.")
    framework = "" if library is first else library.framework.id
    return tidy(_complete(msgspec.structs.replace(case, framework=framework), library))


def _fits(case: OwnCase, library: Library) -> bool:
    sections = {section.id for section in library.framework.sections}
    named = {section for one in case.developments for section in one.sections}
    return named <= sections and not list(_faults(case, library))


def _faults(case: OwnCase, library: Library) -> Iterator[str]:
    for twice in repeated(source.id for source in case.sources):
        yield f"This file has two sources with the id {quoted(twice)}"
    allowed = {name for name, _ in fields_of(library.framework)}
    for name in sorted(case.fields.keys() - allowed):
        yield f"This file fills the field {quoted(name)}, which a case here does not have"
    known = {source.id for source in (*case.sources, *library.framework.sources)}
    for name in sorted({citation.source for citation in _citations(case)} - known):
        yield f"This file cites the source {quoted(name)}, which is not under its “sources”"


def _citations(case: OwnCase) -> Iterator[Citation]:
    yield from case.citations
    for fact in (*case.timeline, *case.later):
        yield from fact.citations


def _complete(case: OwnCase, library: Library) -> OwnCase:
    cited = {citation.source for citation in _citations(case)} - {source.id for source in case.sources}
    taken = tuple(source for source in library.framework.sources if source.id in cited)
    return msgspec.structs.replace(case, sources=case.sources + taken)


def tidy(case: OwnCase) -> OwnCase:
    """The case with its dated facts in the order of their dates, without an id, empty paragraphs and empty fields."""
    return msgspec.structs.replace(
        case,
        id="",
        known=tuple(filter(None, case.known)),
        timeline=_ordered(case.timeline),
        after=tuple(filter(None, case.after)),
        later=_ordered(case.later),
        fields={name: text for name, text in case.fields.items() if text},
    )


def _ordered(facts: Iterable[OwnFact]) -> tuple[OwnFact, ...]:
    """Facts in the order of their dates; one without takes its date from its words, or from the fact before it."""
    dated, before = [], _EARLIEST
    for fact in facts:
        before = fact.sort or _date_in(fact.when) or before
        dated.append(msgspec.structs.replace(fact, sort=before))
    return tuple(sorted(dated, key=lambda fact: fact.sort))


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATE = re.compile(
    rf"(?:\b(?P<day>[0-9]{{1,2}})\b\D{{0,3}}[0-9]{{0,2}} )?\b(?P<month>{'|'.join(_MONTHS)})", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


def _date_in(words: str) -> str:
    """The date that words such as “15–17 Jan 1999” or “1989” begin at, as far as it can be told; else nothing."""
    year, found = _YEAR.search(words), _DATE.search(words)
    if not year:
        return ""
    if not found:
        return year.group()
    month = f"{year.group()}-{_MONTHS.index(found['month'].lower()) + 1:02}"
    return f"{month}-{int(found['day']):02}" if found["day"] and 1 <= int(found["day"]) <= 31 else month
