"""Which feeling, if any, is sure enough to be answered and named. When unsure: none."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from hurmaus.conversation.state import Turn
from hurmaus.vocabulary import EMOTIONS, Emotion, EmotionReading

SURE_FEELING = 0.5
"""Probability from which a feeling may open a hint, or be named in one."""

CLOSE_CALL = 0.1
"""Two present feelings nearer than this to each other: neither is named, unless the customer names it."""

SURELY_NEGATIVE = 0.65
"""Confidence in a negative sentiment from which a turn sounds like trouble without a word of it."""

CLEARLY_FELT = 0.8
"""Confidence in a negative sentiment from which phrases may speak of a feeling without naming which."""

HARD_FEELINGS: frozenset[Emotion] = frozenset({"anger", "sadness", "fear", "disgust"})


class Feeling(NamedTuple):
    """A sure feeling: the model's, with its probability, or said in so many ``words``."""

    emotion: Emotion
    confidence: float | None
    words: str = ""


def feeling_of(turn: Turn, wanted: Container[str] = EMOTIONS) -> Feeling | None:
    """Return the feeling among ``wanted`` that a customer's turn surely shows; the said one wins."""
    for said in turn.said:
        if said.emotion in wanted:
            return Feeling(said.emotion, None, said.words)
    if turn.said or "loss" in turn.cues or turn.reading is None:
        return None
    reading = turn.reading
    present = sorted(
        ((reading.emotions.get(e, 0.0), e) for e in reading.present if e in wanted and e not in turn.denied),
        reverse=True,
    )
    if not present or present[0][0] < SURE_FEELING:
        return None
    if len(present) > 1 and present[0][0] - present[1][0] < CLOSE_CALL:
        return None
    return Feeling(present[0][1], present[0][0])


def surely(reading: EmotionReading | None, sentiment: str, least: float, turn: Turn) -> bool:
    """Whether a turn's sentiment is surely this; a denied feeling ("en ole vihainen") unsettles a negative one."""
    if reading is None or reading.sentiment != sentiment or reading.confidence < least:
        return False
    return not (sentiment == "negative" and turn.denied and not turn.said)


def felt(turn: Turn) -> bool:
    """Whether a phrase may say that it feels bad: a hard feeling is sure, or the turn is clearly negative."""
    return feeling_of(turn, HARD_FEELINGS) is not None or surely(turn.reading, "negative", CLEARLY_FELT, turn)
