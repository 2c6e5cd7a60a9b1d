"""Words of health, union and religion: flagged, never quoted, so never stored (privacy rules 5 and 6)."""

from __future__ import annotations

from functools import cache
from typing import Final

from hurmaus.understanding.data import load
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.understanding.words import Words

MARK: Final = "[…]"
"""Stands in a quote where a sensitive word stood."""


@cache
def _phrases() -> Phrasebook:
    data = load("signals")
    return Phrasebook({"sensitive": data["signals"]["sensitive"]}, data["sets"])


def is_sensitive(words: Words) -> bool:
    """Whether any such word is among them."""
    return next(_phrases().find(words.plain), None) is not None


def quotable(text: str) -> str:
    """Return ``text`` with each sensitive word replaced by ``MARK``; for anything that is kept or shown."""
    words = Words(text)
    spans = [
        words.spans[i] for match in _phrases().find(words.plain) for i in range(match.first, match.last + 1)
    ]
    for start, end in sorted(set(spans), reverse=True):
        text = text[:start] + MARK + text[end:]
    return text
