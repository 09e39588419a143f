"""Codes that people type: made at random, read leniently, stored as keyed hashes alone."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from webapp.access.model import return_code, wrong_code

SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 13
JOIN_LENGTH = 8
WRONG_BEFORE_WAITING = 10
WAIT = timedelta(minutes=1)
# For the whole server in one minute: far above what all classes of a university mistype together.
CEILING = 1000


def new() -> str:
    """A fresh return code: 13 symbols of 31, without 0 O 1 I L."""
    return "".join(secrets.choice(SYMBOLS) for _ in range(LENGTH))


def printed(code: str) -> str:
    """A return code as people read it, such as `ABCD-EFGHJ-KMNP`."""
    return f"{code[:4]}-{code[4:9]}-{code[9:]}"


def typed(text: str) -> str:
    """What somebody typed, without capitals, hyphens and blanks told apart."""
    return "".join(text.upper().replace("-", " ").split())


def has_the_form(code: str) -> bool:
    """Whether a typed code could be a return code at all."""
    return len(code) == LENGTH and set(code) <= set(SYMBOLS)


def has_the_form_of_a_join_code(code: str) -> bool:
    """Whether a typed code could be a join code at all."""
    return len(code) == JOIN_LENGTH and set(code) <= set(SYMBOLS)


def keyed_hash(secret: str, purpose: str, text: str) -> str:
    """The hash that is stored in place of a secret; `purpose` keeps hashes of different things apart."""
    return hmac.new(secret.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


class Opens(NamedTuple):
    """What a code opens: a worksheet, a participant's place on one, or a seminar's desk or screen."""

    worksheet: str | None
    participant: int | None
    seminar: str | None
    role: str | None


def store(connection: sa.Connection, secret: str, at: datetime, opens: Opens) -> str:
    """Make a new code for what it opens; the old one ends. Gives the code, which is kept nowhere."""
    code = new()
    same = {"participant": opens.participant} if opens.participant else opens._asdict()
    values = {"hash": keyed_hash(secret, "return code", code), "made_at": at, **opens._asdict()}
    # Changed in its place, so that of two made at the same moment one ends the other.
    old = sa.update(return_code).where(*(return_code.c[key] == value for key, value in same.items()))
    if not connection.execute(old.values(values)).rowcount:
        connection.execute(sa.insert(return_code).values(values))
    return code


def opens(connection: sa.Connection, secret: str, code: str) -> Opens | None:
    """What a typed code opens, or None; two who send it at the same moment follow each other."""
    name = keyed_hash(secret, "return code", typed(code))
    # Found by its keyed hash: how long the look-up takes tells nothing about a code.
    row = connection.execute(
        sa.select(*(return_code.c[field] for field in Opens._fields))
        .where(return_code.c.hash == name)
        .with_for_update()
    ).one_or_none()
    return Opens(*row) if row else None


def new_join_code() -> str:
    """A fresh join code: 8 symbols of 31. It may stand in an address; no other code may."""
    return "".join(secrets.choice(SYMBOLS) for _ in range(JOIN_LENGTH))


def waits(connection: sa.Connection, browser: str, at: datetime) -> int:
    """For how many seconds a browser has to wait; 0 for not at all.

    One that sent ten wrong codes waits, and all that send wrong ones do while the server as a whole receives too many.
    """
    if (connection.scalar(sa.select(sa.func.count()).where(wrong_code.c.at > at - WAIT)) or 0) >= CEILING:
        return int(WAIT.total_seconds())
    last, count = connection.execute(
        sa.select(sa.func.max(wrong_code.c.at, type_=wrong_code.c.at.type), sa.func.count()).where(
            wrong_code.c.browser == browser, wrong_code.c.at > at - 10 * WAIT
        )
    ).one()
    if count < WRONG_BEFORE_WAITING:
        return 0
    seconds: float = (last + WAIT - at).total_seconds()
    return max(0, round(seconds))


def note_wrong(connection: sa.Connection, browser: str, at: datetime) -> None:
    """Remember that a browser sent a wrong code; what can make nobody wait any more is forgotten."""
    connection.execute(sa.delete(wrong_code).where(wrong_code.c.at <= at - 10 * WAIT))
    connection.execute(sa.insert(wrong_code).values(browser=browser, at=at))
