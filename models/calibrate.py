"""Join encoder and wide branch, and make their numbers mean what they say.

What decides labels (shares of the wide branch, class offsets, emotion thresholds) is chosen on training rows that
were held out; what makes probabilities honest (temperature, Platt factors, confidence) is fitted on dev: a handful of
numbers on thousands of rows. Nothing here looks at a test split.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import minimize
from tokenizers import Tokenizer

from models import labelled, metrics, wide
from models.decide import confidence, decide
from models.finetune import log_softmax, predict
from models.labelled import Example
from models.reader import Reader

Scores = dict[str, np.ndarray]
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0)
CLEAR = (4.0, 3.0, 2.5, 2.0, 1.5, 1.25, 1.0)  # the first of equals wins: when unsure, silence


@dataclass
class Whole:
    """Encoder and wide branch together; remembers the scores of texts it has seen."""

    model: Reader
    tokenizer: Tokenizer
    table: np.ndarray
    bias: np.ndarray
    memory: dict[str, np.ndarray] = field(default_factory=dict)

    def scores(self, rows: list[Example]) -> Scores:
        """Raw scores: sentiment (N, 3), valence (N,), emotions (N, 8), wide (N, 11)."""
        new = list(dict.fromkeys(e.text for e in rows if e.text not in self.memory))
        if new:
            got = predict(self.model, self.tokenizer, new)
            beside = wide.score(self.table, self.bias, new)
            joined = np.concatenate([got["sentiment"], got["valence"][:, None], got["emotions"], beside], 1)
            self.memory.update(zip(new, joined, strict=True))
        all_rows = np.array([self.memory[e.text] for e in rows])
        return {
            "sentiment": all_rows[:, :3],
            "valence": all_rows[:, 3],
            "emotions": all_rows[:, 4:12],
            "wide": all_rows[:, 12:],
        }


def votes(rows: list[Example]) -> np.ndarray:
    return np.array([e.sentiment for e in rows])


def majorities(rows: list[Example]) -> np.ndarray:
    return np.array([e.majority for e in rows])


def marks(rows: list[Example]) -> np.ndarray:
    return np.array([e.emotions for e in rows])


def sentiment_share(sets: list[tuple[Scores, np.ndarray]]) -> float:
    """How much wide sentiment to add to one of encoder sentiment: the share that makes the votes likeliest.

    Each set has a temperature and offsets of its own here, so that only the mixture is judged."""

    def cost(share: float) -> float:
        total = 0.0
        for scores, target in sets:
            mixed = scores["sentiment"] + share * scores["wide"][:, :3]

            def loss(theta: np.ndarray, mixed: np.ndarray = mixed, target: np.ndarray = target) -> float:
                logits = mixed * np.exp(theta[0]) + np.array([theta[1], 0.0, theta[2]])
                return float(-(target * log_softmax(logits)).sum(1).mean())

            total += float(minimize(loss, np.zeros(3), method="Nelder-Mead", options={"maxiter": 200}).fun)
        return total

    return float(min(SHARES, key=cost))


def emotion_share(scores: Scores, target: np.ndarray) -> float:
    """The same for the eight emotions, one share for all of them."""

    def cost(share: float) -> float:
        total = 0.0
        for c in range(8):
            x = scores["emotions"][:, c] + share * scores["wide"][:, 3 + c]
            slope, bias = metrics.logistic_fit(x, target[:, c])
            p = np.clip(1 / (1 + np.exp(-(slope * x + bias))), 1e-6, 1 - 1e-6)
            total -= float((target[:, c] * np.log(p) + (1 - target[:, c]) * np.log(1 - p)).mean())
        return total

    return float(min(SHARES, key=cost))


def temperature(logits: np.ndarray, target: np.ndarray) -> float:
    return float(min(np.geomspace(0.4, 5.0, 80), key=lambda t: -(target * log_softmax(logits / t)).sum()))


def fit(whole: Whole, held: list[Example]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(calibration to fold into the graph, rule for the service's config)."""
    kept = {name: [e for e in held if e.source == name] for name in ("finnsentiment", "authored", "xed_fi")}
    dev = {name: labelled.dev_of(name) for name in kept}
    feeling = [name for name in ("finnsentiment", "authored") if kept[name] and dev[name]]
    share = sentiment_share([(whole.scores(kept[name]), votes(kept[name])) for name in feeling])

    def mixed(rows: list[Example]) -> np.ndarray:
        scores = whole.scores(rows)
        result: np.ndarray = scores["sentiment"] + share * scores["wide"][:, :3]
        return result

    t = temperature(mixed(dev["finnsentiment"]), votes(dev["finnsentiment"]))
    shift = metrics.best_offsets(*((majorities(kept[n]), log_softmax(mixed(kept[n]) / t)) for n in feeling))

    films = whole.scores(kept["xed_fi"])
    target = marks(kept["xed_fi"])
    emotion = emotion_share(films, target)
    raw = whole.scores(dev["xed_fi"])
    raw_mixed = raw["emotions"] + emotion * raw["wide"][:, 3:]
    platt = [metrics.logistic_fit(raw_mixed[:, c], marks(dev["xed_fi"])[:, c]) for c in range(8)]
    calibration: dict[str, Any] = {
        "sentiment_share": share, "temperature": t, "sentiment_bias": shift.tolist(), "emotion_share": emotion,
        "platt_slope": [p[0] for p in platt], "platt_bias": [p[1] for p in platt],
    }  # fmt: skip

    _, honest = probabilities(films, calibration)
    marked = target.any(1)
    thresholds = metrics.best_thresholds(target[marked], honest[marked])
    tops, right, weights = [], [], []
    for name in feeling:
        balanced, _ = probabilities(whole.scores(dev[name]), calibration)
        tops.append(metrics.logit(balanced.max(1)))
        right.append((balanced.argmax(1) == majorities(dev[name])).astype(float))
        weights.append(np.full(len(balanced), 1000 / len(balanced)))  # each set weighs the same
    sure = metrics.logistic_fit(np.concatenate(tops), np.concatenate(right), np.concatenate(weights))
    rule: dict[str, Any] = {
        "thresholds": [round(float(x), 4) for x in thresholds], "confidence": list(sure), "not_sure": 0.0, "clear": 2.0,
    }  # fmt: skip
    if kept["authored"]:
        rule["clear"] = clear(whole, kept["authored"], calibration, rule)
    return calibration, rule


def probabilities(raw: Scores, calibration: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """What the exported graph gives, from raw scores: balanced sentiment (N, 3), emotions (N, 8)."""
    mixed = raw["sentiment"] + calibration["sentiment_share"] * raw["wide"][:, :3]
    balanced = np.exp(log_softmax(mixed / calibration["temperature"] + np.array(calibration["sentiment_bias"])))
    scores = raw["emotions"] + calibration["emotion_share"] * raw["wide"][:, 3:]
    scores = scores * np.array(calibration["platt_slope"]) + np.array(calibration["platt_bias"])
    return balanced, 1 / (1 + np.exp(-scores))


def clear(whole: Whole, rows: list[Example], calibration: dict[str, Any], rule: dict[str, Any]) -> float:
    """How far above its threshold an emotion must stand under a neutral sentiment, on held service rows.

    The quietest value within one standard error of the best: to name a feeling in a calm message costs more than to
    miss one, so silence needs no proof, speaking does.
    """
    sentiment, emotions = probabilities(whole.scores(rows), calibration)
    truth = np.array([int(np.argmax([*e.emotions, 0.5])) for e in rows if e.emotions is not None])
    hits = [(decide(sentiment, emotions, {**rule, "clear": c})["emotion"] == truth).mean() for c in CLEAR]
    best = max(hits)
    enough = best - (best * (1 - best) / len(truth)) ** 0.5
    return next(c for c, share in zip(CLEAR, hits, strict=True) if share >= enough)


def errors(whole: Whole, calibration: dict[str, Any], rule: dict[str, Any]) -> dict[str, float]:
    """Expected calibration error on dev: of the confidence, and of each emotion's probability (mean of the eight)."""
    result = {}
    for name in ("finnsentiment", "authored"):
        rows = labelled.dev_of(name)
        if rows:
            sentiment, _ = probabilities(whole.scores(rows), calibration)
            right = sentiment.argmax(1) == majorities(rows)
            result[f"confidence on {name}"] = metrics.calibration_error(confidence(sentiment, rule), right)
    films = labelled.plutchik("xed_fi", "dev")
    _, emotions = probabilities(whole.scores(films), calibration)
    each = [metrics.calibration_error(emotions[:, c], marks(films)[:, c]) for c in range(8)]
    result["emotions on xed_fi"] = float(np.mean(each))
    return result
