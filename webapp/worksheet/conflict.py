"""Two texts for one answer: the page that shows both, and what its reader decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from flask import render_template, request

from webapp.answers.answer import Answer
from webapp.answers.revisions import Revision
from webapp.answers.save import Base
from webapp.framework.model import Question
from webapp.worksheet.forms import Sent, StepForm
from webapp.worksheet.page import StepPage

JOINED = "j_"
UNDECIDED = "Say once more what the answer should be: this page shows your text, and the saved one is in its history."


class Conflict(NamedTuple):
    """One question with the answer that was saved meanwhile, the reader's own, and both joined."""

    question: Question
    saved: Answer
    saved_by: str
    saved_at: datetime
    yours: Answer
    joined: Answer
    base: str
    choice: str
    errors: dict[str, str]


def is_resolution() -> bool:
    """Whether the request comes from the page of a conflict."""
    return any(name.startswith("r_") for name in request.form)


def resolved(form: StepForm, page: StepPage) -> Iterator[Sent]:
    """What the reader decided, question by question: keep the own answer, take the saved one, or join both."""
    joined_form = page.form_class(prefix=JOINED, meta={"csrf": False})
    joined_form.validate()
    joined = {one.question.id: one for one in page.sent(joined_form)}
    for own in page.sent(form):
        match request.form.get(f"r_{own.question.id}"):
            case "keep":
                yield own
            case "join":
                one = joined.get(own.question.id, own)
                yield one._replace(submission=one.submission._replace(base=own.submission.base))
            case "take":
                continue
            case None:
                continue
            case _:
                yield own._replace(errors={"undecided": UNDECIDED})


def show(page: StepPage, form: StepForm, own: Iterable[Sent], against: dict[str, Revision]) -> str:
    """The page that shows both texts of every question in `against`."""
    conflicts = [_conflict(one, against[one.question.id], page) for one in own if one.question.id in against]
    return render_template("worksheet/conflict.html", **page.context(form), conflicts=conflicts, page_token=form.page)


def _conflict(own: Sent, saved: Revision, page: StepPage) -> Conflict:
    yours = own.submission.answer
    return Conflict(
        own.question,
        saved.answer,
        writer(saved, page.held.holding.id),
        saved.written_at,
        yours,
        join(own.question, saved.answer, yours),
        str(Base.of(saved)),
        request.form.get(f"r_{own.question.id}", ""),
        own.errors,
    )


def writer(revision: Revision, holding: int) -> str:
    """Who wrote a revision, as far as somebody said: a name, or on which device."""
    device = "this device" if revision.writer == holding else "another device"
    return f"{revision.writer_name} ({device})" if revision.writer_name else device.capitalize()


def join(question: Question, first: Answer, second: Answer) -> Answer:
    """Both answers in one: the choices of both, and the texts one after the other where they differ."""

    def both(part: str) -> str:
        texts = [getattr(first, part), getattr(second, part)]
        return "\n\n".join(dict.fromkeys(filter(None, texts)))

    chosen = {*first.choices, *second.choices}
    return Answer(
        choices=tuple(choice.id for choice in question.choices if choice.id in chosen),
        another=both("another").replace("\n\n", "; "),
        reasons=both("reasons").replace("\n\n", "; ") if question.kind == "line" else both("reasons"),
        views=both("views"),
        decision=second.decision or first.decision,
        moved=both("moved"),
    )
