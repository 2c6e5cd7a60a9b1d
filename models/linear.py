"""Linear models over TF-IDF of words and characters: the baseline to beat, and one teacher.

The same features, folds and threshold search serve both, so the baseline gets every decision rule that the model gets:
thresholds and class offsets are chosen on out-of-fold scores of the training rows.

    python -m models.linear        scores on dev; out-of-fold and dev scores into the work folder (linear.npz)
"""

from __future__ import annotations

import csv
import re
import time

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from models import labelled, metrics, places
from models.labelled import EMOTIONS, Example

FOLDS = 5


def vectorizers() -> list[TfidfVectorizer]:
    return [
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, token_pattern=r"(?u)\w+|[^\w\s]+"),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2),
    ]


def margins(train_x: sparse.csr_matrix, y: np.ndarray, x: sparse.csr_matrix, C: float) -> np.ndarray:
    """(rows, classes) for class numbers; (rows, labels) for a 0/1 table, one machine a label."""

    def machine(target: np.ndarray) -> np.ndarray:
        fitted = LinearSVC(C=C, class_weight="balanced", random_state=0).fit(train_x, target)
        return np.asarray(fitted.decision_function(x))

    return machine(y) if y.ndim == 1 else np.stack([machine(column) for column in y.T], axis=1)


def features(train: list[str], *others: list[str]) -> list[sparse.csr_matrix]:
    fitted = [(v, v.fit_transform(train)) for v in vectorizers()]
    first = sparse.hstack([x for _, x in fitted]).tocsr()
    return [first] + [sparse.hstack([v.transform(texts) for v, _ in fitted]).tocsr() for texts in others]


def out_of_fold(texts: list[str], y: np.ndarray, C: float) -> np.ndarray:
    """Margins for every training row from machines that did not see it; features see no labels and are fitted once."""
    (x,) = features(texts)
    fold = np.arange(len(texts)) % FOLDS
    result: np.ndarray | None = None
    for f in range(FOLDS):
        scores = margins(x[fold != f], y[fold != f], x[fold == f], C)
        if result is None:
            result = np.zeros((len(texts), scores.shape[1]))
        result[fold == f] = scores
    assert result is not None
    return result


def texts_of(examples: list[Example]) -> list[str]:
    return [e.text for e in examples]


def emotions_of(examples: list[Example]) -> np.ndarray:
    return np.array([e.emotions for e in examples])


def afinn(texts: list[str]) -> np.ndarray:
    """Sum of AFINN-fi word values a text."""
    with (places.data() / "lexicons" / "afinn_fi.tsv").open(encoding="utf-8", newline="") as rows:
        value = {r["word"]: int(r["score"]) for r in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)}
    return np.array([sum(value.get(word, 0) for word in re.findall(r"\w+", text.lower())) for text in texts])


def main() -> None:
    started = time.time()
    saved: dict[str, np.ndarray] = {}

    train, dev = labelled.finnsentiment("train"), labelled.finnsentiment("dev")
    y, truth = np.array([e.majority for e in train]), np.array([e.majority for e in dev])
    print(f"finnsentiment majority       macro-F1 {metrics.macro_f1(truth, np.ones_like(truth), 3):.4f}")
    print(f"finnsentiment AFINN-fi       macro-F1 {metrics.macro_f1(truth, np.sign(afinn(texts_of(dev))) + 1, 3):.4f}")
    x, x_dev = features(texts_of(train), texts_of(dev))
    for C in (0.05, 0.1, 0.3):
        scores = margins(x, y, x_dev, C)
        print(
            f"finnsentiment SVM C={C:<4}     macro-F1 {metrics.macro_f1(truth, scores.argmax(1), 3):.4f}",
            flush=True,
        )
    kept = out_of_fold(texts_of(train), y, 0.1)
    offsets = metrics.best_offsets((y, kept))
    scores = margins(x, y, x_dev, 0.1)
    print(
        f"finnsentiment SVM + offsets  macro-F1 {metrics.macro_f1(truth, (scores + offsets).argmax(1), 3):.4f}",
        flush=True,
    )
    saved |= {"finnsentiment_oof": kept, "finnsentiment_dev": scores}

    train, dev = labelled.plutchik("xed_fi", "train"), labelled.plutchik("xed_fi", "dev")
    subset = labelled.annotated(train)
    y, truth = emotions_of(train), emotions_of(dev)
    has = truth.any(1)
    always = metrics.multilabel_f1(truth[has], np.ones_like(truth[has])).mean()
    print(f"xed_fi all emotions always    macro-F1 {always:.4f}")
    for name, rows in (("all rows", train), ("annotated rows", subset)):
        x, x_dev = features(texts_of(rows), texts_of(dev))
        targets = emotions_of(rows)
        scores = margins(x, targets, x_dev, 0.1)
        kept = out_of_fold(texts_of(rows), targets, 0.1)
        marked = targets.any(1)
        near = metrics.best_thresholds(targets[marked], kept[marked])
        far = metrics.best_thresholds(targets, kept)
        for rule, thresholds in (
            ("zero", np.zeros(8)),
            ("tuned on annotated", near),
            ("tuned on its rows", far),
        ):
            guess = (scores >= thresholds).astype(float)
            print(
                f"xed_fi SVM trained on {name}, threshold {rule}: annotated "
                f"{metrics.multilabel_f1(truth[has], guess[has]).mean():.4f}, with neutral "
                f"{metrics.multilabel_f1(truth, guess).mean():.4f}",
                flush=True,
            )
        per = metrics.multilabel_f1(truth[has], (scores >= near)[has].astype(float))
        print("  per emotion", dict(zip(EMOTIONS, per.round(3).tolist(), strict=True)))
        tag = name.split()[0]
        saved |= {f"xed_{tag}_oof": kept, f"xed_{tag}_dev": scores}
    np.savez(places.work() / "linear.npz", **saved)
    print(f"{time.time() - started:.0f} s")


if __name__ == "__main__":
    main()
