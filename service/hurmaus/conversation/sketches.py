"""Whether two wordings say nearly the same: by the stems of their telling words, kept as checksums, not words."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

from hurmaus.understanding import stems
from hurmaus.understanding.words import Words

Sketch = tuple[int, ...]

ALIKE = 0.7
"""Share of telling words in common from which two wordings count as the same."""

FEWEST_WORDS = 3
"""With fewer telling words ("kiitos tiedosta") nothing can be said."""


@lru_cache(maxsize=8192)
def sketch(text: str) -> Sketch:
    """Return the checksums of a wording's telling words, sorted."""
    return tuple(sorted(crc32(stem.encode()) for stem in stems.content(Words(text).plain)))


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
