"""Whether the speaker says te or sinä to the one they talk with, or shows neither.

For an agent every second-person form speaks to the customer. A customer also speaks to the company in the
plural: "teillä on virhe", "olette laskuttaneet väärin" (plural participle) and "teidän sivuilla" say nothing
of how they address the person, so alone they give ``none``; "voisitteko", "te olette" and "voitteko" count.
One familiar form outweighs the plural of a customer, because it can only mean the person.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from hurmaus.understanding.data import load
from hurmaus.understanding.words import ENDS, Words
from hurmaus.vocabulary import Address, Role

_TE_VERB_ENDS: Final = ("tte", "tteko", "ttehan", "ttekaan", "ttekin", "ttepa", "tteks")
_TE_OWNED_ENDS: Final = ("nne", "nnekin", "nneko", "nnehan")
_TE_IMPERATIVE_ENDS: Final = ("kaa", "kaapa", "kaahan")
_SINA_VERB_ENDS: Final = ("isit", "tko", "tkos", "tsa")
_SUBORDINATORS: Final = frozenset(("kun", "etta", "et", "ku", "jos", "kiitos"))
_NOT_OWNED_ENDS: Final = ("ksi", "aisi", "eisi", "oisi", "uisi", "yisi")
_OWNED_ENDS: Final = ("ssasi", "stasi", "llasi", "ltasi", "llesi", "ksesi", "yydesi", "uudesi")
_LONGEST_OWNED_ENDING: Final = 6
_SHORTEST: Final = 5
_PARTICIPLE_WITHIN: Final = 5


class _Lists(NamedTuple):
    sina: frozenset[str]
    sina_imperative: frozenset[str]
    sina_owned: tuple[str, ...]
    not_sina: frozenset[str]
    te: frozenset[str]
    te_or_company: frozenset[str]
    not_te_verb: frozenset[str]
    not_te_owned: frozenset[str]
    not_te_imperative: frozenset[str]
    not_te_imperative_ends: tuple[str, ...]


@cache
def _lists() -> _Lists:
    data = {name: words.split() for name, words in load("address").items()}
    return _Lists(
        sina=frozenset(data["sina"]),
        sina_imperative=frozenset(data["sina_imperative"]),
        sina_owned=tuple(data["sina_owned"]),
        not_sina=frozenset(data["not_sina"]),
        te=frozenset(data["te"]),
        te_or_company=frozenset(data["te_or_company"]),
        not_te_verb=frozenset(data["not_te_verb"]),
        not_te_owned=frozenset(data["not_te_owned"]),
        not_te_imperative=frozenset(data["not_te_imperative"]),
        not_te_imperative_ends=tuple(data["not_te_imperative_ends"]),
    )


def detect(words: Words, role: Role) -> Address:
    """The form of address that the speaker of this utterance uses."""
    lists, plain = _lists(), words.plain
    te = sina = 0
    for index, word in enumerate(plain):
        if len(word) < 2 or word in ENDS:
            continue
        if word in lists.sina or _is_sina(word, plain[index - 1] if index else ""):
            sina += 1
        elif word in lists.te_or_company:
            te += role == "agent"
        elif word in lists.te or _is_te(word):
            te += role == "agent" or not _speaks_to_several(plain, index)
    if te == sina == 0:
        return "none"
    if role == "customer":
        return "sina" if sina else "te"
    return "te" if te > sina else "sina"


def is_sina_word(word: str) -> bool:
    """Whether a word (folded) by itself speaks to one person familiarly."""
    return word in _lists().sina or _is_sina(word, "ja")


def is_te_word(word: str) -> bool:
    """Whether a word (folded) of an agent's by itself says te."""
    lists = _lists()
    return word in lists.te_or_company or word in lists.te or _is_te(word)


def imperatives() -> frozenset[str]:
    """Familiar imperatives (folded), which elsewhere than at the start of a sentence may be something else."""
    return _lists().sina_imperative


def _is_sina(word: str, before: str) -> bool:
    """``before`` is the word before, empty or an end mark at the start of a sentence."""
    lists = _lists()
    starts = not before or before in ENDS
    if starts and (word in lists.sina_imperative or word == "et"):
        return True
    if len(word) <= _SHORTEST or word in lists.not_sina:
        return False
    if word.endswith(_SINA_VERB_ENDS):
        return True
    if word.endswith("it") and before in _SUBORDINATORS:
        return word not in lists.not_sina
    return word.endswith("si") and _is_owned(word)


def _is_owned(word: str) -> bool:
    """A thing of the one spoken to: "tilauksesi", "tililläsi"; not "laskuksi" or "voisi"."""
    if word.endswith(_OWNED_ENDS):
        return True
    return not word.endswith(_NOT_OWNED_ENDS) and any(
        word.startswith(owned) and len(word) <= len(owned) + _LONGEST_OWNED_ENDING
        for owned in _lists().sina_owned
    )


def _is_te(word: str) -> bool:
    lists = _lists()
    if word.endswith(_TE_VERB_ENDS):
        return len(word) > 3 and word not in lists.not_te_verb
    if len(word) <= _SHORTEST:
        return False
    if word.endswith(_TE_OWNED_ENDS):
        return word not in lists.not_te_owned
    if word.endswith(_TE_IMPERATIVE_ENDS):
        return word not in lists.not_te_imperative and not word.endswith(lists.not_te_imperative_ends)
    return False


def _speaks_to_several(plain: list[str], index: int) -> bool:
    """Whether a plural participle follows: "olette lähettäneet" speaks to the company."""
    for word in plain[index + 1 : index + 1 + _PARTICIPLE_WITHIN]:
        if word in ENDS:
            return False
        if word.endswith("neet") and len(word) > _SHORTEST:
            return True
    return False
