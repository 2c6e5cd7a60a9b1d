"""Make the numbers mean what they say: temperature, Platt factors, offsets, thresholds, confidence.

What decides labels (class offsets, emotion thresholds) is chosen on training rows that were held out; what makes
probabilities honest (temperature, Platt, confidence) is fitted on dev, which has ten times as many parameters' worth of
rows. Nothing here looks at a test split.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from tokenizers import Tokenizer

from models import labelled, metrics
from models.decide import confidence, decide
from models.finetune import log_softmax, predict
from models.labelled import Example
from models.reader import Reader

SHARE_OF_SERVICE = 0.5  # of the weight when confidence is fitted, where authored dev rows exist


def temperature(logits: np.ndarray, votes: np.ndarray) -> float:
    """The one that makes the annotators' votes likeliest."""
    grid = np.geomspace(0.4, 3.0, 60)
    return float(min(grid, key=lambda t: -(votes * log_softmax(logits / t)).sum()))


def offsets(logits: np.ndarray, truth: np.ndarray, at: float) -> np.ndarray:
    return metrics.best_offsets(truth, log_softmax(logits / at))


def fit(model: Reader, tokenizer: Tokenizer, held: list[Example]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(calibration to fold into the graph, rule for the service's config)."""
    forum, service = labelled.finnsentiment("dev"), labelled.authored("dev")
    held_forum = [e for e in held if e.source == "finnsentiment"]
    logits = predict(model, tokenizer, [e.text for e in forum])["sentiment"]
    t = temperature(logits, np.array([e.sentiment for e in forum]))
    kept = predict(model, tokenizer, [e.text for e in held_forum])["sentiment"]
    shift = offsets(kept, np.array([e.majority for e in held_forum]), t)

    both = [*forum, *service]
    weight = np.ones(len(both))
    if service:
        weight[len(forum) :] = SHARE_OF_SERVICE / (1 - SHARE_OF_SERVICE) * len(forum) / len(service)
    balanced = np.exp(log_softmax(log_softmax(predict(model, tokenizer, [e.text for e in both])["sentiment"] / t) + shift))
    right = (balanced.argmax(1) == np.array([e.majority for e in both])).astype(float)
    slope, bias = metrics.logistic_fit(metrics.logit(balanced.max(1)), right, weight)

    films = labelled.plutchik("xed_fi", "dev")
    raw = predict(model, tokenizer, [e.text for e in films])["emotions"]
    truth = np.array([e.emotions for e in films])
    platt = [metrics.logistic_fit(raw[:, c], truth[:, c]) for c in range(8)]
    held_films = [e for e in held if e.source == "xed_fi"]
    kept = predict(model, tokenizer, [e.text for e in held_films])["emotions"]
    slopes, biases = np.array(platt).T
    target = np.array([e.emotions for e in held_films])
    marked = target.any(1)
    honest = 1 / (1 + np.exp(-(kept * slopes + biases)))
    thresholds = metrics.best_thresholds(target[marked], honest[marked])
    calibration = {
        "temperature": t, "sentiment_bias": shift.tolist(), "platt_slope": slopes.tolist(), "platt_bias": biases.tolist(),
    }  # fmt: skip
    rule = {"thresholds": [round(float(x), 4) for x in thresholds], "confidence": [slope, bias], "not_sure": 0.0, "clear": 2.0}
    rule["clear"] = clear(model, tokenizer, held, calibration, rule)
    return calibration, rule


def probabilities(raw: dict[str, np.ndarray], calibration: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """What the exported graph gives, from raw scores."""
    balanced = np.exp(log_softmax(raw["sentiment"] / calibration["temperature"] + np.array(calibration["sentiment_bias"])))
    scores = raw["emotions"] * np.array(calibration["platt_slope"]) + np.array(calibration["platt_bias"])
    return balanced, 1 / (1 + np.exp(-scores))


def clear(
    model: Reader, tokenizer: Tokenizer, held: list[Example], calibration: dict[str, Any], rule: dict[str, Any]
) -> float:
    """How far above its threshold an emotion must stand under a neutral sentiment: best accuracy on held service rows."""
    rows = [e for e in held if e.source == "authored"]
    if not rows:
        return float(rule["clear"])
    sentiment, emotions = probabilities(predict(model, tokenizer, [e.text for e in rows]), calibration)
    truth = np.array([int(np.argmax([*e.emotions, 0.5])) for e in rows if e.emotions is not None])
    options = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
    hits = [(decide(sentiment, emotions, {**rule, "clear": c})["emotion"] == truth).mean() for c in options]
    return options[int(np.argmax(hits))]


def errors(model: Reader, tokenizer: Tokenizer, calibration: dict[str, Any], rule: dict[str, Any]) -> dict[str, float]:
    """Expected calibration error on dev: of the confidence, and of each emotion's probability (mean of the eight)."""
    result = {}
    for name in ("finnsentiment", "authored"):
        rows = labelled.dev_of(name)
        if rows:
            sentiment, _ = probabilities(predict(model, tokenizer, [e.text for e in rows]), calibration)
            right = sentiment.argmax(1) == np.array([e.majority for e in rows])
            result[f"confidence on {name}"] = metrics.calibration_error(confidence(sentiment, rule), right)
    films = labelled.plutchik("xed_fi", "dev")
    _, emotions = probabilities(predict(model, tokenizer, [e.text for e in films]), calibration)
    truth = np.array([e.emotions for e in films])
    each = [metrics.calibration_error(emotions[:, c], truth[:, c]) for c in range(8)]
    result["emotions on xed_fi"] = float(np.mean(each))
    return result
