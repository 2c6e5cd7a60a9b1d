"""From calibrated numbers to a reading: the one rule, written for many rows at once.

The service holds the same rule for one message (service/hurmaus/emotion/onnx_estimator.py); a test keeps the two equal.

Sentiment: the class with the highest balanced probability. The probabilities are those of a world in which feeling is
not rare (class offsets, chosen on held-out rows for macro-F1); a contact centre is nearer to it than a forum where
three sentences in four are neutral.
Confidence: how often a reading this clear was right on dev, forum and service messages weighed alike. Below
``not_sure`` the reading says neutral.
Emotion: the likeliest emotion present (at or above its threshold) that agrees with the sentiment, if it is likelier than
none at all; a neutral sentiment admits an emotion only where it is ``clear`` times likelier than none.
Valence: half the valence head, half positive minus negative, so that it seldom contradicts the sentiment.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from models.labelled import EMOTIONS
from models.metrics import logit

AGREE = {
    0: ("anger", "disgust", "fear", "sadness", "surprise"),
    1: EMOTIONS,
    2: ("anticipation", "joy", "surprise", "trust"),
}  # fmt: skip
ALLOWED = np.array([[e in AGREE[s] for e in EMOTIONS] for s in range(3)])


def confidence(sentiment: np.ndarray, rule: dict[str, Any]) -> np.ndarray:
    slope, bias = rule["confidence"]
    return 1 / (1 + np.exp(-(slope * logit(sentiment.max(-1)) + bias)))


def decide(sentiment: np.ndarray, emotions: np.ndarray, rule: dict[str, Any]) -> dict[str, np.ndarray]:
    """sentiment (N, 3) and emotions (N, 9), the last none, as the graph gives them; emotion 8 means neutral."""
    sure = confidence(sentiment, rule)
    label = np.where(sure >= rule["not_sure"], sentiment.argmax(1), 1)
    present = emotions[:, :8] >= np.array(rule["thresholds"])
    floor = emotions[:, 8] * np.where(label == 1, rule["clear"], 1.0)
    candidates = np.where(ALLOWED[label] & present & (emotions[:, :8] >= floor[:, None]), emotions[:, :8], 0.0)
    emotion = np.where(candidates.max(1) > 0, candidates.argmax(1), len(EMOTIONS))
    return {"sentiment": label, "confidence": sure, "present": present, "emotion": emotion}
