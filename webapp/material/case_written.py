"""What a valid form makes of a case: words become content texts, and the sources that facts name are sorted out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal, cast

import msgspec

from webapp.framework.model import Checked, Citation, Source
from webapp.framework.own_case import OwnCase, OwnDevelopment, OwnFact, render, slug, tidy
from webapp.framework.text import literal, plain
from webapp.framework.toml_file import LARGEST
from webapp.material.case_forms import KINDS, CaseForm
from webapp.material.row_forms import CHECKED, Row

_CHECKED = {choice.value for choice in CHECKED}


class TooLarge(Exception):
    """A case that no file could bring back: says what to do."""


def written(form: CaseForm, before: OwnCase, leave_out: str = "") -> OwnCase:
    """The case that a valid form describes; `leave_out` is the place of a row to take out, such as `timeline-2`.

    A text that was left alone stays what it was in `before`, with the marks that a file may have brought.
    Raises TooLarge.
    """
    words = _Words(before)
    rows = {name: [row for row in rows if _place(row) != leave_out] for name, rows in form.rows.items()}
    sources = _Sources(before, words, _filled(rows["sources"]))
    case = OwnCase(
        framework=before.framework,
        title=form.title.data,
        kind=cast(Literal["", "fictional", "past", "present"], form.kind.data if form.kind.data in KINDS else ""),
        as_of=form.as_of.data,
        known=words.paragraphs(form.known.data),
        timeline=_facts(rows["timeline"], words, sources),
        after=words.paragraphs(form.after.data),
        later=_facts(rows["later"], words, sources),
        fields=_fields(form, before, words),
        doubts=words.content(form.doubts.data),
        citations=tuple(sources.listed),
        sources=tuple(sources.by_id.values()),
        developments=_developments(rows["developments"], words),
    )
    return _checked(tidy(case))


def _place(row: Row) -> str:
    """A row's place on the form, such as `timeline-2`."""
    return str(row._prefix).rstrip("-")


def _filled(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [row.data for row in rows if not row.is_empty]


def _checked(case: OwnCase) -> OwnCase:
    try:
        # Signs that are made literal take more room than was counted in the form.
        whole = msgspec.convert(msgspec.to_builtins(case), OwnCase)
    except msgspec.ValidationError:
        raise TooLarge(
            "One of the texts is too long to be kept, or has too many paragraphs. Shorten the longest."
        ) from None
    if len(render(whole)) > LARGEST:
        raise TooLarge(f"All texts together are more than {LARGEST // 1024} KB. Shorten some, or take rows out.")
    return whole


class _Words:
    """What was typed, as content texts."""

    def __init__(self, before: OwnCase) -> None:
        self._kept = {plain(text, {}): text for text in _texts(msgspec.to_builtins(before))}

    def content(self, typed: str) -> str:
        """A content text that shows what was typed: the one from before, or else every sign as itself."""
        return self._kept.get(typed) or literal(typed)

    def paragraphs(self, typed: str) -> tuple[str, ...]:
        """The same by paragraphs, which an empty line parts."""
        return tuple(map(self.content, filter(None, map(str.strip, re.split(r"\n\s*\n", typed)))))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


class _Sources:
    """The sources of a case: those of the list, and those that a fact names, which join the list."""

    def __init__(self, before: OwnCase, words: _Words, rows: Iterable[dict[str, Any]]) -> None:
        self.by_id: dict[str, Source] = {}
        self.listed: list[Citation] = []
        self._words = words
        self._before = {(source.short, source.full): source for source in before.sources}
        facts = (*before.timeline, *before.later)
        self._cited = {(fact.text, one.source, one.locator): one for fact in facts for one in fact.citations}
        self._listed_before = {(one.source, one.locator): one for one in before.citations}
        self._read: dict[str, Checked] = {}
        self._said_anew: set[str] = set()
        for row in rows:
            self._list(row)

    def _list(self, row: dict[str, Any]) -> None:
        short = row["short"] or row["full"] or row["locator"]
        name = self._source(short, row["full"] or short)
        locator = self._words.content(row["locator"])
        checked = cast(Checked, row["checked"] if row["checked"] in _CHECKED else "no")
        before = self._listed_before.get((name, locator))
        if not before or before.checked != checked:
            self._said_anew.add(name)
        limit = before.limit if before else ""
        self._read.setdefault(name, checked)
        self.listed.append(Citation(source=name, locator=locator, checked=checked, limit=limit))

    def _source(self, short: str, full: str) -> str:
        shown = (self._words.content(short), self._words.content(full))
        for source in (*self.by_id.values(), *filter(None, [self._before.get(shown)])):
            if (source.short, source.full) == shown:
                self.by_id[source.id] = source
                return source.id
        taken = self.by_id.keys() | {source.id for source in self._before.values()}
        first = slug(short) or "source"
        name = next(
            one for number in range(1, 10_000) if (one := f"{first}-{number}" if number > 1 else first) not in taken
        )
        self.by_id[name] = Source(id=name, short=shown[0], full=shown[1])
        return name

    def cite(self, fact: str, lines: str) -> tuple[Citation, ...]:
        """The citations of a fact, one a line: a source by its short name, and after a comma where in it."""
        return tuple(self._cite(fact, line) for line in filter(None, map(str.strip, lines.split("\n"))))

    def _cite(self, fact: str, line: str) -> Citation:
        name, rest = self._named_in(line)
        locator = self._words.content(rest)
        before = self._cited.get((fact, name, locator))
        if name not in self._read:
            self._read[name] = before.checked if before else "no"
            self.listed.append(Citation(source=name, checked=self._read[name]))
        if before and name not in self._said_anew:
            return before
        return Citation(source=name, locator=locator, checked=self._read[name])

    def _named_in(self, line: str) -> tuple[str, str]:
        """The source that a line begins with, and the rest of the line; else the whole line is a new source."""
        known = {**{source.id: source for source in self._before.values()}, **self.by_id}
        shorts = {plain(source.short, {}): source for source in known.values()}
        fits = [short for short in shorts if f"{line},".casefold().startswith(f"{short},".casefold())]
        if not fits:
            return self._source(line, line), ""
        short = max(fits, key=len)
        self.by_id.setdefault(shorts[short].id, shorts[short])
        return shorts[short].id, line[len(short) :].removeprefix(",").strip()


def _facts(rows: Iterable[Row], words: _Words, sources: _Sources) -> tuple[OwnFact, ...]:
    return tuple(
        OwnFact(
            when=row["when"],
            sort=row["sort"],
            text=words.content(row["text"]),
            citations=sources.cite(words.content(row["text"]), row["sources"]),
        )
        for row in _filled(rows)
    )


def _developments(rows: Iterable[Row], words: _Words) -> tuple[OwnDevelopment, ...]:
    return tuple(
        OwnDevelopment(when=row["when"], text=words.content(row["text"]), sections=tuple(row["sections"] or ()))
        for row in _filled(rows)
    )


def _fields(form: CaseForm, before: OwnCase, words: _Words) -> dict[str, str]:
    """The opening fields; those of another framework, which this form does not show, stay."""
    shown = {field.name.removeprefix("f_"): words.content(field.data) for field in form.opening}
    return {**before.fields, **shown}
