"""The marked words of a changed text."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from webapp.seminar.changes import Piece, changes, of_first, of_second

texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(["the", "Council", "met", "\n", "\u00a0", "在", "не"]), max_size=40).map(" ".join),
)


def joined(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


@given(texts, texts)
def test_joining_the_pieces_gives_both_texts_back(before: str, after: str) -> None:
    pieces = changes(before, after)
    assert joined(of_first(pieces)) == before
    assert joined(of_second(pieces)) == after
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


@given(texts)
def test_a_text_that_stayed_has_no_mark(text: str) -> None:
    assert {piece.kind for piece in changes(text, text)} <= {"same"}


def test_whole_words_are_marked() -> None:
    assert changes("The Council met on 3 May.", "The Council met again on 5 May.") == (
        Piece("same", "The Council met "),
        Piece("new", "again "),
        Piece("same", "on "),
        Piece("gone", "3 "),
        Piece("new", "5 "),
        Piece("same", "May."),
    )
    assert changes("Disputed", "Disputed; Not known") == (Piece("same", "Disputed"), Piece("new", "; Not known"))


def test_a_text_of_one_word_repeated_takes_no_time() -> None:
    started = time.perf_counter()
    changes("a " * 2000, "a b " * 1000)
    assert time.perf_counter() - started < 0.5
