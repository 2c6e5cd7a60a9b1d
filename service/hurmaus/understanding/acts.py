"""What an agent turn does: greet, thank, apologise, promise … several acts at once, sentence by sentence."""

from __future__ import annotations

from functools import cache

from hurmaus.understanding import questions
from hurmaus.understanding.data import load
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.understanding.words import Words
from hurmaus.vocabulary import ACTS, Act


@cache
def _phrases() -> Phrasebook:
    return Phrasebook(load("acts"))


def find(words: Words) -> tuple[Act, ...]:
    """The acts of the turn, each once, in the order of the vocabulary."""
    found: set[str] = set()
    for first, end in words.sentences:
        found |= _in_sentence(words, first, end)
    return tuple(act for act in ACTS if act in found)


def promising(words: Words) -> list[tuple[int, int]]:
    """The sentences that hold a promise."""
    return [(first, end) for first, end in words.sentences if "promise" in _in_sentence(words, first, end)]


def _in_sentence(words: Words, first: int, end: int) -> set[str]:
    acts = {match.label for match in _phrases().find(words.plain[first:end])}
    if questions.is_question(words, first, end) and not acts & {"offer_help", "close"}:
        acts.add("ask")
    if not acts and end - first > 2:
        acts.add("inform")
    return acts
