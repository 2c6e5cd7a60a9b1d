"""Whether an agent's turn says that a promise was kept: "lähetin nyt", "hoidettu", "soitin teille".

A promise told of as broken ("lupasin soittaa, mutta en ehtinyt") or as still to be kept is none kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from hurmaus.understanding import questions, stems
from hurmaus.understanding.data import load
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.understanding.words import Words

_TURNS: Final = frozenset(("mutta", "mut", "vaan"))


@cache
def _phrases() -> Phrasebook:
    return Phrasebook(load("kept"))


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
    done = False
    for start, stop in _clauses(words.plain, first, end):
        labels = {match.label for match in _phrases().find(words.plain[start:stop])}
        if labels - {"later"}:
            told = "done" in labels or "later" not in labels
            done = told and "undone" not in labels
    return done


def _clauses(plain: list[str], first: int, end: int) -> Iterator[tuple[int, int]]:
    """Parts of a sentence between "mutta": the last that tells of the deed decides."""
    start = first
    for index in range(first, end):
        if plain[index] in _TURNS:
            yield start, index
            start = index + 1
    yield start, end
