"""Where no phrase knows a clause, likeness to the examples speaks when it is sure, and keeps quiet otherwise."""

from __future__ import annotations

import pytest
from hurmaus.understanding.likeness import acts_like, pieces
from hurmaus.understanding.words import Words
from hurmaus.vocabulary import ACTS
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("text", ["", "👍", "48213", "xyzzy qwerty", "Kone käy."])
def test_an_unknown_clause_is_like_nothing(text: str) -> None:
    assert acts_like(Words(text).plain) == {}


def test_a_clause_is_like_its_examples() -> None:
    assert "thank" in acts_like(Words("Kiitos kärsivällisyydestänne").plain)
    assert "apologise" in acts_like(Words("Pahoittelemme tapahtunutta").plain)


@given(st.text(max_size=200))
def test_only_acts_are_named_and_each_is_above_its_threshold(text: str) -> None:
    like = acts_like(Words(text).plain)
    assert like.keys() <= set(ACTS)
    assert all(value > 0 for value in like.values())


def test_of_a_long_clause_the_beginning_is_compared() -> None:
    assert len(pieces(["sana"] * 10_000)) < 10
