"""Ways in which real messages differ from edited text: no punctuation, dropped umlauts, typos, stretched words.

Each takes a text and a random generator, so that training can draw them and evaluation can repeat them exactly.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Perturbation = Callable[[str, random.Random], str]

NEIGHBOURS = {
    "a": "sqwz", "b": "vnhg", "c": "xvdf", "d": "sfec", "e": "wrsd", "f": "dgrc", "g": "fhtv", "h": "gjyb", "i": "uojk",
    "j": "hkun", "k": "jlim", "l": "kopö", "m": "nkj", "n": "bmhj", "o": "ipkl", "p": "olå", "r": "etdf", "s": "adwx",
    "t": "ryfg", "u": "yihj", "v": "cbfg", "y": "tugh", "ä": "ölå", "ö": "äpl",
}  # fmt: skip


def recogniser(text: str, rng: random.Random) -> str:
    """As a speech recogniser writes: lower case, no punctuation."""
    return " ".join(re.sub(r"[^\w\s'-]", " ", text.lower()).split()) or text


def no_umlauts(text: str, rng: random.Random) -> str:
    return text.translate(str.maketrans("äöåÄÖÅ", "aoaAOA"))


def typos(text: str, rng: random.Random) -> str:
    """About one slip in every twenty-five letters, at least one: neighbour key, doubled, dropped or swapped letter."""
    letters = list(text)
    for _ in range(max(1, len(letters) // 25)):
        i = rng.randrange(len(letters))
        if not letters[i].isalpha():
            continue
        kind = rng.randrange(4)
        if kind == 0:
            letters[i] = rng.choice(NEIGHBOURS.get(letters[i].lower(), letters[i]))
        elif kind == 1:
            letters[i] *= 2
        elif kind == 2 and len(letters) > 3:
            letters[i] = ""
        elif i + 1 < len(letters):
            letters[i], letters[i + 1] = letters[i + 1], letters[i]
        letters = list("".join(letters)) or list(text)
    return "".join(letters)


SPOKEN = [
    (r"\bminä\b", "mä"), (r"\bsinä\b", "sä"), (r"\bminun\b", "mun"), (r"\bsinun\b", "sun"), (r"\bminulle\b", "mulle"),
    (r"\bminulla\b", "mulla"), (r"\bminua\b", "mua"), (r"\bolen\b", "oon"), (r"\bolet\b", "oot"),
    (r"\bei ole\b", "ei oo"),
    (r"\ben ole\b", "en oo"), (r"\bonko\b", "onks"), (r"\bovat\b", "on"), (r"\btämä\b", "tää"), (r"\bnämä\b", "nää"),
    (r"\bse on\b", "se o"), (r"\bmutta\b", "mut"), (r"\bettä\b", "et"), (r"\bsitten\b", "sit"), (r"\bnyt\b", "ny"),
    (r"\bkyllä\b", "kyl"), (r"\bvielä\b", "viel"), (r"\btodella\b", "tosi"), (r"(\w{3,})uksi\b", r"\1uks"),
    (r"(\w{3,})(st|lt)a\b", r"\1\2"), (r"(\w{3,})(ss|ll)ä\b", r"\1\2"), (r"(\w{3,})ia\b", r"\1ii"),
    (r"(\w{3,})ea\b", r"\1ee"),
]  # fmt: skip


def spoken(text: str, rng: random.Random) -> str:
    """Commonest spoken forms by rule: minä -> mä, onko -> onks, clipped endings."""
    for pattern, form in SPOKEN:
        if rng.random() < 0.8:
            text = re.sub(pattern, form, text, flags=re.IGNORECASE)
    return text


SEPARATOR = "[SEP]"  # between turns
ALL: dict[str, Perturbation] = {
    "recogniser": recogniser, "no_umlauts": no_umlauts, "typos": typos, "spoken": spoken,
}  # fmt: skip


def some(text: str, rng: random.Random, share: float) -> str:
    """One or two perturbations on about ``share`` of the texts."""
    if not text or rng.random() >= share:
        return text
    for name in rng.sample(list(ALL), rng.choice((1, 1, 2))):
        text = f" {SEPARATOR} ".join(ALL[name](part, rng) for part in text.split(f" {SEPARATOR} "))
    return text
