"""Latencies as HDR histograms, and ratios with their spread. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from typing import Any

from hdrh.histogram import HdrHistogram

LONGEST_US = 600_000_000
DIGITS = 3
MOVED = 0.15
"""A baseline that moved by more than this between rounds makes ratios meaningless."""


def histogram(seconds: Iterable[float] = ()) -> HdrHistogram:
    """Return latencies in whole microseconds, to three digits."""
    made = HdrHistogram(1, LONGEST_US, DIGITS)
    for value in seconds:
        made.record_value(max(1, min(LONGEST_US, round(value * 1e6))))
    return made


def decoded(encoded: str) -> HdrHistogram:
    """Return the histogram that a load process has sent."""
    return HdrHistogram.decode(encoded)


def percentile_ms(of: HdrHistogram, percentile: float) -> float:
    return round(of.get_value_at_percentile(percentile) / 1000, 3)


def summary(of: HdrHistogram) -> dict[str, float]:
    """The percentiles that reports show, in milliseconds."""
    shown = {f"p{p:g}": percentile_ms(of, p) for p in (50, 90, 99, 99.9)}
    return {"count": of.get_total_count(), **shown, "max": round(of.get_max_value() / 1000, 3)}


def spread(values: Sequence[float]) -> list[float]:
    """The lowest and the highest of the rounds."""
    return [round(min(values), 4), round(max(values), 4)]


def ratio(candidate: Sequence[float], baseline: Sequence[float]) -> dict[str, Any]:
    """The median of the ratios of rounds measured side by side, with their spread."""
    found = [c / b for c, b in zip(candidate, baseline, strict=True)]
    return {"value": round(statistics.median(found), 4), "spread": spread(found), "rounds": len(found)}


def moved(baseline: Sequence[float]) -> float:
    """By what share of its median the baseline's rounds lie apart from it at most.

    With four rounds or more, the one furthest off is left out: a single hiccup is no drift.
    """
    middle = statistics.median(baseline)
    apart = sorted(abs(value / middle - 1) for value in baseline)
    return round(apart[-2] if len(apart) >= 4 else apart[-1], 4)
