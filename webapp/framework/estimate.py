"""How long an agenda may take to read and answer: an estimate from word counts, never a promise."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from webapp.framework.model import Framework, Question
from webapp.framework.text import plain

# Silent reading of English non-fiction by adults: Brysbaert, “How many words do we read per minute?” (2019).
WORDS_A_MINUTE = 238
# Ours: the plans give two and a half minutes to each question, its reading included.
ANSWERING_MINUTES = 2


class Estimate(NamedTuple):
    """Minutes, rounded up, and what they were counted from."""

    questions: int
    words: int
    reading: int
    answering: int

    @property
    def minutes(self) -> int:
        """Reading and answering together."""
        return self.reading + self.answering


def estimate(framework: Framework) -> Estimate:
    """The estimate for the questions of the sections; case, closing questions and discussion come on top."""
    questions = list(framework.questions())
    words = sum(len(text.split()) for question in questions for text in _texts(question))
    return Estimate(len(questions), words, math.ceil(words / WORDS_A_MINUTE), len(questions) * ANSWERING_MINUTES)


def _texts(question: Question) -> Iterator[str]:
    yield question.text
    yield from (choice.label for choice in question.choices)
    for text in (question.explanation, question.note, *question.considerations):
        yield plain(text, {})
