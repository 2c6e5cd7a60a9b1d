"""Telling quotes: one word gives a signal away ("taas"), but it takes its clause to understand it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hurmaus.conversation.ledgers import clip
from hurmaus.understanding.facts import Found, Signal

WORDS_AROUND = 3
"""Words kept on either side, within the clause."""

MAX_CHARS = 80

_BREAK = re.compile(r"[.!?,;:\n]")


def quotes(text: str, signals: Sequence[Found]) -> dict[Signal, str]:
    """Return, for signals given away by a single word, that word with its (masked) neighbours."""
    lone = ((found.signal, found.words.strip()) for found in signals if len(found.words.split()) == 1)
    widened = ((signal, _widened(text, word)) for signal, word in lone if not word.startswith("["))
    return {signal: quote for signal, quote in widened if quote}


def _widened(text: str, word: str) -> str:
    at = text.lower().find(word.lower()) if re.search(r"\w", word) else -1
    if at < 0:
        return ""
    end = at + len(word)
    before, after = _BREAK.split(text[:at])[-1].split(), _BREAK.split(text[end:])[0]
    # a word found inside a longer one keeps the rest of it
    head = "" if text[:at][-1:].isspace() or not before else before.pop()
    tail = "" if after[:1].isspace() or not after else after.split()[0]
    rest = after[len(tail) :].split()
    return clip(
        " ".join((*before[-WORDS_AROUND:], head + text[at:end] + tail, *rest[:WORDS_AROUND])), MAX_CHARS
    )
