"""What has to hold across the files of a content folder. Each problem names the file, the key and the reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from webapp.framework.model import Case, Citation, Library, MadeUpAnswer, Question, Section
from webapp.framework.read import Content, ContentError
from webapp.framework.text import references

# The longer consideration of a pair may be this much longer than the shorter: the wording rules say a fifth.
LIKE_LENGTH = 1.2
# The forms offer more than a framework has: all of its questions, those that somebody ticks, a case of one's own.
RESERVED_AGENDAS = ("whole", "ticked", "copied")
RESERVED_CASES = ("own", "copied")
_ENDINGS = ("another", "disputed", "not-known")
_QUOTED = re.compile("“[^”]*”|\\*[^*\\n]+\\*")


class AvoidedWord(ContentError):
    """A word that the wording rules avoid: to be told, and no reason to leave the content of others out."""


def problems(content: Content, words: Iterable[str]) -> Iterator[ContentError]:
    """Every problem of a read content folder; `words` are the ones that no visible text may hold."""
    library, files = content.library, content.files
    yield from _duplicates(library)
    for section in library.framework.sections:
        for question in section.questions:
            yield from _question(files[section.id], question, library)
    yield from _cases(library, files)
    yield from _agendas(library)
    yield from _rehearsal(library)
    yield from _seats(library)
    yield from _sources(library, files)
    yield from _references(content)
    yield from _coverage(library)
    yield from _wording(content, words)


def _duplicates(library: Library) -> Iterator[ContentError]:
    framework = library.framework
    groups = {
        "sections": [step.id for step in framework.steps()],
        "questions": [question.id for step in framework.steps() for question in step.questions],
        "sources": [source.id for source in framework.sources],
        "notes": [note.id for note in framework.notes],
        "cases": [*(case.id for case in library.cases), *RESERVED_CASES],
        "essay": [item.id for item in library.essay],
        "glossary": [term.term for term in framework.glossary],
        "seats": [seat.name for seat in framework.seats],
        "agendas": [*(agenda.id for agenda in library.agendas), *RESERVED_AGENDAS],
    }
    for group, ids in groups.items():
        for name, count in Counter(ids).items():
            if count > 1:
                yield ContentError(group, name, "this id stands more than once; give each its own.")


def _question(file: str, question: Question, library: Library) -> Iterator[ContentError]:
    wrong = _choices(question) | _considerations(question)
    known = {note.id for note in library.framework.notes}
    wrong |= {f"there is no note {note}.": "notes" for note in question.notes if note not in known}
    items = {item.id for item in library.essay}
    wrong |= {f"there is no essay item {item}.": "covers" for item in question.covers if items and item not in items}
    for reason, part in wrong.items():
        yield ContentError(file, f"{question.id}.{part}", reason)


def _choices(question: Question) -> dict[str, str]:
    ids = [choice.id for choice in question.choices]
    own = [choice.label for choice in question.choices if choice.id not in _ENDINGS]
    wrong = {}
    if question.kind in ("several", "one") and not ids:
        wrong["a question of this kind needs choices."] = "choices"
    if own != sorted(own, key=str.casefold):
        wrong["the choices are not in alphabetical order."] = "choices"
    if len(set(ids)) < len(ids):
        wrong["two choices have the same id, or one repeats an ending."] = "choices"
    return wrong


def _considerations(question: Question) -> dict[str, str]:
    lengths = sorted(map(len, question.considerations))
    if len(lengths) != 2:
        return {} if question.kind == "text" else {"a question has exactly two considerations.": "considerations"}
    if lengths[1] > lengths[0] * LIKE_LENGTH:
        sentence = f"the two are not of like length ({lengths[0]} and {lengths[1]} characters)."
        return {sentence: "considerations"}
    return {}


def _cases(library: Library, files: dict[str, str]) -> Iterator[ContentError]:
    fields = {question.id for question in library.framework.opening.questions}
    sections = {section.id for section in library.framework.sections}
    for case in library.cases:
        for field in case.fields.keys() - fields:
            yield ContentError(files[case.id], f"fields.{field}", "the opening step has no such field.")
        for name, facts in (("timeline", case.timeline), ("later", case.later)):
            if list(facts) != sorted(facts, key=lambda fact: fact.sort):
                yield ContentError(files[case.id], name, "the dated facts are not in the order of their dates.")
        for development in case.developments:
            for section in set(development.sections) - sections:
                yield ContentError(files[case.id], "developments", f"there is no section {section}.")


def _agendas(library: Library) -> Iterator[ContentError]:
    known = {question.id for question in library.framework.questions()}
    for agenda in library.agendas:
        for question in agenda.questions:
            if question not in known:
                yield ContentError("framework.toml", f"agendas.{agenda.id}", f"there is no question {question}.")


def _seats(library: Library) -> Iterator[ContentError]:
    names = [seat.name for seat in library.framework.seats]
    if names != sorted(names, key=str.casefold):
        yield ContentError("framework.toml", "seats", "the seats are not in alphabetical order.")


def _rehearsal(library: Library) -> Iterator[ContentError]:
    rehearsal, file = library.rehearsal, "rehearsal.toml"
    if not rehearsal:
        return
    if not any(case.id == rehearsal.case and case.kind == "fictional" for case in library.cases):
        yield ContentError(file, "case", f"there is no fictional case {rehearsal.case}.")
    named = next((one.questions for one in library.agendas if one.id == rehearsal.agenda), None)
    if not named:
        yield ContentError(file, "agenda", f"there is no agenda {rehearsal.agenda}.")
    if len({person.name for person in rehearsal.people}) < len(rehearsal.people):
        yield ContentError(file, "people", "two people have the same name.")
    asked = {question.id: question for question in library.framework.questions() if question.id in (named or ())}
    asked |= {question.id: question for question in library.framework.closing.questions}
    for person in rehearsal.people:
        yield from (ContentError(file, person.name, wrong) for one in person.answers if (wrong := _made_up(one, asked)))


def _made_up(answer: MadeUpAnswer, asked: Mapping[str, Question]) -> str:
    """What is wrong with a made-up answer; empty for a sound one."""
    if answer.question not in asked:
        return f"the agenda does not ask {answer.question}."
    unknown = set(answer.choices) - {choice.id for choice in asked[answer.question].choices}
    return f"{answer.question} has no choice {', '.join(sorted(unknown))}." if unknown else ""


def _citations(library: Library, files: dict[str, str]) -> Iterator[tuple[str, str, Citation]]:
    for section in library.framework.sections:
        for question in section.questions:
            yield from ((files[section.id], question.id, citation) for citation in question.citations)
    for note in library.framework.notes:
        yield from (("notes.toml", note.id, citation) for citation in note.citations)
    for case in library.cases:
        facts = [citation for fact in case.timeline + case.later for citation in fact.citations]
        yield from ((files[case.id], case.id, citation) for citation in [*case.citations, *facts])
    yield from (("reading.toml", "reading", citation) for citation in library.reading)


def _sources(library: Library, files: dict[str, str]) -> Iterator[ContentError]:
    known = {source.id for source in library.framework.sources}
    brought = {files[case.id]: {source.id for source in case.sources} for case in library.cases}
    cited = set()
    for file, key, citation in _citations(library, files):
        if file != "reading.toml":
            cited.add(citation.source)
        if citation.source not in known | brought.get(file, set()):
            yield ContentError(file, key, f"the source {citation.source} is not in the bibliography.")
    for source in library.framework.sources:
        if source.id not in cited and not source.further:
            yield ContentError(files[source.id], source.id, "nothing cites this source; mark it as further reading.")


def _references(content: Content) -> Iterator[ContentError]:
    framework = content.library.framework
    known = {question.id for step in framework.steps() for question in step.questions}
    for file, key, text in visible_texts(content):
        for name in references(text):
            if name not in known:
                yield ContentError(file, key, f"the text refers to a question {name}, which does not exist.")


def _coverage(library: Library) -> Iterator[ContentError]:
    covered = {item for question in library.framework.questions() for item in question.covers}
    for item in library.essay:
        if item.kind == "C" and item.id not in covered:
            yield ContentError("essay.toml", item.id, "no question takes up this consideration.")


def _wording(content: Content, words: Iterable[str]) -> Iterator[ContentError]:
    searched = word_pattern(words)
    if not searched:
        return
    for file, key, text in visible_texts(content):
        if found := searched.search(_QUOTED.sub(" ", text)):
            yield AvoidedWord(file, key, f"the wording rules avoid “{found.group()}” outside quotation marks.")


def word_pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of the words as a whole word, capitals ignored; None for no words."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b", re.IGNORECASE) if ordered else None


def visible_texts(content: Content) -> Iterator[tuple[str, str, str]]:
    """(file, key, text) for every text that a page may show; titles of sources and the essay's words are left out."""
    library, files = content.library, content.files
    framework = library.framework
    yield "framework.toml", "title", framework.title
    yield "framework.toml", "meaning", framework.meaning
    yield from (("framework.toml", "seats", seat.name) for seat in framework.seats)
    for step in framework.steps():
        yield from ((files[step.id], key, text) for key, text in _section_texts(step))
    for note in framework.notes:
        yield "notes.toml", f"{note.id}.title", note.title
        yield "notes.toml", f"{note.id}.text", note.text
    for term in framework.glossary:
        yield "glossary.toml", term.term, f"{term.term}: {term.gloss}"
    for case in library.cases:
        yield from ((files[case.id], key, text) for key, text in _case_texts(case))
    for person in library.rehearsal.people if library.rehearsal else ():
        yield from (("rehearsal.toml", person.name, f"{one.another} {one.reasons}") for one in person.answers)
    for part in library.facilitator:
        yield from (("facilitator.toml", part.title, t) for t in (part.title, *part.paragraphs, *part.items))


def _section_texts(section: Section) -> Iterator[tuple[str, str]]:
    yield "title", section.title
    yield "intro", section.intro
    for question in section.questions:
        texts = (question.text, question.short, question.explanation, question.note, *question.considerations)
        yield from ((question.id, text) for text in texts)
        yield from ((question.id, choice.label) for choice in question.choices)


def _case_texts(case: Case) -> Iterator[tuple[str, str]]:
    yield "title", case.title
    yield from (("known", text) for text in case.known)
    yield from (("after", text) for text in case.after)
    yield from (("fields." + key, text) for key, text in case.fields.items())
    yield "doubts", case.doubts
    for fact in case.timeline + case.later:
        yield "timeline", f"{fact.when}: {fact.text}"
    yield from (("developments", f"{item.when}: {item.text}") for item in case.developments)
