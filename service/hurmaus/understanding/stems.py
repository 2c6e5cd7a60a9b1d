"""What words are about: a light stemmer that takes Finnish endings off, and the words that carry no content.

Two forms of a word should meet ("laskun", "laskussa", "laskut" at "lasku"); that two words meet now and then
("tili", "tilaus" stay apart, but "kortti" and "korttelin" need not) does less harm than missing a form.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from hurmaus.understanding.data import load

_CLITICS: Final = ("kohan", "kaan", "kin", "han", "ko", "pa")
_POSSESSIVES: Final = ("nsa", "mme", "nne", "ni", "si")
_CASES: Final = (
    "issakin", "issa", "ista", "illa", "ilta", "ille", "iksi", "issa", "ssa", "sta", "lla", "lta", "lle", "ksi",
    "iden", "ien", "ita", "tta", "jen", "ina", "na", "iin", "ihin", "seen", "hin", "aan", "een", "oon", "uun", "ia",
    "ja", "ta", "en", "in", "an", "on", "un", "yn", "at", "et", "it", "ot", "ut", "yt", "n", "a", "t",
)  # fmt: skip
_SHORTEST: Final = 3
_KEPT: Final = 5
_LONGEST: Final = 7
_HEAD: Final = 5
_HARDENED: Final = (("nn", "nt"), ("mm", "mp"), ("ll", "lt"), ("rr", "rt"))


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(load("empty_words").split())


def is_empty(word: str) -> bool:
    """Whether the word says nothing of the subject: pronouns, auxiliaries, question words, politeness."""
    return len(word) < 3 or word in _empty_words()


def stem(word: str) -> str:
    """The first letters of a word without its endings; the grades of p, t and k are evened out."""
    base = word
    for endings in (_CLITICS, _POSSESSIVES, _CASES):
        for ending in endings:
            if base.endswith(ending) and len(base) - len(ending) >= min(_KEPT, len(base) - 1):
                base = base[: -len(ending)]
                break
    return _even_out(base)[:_LONGEST]


def _even_out(base: str) -> str:
    """'kortti' and 'kortin', 'paketti' and 'paketin', 'hinta' and 'hinnan' get one spelling."""
    for soft, hard in _HARDENED:
        base = base.replace(soft, hard)
    out: list[str] = []
    for char in base:
        if out and char == out[-1] and char in "ptk":
            continue
        out.append(char)
    while len(out) > _SHORTEST and out[-1] in "aeiouyd":
        out.pop()
    joined = "".join(out)
    return joined.replace("d", "t") if len(joined) > _SHORTEST else joined


def content(words: list[str]) -> set[str]:
    """The stems of the words that carry content."""
    return {stem(word) for word in words if word[0].isalnum() and not is_empty(word)}


def share(one: set[str], other: set[str]) -> int:
    """How many stems of ``one`` meet one of ``other``: the same, or alike in the first five letters."""
    heads = {stem[:_HEAD] for stem in other}
    return sum(stem in other or (len(stem) >= _HEAD and stem[:_HEAD] in heads) for stem in one)
