"""The wide branch: linear machines over hashed words and character n-grams, beside the encoder.

It sees what the TF-IDF baseline sees and costs a sum of a few hundred table rows. The TF-IDF weight is folded into the
table; a last column holds its square, so that the norm of a text is one more sum:  score = sum(rows) / sqrt(sum(last)).

    python -m models.wide          writes wide.npz (table, bias) into the work folder
"""

from __future__ import annotations

import sys
import time

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from models import labelled, metrics, places
from models.finetune import HELD_FOLDS
from models.labelled import Example

sys.path.append(str(places.REPOSITORY / "service"))
from hurmaus.emotion import ngrams

SENTIMENT_C, EMOTION_C = 0.3, 0.1
SENTIMENT_WEIGHT = {
    "finnsentiment": 1.0,
    "authored": 0.15,
}  # at 1.0 forum macro-F1 falls by two points (LOG.md)
NEUTRAL_LINES = 0.4  # how much a row without any emotion counts
SEEN = 2  # a bucket that fewer texts share is dropped


def counts(texts: list[str]) -> sparse.csr_matrix:
    rows = [ngrams.buckets(text) for text in texts]
    ends = np.concatenate([[0], np.cumsum([len(r) for r in rows])])
    ones = np.ones(ends[-1], dtype=np.float32)
    return sparse.csr_matrix((ones, np.concatenate(rows), ends), shape=(len(rows), ngrams.BUCKETS))


def rarity(matrix: sparse.csr_matrix) -> np.ndarray:
    """Inverse document frequency; 0 for buckets that fewer than SEEN texts share."""
    seen = np.asarray(matrix.sum(0)).ravel()
    return np.where(seen >= SEEN, np.log((1 + matrix.shape[0]) / (1 + seen)) + 1, 0.0)


def normed(matrix: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    x = matrix @ sparse.diags(idf)
    length = np.sqrt(np.asarray(x.multiply(x).sum(1)).ravel())
    return (sparse.diags(1 / np.maximum(length, 1e-6)) @ x).tocsr()


def fit(rows: list[Example]) -> tuple[np.ndarray, np.ndarray]:
    """Table (BUCKETS, 12) and bias (11,): three sentiments, eight emotions, and the square of the weight."""
    matrix = counts([e.text for e in rows])
    idf = rarity(matrix)
    x = normed(matrix, idf)
    table, bias = np.zeros((ngrams.BUCKETS, 12)), np.zeros(11)

    use = np.array([i for i, e in enumerate(rows) if e.sentiment and e.source in SENTIMENT_WEIGHT])
    weight = np.array([SENTIMENT_WEIGHT[rows[i].source] for i in use])
    y = np.array([rows[i].majority for i in use])
    machine = LinearSVC(C=SENTIMENT_C, class_weight="balanced", random_state=0).fit(x[use], y, sample_weight=weight)
    table[:, :3], bias[:3] = machine.coef_.T, machine.intercept_

    use = np.array([i for i, e in enumerate(rows) if e.emotions is not None])
    weight = np.array([rows[i].weight * (1.0 if any(rows[i].emotions or ()) else NEUTRAL_LINES) for i in use])
    for c in range(8):
        y = np.array([rows[i].emotions[c] > 0.5 for i in use])  # type: ignore[index]
        machine = LinearSVC(C=EMOTION_C, class_weight="balanced", random_state=0).fit(x[use], y, sample_weight=weight)
        table[:, 3 + c], bias[3 + c] = machine.coef_.ravel(), machine.intercept_[0]

    table[:, :11] *= idf[:, None]
    table[:, 11] = idf**2
    return table.astype(np.float32), bias.astype(np.float32)


def score(table: np.ndarray, bias: np.ndarray, texts: list[str]) -> np.ndarray:
    """(N, 11) margins, exactly as the graph computes them."""
    result = np.zeros((len(texts), 11))
    for i, text in enumerate(texts):
        total = table[ngrams.buckets(text)].sum(0)
        result[i] = total[:11] / np.sqrt(max(float(total[11]), 1e-6)) + bias
    return result


def load() -> tuple[np.ndarray, np.ndarray]:
    saved = np.load(places.work() / "wide.npz")
    return saved["table"], saved["bias"]


def main() -> None:
    began = time.time()
    rest, _ = labelled.holdout(labelled.train(), folds=HELD_FOLDS)
    table, bias = fit(rest)
    np.savez_compressed(places.work() / "wide.npz", table=table, bias=bias)
    dev = labelled.finnsentiment("dev")
    truth = np.array([e.majority for e in dev])
    margins = score(table, bias, [e.text for e in dev])[:, :3]
    print(f"finnsentiment macro-F1 {metrics.macro_f1(truth, margins.argmax(1), 3):.4f}")
    films = labelled.plutchik("xed_fi", "dev")
    marks = np.array([e.emotions for e in films])
    has = marks.any(1)
    margins = score(table, bias, [e.text for e in films])[:, 3:]
    print(f"xed_fi annotated {metrics.multilabel_f1(marks[has], margins[has] > 0).mean():.4f}")
    print(f"xed_fi with neutral {metrics.multilabel_f1(marks, margins > 0).mean():.4f}")
    service = labelled.authored("dev")
    if service:
        margins = score(table, bias, [e.text for e in service])
        print(f"authored sentiment {(margins[:, :3].argmax(1) == [e.majority for e in service]).mean():.4f}")
    print(f"{(np.abs(table).sum(1) > 0).mean():.2f} of {len(table)} buckets in use, {time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
