"""The customer's mood over turns: this turn, the recent ones weighted towards the end, and where it goes."""

from __future__ import annotations

from collections.abc import Sequence

from hurmaus.vocabulary import Mood, Trend

DECAY = 0.6
"""Weight of a turn relative to the one after it."""

STEADY_BAND = 0.12
"""A rolling mood that moved by less than this is steady."""

CONTENT = 0.5
"""A turn at least this good is no fall, whatever delight went before it."""

DECIMALS = 4
"""As many as a reading's valence has."""


def rolling(valences: Sequence[float]) -> float:
    """End-weighted mean of valences, oldest first; 0 when there are none. Stays within -1 and 1."""
    if not valences:
        return 0.0
    weights = [DECAY ** (len(valences) - 1 - i) for i in range(len(valences))]
    mean = sum(w * v for w, v in zip(weights, valences, strict=True)) / sum(weights)
    return round(max(-1.0, min(1.0, mean)), DECIMALS)


def mood(valences: Sequence[float]) -> Mood | None:
    """Return the mood after the last of the customer's recent valences, oldest first; None without any."""
    if not valences:
        return None
    now = rolling(valences)
    before = rolling(valences[:-1]) if len(valences) > 1 else now
    return Mood(turn=max(-1.0, min(1.0, valences[-1])), rolling=now, trend=_trend(now - before, valences[-1]))


def _trend(change: float, turn: float) -> Trend:
    if change >= STEADY_BAND:
        return "rising"
    if change <= -STEADY_BAND and turn < CONTENT:
        return "falling"
    return "steady"
