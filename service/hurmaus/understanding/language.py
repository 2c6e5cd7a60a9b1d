"""Which language an utterance is in: ``fi``, ``sv``, ``en``, ``et``, ``other``, or ``und`` for too little to tell.

Words that give a language away are counted, and letters and endings lend a hand; Finnish has the benefit of the
doubt, because the coach falls silent for anything else. Why no trained identifier: docs/decisions/0007.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from hurmaus.understanding.data import load
from hurmaus.understanding.words import ENDS, Words

_FINNISH_PRIOR: Final = 0.5
_FEW_WORDS: Final = 3
_ENOUGH: Final = {"sv": 1.0, "en": 1.0, "et": 1.5, "other": 1.0}
"""What a foreign language must score; Estonian more, because its short words are Finnish slang as well."""
_LOANS: Final = frozenset(
    "ok okay okey sorry thanks thank please plz pls hi hello bye yes yep no nice cool super wow fine omg lol wtf what "
    "the and of online chat email e-mail sms app help live love happy mobile business premium start game play".split()
)
_FINNISH_SOUND = re.compile(r"ää|öö|yy|äy|öy|yö|uo|aa|ii|uu|ei$|äi|öi|hd|lj|ht")
_FINNISH_ENDING = re.compile(
    r"(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|tt[aä]|nen|isi|isin|[aä][aä]n|een|iin|oon|uun|k[oö]|kin|k[aä][aä]n|v[aä]t|mme|tte|n[uy]t"
    r"|ns[aä]|nne|ni|n[aä]|j[aä]|mi[as]|dess[aä]|[aeiouyäö]{2}|us|ys)$"
)
_SWEDISH_SOUND = re.compile(r"å|ck|sj|stj|tj|ning(?:en|ar)?$|lig(?:t|a)?$|het(?:en)?$|ande$|ör$|är$")
_ENGLISH_SOUND = re.compile(r"th|w|sh|ing$|tion|ould|ght|q|'(?:s|t|re|ve|ll|m|d)$|ed$|ly$|ck")
_ESTONIAN_SOUND = re.compile(r"õ|ü|oo[dst]$|dele$|dega$")
_FOREIGN_LETTERS = re.compile(r"[\u0370-\u1dff\u3040-\ud7ff\ufb50-\ufdff\ufe70-\ufeff]")


@cache
def _telling_words() -> dict[str, tuple[str, ...]]:
    """Word to the languages that it tells of."""
    telling: dict[str, tuple[str, ...]] = {}
    for language, words in load("languages").items():
        for word in set(words.split()):
            telling[word] = (*telling.get(word, ()), "no" if language is False else language)
    return telling


def detect(words: Words) -> str:
    """The language of the utterance."""
    letters = [index for index, word in enumerate(words.folded) if word not in ENDS and word[0].isalpha()]
    if not letters:
        return "other" if _FOREIGN_LETTERS.search(words.text) else "und"
    if _in_foreign_letters(words):
        return "other"
    scores = _count(words, letters)
    return _decide(scores, words, len(letters))


def _in_foreign_letters(words: Words) -> bool:
    if words.text.isascii():
        return False
    return len(_FOREIGN_LETTERS.findall(words.text)) * 2 > sum(map(len, words.folded))


def _count(words: Words, letters: list[int]) -> dict[str, float]:
    telling = _telling_words()
    scores = {"fi": 0.0, "sv": 0.0, "en": 0.0, "et": 0.0, "other": 0.0}
    for index in letters:
        word = words.folded[index]
        if word in _LOANS:
            continue
        languages = telling.get(word)
        if languages is not None:
            share = 1.0 if len(languages) == 1 else 0.5
            for language in languages:
                scores[language] += share
        elif word != words.plain[index]:  # a spoken form that we know is Finnish
            scores["fi"] += 1.0
    return scores


def _decide(scores: dict[str, float], words: Words, count: int) -> str:
    foreign = max(scores["sv"], scores["en"], scores["et"], scores["other"])
    if scores["fi"] > foreign + 1 and scores["fi"] >= count * 0.3:
        return "fi"
    _listen(scores, words.text)
    if scores["fi"] > 0:
        scores["fi"] += _FINNISH_PRIOR
    language = max(scores, key=lambda name: (scores[name], name == "fi"))
    if language == "fi":
        return "fi" if scores["fi"] > 0 else "und"
    if scores[language] >= _ENOUGH[language]:
        return language
    if scores["fi"] > 0:
        return "fi"
    few = count <= _FEW_WORDS or all(word in _LOANS for word in words.folded if word not in ENDS)
    return "und" if few else "other"


def _listen(scores: dict[str, float], text: str) -> None:
    """Add what letters and endings say, word by word."""
    telling = _telling_words()
    for word in re.findall(r"[^\W\d_]{2,}(?:'[^\W\d_]+)?", text.lower())[:60]:
        if word in _LOANS or word in telling:
            continue
        if _FINNISH_SOUND.search(word):
            scores["fi"] += 0.4
        if len(word) > 4 and _FINNISH_ENDING.search(word):
            scores["fi"] += 0.4
        if _SWEDISH_SOUND.search(word):
            scores["sv"] += 0.6
        if _ENGLISH_SOUND.search(word):
            scores["en"] += 0.5
        if _ESTONIAN_SOUND.search(word):
            scores["et"] += 0.6
