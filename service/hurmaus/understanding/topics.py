"""What a customer's turn is about: delivery, billing, a fault … by the phrases in ``data/topics.yaml``."""

from __future__ import annotations

from functools import cache
from typing import Final, cast

from hurmaus.understanding.data import load
from hurmaus.understanding.facts import Topic, TopicFound
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.understanding.words import Words

_MOST_OF_A_TURN: Final = 3
"""One long turn (a pasted terms page) does not settle what a whole conversation is about."""


@cache
def _phrases() -> Phrasebook:
    data = load("topics")
    return Phrasebook(data["topics"], data["sets"])


def find(words: Words) -> tuple[TopicFound, ...]:
    """Topics of a customer turn, the one with most words first; of equals the one named first."""
    places: dict[str, set[int]] = {}
    for match in _phrases().find(words.plain):
        places.setdefault(match.label, set()).add(match.first)
    found = sorted(places.items(), key=lambda item: (-len(item[1]), min(item[1])))
    return tuple(
        TopicFound(topic=cast(Topic, topic), weight=min(len(at), _MOST_OF_A_TURN)) for topic, at in found
    )
