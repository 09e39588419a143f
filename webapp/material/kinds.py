"""The two kinds of own material, and what their common pages need to know of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flask import abort

from webapp.framework import own_agenda, own_case
from webapp.framework.model import Library
from webapp.framework.own_agenda import OwnAgenda
from webapp.framework.own_case import OwnCase


class Kind(NamedTuple):
    """A kind: what it is called, its struct, and how it becomes a file and comes back."""

    word: str
    value: type[Any]
    nameless: str
    read: Callable[[bytes, Sequence[Library]], Any]
    render: Callable[[Any], bytes]


KINDS = {
    "case": Kind("case", OwnCase, "A case without a name", own_case.read, own_case.render),
    "agenda": Kind("agenda", OwnAgenda, "An agenda without a name", own_agenda.read, own_agenda.render),
}


def kind_of(what: str) -> Kind:
    """The kind that an address names; the page that says that there is none for any other word."""
    return KINDS.get(what) or abort(404)
