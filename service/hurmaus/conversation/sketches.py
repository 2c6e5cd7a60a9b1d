"""Whether two wordings say nearly the same: by the stems of their telling words, kept as checksums, not words."""

from __future__ import annotations

import secrets
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

from hurmaus.understanding import stems
from hurmaus.understanding.words import Words

Sketch = tuple[int, ...]

ALIKE = 0.7
"""Share of telling words in common from which two wordings count as the same."""

_MOST_PHRASES = 8192
_KEY = secrets.token_bytes(16)
_phrases: dict[bytes, Sketch] = {}

FEWEST_WORDS = 3
"""With fewer telling words ("kiitos tiedosta") nothing can be said."""


def sketch(text: str) -> Sketch:
    """Return the checksums of a wording's telling words, sorted. Nothing is kept: what people say may be erased."""
    return tuple(sorted(crc32(stem.encode()) for stem in stems.content(Words(text).plain)))


def sketch_of_phrase(text: str) -> Sketch:
    """The same of a phrase of ours, kept for the next time.

    A slot in it may hold a customer's name, so it is found again by a keyed digest of its words, not by the words.
    """
    key = blake2b(text.encode("utf-8", "replace"), digest_size=16, key=_KEY).digest()
    known = _phrases.get(key)
    if known is None:
        if len(_phrases) >= _MOST_PHRASES:
            _phrases.clear()
        known = _phrases[key] = sketch(text)
    return known


def alike(one: Sketch, other: Sketch) -> bool:
    """Whether two wordings say nearly the same."""
    fewer, more = sorted((len(one), len(other)))
    if fewer < FEWEST_WORDS or fewer < ALIKE * more:  # too different in length to share enough
        return False
    common = len(_telling(one) & _telling(other))
    return common >= ALIKE * (fewer + more - common)


@lru_cache(maxsize=8192)
def _telling(words: Sketch) -> frozenset[int]:
    return frozenset(words)
