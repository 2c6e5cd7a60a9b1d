"""One table: every dev set, the shipped model (or any directory of its layout) beside the baselines.

    python -m models.evaluate [--model DIR ...] [--markdown FILE]

What is measured is what ships: texts go through the service's own estimator, one at a time, from text to reading.
The baselines are trained here on the same training rows, and their thresholds are tuned the same way.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models import labelled, linear, metrics, perturb, places
from models.labelled import EMOTIONS, SENTIMENTS, Example

sys.path.append(str(places.REPOSITORY / "service"))
from hurmaus.emotion.onnx_estimator import FILES, OnnxEstimator

MESSAGE = (  # 25 words
    "Hei, tilasin teiltä viikko sitten uuden puhelimen ja nyt paketin seuranta näyttää että se on palautettu "
    "lähettäjälle vaikka en ole saanut mitään ilmoitusta asiasta, mitä teen?"
)


@dataclass(frozen=True)
class Readings:
    sentiment: np.ndarray  # (N,) class numbers
    confidence: np.ndarray  # (N,)
    valence: np.ndarray  # (N,)
    emotions: np.ndarray  # (N, 8) probabilities
    present: np.ndarray  # (N, 8) bool
    emotion: np.ndarray  # (N,) 0..7, 8 = neutral


def read_all(estimator: OnnxEstimator, texts: list[str]) -> Readings:
    readings = [estimator.read(text) for text in texts]
    labels = [*EMOTIONS, "neutral"]
    return Readings(
        np.array([SENTIMENTS.index(r.sentiment) for r in readings]),
        np.array([r.confidence for r in readings]),
        np.array([r.valence for r in readings]),
        np.array([[r.emotions[e] for e in EMOTIONS] for r in readings]),
        np.array([[e in r.present for e in EMOTIONS] for r in readings]),
        np.array([labels.index(r.emotion) for r in readings]),
    )


class Table:
    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str]] = []

    def add(self, measure: str, who: str, score: Callable[[np.ndarray], float], count: int) -> None:
        """score takes row numbers, so that it can be resampled."""
        low, high = metrics.bootstrap(score, count)
        self.rows.append((measure, who, f"{score(np.arange(count)):.3f} [{low:.3f}, {high:.3f}]"))
        print(f"{measure:52} {who:24} {self.rows[-1][2]}", flush=True)

    def note(self, measure: str, who: str, value: str) -> None:
        self.rows.append((measure, who, value))
        print(f"{measure:52} {who:24} {value}", flush=True)

    def markdown(self) -> str:
        """A row a measure, a column a model."""
        whos = list(dict.fromkeys(who for _, who, _ in self.rows))
        lines = [f"| Measure | {' | '.join(whos)} |", "|---" * (len(whos) + 1) + "|"]
        for measure in dict.fromkeys(measure for measure, _, _ in self.rows):
            cells = {who: value for m, who, value in self.rows if m == measure}
            lines.append(f"| {measure} | {' | '.join(cells.get(who, '') for who in whos)} |")
        return "\n".join(lines) + "\n"


def put(table: str, page: Path) -> None:
    """Into the page between its two table marks, or as a page of its own."""
    begin, end = "<!-- table -->\n", "<!-- /table -->"
    text = page.read_text(encoding="utf-8") if page.exists() else begin + end
    before, rest = text.split(begin)
    page.write_text(before + begin + table + end + rest.split(end)[1], encoding="utf-8")


def sentiment_rows(table: Table, name: str, who: str, truth: np.ndarray, guess: np.ndarray) -> None:
    N = len(truth)
    table.add(f"{name}: sentiment macro-F1", who, lambda i: metrics.macro_f1(truth[i], guess[i], 3), N)
    table.add(f"{name}: sentiment accuracy", who, lambda i: float((truth[i] == guess[i]).mean()), N)
    each = [metrics.f1(truth == c, guess == c) for c in range(3)]
    table.note(f"{name}: F1 negative / neutral / positive", who, " / ".join(f"{x:.3f}" for x in each))


def emotion_rows(table: Table, name: str, who: str, truth: np.ndarray, guess: np.ndarray) -> None:
    table.add(
        f"{name}: 8-emotion macro-F1",
        who,
        lambda i: float(metrics.multilabel_f1(truth[i], guess[i]).mean()),
        len(truth),
    )
    each = metrics.multilabel_f1(truth, guess)
    table.note(f"{name}: F1 by emotion", who, ", ".join(f"{e} {x:.2f}" for e, x in zip(EMOTIONS, each, strict=True)))


def marks(rows: list[Example]) -> np.ndarray:
    return np.array([e.emotions for e in rows])


def majorities(rows: list[Example]) -> np.ndarray:
    return np.array([e.majority for e in rows])


def polar(rows: list[Example]) -> list[Example]:
    return [e for e in rows if e.sentiment is not None and e.majority != 1]


def primary(rows: list[Example]) -> np.ndarray:
    return np.array([int(np.argmax([*e.emotions, 0.5])) for e in rows if e.emotions is not None])


def baselines(table: Table) -> None:
    """Majority, AFINN-fi, and TF-IDF + LinearSVC with tuned offsets and thresholds."""
    forum = labelled.finnsentiment("dev")
    truth, texts = majorities(forum), linear.texts_of(forum)
    sentiment_rows(table, "finnsentiment", "majority", truth, np.ones_like(truth))
    sentiment_rows(table, "finnsentiment", "AFINN-fi", truth, (np.sign(linear.afinn(texts)) + 1).astype(int))
    train = labelled.finnsentiment("train")
    x, x_dev = linear.features(linear.texts_of(train), texts)
    margins = linear.margins(x, majorities(train), x_dev, 0.3)
    offsets = metrics.best_offsets(
        (majorities(train), linear.out_of_fold(linear.texts_of(train), majorities(train), 0.3))
    )
    sentiment_rows(table, "finnsentiment", "TF-IDF + LinearSVC", truth, (margins + offsets).argmax(1))
    sides = truth != 1
    right = ((margins[:, 2] > margins[:, 0]) == (truth == 2))[sides]
    table.add(
        "finnsentiment: positive or negative, accuracy",
        "TF-IDF + LinearSVC",
        lambda i: float(right[i].mean()),
        len(right),
    )

    films, all_train = labelled.plutchik("xed_fi", "dev"), labelled.plutchik("xed_fi", "train")
    has = marks(films).any(1)
    for rows, name in ((labelled.annotated(all_train), "annotated rows"), (all_train, "with neutral rows")):
        x, x_dev = linear.features(linear.texts_of(rows), linear.texts_of(films))
        margins = linear.margins(x, marks(rows), x_dev, 0.1)
        thresholds = metrics.best_thresholds(marks(rows), linear.out_of_fold(linear.texts_of(rows), marks(rows), 0.1))
        part = has if name == "annotated rows" else np.ones_like(has)
        for rule, at in (("", 0.0), (", tuned", thresholds)):
            guess = (margins >= at)[part]
            emotion_rows(table, f"xed_fi {name}", f"TF-IDF + LinearSVC{rule}", marks(films)[part], guess)
    rows, dev = polar(all_train), polar(films)
    x, x_dev = linear.features(linear.texts_of(rows), linear.texts_of(dev))
    guess = linear.margins(x, majorities(rows) // 2, x_dev, 0.1) > 0
    truth = majorities(dev) // 2
    table.add(
        "xed_fi: positive or negative, macro-F1",
        "TF-IDF + LinearSVC",
        lambda i: metrics.macro_f1(truth[i], guess[i], 2),
        len(dev),
    )

    service = labelled.authored("dev")
    if service:
        rows = [*train, *labelled.authored("train")]
        x, x_dev = linear.features(linear.texts_of(rows), linear.texts_of(service))
        guess = linear.margins(x, majorities(rows), x_dev, 0.3).argmax(1)
        sentiment_rows(table, "authored", "TF-IDF + LinearSVC", majorities(service), guess)
        rows = labelled.authored("train")
        x, x_dev = linear.features(linear.texts_of(rows), linear.texts_of(service))
        guess, truth = linear.margins(x, primary(rows), x_dev, 0.3).argmax(1), primary(service)
        table.add(
            "authored: emotion accuracy (9 classes)",
            "TF-IDF + LinearSVC",
            lambda i: float((guess[i] == truth[i]).mean()),
            len(truth),
        )


def model(table: Table, folder: Path, who: str) -> None:
    estimator = OnnxEstimator(folder)
    forum = labelled.finnsentiment("dev")
    got, truth = read_all(estimator, linear.texts_of(forum)), majorities(forum)
    sentiment_rows(table, "finnsentiment", who, truth, got.sentiment)
    sides = truth != 1
    right = ((got.valence > 0) == (truth == 2))[sides]
    table.add("finnsentiment: positive or negative, accuracy", who, lambda i: float(right[i].mean()), len(right))
    score = np.array([e.valence for e in forum])
    table.add(
        "finnsentiment: valence, correlation",
        who,
        lambda i: float(np.corrcoef(got.valence[i], score[i])[0, 1]),
        len(score),
    )
    error = metrics.calibration_error(got.confidence, got.sentiment == truth)
    table.note("finnsentiment: calibration error of confidence", who, f"{error:.3f}")

    films = labelled.plutchik("xed_fi", "dev")
    got, truth = read_all(estimator, linear.texts_of(films)), marks(films)
    has = truth.any(1)
    emotion_rows(table, "xed_fi annotated rows", who, truth[has], got.present[has])
    emotion_rows(table, "xed_fi with neutral rows", who, truth, got.present)
    error = np.mean([metrics.calibration_error(got.emotions[:, c], truth[:, c]) for c in range(8)])
    table.note("xed_fi: calibration error of emotions, mean of 8", who, f"{error:.3f}")
    sides = np.array([e.sentiment is not None and e.majority != 1 for e in films])
    up = np.array([e.majority == 2 for e in polar(films)])
    guess = got.valence[sides] > 0
    table.add(
        "xed_fi: positive or negative, macro-F1",
        who,
        lambda i: metrics.macro_f1(up[i].astype(int), guess[i].astype(int), 2),
        len(up),
    )

    service = labelled.authored("dev")
    if service:
        got, truth = read_all(estimator, linear.texts_of(service)), majorities(service)
        sentiment_rows(table, "authored", who, truth, got.sentiment)
        error = metrics.calibration_error(got.confidence, got.sentiment == truth)
        table.note("authored: calibration error of confidence", who, f"{error:.3f}")
        emotion, chosen = primary(service), got.emotion
        table.add(
            "authored: emotion accuracy (9 classes)",
            who,
            lambda i: float((chosen[i] == emotion[i]).mean()),
            len(emotion),
        )
        for name, change in perturb.ALL.items():
            rng = random.Random(11)
            changed = read_all(estimator, [change(e.text, rng) for e in service]).sentiment
            table.add(
                f"authored, {name}: sentiment accuracy",
                who,
                lambda i, c=changed: float((c[i] == truth[i]).mean()),
                len(truth),
            )
    table.note(
        "size of what the service loads",
        who,
        f"{sum((folder / f).stat().st_size for f in FILES) / 1e6:.1f} MB",
    )
    table.note("text to reading, 25 words, one thread, median", who, f"{milliseconds(estimator):.2f} ms")


def milliseconds(estimator: OnnxEstimator, rounds: int = 400) -> float:
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        estimator.read(MESSAGE)
        spent.append(time.perf_counter() - began)
    return float(np.median(spent)) * 1000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--model", type=Path, action="append", help="a directory in the shipped layout; may be repeated"
    )
    parser.add_argument("--no-baselines", action="store_true")
    parser.add_argument("--markdown", type=Path, help="page whose table is renewed, e.g. models/README.md")
    options = parser.parse_args()
    table = Table()
    if not options.no_baselines:
        baselines(table)
    for folder in options.model or [places.SHIPPED]:
        model(table, folder, OnnxEstimator(folder).version)
    if options.markdown:
        put(table.markdown(), options.markdown)


if __name__ == "__main__":
    main()
