"""Weights that tell an agent clause by its likeness to the authored examples, where no phrase knows it.

One logistic regression an act over pieces of words (``understanding/likeness.py`` cuts them), trained on the
train split of ``authored/agent.tsv`` alone. Thresholds come from cross-validation over blocks of rows, so that
the wording of a held-out block is new; blaming and dismissing must be surer than the rest, because a hint
against them is unwelcome when it is wrong.

    python -m models.acts                 # writes service/hurmaus/understanding/data/act_weights.npz
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
from hurmaus.understanding.likeness import WEIGHTS, pieces
from hurmaus.understanding.words import Words
from hurmaus.vocabulary import ACTS

TURNS = Path(__file__).resolve().parent / "authored" / "agent.tsv"
FOLDS = 6
L2 = 2e-4
STEPS = 400
PRECISION = {"blame": 0.95, "dismiss": 0.95}
PRECISION_OF_THE_REST = 0.8
Floats = npt.NDArray[np.float32]


def examples() -> tuple[list[list[str]], Floats]:
    """The pieces of each train turn, and which acts it holds (rows by acts)."""
    with TURNS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["split"] == "train"]
    wanted = np.array([[act in row["acts"].split(",") for act in ACTS] for row in rows], dtype=np.float32)
    return [pieces(Words(row["text"]).plain) for row in rows], wanted


def matrix(turns: list[list[str]], index: dict[str, int]) -> Floats:
    """One row a turn, of unit length over the pieces that are known."""
    out = np.zeros((len(turns), len(index)), dtype=np.float32)
    for row, turn in enumerate(turns):
        for piece in turn:
            if piece in index:
                out[row, index[piece]] = 1.0
        out[row] /= max(1.0, float(np.linalg.norm(out[row])))
    return out


def fit(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Weights and biases by accelerated gradient descent on the regularised log loss."""
    n, d = x.shape
    w, b = np.zeros((d, y.shape[1]), dtype=np.float32), np.full(y.shape[1], -2.0, dtype=np.float32)
    w_ahead, b_ahead, momentum, rate = w, b, 0.95, 8.0
    for _ in range(STEPS):
        error = (sigmoid(x @ w_ahead + b_ahead) - y) / n
        w_next = w_ahead - rate * (x.T @ error + L2 * w_ahead)
        b_next = b_ahead - rate * error.sum(axis=0)
        w_ahead, b_ahead = w_next + momentum * (w_next - w), b_next + momentum * (b_next - b)
        w, b = w_next, b_next
    return w, b


def sigmoid(z: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-z))


def thresholds(turns: list[list[str]], y: Floats) -> Floats:
    """Per act, where F1 on held-out blocks is best among the thresholds that are precise enough."""
    held_out = np.zeros_like(y)
    fold = np.arange(len(turns)) * FOLDS // len(turns)
    for part in range(FOLDS):
        seen = [turn for turn, of in zip(turns, fold, strict=True) if of != part]
        index = vocabulary(seen)
        w, b = fit(matrix(seen, index), y[fold != part])
        rest = [turn for turn, of in zip(turns, fold, strict=True) if of == part]
        held_out[fold == part] = sigmoid(matrix(rest, index) @ w + b)
    chosen = []
    for column, act in enumerate(ACTS):
        least = PRECISION.get(act, PRECISION_OF_THE_REST)
        best, best_f1 = 0.9, 0.0
        for threshold in np.arange(0.15, 0.9, 0.02):
            found = held_out[:, column] > threshold
            hits = float((found * y[:, column]).sum())
            precision, recall = hits / max(1, found.sum()), hits / y[:, column].sum()
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            if precision >= least and f1 > best_f1:
                best, best_f1 = float(threshold), f1
        chosen.append(best)
        print(f"{act:12} threshold {best:.2f} F1 on held-out blocks {best_f1:.3f}")
    return np.array(chosen, dtype=np.float32)


def vocabulary(turns: list[list[str]]) -> dict[str, int]:
    """Pieces that stand in at least two turns."""
    counts = Counter(piece for turn in turns for piece in set(turn))
    return {piece: row for row, piece in enumerate(sorted(p for p, n in counts.items() if n > 1))}


def main() -> None:
    turns, y = examples()
    least = thresholds(turns, y)
    index = vocabulary(turns)
    w, b = fit(matrix(turns, index), y)
    scale = np.abs(w).max(axis=0) / 127
    np.savez_compressed(
        WEIGHTS,
        pieces=np.frombuffer("\n".join(index).encode(), dtype=np.uint8),
        weights=np.round(w / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=b,
        threshold=least,
    )
    print(f"{len(turns)} turns, {len(index)} pieces, {WEIGHTS.stat().st_size} bytes: {WEIGHTS.name}")


if __name__ == "__main__":
    main()
