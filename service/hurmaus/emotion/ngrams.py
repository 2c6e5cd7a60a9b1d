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
# made once: each of these conversions costs as much as a sum over a message
_SPREAD, _ROLL, _MIX = np.uint32(0x9E3779B1), np.uint32(0x01000193), np.uint32(0x2C1B3C6D)
_SALTS = {n: np.uint32(n) for n in range(SHORTEST, LONGEST + 1)}
_SHIFTS, _TOP = (np.uint32(15), np.uint32(12)), np.uint32(BUCKETS - 1)


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
    letters = np.frombuffer(f" {' '.join(folded.split())} ".encode("utf-32-le"), dtype=np.uint32)
    spaces = np.cumsum(letters == _SPACE, dtype=np.int32)  # up to and with each place
    parts = [np.array(numbers, dtype=np.uint32)]
    rolling = letters * _SPREAD
    for n in range(SHORTEST, min(LONGEST, len(letters)) + 1):
        rolling = (rolling[:-1] ^ letters[n - 1 :]) * _ROLL
        whole = spaces[n - 2 : len(letters) - 1] == spaces[: len(letters) - n + 1]  # no space but at an edge
        parts.append(rolling[whole] + _SALTS[n])
    mixed = np.concatenate(parts)
    mixed ^= mixed >> _SHIFTS[0]
    mixed *= _MIX
    mixed ^= mixed >> _SHIFTS[1]
    mixed &= _TOP
    mixed.sort()
    first = np.empty(len(mixed), dtype=np.bool_)
    first[:1] = True
    np.not_equal(mixed[1:], mixed[:-1], out=first[1:])
    return mixed[first].astype(np.int64)
