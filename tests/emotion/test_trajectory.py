"""Mood over turns."""

from __future__ import annotations

import pytest
from hurmaus.emotion.trajectory import DECIMALS, mood, rolling
from hypothesis import given
from hypothesis import strategies as st

valences = st.lists(st.floats(min_value=-1, max_value=1), min_size=1, max_size=12)


def test_there_is_no_mood_before_the_customer_has_spoken() -> None:
    assert mood([]) is None


def test_the_first_turn_is_the_mood_and_it_is_steady() -> None:
    first = mood([-0.6])
    assert first is not None
    assert (first.turn, first.rolling, first.trend) == (-0.6, pytest.approx(-0.6), "steady")


def test_the_latest_turn_weighs_most() -> None:
    assert rolling([-1.0, 1.0]) > 0
    assert rolling([1.0, -1.0]) < 0


@pytest.mark.parametrize(
    ("said", "trend"),
    [
        ([-0.8, -0.2, 0.6], "rising"),
        ([0.5, -0.1, -0.9], "falling"),
        ([0.1, 0.12, 0.1], "steady"),
        ([0.95, 0.6], "steady"),
    ],
)
def test_the_trend_tells_where_it_goes(said: list[float], trend: str) -> None:
    now = mood(said)
    assert now is not None
    assert now.trend == trend


@given(valences)
def test_the_mood_stays_between_its_extremes(said: list[float]) -> None:
    now = mood(said)
    assert now is not None
    assert min(said) - 10**-DECIMALS <= now.rolling <= max(said) + 10**-DECIMALS
    assert -1 <= now.rolling <= 1
