"""An emotion model that remembers what it was shown and reads feeling by a fixed rule."""

from __future__ import annotations

from hurmaus.vocabulary import EMOTIONS, EmotionReading


class RecordingEstimator:
    """Negative and angry when the text has an exclamation mark, else neutral; keeps every text it saw."""

    version = "recording-1"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def read(self, text: str) -> EmotionReading:
        self.texts.append(text)
        angry = "!" in text
        return EmotionReading(
            sentiment="negative" if angry else "neutral",
            valence=-0.8 if angry else 0.0,
            emotion="anger" if angry else "neutral",
            emotions={emotion: 0.9 if angry and emotion == "anger" else 0.02 for emotion in EMOTIONS},
            present=("anger",) if angry else (),
            confidence=0.9,
        )
