"""The stage breakdown, from the product's own metrics."""

from __future__ import annotations

import re
import urllib.request

_LINE = re.compile(r'^hurmaus_stage_seconds_(sum|count)\{stage="(\w+)"\} (\S+)$', re.MULTILINE)


def totals(port: int) -> dict[str, tuple[float, float]]:
    """Seconds and passes of each stage so far."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        page = answer.read().decode()
    return parsed(page)


def parsed(page: str) -> dict[str, tuple[float, float]]:
    """Read a page of metrics."""
    found: dict[str, dict[str, float]] = {}
    for kind, stage, value in _LINE.findall(page):
        found.setdefault(stage, {})[kind] = float(value)
    return {stage: (both["sum"], both["count"]) for stage, both in found.items()}


def between(
    before: dict[str, tuple[float, float]], after: dict[str, tuple[float, float]]
) -> dict[str, float]:
    """Mean milliseconds of each stage gone through between two looks."""
    means = {}
    for stage, (seconds, count) in after.items():
        seconds_before, count_before = before.get(stage, (0.0, 0.0))
        if count > count_before:
            means[stage] = round((seconds - seconds_before) / (count - count_before) * 1000, 4)
    return means
