"""What templates may use beside their own values: times, content text, citations, versioned addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, MutableMapping, Sized
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import Flask, url_for
from flask.templating import Environment
from jinja2 import StrictUndefined

from webapp.access.rooms import REHEARSAL
from webapp.current import libraries, library, settings
from webapp.folders import folder
from webapp.framework.check import word_pattern
from webapp.framework.model import Citation, Framework, Library, Question, Source, Term
from webapp.framework.text import pieces

_NOT_SURE = {"yes": "", "partly": " (not re-read for this edition)", "no": " (not re-read for this edition)"}


class _Environment(Environment):
    """Flask's own, whose templates share one plain dictionary of globals.

    Jinja compares their names at each import of a macro, and a page has a dozen; in a chain of dictionaries that takes
    longer than writing the head and the foot.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return self.globals if d is None else super().make_globals(d)


def init_app(app: Flask) -> None:
    """Give an app's templates their filters and functions."""
    app.jinja_environment = _Environment
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(pieces=lambda text: list(pieces(text)), clock=clock, stamp=stamp, day=day, iso=iso)
    app.jinja_env.globals.update(
        app_name="Before Force",
        static_url=static_url,
        page_url=page_url,
        citation_text=citation_text,
        short_title=short_title,
        glossary_for=glossary_for,
        served=served,
        is_served=is_served,
        rehearsal_sentence=REHEARSAL,
        of=of,
        content_of=content_of,
        counted=counted,
    )

    @app.context_processor
    def zone() -> dict[str, str]:
        return {"zone": settings().timezone}


def clock(moment: datetime) -> str:
    """A time of day with its zone, such as `10:42 UTC`."""
    return f"{moment.astimezone(settings().zone):%H:%M} {settings().timezone}"


def day(moment: datetime | date) -> str:
    """A day, such as `22 November 2026`."""
    local = moment.astimezone(settings().zone) if isinstance(moment, datetime) else moment
    return f"{local.day} {local:%B %Y}"


def stamp(moment: datetime) -> str:
    """A day and a time with its zone."""
    return f"{day(moment)}, {clock(moment)}"


def iso(moment: datetime) -> str:
    """A time as machines read it."""
    return moment.isoformat(timespec="seconds")


def static_url(filename: str) -> str:
    """The address of a static file; it changes with the file, so that a browser may keep it for ever."""
    return _looked_up(filename) if settings().development else _static_url(filename)


def _looked_up(filename: str) -> str:
    version = hashlib.sha256((folder("static") / filename).read_bytes()).hexdigest()[:10]
    return url_for("static", filename=filename, v=version)


# What is served does not change while it is served, unless somebody works on it.
_static_url = lru_cache(maxsize=256)(_looked_up)


@lru_cache(maxsize=64)
def page_url(endpoint: str, framework: str | None = None) -> str:
    """The address of a page that is the same for everybody, or for all who are at that framework (see `of`)."""
    return url_for(endpoint, framework=framework)


def citation_text(citation: Citation, sources: tuple[Source, ...], own: tuple[Source, ...] = ()) -> str:
    """A citation as printed: the source's short form, where in it, and a word where it was not checked.

    The sources that a case brings of its `own` go first.
    """
    found = _by_id(own).get(citation.source) or _by_id(sources).get(citation.source)
    short = found.short if found else citation.source
    doubt = " (disputed)" if citation.checked == "disputed" else _NOT_SURE[citation.checked]
    return (f"{short}, {citation.locator}" if citation.locator else short) + doubt


@lru_cache(maxsize=64)
def _by_id(sources: tuple[Source, ...]) -> Mapping[str, Source]:
    return {source.id: source for source in sources}


def short_title(framework: Framework, question_id: str) -> str:
    """The short title of a question, for a reference to it."""
    titles = {question.id: question.short for step in framework.steps() for question in step.questions}
    return titles.get(question_id, question_id)


def served() -> list[Framework]:
    """The frameworks that one can choose from here, the built-in one first."""
    return [one.framework for one in libraries().values()]


def is_served(framework: Framework) -> bool:
    """Whether there are pages here that show this framework's questions."""
    return framework.id in libraries()


def of(framework: Framework | None) -> str | None:
    """What an address says to lead to pages of this framework: nothing for the built-in one, or one not served here."""
    return framework.id if framework and framework.id in list(libraries())[1:] else None


def content_of(framework: Framework | None) -> Library:
    """What stands around the framework at hand; around none, or one not served here, what stands around our own."""
    return library(of(framework) or "")


_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()


def counted(things: Sized, what: str) -> str:
    """How many of something there are, in words up to twelve: `six sections`."""
    count = len(things)
    return f"{_WORDS[count - 1] if 0 < count <= len(_WORDS) else count} {what}{'s' if count != 1 else ''}"


@lru_cache(maxsize=512)
def glossary_for(framework: Framework, question: Question) -> tuple[Term, ...]:
    """The glossary's terms that a question's texts use."""
    labels = [choice.label for choice in question.choices]
    text = " ".join([question.text, question.explanation, question.note, *question.considerations, *labels])
    return tuple(term for term in framework.glossary if _occurs(term, text))


def _occurs(term: Term, text: str) -> bool:
    pattern = word_pattern((term.term, *term.forms))
    return bool(pattern and pattern.search(text))
