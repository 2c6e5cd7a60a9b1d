"""One table: every dev set, the shipped model (or any directory of its layout) beside the baselines.

    python -m models.evaluate [--model DIR ...] [--previous FILE] [--markdown FILE] [--save FILE]

What is measured is what ships: texts go through the service's own estimator, one at a time, from text to reading.
The baselines are trained here on the same training rows, and their thresholds are tuned the same way. What an earlier
model scored on the same rows, through its own version of the service, is read from the file that --save wrote then.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import TensorProto, helper
from tokenizers import Tokenizer

from models import labelled, linear, metrics, perturb, places
from models.encoder import Encoder, EncoderConfig
from models.export import CONTRIB, OPSET, Graph, biases, block, embedding
from models.labelled import EMOTIONS, SENTIMENTS, Example

sys.path.append(str(places.REPOSITORY / "service"))
from hurmaus.emotion import ngrams
from hurmaus.emotion.onnx_estimator import FILES, OnnxEstimator
from hurmaus.inference import open_session, open_tokenizer

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

    def save(self, who: str, file: Path) -> None:
        cells = {measure: value for measure, w, value in self.rows if w == who}
        file.write_text(json.dumps({"model": who, "dev": cells}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def recall(self, file: Path) -> None:
        saved = json.loads(file.read_text(encoding="utf-8"))
        for measure, value in saved["dev"].items():
            self.note(measure, saved["model"], value)

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
    return np.array([int(np.argmax(e.feeling)) for e in rows if e.feeling is not None])


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
    manners(table, folder, who)
    mine, base = times(estimator)
    table.note("text to reading, 25 words, one thread, median", who, f"{mine:.2f} ms")
    table.note(
        "the same against BERT-base size, fp32, same runtime, same run", who, f"1/{base / mine:.0f} ({base:.0f} ms)"
    )


def manners(table: Table, folder: Path, who: str) -> None:
    """Two further outputs of the graph, for those who build on it: is it toxic, is it colloquial."""
    session, how = open_session(folder / "model.onnx")
    tokenizer = open_tokenizer(folder / "tokenizer.json")

    def read(text: str) -> np.ndarray:
        feed = {"input_ids": np.array([tokenizer.encode(text).ids[:128]]), "wide_ids": ngrams.buckets(text)}
        return session.run(["manner"], feed, how)[0][0]  # type: ignore[no-any-return]

    for column, (name, source) in enumerate((("toxic", "suomi24_toxicity"), ("colloquial", "murre24_register"))):
        rows = labelled.dev_of(source)
        truth = np.array([getattr(e, name) for e in rows]) > 0.5
        score = np.array([read(e.text)[column] for e in rows])
        table.add(
            f"{source}: {name}, area under the curve",
            who,
            lambda i, t=truth, s=score: metrics.area(t[i], s[i]),
            len(truth),
        )
        error = metrics.calibration_error(score, truth)
        table.note(f"{source}: {name}, calibration error", who, f"{error:.3f}")


def bert_base() -> Callable[[], None]:
    """A forward of BERT-base size for MESSAGE: 12 layers of 768, fp32, random weights, same graph builder and runtime."""
    config = EncoderConfig(vocab_size=1000, layers=12, width=768, heads=12, inner=3072)
    torch.manual_seed(0)
    encoder = Encoder(config).float()
    g = Graph(int8=False)
    x = g.norm(embedding(g, encoder.embedding.weight.detach()), encoder.norm_embedding.weight.detach(), "norm")
    for i, bias in enumerate(biases(g, encoder.position.detach(), config)):
        x = block(g, x, bias, {n: p.detach() for n, p in encoder.blocks[i].named_parameters()}, f"layer.{i}", 12)
    graph = helper.make_graph(
        g.nodes, "base", [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])],
        [helper.make_tensor_value_info(x, TensorProto.FLOAT, [1, "tokens", 768])], g.weights,
    )  # fmt: skip
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    file = places.work() / "bert-base.onnx"
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=9), str(file))
    session = ort.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    tokens = Tokenizer.from_file(str(places.SHIPPED / "tokenizer.json")).encode(MESSAGE)
    ids = np.arange(len(tokens.ids))[None] % 1000
    return lambda: session.run([x], {"input_ids": ids})


def times(estimator: OnnxEstimator, rounds: int = 60) -> tuple[float, float]:
    """Median milliseconds of text to reading, and of a forward of BERT-base size, taken in turns."""
    base = bert_base()
    mine, theirs = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        for _ in range(5):
            estimator.read(MESSAGE)
        middle = time.perf_counter()
        base()
        mine.append((middle - began) / 5)
        theirs.append(time.perf_counter() - middle)
    return float(np.median(mine)) * 1000, float(np.median(theirs)) * 1000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--model", type=Path, action="append", help="a directory in the shipped layout; may be repeated"
    )
    parser.add_argument("--no-baselines", action="store_true")
    parser.add_argument(
        "--previous", type=Path, default=places.REPOSITORY / "models" / "evaluations" / "hurmaus-fi-1.1.0.json"
    )
    parser.add_argument("--save", type=Path, help="the (first) model's scores, to be a later --previous")
    parser.add_argument("--markdown", type=Path, help="page whose table is renewed, e.g. models/README.md")
    options = parser.parse_args()
    table = Table()
    if not options.no_baselines:
        baselines(table)
    if options.previous.exists():
        table.recall(options.previous)
    for folder in options.model or [places.SHIPPED]:
        model(table, folder, OnnxEstimator(folder).version)
    if options.save:
        table.save(OnnxEstimator((options.model or [places.SHIPPED])[0]).version, options.save)
    if options.markdown:
        put(table.markdown(), options.markdown)


if __name__ == "__main__":
    main()
