"""Scores, decision rules and calibration error; numpy only."""

from __future__ import annotations

import numpy as np

Array = np.ndarray


def f1(truth: Array, guess: Array) -> float:
    hit = float((truth & guess).sum())
    return 2 * hit / max(float(truth.sum() + guess.sum()), 1.0)


def macro_f1(truth: Array, guess: Array, classes: int) -> float:
    """Single-label: truth and guess are class numbers."""
    return float(np.mean([f1(truth == c, guess == c) for c in range(classes)]))


def multilabel_f1(truth: Array, guess: Array) -> Array:
    """Per label: truth and guess are (N, L) of 0 and 1."""
    return np.array([f1(truth[:, c] > 0.5, guess[:, c] > 0.5) for c in range(truth.shape[1])])


def best_thresholds(truth: Array, scores: Array, grid: int = 60) -> Array:
    """Per label the threshold with the best F1. Choose it on rows that the model was not trained on."""
    chosen = []
    for c in range(truth.shape[1]):
        candidates = np.quantile(scores[:, c], np.linspace(0.3, 0.995, grid))
        values = np.array([f1(truth[:, c] > 0.5, scores[:, c] >= t) for t in candidates])
        smooth = np.convolve(np.pad(values, 2, mode="edge"), np.ones(5) / 5, mode="valid")  # a plateau, not a peak
        chosen.append(candidates[int(smooth.argmax())])
    return np.array(chosen)


def best_offsets(*sets: tuple[Array, Array]) -> Array:
    """Per class what to add to log-probabilities (or margins) before argmax; neutral, class 1, gets 0.

    Each set is (class numbers, logs); the offsets with the best mean macro-F1 over the sets win.
    """
    spread = max(1e-6, float(sets[0][1].std()))
    grid = np.linspace(-1.0, 2.5, 29) * spread
    best, found = -1.0, np.zeros(3)
    for negative in grid:
        for positive in grid:
            offsets = np.array([negative, 0.0, positive])
            score = float(np.mean([macro_f1(truth, (logs + offsets).argmax(1), 3) for truth, logs in sets]))
            if score > best:
                best, found = score, offsets
    return found


def calibration_error(probability: Array, correct: Array, bins: int = 12) -> float:
    """Expected calibration error over bins of equal count."""
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return float(sum(abs(probability[p].mean() - correct[p].mean()) * len(p) for p in parts) / len(order))


def area(truth: Array, scores: Array) -> float:
    """Under the receiver operating curve: how often a true row scores above a false one."""
    rank = scores.argsort(kind="stable").argsort() + 1
    positive = int(truth.sum())
    return float(rank[truth].sum() - positive * (positive + 1) / 2) / max(1, positive * (len(truth) - positive))


def logit(p: Array) -> Array:
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return np.log(p / (1 - p))


def logistic_fit(x: Array, y: Array, weight: Array | None = None, steps: int = 30) -> tuple[float, float]:
    """(slope, bias) of P(y) = sigmoid(slope * x + bias), by Newton's method with a whisper of ridge."""
    w = np.ones(len(x)) if weight is None else weight
    centre, spread = float(x.mean()), float(x.std()) + 1e-9
    X = np.stack([(x - centre) / spread, np.ones_like(x)], 1)
    theta = np.zeros(2)
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(X @ theta, -30, 30)))
        step = np.linalg.solve((X.T * (w * p * (1 - p))) @ X + 1e-3 * np.eye(2), X.T @ (w * (p - y)) + 1e-3 * theta)
        theta = theta - np.clip(step, -2, 2)
    return float(theta[0] / spread), float(theta[1] - theta[0] * centre / spread)


def bootstrap(score: object, count: int, rounds: int = 200, seed: int = 7) -> tuple[float, float]:
    """95 % interval of score(rows) over resampled row numbers."""
    rng = np.random.default_rng(seed)
    values = [score(rng.integers(0, count, count)) for _ in range(rounds)]  # type: ignore[operator]
    return float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))
