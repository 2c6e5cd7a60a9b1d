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
    if min(len(one), len(other)) < FEWEST_WORDS:
        return False
    common = len(set(one) & set(other))
    return common >= ALIKE * (len(one) + len(other) - common)
