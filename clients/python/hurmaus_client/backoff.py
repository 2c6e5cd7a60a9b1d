"""How long to wait before trying again."""

from __future__ import annotations


def jittered(attempt: int, random: float, *, first_s: float, longest_s: float) -> float:
    """Full jitter: between nothing and a ceiling that doubles with each attempt (from 0), so that the clients of
    a whole floor do not come back in the same instant. ``random`` is 0 to 1."""
    ceiling: float = min(longest_s, first_s * 2.0 ** min(attempt, 30))
    return random * ceiling
