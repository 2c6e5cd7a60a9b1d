"""An emotion model that reads what the script says of each text."""

from __future__ import annotations

from collections.abc import Mapping

from hurmaus.vocabulary import EMOTIONS, Emotion, EmotionReading, Sentiment


def reading(
    valence: float = 0.0,
    feels: tuple[Emotion, ...] = (),
    sure: float = 0.9,
    sentiment: Sentiment | None = None,
) -> EmotionReading:
    """Return a reading; the sentiment follows from the valence unless given."""
    if sentiment is None:
        sentiment = "negative" if valence <= -0.25 else "positive" if valence >= 0.25 else "neutral"
    return EmotionReading(
        sentiment=sentiment,
        valence=valence,
        emotion=feels[0] if feels else "neutral",
        emotions={emotion: sure if emotion in feels else 0.03 for emotion in EMOTIONS},
        present=feels,
        confidence=sure,
    )


class ScriptedEstimator:
    """Reads each text as scripted; calm and sure of it where the script is silent."""

    version = "scripted-1"

    def __init__(self, script: Mapping[str, EmotionReading]) -> None:
        self._script = dict(script)

    def read(self, text: str) -> EmotionReading:
        return self._script.get(text, reading())
