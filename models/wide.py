"""The wide branch: linear machines over hashed words and character n-grams, beside the encoder.

It sees what the TF-IDF baseline sees and costs a sum of a few hundred table rows. The TF-IDF weight is folded into the
table; a last column holds its square, so that the norm of a text is one more sum:  score = sum(rows) / sqrt(sum(last)).
Columns: three sentiments for each convention, eight emotions, nine named feelings (the last one neutral), and which of
the three conventions the text follows.

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
from models.labelled import CONVENTIONS, Example

sys.path.append(str(places.REPOSITORY / "service"))
from hurmaus.emotion import ngrams

SENTIMENT_C = {"forum": 0.3, "film": 0.1, "service": 0.2}
EMOTION_C, FEELING_C = 0.1, 0.2
COLUMNS = 29
SENTIMENT, EMOTION, FEELING, CONVENTION = slice(0, 9), slice(9, 17), slice(17, 26), slice(26, 29)
CONVENTION_C = 0.3
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
    table, bias = np.zeros((ngrams.BUCKETS, COLUMNS + 1)), np.zeros(COLUMNS)

    def machine(at: slice, use: list[int], y: np.ndarray, weight: np.ndarray, c: float) -> None:
        fitted = LinearSVC(C=c, class_weight="balanced", random_state=0).fit(x[use], y, sample_weight=weight)
        table[:, at], bias[at] = fitted.coef_.T, fitted.intercept_

    for i, convention in enumerate(CONVENTIONS):
        use = [n for n, e in enumerate(rows) if e.sentiment and e.convention == convention]
        y = np.array([rows[n].majority for n in use])
        machine(slice(3 * i, 3 * i + 3), use, y, weights(rows, use), SENTIMENT_C[convention])
    use = [n for n, e in enumerate(rows) if e.emotions is not None and e.convention != "service"]
    marked = np.array([rows[n].emotions for n in use])
    weight = weights(rows, use) * np.where(marked.any(1), 1.0, NEUTRAL_LINES)
    for c in range(8):
        machine(slice(EMOTION.start + c, EMOTION.start + c + 1), use, marked[:, c] > 0.5, weight, EMOTION_C)
    use = [n for n, e in enumerate(rows) if e.feeling is not None and e.convention == "service"]
    machine(FEELING, use, np.array([int(np.argmax(rows[n].feeling)) for n in use]), weights(rows, use), FEELING_C)  # type: ignore[arg-type]
    use = [n for n, e in enumerate(rows) if e.convention]
    y = np.array([CONVENTIONS.index(rows[n].convention) for n in use])
    machine(CONVENTION, use, y, weights(rows, use), CONVENTION_C)

    table[:, :COLUMNS] *= idf[:, None]
    table[:, COLUMNS] = idf**2
    return table.astype(np.float32), bias.astype(np.float32)


def weights(rows: list[Example], use: list[int]) -> np.ndarray:
    return np.array([rows[n].weight for n in use])


def score(table: np.ndarray, bias: np.ndarray, texts: list[str]) -> np.ndarray:
    """(N, COLUMNS) margins, exactly as the graph computes them."""
    result = np.zeros((len(texts), COLUMNS))
    for i, text in enumerate(texts):
        total = table[ngrams.buckets(text)].sum(0)
        result[i] = total[:COLUMNS] / np.sqrt(max(float(total[COLUMNS]), 1e-6)) + bias
    return result


def load() -> tuple[np.ndarray, np.ndarray]:
    saved = np.load(places.work() / "wide.npz")
    return saved["table"], saved["bias"]


def main() -> None:
    began = time.time()
    rest, _ = labelled.holdout(labelled.train(), folds=HELD_FOLDS)
    table, bias = fit(rest)
    np.savez_compressed(places.work() / "wide.npz", table=table, bias=bias)
    for i, name in enumerate(("finnsentiment", "xed_fi", "authored")):
        dev = labelled.dev_of(name)
        margins = score(table, bias, [e.text for e in dev])
        judged = [n for n, e in enumerate(dev) if e.sentiment]
        truth = np.array([dev[n].majority for n in judged])
        guess = margins[judged, 3 * i : 3 * i + 3]
        macro, right = metrics.macro_f1(truth, guess.argmax(1), 3), (guess.argmax(1) == truth).mean()
        sides = truth != 1
        polar = metrics.macro_f1(truth[sides], np.where(guess[sides, 2] > guess[sides, 0], 2, 0), 3) * 1.5
        print(f"{name}: macro-F1 {macro:.4f}, accuracy {right:.4f}, positive/negative macro-F1 {polar:.4f}")
        if name == "xed_fi":
            marks = np.array([e.emotions for e in dev])
            has = marks.any(1)
            print(f"xed_fi annotated {metrics.multilabel_f1(marks[has], margins[has, EMOTION] > 0).mean():.4f}")
        if name == "authored":
            named = np.array([int(np.argmax(e.feeling)) for e in dev if e.feeling])
            print(f"authored feeling {(margins[:, FEELING].argmax(1) == named).mean():.4f}")
    print(f"{(np.abs(table).sum(1) > 0).mean():.2f} of {len(table)} buckets in use, {time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
