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

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from models import labelled, metrics, perturb, places
from models.encoder import EncoderConfig
from models.labelled import Example
from models.optim import Muon, split
from models.reader import Reader, Scores

MAX_TOKENS = 128
HELD_FOLDS = 12
AVERAGE_EVERY = 4


@dataclass(frozen=True)
class Row:
    """One text with targets and how much each counts (0 = no such target)."""

    text: str
    sentiment: tuple[float, ...]
    valence: float
    emotions: tuple[float, ...]
    weights: tuple[float, float, float]


def row(e: Example, polarity_weight: float, authored_weight: float) -> Row:
    """Polarity derived from emotions counts polarity_weight; our own service messages count authored_weight."""
    own = authored_weight if e.source == "authored" else 1.0
    derived = polarity_weight if e.source not in ("finnsentiment", "authored") else 1.0
    feeling = own * derived * e.weight if e.sentiment else 0.0
    return Row(
        e.text,
        e.sentiment or (0.0, 0.0, 0.0),
        e.valence or 0.0,
        e.emotions or (0.0,) * 8,
        (feeling, feeling if e.valence is not None else 0.0, own * e.weight if e.emotions is not None else 0.0),
    )


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
    weights = torch.tensor([r.weights for r in rows])
    votes = torch.tensor([r.sentiment for r in rows]) * class_weight
    sentiment = (-(votes * scores.sentiment.log_softmax(-1)).sum(-1) * weights[:, 0]).sum() / len(rows)
    error = F.smooth_l1_loss(scores.valence, torch.tensor([r.valence for r in rows]), reduction="none", beta=0.5)
    valence = (error * weights[:, 1]).sum() / len(rows)
    target = torch.tensor([r.emotions for r in rows])
    each = F.binary_cross_entropy_with_logits(scores.emotions, target, reduction="none", pos_weight=positive_weight)
    return sentiment + valence + (each.sum(-1) * weights[:, 2]).sum() / len(rows) * 0.5


@torch.no_grad()
def predict(model: Reader, tokenizer: Tokenizer, texts: Sequence[str], size: int = 256) -> dict[str, np.ndarray]:
    """Raw scores for texts, in their order."""
    model.eval()
    ids = encode(tokenizer, texts)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    sentiment, valence, emotions = np.zeros((len(ids), 3)), np.zeros(len(ids)), np.zeros((len(ids), 8))
    for start in range(0, len(order), size):
        part = order[start : start + size]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = model(*pad([ids[i] for i in part]))
        sentiment[part], valence[part] = scores.sentiment.numpy(), scores.valence.numpy()
        emotions[part] = scores.emotions.numpy()
    return {"sentiment": sentiment, "valence": valence, "emotions": emotions}


def log_softmax(x: np.ndarray) -> np.ndarray:
    x = x - x.max(1, keepdims=True)
    return x - np.log(np.exp(x).sum(1, keepdims=True))


def report(model: Reader, tokenizer: Tokenizer, held: list[Example]) -> dict[str, float]:
    """Dev scores under decision rules chosen on the held-out part of the training rows."""
    result: dict[str, float] = {}
    mine = [e for e in held if e.source == "finnsentiment"]
    kept = log_softmax(predict(model, tokenizer, [e.text for e in mine])["sentiment"])
    offsets = metrics.best_offsets((np.array([e.majority for e in mine]), kept))
    dev = labelled.finnsentiment("dev")
    scores = predict(model, tokenizer, [e.text for e in dev])
    truth = np.array([e.majority for e in dev])
    logs = log_softmax(scores["sentiment"])
    result["finnsentiment"] = metrics.macro_f1(truth, (logs + offsets).argmax(1), 3)
    result["finnsentiment plain"] = metrics.macro_f1(truth, logs.argmax(1), 3)
    polar = truth != 1
    result["finnsentiment +/-"] = float(((logs[:, 2] > logs[:, 0]) == (truth == 2))[polar].mean())
    result["valence r"] = float(np.corrcoef(scores["valence"], [e.valence for e in dev])[0, 1])
    mine = [e for e in held if e.source == "xed_fi"]
    kept = predict(model, tokenizer, [e.text for e in mine])["emotions"]
    target = np.array([e.emotions for e in mine])
    marked = target.any(1)
    dev = labelled.plutchik("xed_fi", "dev")
    got = predict(model, tokenizer, [e.text for e in dev])
    truth = np.array([e.emotions for e in dev])
    has = truth.any(1)
    near = metrics.best_thresholds(target[marked], kept[marked])
    result["xed annotated"] = float(metrics.multilabel_f1(truth[has], got["emotions"][has] >= near).mean())
    far = metrics.best_thresholds(target, kept)
    result["xed with neutral"] = float(metrics.multilabel_f1(truth, got["emotions"] >= far).mean())
    dev = labelled.authored("dev")
    if dev:
        logs = log_softmax(predict(model, tokenizer, [e.text for e in dev])["sentiment"])
        result["authored"] = float(((logs + offsets).argmax(1) == np.array([e.majority for e in dev])).mean())
        result["authored plain"] = float((logs.argmax(1) == np.array([e.majority for e in dev])).mean())
    return result


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


def train(
    model: Reader, tokenizer: Tokenizer, rows: list[Row], options: argparse.Namespace, held: list[Example]
) -> Reader:
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
            line += " " + " ".join(f"{k} {v:.4f}" for k, v in report(average, tokenizer, held).items())
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
    parser.add_argument("--perturbed", type=float, default=0.3)
    parser.add_argument("--polarity-weight", type=float, default=0.3)
    parser.add_argument("--authored-weight", type=float, default=1.5)
    parser.add_argument("--polar-weight", type=float, default=1.5)
    parser.add_argument("--emotion-weight", type=float, default=2.0)
    parser.add_argument("--ema", type=float, default=0.997)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--pretrained", type=Path, default=places.work() / "pretrained.pt")
    parser.add_argument("--soft", type=Path, help="soft labels from models.distil, learned from as well")
    parser.add_argument("--out", type=Path)
    return parser


def main() -> None:
    options = arguments().parse_args()
    torch.set_num_threads(options.threads)
    tokenizer = Tokenizer.from_file(str(places.work() / "tokenizer.json"))
    rest, held = labelled.holdout(labelled.train(), folds=HELD_FOLDS)
    model = start(options.seed, options.pretrained, options.dropout, options.head_dropout)
    rows = [row(e, options.polarity_weight, options.authored_weight) for e in rest]
    if options.soft:
        from models import distil  # it imports this page

        rows += distil.read(options.soft)
    average = train(model, tokenizer, rows, options, held)
    out = options.out or places.work() / f"reader-{options.seed}.pt"
    torch.save({"model": average.state_dict(), "config": vars(average.encoder.config), "options": vars(options)}, out)


if __name__ == "__main__":
    main()
