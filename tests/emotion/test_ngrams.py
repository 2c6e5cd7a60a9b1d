"""Bucket numbers of words and character n-grams."""

from __future__ import annotations

import numpy as np
from hurmaus.emotion.ngrams import BUCKETS, buckets
from hypothesis import given
from hypothesis import strategies as st


@given(st.text(max_size=200))
def test_any_text_has_sorted_distinct_buckets_in_range(text: str) -> None:
    numbers = buckets(text)
    assert len(numbers) > 0
    assert (np.diff(numbers) > 0).all()
    assert numbers[0] >= 0
    assert numbers[-1] < BUCKETS


def test_case_umlauts_and_stretching_are_folded() -> None:
    assert (buckets("MYÖHÄSSÄ on niiiiin") == buckets("myohassa on niiin")).all()


def test_words_that_share_a_stem_share_most_buckets() -> None:
    one, other = set(buckets("pettynyt").tolist()), set(buckets("pettyneet").tolist())
    assert len(one & other) > len(one) / 2


def test_letters_of_two_words_never_make_one_ngram() -> None:
    """Swapping two words changes the pair, and nothing else."""
    assert len(set(buckets("yksi kaksi").tolist()) ^ set(buckets("kaksi yksi").tolist())) <= 4


def test_the_numbers_never_change() -> None:
    """The shipped table was trained on exactly these."""
    assert buckets("ei ole").tolist() == [
        16605, 19517, 24936, 26001, 55774, 58447, 59001, 62966, 67219, 75391,
        78753, 80111, 84958, 91357, 92464, 97586, 101388, 110196, 121498, 123795,
    ]  # fmt: skip
