"""Words and character n-grams of a text as bucket numbers: what the model's wide branch sees.

Training and service both call this file, so the numbers mean the same on either side. Nothing is kept between
calls. Case and umlauts are folded: "MYÖHÄSSÄ", "myöhässä" and "myohassa" are one word here; the encoder keeps
the umlauts.
"""

from __future__ import annotations

import re
import zlib

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 17
SHORTEST, LONGEST = 2, 5
_TOKEN = re.compile(r"\w+|[^\w\s]+")
_STRETCHED = re.compile(r"(.)\1{2,}")
_FOLD = str.maketrans("äöåéü", "aoaeu")
_SPACE = 32


def buckets(text: str) -> NDArray[np.int64]:
    """Sorted distinct bucket numbers: words, pairs of words, and 2-5 letters within a word and its edges."""
    folded = _STRETCHED.sub(r"\1\1", text.lower().translate(_FOLD))
    numbers: list[int] = []
    before = 0
    for token in _TOKEN.findall(folded):
        number = zlib.crc32(token.encode())
        numbers.append(number)
        numbers.append(zlib.crc32(number.to_bytes(4, "little"), before))
        before = number
    padded = f" {' '.join(folded.split())} "
    letters = np.frombuffer(padded.encode("utf-32-le"), dtype=np.uint32)
    inside = np.concatenate([[0], np.cumsum(letters == _SPACE)])  # spaces before each place
    parts = [np.array(numbers, dtype=np.uint32)]
    rolling = letters * np.uint32(0x9E3779B1)
    for n in range(2, min(LONGEST, len(letters)) + 1):
        count = len(letters) - n + 1
        rolling = (rolling[:count] ^ letters[n - 1 :]) * np.uint32(0x01000193)
        if n >= SHORTEST:
            whole = inside[n - 1 : n - 1 + count] == inside[1 : 1 + count]  # no space but at an edge
            parts.append(rolling[whole] + np.uint32(n))
    mixed = np.concatenate(parts)
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0x2C1B3C6D)
    mixed ^= mixed >> np.uint32(12)
    return np.unique(mixed & np.uint32(BUCKETS - 1)).astype(np.int64)
