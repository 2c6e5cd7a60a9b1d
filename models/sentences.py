"""The sentence encoder: what an agent turn does, and a vector for likeness to examples. It knows nothing of feelings.

Agents' text may never reach the emotion model (privacy rule 1), so this is a model of its own: the same pretrained
encoder, fine-tuned on the authored agent turns (acts) and on paraphrases (vectors).

    python -m models.sentences            trains, prints dev scores, writes models/shipped/agent/
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import time
from hashlib import sha1
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from models import labelled, metrics, perturb, places
from models.encoder import Encoder, EncoderConfig
from models.export import CONTRIB, OPSET, Graph, biases, block, embedding
from models.finetune import batches, encode, pad
from models.optim import Muon, split

sys.path.append(str(places.REPOSITORY / "service"))
from hurmaus.inference import open_session
from hurmaus.understanding import acts as phrases
from hurmaus.understanding.words import Words
from hurmaus.vocabulary import ACTS

HELD_FOLDS = 6
TEMPERATURE = 0.05
CAUTION = np.array([1.0 if act in ("blame", "dismiss") else 0.0 for act in ACTS])
"""Logits by which an act must be surer, because the hint that it opens is unwelcome when it is wrong."""
PHRASE = 2.0  # logits; 1.5 to 2.5 are equal on held-out turns


class Turn(NamedTuple):
    text: str
    acts: tuple[float, ...]


def turns(split_name: str) -> list[Turn]:
    found = []
    for path in sorted(places.AUTHORED.glob("agent*.tsv")):
        with path.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["split"] == split_name:
                    found.append(Turn(row["text"], tuple(float(a in row["acts"].split(",")) for a in ACTS)))
    return found


def paraphrases(split_name: str) -> list[tuple[str, str, bool]]:
    """(text, text, whether they mean the same)."""
    return [
        (row["text1"], row["text2"], row["label"][0] in "34") for row in labelled.table("turku_paraphrase", split_name)
    ]


class Sentences(nn.Module):
    """Acts (B, 13) as logits and vectors (B, D) of unit length."""

    def __init__(self, config: EncoderConfig, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(config)
        self.encoder.dropout = dropout
        D, A = config.width, len(ACTS)
        self.norm = nn.LayerNorm(D, bias=False)
        self.look = nn.Linear(D, A, bias=False)  # each act looks for its own words
        self.seen, self.whole = nn.Parameter(torch.zeros(A, D)), nn.Linear(D, A)
        self.vector = nn.Linear(D, D, bias=False)
        nn.init.zeros_(self.look.weight)
        nn.init.normal_(self.seen, std=0.02)
        nn.init.normal_(self.whole.weight, std=0.02)
        nn.init.constant_(self.whole.bias, -2.0)
        nn.init.eye_(self.vector.weight)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        x = self.norm(self.encoder(ids, mask)[-1]).float()
        real = mask[..., None].float()
        mean = (x * real).sum(1) / real.sum(1)
        share = self.look(x).float().masked_fill(~mask[..., None], -1e4).softmax(1)
        weighed = F.dropout(torch.matmul(share.transpose(1, 2), x), 0.2, self.training)
        acts = (weighed * self.seen).sum(-1) + self.whole(F.dropout(mean, 0.2, self.training)).float()
        return acts, F.normalize(self.vector(mean).float(), dim=-1)


def train(model: Sentences, tokenizer: Tokenizer, rows: list[Turn], pairs: list[tuple[str, str]], epochs: int) -> None:
    rng = random.Random(1)
    matrices, rest = split(model)
    optimizers = [Muon(matrices, lr=3e-3, weight_decay=0.02), torch.optim.AdamW(rest, lr=1e-3, weight_decay=0.01)]
    peaks = (3e-3, 1e-3)
    steps, step = epochs * ((len(rows) + 31) // 32), 0
    target = torch.tensor([r.acts for r in rows])
    for epoch in range(epochs):
        model.train()
        began, total = time.time(), 0.0
        ids = encode(tokenizer, [perturb.some(r.text, rng, 0.35) for r in rows])
        for part in batches(ids, 32, rng):
            progress = step / steps
            for optimizer, peak in zip(optimizers, peaks, strict=True):
                for group in optimizer.param_groups:
                    group["lr"] = peak * min(1.0, progress / 0.1 + 0.01) * max(0.02, 1 - progress)
            both = rng.sample(pairs, 24)
            sentences = encode(tokenizer, [a for a, _ in both] + [b for _, b in both])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                acts, _ = model(*pad([ids[i] for i in part]))
                _, vectors = model(*pad(sentences))
            likeness = vectors[:24] @ vectors[24:].T / TEMPERATURE
            same = torch.arange(24)
            contrast = (F.cross_entropy(likeness, same) + F.cross_entropy(likeness.T, same)) / 2
            weight = torch.tensor(1.5)
            loss = F.binary_cross_entropy_with_logits(acts, target[part], pos_weight=weight) + 0.02 * contrast
            loss.backward()
            torch.nn.utils.clip_grad_norm_(rest, 1.0)
            for optimizer in optimizers:
                optimizer.step()
                optimizer.zero_grad()
            step, total = step + 1, total + loss.item() * len(part)
        print(f"epoch {epoch + 1} loss {total / len(rows):.4f} {time.time() - began:.0f} s", flush=True)


@torch.no_grad()
def predict(model: Sentences, tokenizer: Tokenizer, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    model.eval()
    parts = [model(*pad(encode(tokenizer, texts[i : i + 64]))) for i in range(0, len(texts), 64)]
    return torch.cat([p[0] for p in parts]).float().numpy(), torch.cat([p[1] for p in parts]).float().numpy()


def by_phrases(rows: list[Turn]) -> np.ndarray:
    found = [phrases.read(Words(r.text)).acts for r in rows]
    return np.array([[float(a in acts) for a in ACTS] for acts in found])


def decide(logits: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Whether each act is there: the encoder's logit, and what the phrases say, PHRASE logits for it or against it.

    One number for all acts: one for each act fits held-out turns better and new ones worse (LOG.md).
    """
    joined: np.ndarray = logits + PHRASE * (2 * known - 1) > CAUTION
    return joined


def micro_f1(truth: np.ndarray, guess: np.ndarray) -> float:
    return metrics.f1(truth.ravel() > 0.5, guess.ravel())


@torch.no_grad()
def build(model: Sentences) -> onnx.ModelProto:
    """Outputs acts (1, 13) as logits and vector (1, D) of unit length."""
    model = model.eval().float()
    config = model.encoder.config
    g = Graph(int8=True)
    x = g.norm(embedding(g, model.encoder.embedding.weight), model.encoder.norm_embedding.weight, "embedded.norm")
    for i, bias in enumerate(biases(g, model.encoder.position.detach(), config)):
        x = block(g, x, bias, dict(model.encoder.blocks[i].named_parameters()), f"layer.{i}", config.heads)
    x = g.norm(x, model.norm.weight, "final")
    tokens = g.weight("axis.tokens", np.array([1], np.int64))
    g.op("ReduceMean", x, tokens, out="mean", keepdims=0)
    g.op("Softmax", g.op("MatMul", x, g.weight("look.w", model.look.weight.numpy().T), out="look"), out="share", axis=1)
    g.op("MatMul", g.op("Transpose", "share", out="share.t", perm=[0, 2, 1]), x, out="weighed")
    g.op("Mul", "weighed", g.weight("seen.w", model.seen.numpy()), out="weighed.scored")
    g.op("ReduceSum", "weighed.scored", g.weight("axis.width", np.array([2], np.int64)), out="seen", keepdims=0)
    g.op("MatMul", "mean", g.weight("whole.w", model.whole.weight.numpy().T), out="whole.product")
    g.op("Add", "whole.product", g.weight("whole.b", model.whole.bias.numpy()), out="whole")
    g.op("Add", "seen", "whole", out="acts")
    g.op("MatMul", "mean", g.weight("vector.w", model.vector.weight.numpy().T), out="vector.raw")
    g.op("LpNormalization", "vector.raw", out="vector", axis=-1, p=2)
    graph = helper.make_graph(
        g.nodes, "hurmaus-agent",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])],
        [
            helper.make_tensor_value_info("acts", TensorProto.FLOAT, [1, len(ACTS)]),
            helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, config.width]),
        ],
        g.weights,
    )  # fmt: skip
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="hurmaus")


def start(pretrained: Path) -> Sentences:
    saved: dict[str, Any] = torch.load(pretrained, weights_only=False, map_location="cpu")
    torch.manual_seed(1)
    model = Sentences(EncoderConfig(**saved["config"]))
    model.encoder.load_state_dict({k[8:]: v for k, v in saved["model"].items() if k.startswith("encoder.")})
    return model


def report(model: Sentences, tokenizer: Tokenizer) -> None:
    dev = turns("dev")
    truth = np.array([t.acts for t in dev])
    logits, _ = predict(model, tokenizer, [t.text for t in dev])
    known = by_phrases(dev)
    joined = decide(logits, known)
    print(f"acts, micro-F1 on dev: phrases {micro_f1(truth, known > 0.5):.4f}, encoder {micro_f1(truth, logits > 0):.4f}, "
          f"joined {micro_f1(truth, joined):.4f}")  # fmt: skip
    for c, act in enumerate(ACTS):
        hit = float((joined[:, c] & (truth[:, c] > 0.5)).sum())
        print(
            f"  {act:12} precision {hit / max(1, joined[:, c].sum()):.2f} recall {hit / max(1, truth[:, c].sum()):.2f}"
        )
    pairs = paraphrases("dev")
    _, one = predict(model, tokenizer, [a for a, _, _ in pairs])
    _, other = predict(model, tokenizer, [b for _, b, _ in pairs])
    likeness, same = (one * other).sum(1), np.array([s for *_, s in pairs])
    print(f"paraphrase or not, area under the curve on dev: {metrics.area(same, likeness):.3f}")


def agreement(model: Sentences, tokenizer: Tokenizer, folder: Path) -> None:
    """The int8 graph against torch, on dev: same acts, and likeness of the vectors."""
    rows = turns("dev")
    logits, vectors = predict(model, tokenizer, [t.text for t in rows])
    session, how = open_session(folder / "model.onnx")
    feeds = [{"input_ids": np.array([ids])} for ids in encode(tokenizer, [t.text for t in rows])]
    served = [session.run(["acts", "vector"], feed, how) for feed in feeds]
    known = by_phrases(rows)
    same = decide(logits, known) == decide(np.concatenate([s[0] for s in served]), known)
    near = (np.concatenate([s[1] for s in served]) * vectors).sum(1)
    print(f"int8 against torch: {same.mean():.4f} of act decisions alike, cosine of vectors {near.mean():.4f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pretrained", type=Path, default=places.work() / "pretrained.pt")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--version", default="hurmaus-fi-agent-1.0.0")
    parser.add_argument("--out", type=Path, default=places.SHIPPED / "agent")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    tokenizer = Tokenizer.from_file(str(places.work() / "tokenizer.json"))
    rows = turns("train")
    held = [t for t in rows if int(sha1(t.text.encode()).hexdigest(), 16) % HELD_FOLDS == 0]
    rest = [t for t in rows if int(sha1(t.text.encode()).hexdigest(), 16) % HELD_FOLDS]
    model = start(options.pretrained)
    train(model, tokenizer, rest, [(a, b) for a, b, same in paraphrases("train") if same], options.epochs)
    logits, _ = predict(model, tokenizer, [t.text for t in held])
    truth = np.array([t.acts for t in held])
    print(f"acts, micro-F1 on held-out turns: {micro_f1(truth, decide(logits, by_phrases(held))):.4f}")
    report(model, tokenizer)
    options.out.mkdir(parents=True, exist_ok=True)
    onnx.save(build(model), str(options.out / "model.onnx"))
    config = {"model_type": "hurmaus-agent", "version": options.version, "acts": list(ACTS), "phrase": PHRASE, "caution": CAUTION.tolist(),
              "max_tokens": 128, "license": "CC-BY-SA-4.0"}  # fmt: skip
    (options.out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    agreement(model, tokenizer, options.out)
    torch.save({"model": model.state_dict(), "config": vars(model.encoder.config)}, places.work() / "sentences.pt")
    print(f"{(options.out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
