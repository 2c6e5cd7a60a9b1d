"""The shipped model behind the port: a small ONNX graph, one message a call, bit-stable at any load.

The decision rule is the twin of ``models/decide.py``; a test compares them.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hurmaus.emotion import ngrams
from hurmaus.errors import ConfigurationError
from hurmaus.inference import open_session, open_tokenizer, readable, require
from hurmaus.vocabulary import EMOTIONS, SENTIMENTS, Emotion, EmotionLabel, EmotionReading, Sentiment

FILES = ("model.onnx", "tokenizer.json", "config.json")
OUTPUTS = ["sentiment", "valence", "emotions"]
WINDOW_CHARS = 1024  # a longer text is read at both ends, so that its cost is bounded
# An emotion that contradicts the sentiment is not said. Either may surprise; a neutral turn may carry any.
AGREE: dict[Sentiment, frozenset[Emotion]] = {
    "negative": frozenset({"anger", "disgust", "fear", "sadness", "surprise"}),
    "neutral": frozenset(EMOTIONS),
    "positive": frozenset({"anticipation", "joy", "surprise", "trust"}),
}
Floats = NDArray[np.float32]


class OnnxEstimator:
    """Reads sentiment, valence and emotions in Finnish text. See ``EmotionEstimator`` for the contract.

    Raises:
        ConfigurationError: ``directory`` lacks a file, or holds a model of another kind.

    """

    def __init__(self, directory: Path) -> None:
        require(directory, FILES)
        with readable(directory / "config.json"):
            config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
            if config.get("model_type") != "hurmaus" or tuple(config["emotions"]) != EMOTIONS:
                raise ConfigurationError(f"the model in {directory} is not a Hurmaus model", field="model")
            self._version: str = config["version"]
            self._max_tokens: int = config["max_tokens"]
            self._thresholds: dict[Emotion, float] = config["thresholds"]
            self._sure: dict[str, float] = config["confidence"]
            self._clear: float = config["clear"]
        self._tokenizer: Any = open_tokenizer(directory / "tokenizer.json")
        self._session, self._run_options = open_session(directory / "model.onnx")
        with readable(directory / "model.onnx"):
            self._run([0] * 8, ngrams.buckets(""))

    @property
    def version(self) -> str:
        return self._version

    def read(self, text: str) -> EmotionReading:
        text = text.encode("utf-8", "replace").decode()  # a lone surrogate would stop the tokenizer
        ends = text if len(text) <= 2 * WINDOW_CHARS else f"{text[:WINDOW_CHARS]} {text[-WINDOW_CHARS:]}"
        wide = ngrams.buckets(ends)
        runs = [self._run(ids, wide) for ids in self._windows(text)]
        parts = runs[0] if len(runs) == 1 else [np.mean(part, axis=0) for part in zip(*runs, strict=True)]
        sentiment, valence, emotions = (part[0] for part in parts)
        return self._decide(sentiment, float(valence[0]), emotions)

    def words(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """The words of ``text`` that carried its sentiment, strongest first; none for a neutral reading.

        Exact for what the model's heads saw: their scores are sums over tokens. Reads the first window only.
        """
        reading = self.read(text)
        if reading.sentiment == "neutral":
            return ()
        sign = 1.0 if reading.sentiment == "positive" else -1.0
        encoding = self._tokenizer.encode(text[:WINDOW_CHARS])
        ids, offsets = encoding.ids[: self._max_tokens], encoding.offsets
        feed = {"input_ids": np.array([ids], dtype=np.int64), "wide_ids": ngrams.buckets("")}
        (evidence,) = self._session.run(["evidence"], feed, self._run_options)
        weight: dict[tuple[int, int], float] = {}
        for value, (start, end) in zip(evidence[0].tolist(), offsets, strict=False):
            span = _word_around(text, start, end)
            if span is not None:
                weight[span] = weight.get(span, 0.0) + sign * value
        strongest = sorted((span for span in weight if weight[span] > 0), key=lambda span: -weight[span])
        return tuple(dict.fromkeys(text[start:end] for start, end in strongest))[:limit]

    def _windows(self, text: str) -> list[list[int]]:
        """Token ids of the whole text, or of its two ends when it is long."""
        if len(text) <= 2 * WINDOW_CHARS:
            ids: list[int] = self._tokenizer.encode(text).ids
            if len(ids) <= self._max_tokens:
                return [ids]
            return [ids[: self._max_tokens], ids[:1] + ids[1 - self._max_tokens :]]
        head: list[int] = self._tokenizer.encode(text[:WINDOW_CHARS]).ids
        tail: list[int] = self._tokenizer.encode(text[-WINDOW_CHARS:]).ids
        return [head[: self._max_tokens], tail[:1] + tail[1:][1 - self._max_tokens :]]

    def _run(self, ids: list[int], wide: NDArray[np.int64]) -> list[Floats]:
        feed = {"input_ids": np.array([ids], dtype=np.int64), "wide_ids": wide}
        result: list[Floats] = self._session.run(OUTPUTS, feed, self._run_options)
        return result

    def _decide(self, sentiment: Floats, valence: float, emotions: Floats) -> EmotionReading:
        best = int(sentiment.argmax())
        p = min(max(float(sentiment[best]), 1e-6), 1 - 1e-6)
        score = self._sure["slope"] * math.log(p / (1 - p)) + self._sure["bias"]
        confidence = 1 / (1 + math.exp(-score))
        label = SENTIMENTS[best] if confidence >= self._sure["not_sure"] else "neutral"
        *each, none = emotions.tolist()
        probability: dict[Emotion, float] = dict(zip(EMOTIONS, each, strict=True))
        present = tuple(e for e in EMOTIONS if probability[e] >= self._thresholds[e])
        floor = none * (self._clear if label == "neutral" else 1.0)
        candidates = [e for e in present if e in AGREE[label] and probability[e] >= floor]
        emotion: EmotionLabel = max(candidates, key=probability.__getitem__, default="neutral")  # type: ignore[arg-type]
        return EmotionReading(
            sentiment=label,
            valence=round(valence, 4),
            emotion=emotion,
            emotions={e: round(p, 4) for e, p in probability.items()},
            present=present,
            confidence=round(confidence, 4),
        )


def _word_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The whole word that a piece belongs to; None for punctuation and for the opening token."""
    while start < end and not text[start].isalnum():
        start += 1
    if start >= end:
        return None
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
