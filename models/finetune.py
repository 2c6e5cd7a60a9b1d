"""Fine-tuning on every labelled set at once, with soft targets where a teacher has spoken.

Each batch mixes sets; each head learns only from the rows that have its label. Texts are perturbed anew every epoch.
The weights that are kept are a running average, which is worth more than the last step.

    python -m models.finetune --seed 1      writes reader-1.pt into the work folder, with its held-out and dev scores
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from models import labelled, metrics, perturb, places
from models.encoder import EncoderConfig
from models.labelled import CONVENTIONS, Example
from models.optim import Muon, split
from models.reader import Reader, Scores

MAX_TOKENS = 128
HELD_FOLDS = 12
AVERAGE_EVERY = 4


class Part(NamedTuple):
    """One head's targets for one text, and how much they count: 0 = no such label."""

    target: tuple[float, ...]
    weight: float


NOTHING: dict[str, Part] = {
    "sentiment": Part((0.0,) * 9, 0.0), "convention": Part((0.0,) * 3, 0.0), "valence": Part((0.0,), 0.0),
    "emotions": Part((0.0,) * 8, 0.0), "feeling": Part((0.0,) * 9, 0.0), "toxic": Part((0.0,), 0.0),
    "colloquial": Part((0.0,), 0.0),
}  # fmt: skip
SHARE = {  # of the whole loss
    "sentiment": 1.0, "convention": 0.5, "valence": 1.0, "emotions": 0.5, "feeling": 1.0, "toxic": 0.3, "colloquial": 0.15,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One text with the targets of each head. Sentiment holds the three conventions one after the other."""

    text: str
    parts: dict[str, Part]


def row(e: Example, options: argparse.Namespace) -> Row:
    """Labels of a set count as far as it is believed; polarity of films (derived from emotions) by its own weight."""
    parts = dict(NOTHING)
    w = e.weight
    if e.convention:
        once = w / (options.copies if e.source == "authored" else 1)
        parts["convention"] = Part(tuple(float(e.convention == c) for c in CONVENTIONS), once)
    derived = options.polarity_weight if e.convention == "film" else 1.0
    if e.sentiment:
        blank = (0.0, 0.0, 0.0)
        spread = tuple(x for c in CONVENTIONS for x in (e.sentiment if c == e.convention else blank))
        parts["sentiment"] = Part(spread, w * derived)
    if e.valence is not None:
        parts["valence"] = Part((e.valence,), w * (options.film_valence if e.convention == "film" else 1.0))
    if e.emotions is not None:
        parts["emotions"] = Part(e.emotions, w)
    if e.feeling is not None:
        parts["feeling"] = Part(e.feeling, w * (1.0 if e.convention == "service" else options.film_feeling))
    if e.toxic is not None:
        parts["toxic"] = Part((e.toxic,), w)
    if e.colloquial is not None:
        parts["colloquial"] = Part((e.colloquial,), w)
    return Row(e.text, parts)


def encode(tokenizer: Tokenizer, texts: Sequence[str], head: int = MAX_TOKENS // 2) -> list[list[int]]:
    """Token ids, long texts cut to their head and tail."""
    ids = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
    return [i if len(i) <= MAX_TOKENS else i[:head] + i[-(MAX_TOKENS - head) :] for i in ids]


def pad(rows: list[list[int]]) -> tuple[Tensor, Tensor]:
    T = max(map(len, rows))
    ids = torch.zeros(len(rows), T, dtype=torch.long)
    for i, r in enumerate(rows):
        ids[i, : len(r)] = torch.tensor(r)
    return ids, torch.arange(T) < torch.tensor([len(r) for r in rows])[:, None]


def batches(ids: list[list[int]], size: int, rng: random.Random) -> Iterator[list[int]]:
    """Row numbers of similar length together, in random order."""
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]) + rng.random() * 6)
    cut = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(cut)
    yield from cut


def loss_of(scores: Scores, rows: list[Row], class_weight: Tensor, positive_weight: Tensor) -> Tensor:
    def target(name: str) -> Tensor:
        return torch.tensor([r.parts[name].target for r in rows])

    votes = target("sentiment").unflatten(-1, (len(CONVENTIONS), 3)) * class_weight
    each: dict[str, Tensor] = {
        "sentiment": -(votes * scores.sentiment.log_softmax(-1)).sum((-1, -2)),
        "convention": -(target("convention") * scores.convention.log_softmax(-1)).sum(-1),
        "valence": F.smooth_l1_loss(scores.valence, target("valence")[:, 0], reduction="none", beta=0.5),
        "emotions": F.binary_cross_entropy_with_logits(
            scores.emotions, target("emotions"), reduction="none", pos_weight=positive_weight
        ).sum(-1),
        "feeling": -(target("feeling") * scores.feeling.log_softmax(-1)).sum(-1),
        "toxic": F.binary_cross_entropy_with_logits(scores.toxic, target("toxic")[:, 0], reduction="none"),
        "colloquial": F.binary_cross_entropy_with_logits(
            scores.colloquial, target("colloquial")[:, 0], reduction="none"
        ),
    }
    total = torch.zeros(())
    for name, loss in each.items():
        weight = torch.tensor([r.parts[name].weight for r in rows])
        total = total + SHARE[name] * (loss * weight).sum() / len(rows)
    return total


@torch.no_grad()
def predict(model: Reader, tokenizer: Tokenizer, texts: Sequence[str], size: int = 256) -> dict[str, np.ndarray]:
    """Raw scores for texts, in their order."""
    model.eval()
    ids = encode(tokenizer, texts)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found: dict[str, np.ndarray] = {}
    for start in range(0, len(order), size):
        part = order[start : start + size]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = model(*pad([ids[i] for i in part]))
        for name, value in scores._asdict().items():
            found.setdefault(name, np.zeros((len(ids), *value.shape[1:])))[part] = value.numpy()
    return found


def log_softmax(x: np.ndarray) -> np.ndarray:
    x = x - x.max(-1, keepdims=True)
    return x - np.log(np.exp(x).sum(-1, keepdims=True))


def mixture(scores: dict[str, np.ndarray]) -> np.ndarray:
    """(N, 3) log-probabilities: each convention's opinion, as far as the text is of its kind."""
    return np.log((softmax(scores["convention"])[:, :, None] * softmax(scores["sentiment"])).sum(1) + 1e-9)


def report(model: Reader, tokenizer: Tokenizer) -> dict[str, float]:
    """Dev scores, without calibration or tuned rules: to compare recipes with one another."""
    result: dict[str, float] = {}
    for name in ("finnsentiment", "authored", "xed_fi"):
        dev = labelled.dev_of(name)
        got = predict(model, tokenizer, [e.text for e in dev])
        logs = mixture(got)
        kind = CONVENTIONS.index(dev[0].convention)
        result[f"{name} convention"] = float((got["convention"].argmax(1) == kind).mean())
        judged = np.array([e.sentiment is not None for e in dev])
        truth = np.array([e.majority for e in dev if e.sentiment])
        own = log_softmax(got["sentiment"][judged, kind])
        logs, sides = logs[judged], truth != 1
        if name == "xed_fi":
            tilt = logs[:, 2] - logs[:, 0]
            result["xed +/-"] = metrics.macro_f1((truth[sides] == 2).astype(int), (tilt[sides] > 0).astype(int), 2)
            result["xed +/- valence"] = metrics.macro_f1(
                (truth[sides] == 2).astype(int), (got["valence"][judged][sides] > 0).astype(int), 2
            )
            marks = np.array([e.emotions for e in dev])
            has = marks.any(1)
            result["xed annotated"] = float(np.mean([
                max(metrics.f1(marks[has, c] > 0.5, got["emotions"][has, c] >= t) for t in np.linspace(-2.5, 1.5, 33))
                for c in range(8)
            ]))  # fmt: skip
        else:
            result[f"{name} accuracy"] = float((logs.argmax(1) == truth).mean())
            result[f"{name} own head"] = float((own.argmax(1) == truth).mean())
            result[f"{name} macro-F1"] = max(
                metrics.macro_f1(truth, (logs + np.array([a, 0, b])).argmax(1), 3)
                for a in np.linspace(-0.5, 1, 7) for b in np.linspace(-0.5, 1, 7)
            )  # fmt: skip
        if name == "authored":
            named = np.array([int(np.argmax(e.feeling)) for e in dev if e.feeling])
            result["authored feeling"] = float((got["feeling"].argmax(1) == named).mean())
            flat = predict(model, tokenizer, [perturb.recogniser(e.text, random.Random(0)) for e in dev])
            result["authored recogniser"] = float((mixture(flat).argmax(1) == truth).mean())
        if name == "finnsentiment":
            result["valence r"] = float(np.corrcoef(got["valence"], [e.valence for e in dev])[0, 1])
    return result


def softmax(x: np.ndarray) -> np.ndarray:
    return np.exp(x - x.max(-1, keepdims=True)) / np.exp(x - x.max(-1, keepdims=True)).sum(-1, keepdims=True)


def start(seed: int, pretrained: Path, dropout: float, head_dropout: float) -> Reader:
    saved = torch.load(pretrained, weights_only=False, map_location="cpu")
    torch.manual_seed(seed)
    model = Reader(EncoderConfig(**saved["config"]), dropout, head_dropout)
    if "optimizers" in saved:  # a masked-language model
        weights = {k.removeprefix("encoder."): v for k, v in saved["model"].items() if k.startswith("encoder.")}
        model.encoder.load_state_dict(weights)
    else:  # a reader, to go on with
        model.load_state_dict(saved["model"])
    return model


def train(model: Reader, tokenizer: Tokenizer, rows: list[Row], options: argparse.Namespace) -> Reader:
    """Train in place; return the running average of the weights."""
    rng = random.Random(options.seed)
    matrices, rest = split(model)
    table = [p for p in rest if p is model.encoder.embedding.weight]
    others = [p for p in rest if p is not model.encoder.embedding.weight]
    optimizers = [
        Muon(matrices, lr=options.lr_muon, weight_decay=0.02),
        torch.optim.AdamW(
            [{"params": table, "lr": options.lr_embedding}, {"params": others, "lr": options.lr_head}],
            betas=(0.9, 0.98), weight_decay=0.01, fused=True,
        ),
    ]  # fmt: skip
    peaks = [[group["lr"] for group in optimizer.param_groups] for optimizer in optimizers]
    average = deepcopy(model)
    class_weight = torch.tensor([options.polar_weight, 1.0, options.polar_weight])
    positive_weight = torch.full((8,), options.emotion_weight)
    steps = options.epochs * ((len(rows) + options.batch - 1) // options.batch)
    step = 0
    for epoch in range(options.epochs):
        began, total = time.time(), 0.0
        model.train()
        ids = encode(tokenizer, [perturb.some(r.text, rng, options.perturbed) for r in rows])
        for part in batches(ids, options.batch, rng):
            progress = step / steps
            for optimizer, peak in zip(optimizers, peaks, strict=True):
                for group, top in zip(optimizer.param_groups, peak, strict=True):
                    group["lr"] = top * min(1.0, progress / 0.06 + 0.01) * max(0.02, 1 - progress)
            padded, mask = pad([ids[i] for i in part])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = model(padded, mask)
            loss = loss_of(scores, [rows[i] for i in part], class_weight, positive_weight)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(rest, 1.0)
            for optimizer in optimizers:
                optimizer.step()
                optimizer.zero_grad()
            step, total = step + 1, total + loss.item() * len(part)
            if step % AVERAGE_EVERY == 0:
                part_new = max((1 - options.ema) * AVERAGE_EVERY, AVERAGE_EVERY / (step + 10))
                with torch.no_grad():
                    torch._foreach_lerp_([*average.parameters()], [*model.parameters()], min(1.0, part_new))
        line = f"epoch {epoch + 1} loss {total / len(rows):.4f} {time.time() - began:.0f} s"
        if options.verbose or epoch + 1 == options.epochs:
            line += " " + " ".join(f"{k} {v:.4f}" for k, v in report(average, tokenizer).items())
        print(line, flush=True)
    return average


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--lr-muon", type=float, default=4e-3)
    parser.add_argument("--lr-embedding", type=float, default=5e-4)
    parser.add_argument("--lr-head", type=float, default=1e-3)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--head-dropout", type=float, default=0.3)
    parser.add_argument("--perturbed", type=float, default=0.4)
    parser.add_argument("--polarity-weight", type=float, default=1.0)
    parser.add_argument("--film-valence", type=float, default=0.6)
    parser.add_argument("--film-feeling", type=float, default=0.15)
    parser.add_argument("--copies", type=int, default=3, help="of each authored row an epoch, each perturbed anew")
    parser.add_argument("--polar-weight", type=float, default=1.5)
    parser.add_argument("--emotion-weight", type=float, default=2.0)
    parser.add_argument("--ema", type=float, default=0.997)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--pretrained", type=Path, default=places.work() / "pretrained.pt")
    parser.add_argument("--context", action="store_true", help="also turns with the customer's turns before them")
    parser.add_argument("--soft", type=Path, help="soft labels from models.distil, learned from as well")
    parser.add_argument("--out", type=Path)
    return parser


def main() -> None:
    options = arguments().parse_args()
    torch.set_num_threads(options.threads)
    tokenizer = Tokenizer.from_file(str(places.work() / "tokenizer.json"))
    rest, _ = labelled.holdout(labelled.train(), folds=HELD_FOLDS)
    model = start(options.seed, options.pretrained, options.dropout, options.head_dropout)
    rows = [row(e, options) for e in rest for _ in range(options.copies if e.source == "authored" else 1)]
    if options.context:
        rows += [row(e, options) for e in labelled.context("train") for _ in range(options.copies)]
    if options.soft:
        from models import distil  # it imports this page

        rows += distil.read(options.soft)
    average = train(model, tokenizer, rows, options)
    out = options.out or places.work() / f"reader-{options.seed}.pt"
    torch.save({"model": average.state_dict(), "config": vars(average.encoder.config), "options": vars(options)}, out)


if __name__ == "__main__":
    main()
