"""A small framework and case with every kind of question, and texts that try to be more than text."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Literal

from hypothesis import strategies as st

from webapp.answers.answer import ANOTHER, ANOTHER_LIMIT, EMPTY, REASONS_LIMIT, Answer, clean
from webapp.answers.summary import Holder, OtherSeat, Summary, summarise
from webapp.framework.model import (
    Case,
    Choice,
    Citation,
    Fact,
    Framework,
    Note,
    Question,
    Section,
    Source,
    Term,
)

DAY = datetime.date(2026, 11, 22)
GROUP = Holder("group", "Group Adriatic & <b>friends</b>")
ENDINGS = (
    Choice(id="another", label="Another answer"),
    Choice(id="disputed", label="Disputed"),
    Choice(id="not-known", label="Not known"),
)


def _several(name: str, text: str, *labels: str) -> Question:
    own = tuple(Choice(id=f"c{number}", label=label) for number, label in enumerate(labels))
    return Question(
        id=name,
        text=text,
        short=name,
        choices=own + ENDINGS,
        explanation="See *Charter* and {own-one}.",
        considerations=("It can take time.", "It can keep order."),
        notes=("N1",),
        citations=(Citation(source="charter", locator="art. 2(4)", checked="yes"),),
    )


def _open(name: str, text: str) -> Question:
    return Question(id=name, text=text, short=name, kind="text")


def _line(name: str, text: str) -> Question:
    return Question(id=name, text=text, short=name, kind="line")


def _one(name: str, text: str, *ids: str) -> Question:
    choices = tuple(Choice(id=choice, label=choice.capitalize()) for choice in ids)
    return Question(id=name, text=text, short=name, kind="one", choices=choices)


FRAMEWORK = Framework(
    id="sample",
    title="A sample",
    opening=Section(
        id="the-case",
        title="The case",
        questions=(
            _line("case-title", "Short name of the case"),
            _one("case-kind", "Fictional, past or present", "fictional", "past", "present"),
            _line("case-as-of", "As known on what date"),
            _open("case-happening", "What is happening, to whom"),
            _open("case-seat", "From whose seat the group answers"),
        ),
    ),
    sections=(
        Section(
            id="legal-basis",
            title="Legal basis: <i>law</i> & *order*",
            intro="What law is said to allow.",
            questions=(
                _several("own-one", "Which grounds? # `{{ 7*7 }}` <script>", "Consent", "No ground; none", "A | B"),
                _several("own-two", "1. Which routes, in 5-7 words?", "**Court**", "=cmd|' /C calc'!A0"),
            ),
        ),
        Section(
            id="aftermath",
            title="Aftermath",
            questions=(
                _several("own-three", "Who stays?", "Nobody\\", "Somebody"),
                _one("own-four", "Which of these?", "this", "that"),
                _open("own-five", "Say more."),
            ),
        ),
    ),
    closing=Section(
        id="closing",
        title="Closing questions",
        questions=(
            _open("close-hardest", "Which was hardest?"),
            _line("close-line", "In one line"),
        ),
    ),
    notes=(Note(id="N1", title="Crimes", text="Always four.", citations=(Citation(source="charter"),)),),
    sources=(Source(id="charter", short="Charter", full="Charter of the United Nations", year=1945),),
    glossary=(Term(term="mandate", gloss="A text that limits."),),
)
QUESTIONS = {question.id: question for step in FRAMEWORK.steps() for question in step.questions}
CASE = Case(
    id="sample-case",
    title="Kosovo 1998 to March 1999",
    kind="past",
    as_of="23 March 1999",
    known=("What was known.",),
    timeline=(Fact(when="March 1999", sort="1999-03", text="Talks.", citations=(Citation(source="charter"),)),),
    fields={"case-happening": "Villages burned.\n\n* 400,000 people <left> home_s_."},
)

TRAPS = (
    " ", "\n", "\t", "\x85", "\u2028", "\u3000", "\xa0", "\ufeff", "  \n  ", "\n\n\n", "\r\n a \r b \n",
    "a\x85", "\x85a", "a  b", "    four", "\tcode", "a\\\nb", "a\\", "\\", "a  \nb", "-\n-", "a\n===",
    "a\n---", "# a", "> a", "1. a\n2) b", "* a\n* b", "```\nx", "~~~", "| a | b |\n|---|---|",
    "[a]: /b\n[a]", "![a](b)", "<http://a.b>", "https://a.b www.a.b", "a@b.example",
    "*a* **b** _c_ `d` ~~e~~", "well-known. Yes, 50% and/or more? e.g. 3.5...", ":smile: $x$ [^1]",
    "&amp; &#10; &lt; &nbsp; &", "<b>x</b></dd></dl><script>alert(1)</script>", "<!-- x -->", "]]>",
    "</style>", "<?php ?>", "{{ 7*7 }} {% raw %} {# x #} ${x} #{x}", "=cmd|' /C calc'!A0", "+1", "-1",
    "@SUM(A1)", "{ MERGEFIELD x } { PAGE }", "\u200fשלם, world 12!", "مرحبا (a) بالعالم\nabc",
    "\u202eevil\u202c", "👩‍👩‍👧 🇽🇰 é e\u0301",
    "\x00\x08\x0b\x0c\x1b\x7f\x80\x9f\ud800\ufffe\uffff\ufdd0", "No answer given.", "Answer",
    "Reasons and evidence: x", "W" * 300, "\U0001f600" * 100,
)  # fmt: skip

DECISIONS: tuple[Literal["", "unchanged", "changed"], ...] = ("", "unchanged", "changed")


def texts(limit: int = REASONS_LIMIT) -> st.SearchStrategy[str]:
    """Texts as they are stored: any characters, traps, traps in a row, and traps up to the limit."""
    anything = st.text(st.characters(), max_size=60)
    row = st.lists(st.sampled_from(TRAPS) | anything, max_size=6).map("".join)
    long = st.sampled_from(TRAPS).map(lambda trap: trap * (limit // len(trap) + 1))
    return st.one_of(st.just(""), anything, st.sampled_from(TRAPS), row, row, long).map(
        lambda text: clean(text)[:limit]
    )


@st.composite
def answers_to(draw: st.DrawFn, question: Question, filled: bool) -> Answer:
    """Any answer that the form of a question can send; `filled` where the case has a text for it."""
    ids = [choice.id for choice in question.choices]
    decision = draw(st.sampled_from(DECISIONS))
    moved = draw(st.just("") | texts())
    if filled or not ids:
        return Answer(reasons=draw(texts()), views=draw(st.just("") | texts()), decision=decision, moved=moved)
    most = 1 if question.kind == "one" else len(ids)
    chosen = tuple(draw(st.lists(st.sampled_from(ids), unique=True, max_size=most)))
    another = draw(texts(ANOTHER_LIMIT)) if ANOTHER in chosen else ""
    reasons, views = draw(texts()), draw(texts())
    return Answer(choices=chosen, another=another, reasons=reasons, views=views, decision=decision, moved=moved)


def answer_sets(case: Case | None) -> st.SearchStrategy[dict[str, Answer]]:
    """Answers to any of the sample's questions, those left out that hold nothing.

    Where the holder describes the case, every set has the same short name, kind and date: they are the case.
    """
    name = {} if case else OWN_CASE
    return st.fixed_dictionaries(
        {},
        optional={
            question.id: answers_to(question, case is not None and bool(case.field(question.id)))
            for question in QUESTIONS.values()
            if question.id not in name
        },
    ).map(lambda given: name | {question: answer for question, answer in given.items() if answer != EMPTY})


OWN_CASE = {
    "case-title": Answer(reasons="A *border* <town>"),
    "case-kind": Answer(choices=("fictional",)),
    "case-as-of": Answer(reasons="day_3_"),
}


def sample_summary(answers: dict[str, Answer], case: Case | None = CASE, seats: Sequence[OtherSeat] = ()) -> Summary:
    """The summary of these answers, and of those from other seats, on the sample."""
    return summarise(FRAMEWORK, case, answers, GROUP, DAY, seats=seats)


SEATS = ("a relief agency & <b>friends</b>", "=a ministry", "*an* [army]")


@st.composite
def seats_taken(draw: st.DrawFn, case: Case | None) -> list[OtherSeat]:
    """The same seats in the sample's first section, and one in its last, with any answers."""
    places = [(FRAMEWORK.sections[0], SEATS[0]), (FRAMEWORK.sections[0], SEATS[1]), (FRAMEWORK.sections[-1], SEATS[2])]
    sets = [draw(answer_sets(case)) for _ in places]
    return [
        OtherSeat(section.id, name, {one.id: given[one.id] for one in section.questions if one.id in given})
        for (section, name), given in zip(places, sets, strict=True)
    ]
