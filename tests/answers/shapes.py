"""The shapes that a slot of a summary may have, spelled out from the wording rules and not from the code."""

from __future__ import annotations

from webapp.answers.answer import EMPTY, Answer
from webapp.framework.model import Question

_LABELS = {
    ("Answer",),
    ("Answer", "Other views"),
    ("Answer", "Reasons and evidence"),
    ("Answer", "Reasons and evidence", "Other views"),
    ("In the case", "Corrections and additions"),
    ("In the case", "Corrections and additions", "Other views"),
}
_AFTERWARDS = ("After the discussion", "Why, or what moved me")
_DECISIONS = {"": "", "unchanged": "Unchanged", "changed": "Changed"}


def expect_shape(question: Question, in_case: str, answer: Answer | None, slot: list[tuple[str, str]]) -> None:
    """Fail unless the slot has one of the shapes, says what was answered, and says it verbatim."""
    given = EMPTY if answer is None else answer
    texts = dict(slot)
    labels = [label for label, _ in slot]
    afterwards = [label for label in _AFTERWARDS if label in labels]
    assert labels[len(labels) - len(afterwards) :] == afterwards
    assert tuple(labels[: len(labels) - len(afterwards)]) in _LABELS
    assert texts.get("After the discussion", "") == _DECISIONS[given.decision]
    assert texts.get("Why, or what moved me", "") == given.moved
    assert texts.get("Other views", "") == given.views
    if in_case:
        assert texts["In the case"] == in_case
        assert texts["Corrections and additions"] == (given.reasons or "No answer given.")
    elif question.kind in ("text", "line"):
        assert "Reasons and evidence" not in texts
        assert texts["Answer"] == (given.reasons or "No answer given.")
    else:
        assert texts["Answer"] == _chosen(question, given)
        assert texts.get("Reasons and evidence", "") == _reasons(question, given)


def _chosen(question: Question, answer: Answer) -> str:
    if not (answer.choices or answer.another or answer.reasons or answer.views):
        return "No answer given."
    if not answer.choices:
        return "No choice made."
    labels = {choice.id: choice.label for choice in question.choices}
    labels["another"] = "Another answer: " + (answer.another or "no text given.")
    return "; ".join(labels[choice.id] for choice in question.choices if choice.id in answer.choices)


def _reasons(question: Question, answer: Answer) -> str:
    if answer.choices and not answer.reasons:
        return "No reasons given." if question.kind == "several" else ""
    return answer.reasons
