"""Whether an agent's turn says that a promise was kept: "lähetin nyt", "hoidettu", "soitin teille"."""

from __future__ import annotations

from functools import cache

from hurmaus.understanding import questions, stems
from hurmaus.understanding.data import load
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.understanding.words import Words


@cache
def _phrases() -> Phrasebook:
    return Phrasebook({"done": load("kept")})


def says_done(agent_text: str) -> bool:
    """Whether the (masked) turn tells of a thing done, rather than one to be done."""
    words = Words(agent_text)
    return any(_done(words, first, end) for first, end in words.sentences)


def says_kept(promise: str, agent_text: str) -> bool:
    """Whether the (masked) turn tells that what ``promise`` said was done: a deed told, on the same subject."""
    words = Words(agent_text)
    promised = stems.content(Words(promise).plain)
    for first, end in words.sentences:
        if _done(words, first, end):
            told = stems.content(words.plain[first:end])
            if stems.share(promised, told) or len(told) <= 2:
                return True
    return False


def _done(words: Words, first: int, end: int) -> bool:
    if questions.is_question(words, first, end):
        return False
    return next(_phrases().find(words.plain[first:end]), None) is not None
