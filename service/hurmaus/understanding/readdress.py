"""A sentence in the other form of address, word by word, or None where that is not safe.

Endings and a short list do most of it: "voit" and "voitte", "laskusi" and "laskunne", "kerro" and "kertokaa".
Whether a word in -t or -si speaks to somebody at all is left to ``address``: what it does not know stays, and
a sentence that then still shows the old form is not offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from hurmaus.understanding import address
from hurmaus.understanding.data import load
from hurmaus.understanding.words import Words, fold
from hurmaus.vocabulary import Address

_WORD: Final = re.compile(r"[^\W\d_]+")
_CLITIC: Final = re.compile(r"(?P<stem>.*?)(?P<clitic>k[oö]|k[oö]han|k[oö]hän|han|hän|kin|kaan|kään|pa|pä)?$")


@cache
def _pairs() -> tuple[dict[str, str], dict[str, str]]:
    pairs = [line.split() for line in str(load("readdress")["pairs"]).splitlines() if line.strip()]
    return {one[0]: one[1] for one in pairs}, {one[1]: one[0] for one in pairs}


def readdressed(sentence: str, form: Address) -> str | None:
    """Return ``sentence`` (an agent's) speaking in ``form``; None where it cannot be told surely."""
    if form == "none":
        return None
    to_te, to_sina = _pairs()
    change = _to_te if form == "te" else _to_sina
    table = to_te if form == "te" else to_sina
    pieces: list[str] = []
    at, before, commanded = 0, "", False
    for match in _WORD.finditer(sentence):
        between, word = sentence[at : match.start()], match.group()
        starts = not before or "," in between or (commanded and before == "ja")
        changed = _changed(word.lower(), table, change, starts=starts)
        commanded |= starts and changed != word.lower()
        pieces += (between, _cased(word, changed))
        at, before = match.end(), word.lower()
    other = "".join(pieces) + sentence[at:]
    return other if other != sentence and address.detect(Words(other), "agent") == form else None


def _changed(word: str, table: dict[str, str], change: Callable[[str], str], *, starts: bool) -> str:
    if word in table and (starts or not _may_be_something_else(word)):
        return table[word]
    return change(word)


def _may_be_something_else(word: str) -> bool:
    """Singular imperatives are verb stems too ("en kerro", "ei tule"): they count where a sentence starts."""
    return fold(word) in address.imperatives()


def _to_te(word: str) -> str:
    if not address.is_sina_word(fold(word)):
        return word
    stem, clitic = _split(word)
    if stem.endswith("t"):
        return f"{stem}te{clitic}"
    if word.endswith("si"):
        return f"{word[:-2]}nne"
    return word


def _to_sina(word: str) -> str:
    if not address.is_te_word(fold(word)):
        return word
    stem, clitic = _split(word)
    if stem.endswith("tte"):
        return f"{stem[:-2]}{clitic}"
    if word.endswith("nne"):
        return f"{word[:-3]}si"
    return word


def _split(word: str) -> tuple[str, str]:
    found = _CLITIC.match(word)
    if found is None or not found["clitic"] or not found["stem"].endswith(("t", "tte")):
        return word, ""
    return found["stem"], found["clitic"]


def _cased(before: str, after: str) -> str:
    return after[:1].upper() + after[1:] if before[:1].isupper() else after
