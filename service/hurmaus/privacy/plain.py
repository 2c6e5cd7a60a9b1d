"""Two views of a text: what is kept, and a plain view of equal length that patterns search.

``clean`` drops what nobody sees (zero-width characters, soft hyphens, direction marks, control characters,
marks stacked on ASCII) so that no number can be cut in two by it. ``plain`` then maps one character to one
character: every digit of every script to 0-9, every space to a space, every dash to a hyphen, full-width and
look-alike letters to ASCII. A span found in the plain view is therefore a span of the clean text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_HIDDEN: Final = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_JOINERS: Final = (
    r"\u200d\u20e3\ufe00-\ufe0f"  # they build emoji too, so they go only after a plain character
)
_MARKS: Final = r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
_UNSEEN = re.compile(
    rf"(?<=[!-~])[{_HIDDEN}{_JOINERS}{_MARKS}]+|(?<=[\w ])[{_HIDDEN}{_JOINERS}]+|[{_HIDDEN}]+"
)
_BEYOND_EVERYDAY = re.compile(r"[^\n\x20-\x7e\xa1-\xac\xae-\u017f–—’‘”“…•€]")
_NEEDS_FOLDING = re.compile(r"[^\x20-\x7eåäöÅÄÖ€]")

_LOOK_ALIKES: Final = dict(
    zip("АВЕКМНОРСТУХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXaeopcyxijsABEZHIKMNOPTYX", strict=True)
)
_SPACES: Final = "\t\n\r\x0b\x0c\x85\u2028\u2029"
_DASHES: Final = "\u2212\u2043\u00b7\u2022\u30fc"


class _Folding(dict[int, str]):
    """A translation table that works out rare characters when they come, and remembers none of them."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        digit = unicodedata.digit(char, -1)
        if digit >= 0:
            return str(digit)
        category = unicodedata.category(char)
        if category == "Zs" or char in _SPACES:
            return " "
        if category == "Pd" or char in _DASHES:
            return "-"
        if char in _LOOK_ALIKES:
            return _LOOK_ALIKES[char]
        folded = unicodedata.normalize("NFKC", char)
        return folded if len(folded) == 1 and folded.isascii() else char


_FOLDING = _Folding({code: chr(code) for code in range(0x20, 0x7F)})
_FOLDING.update({ord(letter): letter for letter in "åäöÅÄÖ€"})


def clean(text: str) -> str:
    """Compose (NFC) and drop the unseen; emoji stay whole."""
    if _BEYOND_EVERYDAY.search(text) is None:
        return text
    return unicodedata.normalize("NFC", _UNSEEN.sub("", unicodedata.normalize("NFC", text)))


def plain(cleaned: str) -> str:
    """The view that patterns search; as long as ``cleaned``, position by position."""
    if _NEEDS_FOLDING.search(cleaned) is None:
        return cleaned
    return cleaned.translate(_FOLDING)
