"""From a trained reader to the shipped directory: one small ONNX graph with calibrated outputs.

The graph is written node by node, for one message a run and nothing padded. Weight matrices are int8 per column with
activations quantised as they come; embeddings are int8 per row with no scale at all, because the norm that follows
forgets it. Temperatures, Platt factors and class offsets are folded into the heads.

    python -m models.export --reader reader-1.pt      writes models/shipped/

Outputs: calibrated probabilities sentiment (1, 3), emotions (1, 9; the last one none) and manner (1, 2: toxic,
colloquial); valence (1, 1) in -1..1; evidence (1, T): what each token adds to the log-odds of positive against negative.
What is not asked for is not computed.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from models import calibrate, finetune, labelled, places, wide
from models.calibrate import Whole
from models.encoder import REACH, EncoderConfig
from models.finetune import MAX_TOKENS
from models.labelled import EMOTIONS, SENTIMENTS
from models.reader import Reader

CONTRIB = "com.microsoft"
OPSET = 20


class Graph:
    """Nodes and weights under names of their own."""

    def __init__(self, int8: bool) -> None:
        self.int8 = int8
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def op(self, kind: str, *inputs: str, out: str, domain: str = "", outs: list[str] | None = None, **how: Any) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), outs or [out], name=out, domain=domain, **how))
        return out

    def matmul(self, x: str, weight: torch.Tensor, out: str) -> str:
        """x @ weight.T; weight as torch keeps it, (outputs, inputs)."""
        w = weight.T.numpy()
        if not self.int8:
            return self.op("MatMul", x, self.weight(f"{out}.w", w), out=out)
        scale = np.abs(w).max(0) / 127
        q = self.weight(f"{out}.w", np.clip(np.round(w / scale), -127, 127).astype(np.int8))
        s = self.weight(f"{out}.s", scale.astype(np.float32))
        z = self.weight(f"{out}.z", np.zeros(w.shape[1], np.int8))
        return self.op("DynamicQuantizeMatMul", x, q, s, z, out=out, domain=CONTRIB)

    def norm(self, x: str, weight: torch.Tensor, out: str) -> str:
        return self.op("LayerNormalization", x, self.weight(f"{out}.g", weight.numpy()), out=out, axis=-1, epsilon=1e-5)


def embedding(g: Graph, table: torch.Tensor) -> str:
    """Rows may be scaled freely before a norm, so each is stretched to fill int8 (or unit size, for fp32)."""
    rows = table.numpy()
    if not g.int8:
        return g.op("Gather", g.weight("table", rows), "input_ids", out="embedded", axis=0)
    full = rows / np.maximum(np.abs(rows).max(1, keepdims=True), 1e-9) * 127
    g.op("Gather", g.weight("table", np.round(full).astype(np.int8)), "input_ids", out="embedded.int8", axis=0)
    return g.op("Cast", "embedded.int8", out="embedded", to=TensorProto.FLOAT)


def biases(g: Graph, position: torch.Tensor, config: EncoderConfig) -> list[str]:
    """One (1, H, T, T) bias a layer."""
    g.op("Shape", "input_ids", out="T", start=1, end=2)
    g.op("Squeeze", "T", out="T0")
    zero, one = g.weight("zero", np.array(0, np.int64)), g.weight("one", np.array(1, np.int64))
    g.op("Range", zero, "T0", one, out="at")
    g.op("Unsqueeze", "at", g.weight("axis0", np.array([0], np.int64)), out="at.key")
    g.op("Unsqueeze", "at", g.weight("axis1", np.array([1], np.int64)), out="at.query")
    g.op("Sub", "at.key", "at.query", out="distance")
    low, high = g.weight("low", np.array(-REACH, np.int64)), g.weight("high", np.array(REACH, np.int64))
    g.op("Clip", "distance", low, high, out="distance.clipped")
    g.op("Add", "distance.clipped", "high", out="distance.index")
    names = []
    table = position.view(config.layers, 1, config.heads, -1).numpy()
    for layer in range(config.layers):
        name = g.weight(f"position.{layer}", table[layer])
        names.append(g.op("Gather", name, "distance.index", out=f"bias.{layer}", axis=2))
    return names


def block(g: Graph, x: str, bias: str, weights: dict[str, torch.Tensor], name: str, heads: int) -> str:
    h = g.norm(x, weights["norm_attention.weight"], f"{name}.norm1")
    qkv = g.matmul(h, weights["qkv.weight"], f"{name}.qkv")
    parts = [f"{name}.q", f"{name}.k", f"{name}.v"]
    g.op("Split", qkv, out=f"{name}.split", outs=parts, axis=-1, num_outputs=3)
    mixed = g.op("MultiHeadAttention", *parts, "", "", bias, out=f"{name}.mixed", domain=CONTRIB, num_heads=heads)
    x = g.op("Add", x, g.matmul(mixed, weights["out.weight"], f"{name}.out"), out=f"{name}.x1")
    up = g.matmul(g.norm(x, weights["norm_inner.weight"], f"{name}.norm2"), weights["up.weight"], f"{name}.up")
    inner = g.op("FastGelu", up, out=f"{name}.gelu", domain=CONTRIB)
    return g.op("Add", x, g.matmul(inner, weights["down.weight"], f"{name}.down"), out=f"{name}.x2")


WIDE = {"sentiment": 9, "emotions": 8, "feeling": 9, "convention": 3}  # columns of the wide branch, by head


def wide_branch(g: Graph, table: np.ndarray, factor: np.ndarray) -> None:
    """Scores of the hashed n-grams, each column times its factor: wide.sentiment (1, 9), .emotions (1, 8), .feeling (1, 9),
    .convention (1, 3).

    Rows are int8 with a scale a row; columns are brought to one spread first, so that none drowns another."""
    C = wide.COLUMNS
    spread = table[:, :C].std(0) + 1e-12
    even = table[:, :C] / spread
    scale = np.abs(even).max(1, keepdims=True) / 127
    if g.int8:
        rows = np.round(even / np.maximum(scale, 1e-12)).astype(np.int8)
        g.op("Gather", g.weight("wide.rows", rows), "wide_ids", out="wide.int8", axis=0)
        g.op("Cast", "wide.int8", out="wide.float", to=TensorProto.FLOAT)
        g.op("Gather", g.weight("wide.scale", scale.astype(np.float16)), "wide_ids", out="wide.s16", axis=0)
        g.op("Cast", "wide.s16", out="wide.s", to=TensorProto.FLOAT)
        g.op("Mul", "wide.float", "wide.s", out="wide.scaled")
    else:
        g.op("Gather", g.weight("wide.rows", even.astype(np.float32)), "wide_ids", out="wide.scaled", axis=0)
    first = g.weight("axis.first", np.array([0], np.int64))
    g.op("ReduceSum", "wide.scaled", first, out="wide.sum", keepdims=1)
    square = g.weight("wide.square", table[:, C].astype(np.float16))
    g.op("Gather", square, "wide_ids", out="wide.square16", axis=0)
    g.op("Cast", "wide.square16", out="wide.square32", to=TensorProto.FLOAT)
    g.op("ReduceSum", "wide.square32", first, out="wide.length2", keepdims=1)
    g.op("Max", "wide.length2", g.weight("wide.least", np.array([1e-6], np.float32)), out="wide.length2.safe")
    g.op("Sqrt", "wide.length2.safe", out="wide.length")
    g.op("Div", "wide.sum", "wide.length", out="wide.normed")
    g.op("Mul", "wide.normed", g.weight("wide.factor", (spread * factor).astype(np.float32)), out="wide")
    parts = [f"wide.{name}" for name in WIDE]
    sizes = g.weight("wide.sizes", np.array(list(WIDE.values()), np.int64))
    g.op("Split", "wide", sizes, out="wide.split", outs=parts, axis=1)


def folded(whole: Whole, calibration: dict[str, Any]) -> tuple[dict[str, tuple[np.ndarray, np.ndarray]], np.ndarray]:
    """(weight (2D, outputs) and bias of each head with its calibration inside, factor of each wide column)."""
    c = calibration
    heads = {
        name: (layer.weight.numpy().T, layer.bias.numpy())
        for name, layer in whole.model.named_children() if isinstance(layer, torch.nn.Linear) and name != "look"
    }  # fmt: skip
    scale = {
        "sentiment": np.repeat(1 / np.array(c["temperature"]), 3),
        "emotions": np.array(c["platt_slope"]),
        "feeling": np.full(9, 1 / c["feeling_temperature"]),
        "manner": np.array([c["toxic"][0], c["colloquial"][0]]),
        "convention": np.ones(3),
    }
    shift = {
        "sentiment": np.array(c["sentiment_bias"]).ravel(), "emotions": np.array(c["platt_bias"]),
        "feeling": np.zeros(9), "manner": np.array([c["toxic"][1], c["colloquial"][1]]),
        "convention": np.array(c["convention_bias"]),
    }  # fmt: skip
    share = {
        "sentiment": np.repeat(c["sentiment_share"], 3) * scale["sentiment"],
        "emotions": c["emotion_share"] * scale["emotions"],
        "feeling": c["feeling_share"] * scale["feeling"],
        "convention": np.full(3, c["convention_share"]),
    }
    factor = np.concatenate([share[name] for name in WIDE])
    lean = dict(zip(WIDE, np.split(factor * whole.bias, np.cumsum(list(WIDE.values()))[:-1]), strict=True))
    for name, factor_of in scale.items():
        weight, bias = heads[name]
        heads[name] = weight * factor_of, bias * factor_of + shift[name] + lean.get(name, 0.0)
    return heads, factor


POOLED = {
    "sentiment": "of_mood", "convention": "of_mood", "valence": "of_mood", "manner": "of_mood",
    "emotions": "of_emotion", "feeling": "of_emotion",
}  # fmt: skip


def heads(g: Graph, x: str, whole: Whole, calibration: dict[str, Any]) -> None:
    model = whole.model
    D = model.encoder.config.width
    weights, factor = folded(whole, calibration)
    wide_branch(g, whole.table, factor)
    pooling(g, x, model)
    for name, source in POOLED.items():
        weight, bias = weights[name]
        g.op("MatMul", source, g.weight(f"{name}.w", weight.astype(np.float32)), out=f"{name}.product")
        g.op("Add", f"{name}.product", g.weight(f"{name}.b", bias.astype(np.float32)), out=f"{name}.raw")
        if name in WIDE:
            g.op("Add", f"{name}.raw", f"wide.{name}", out=f"{name}.joined")
    # sentiment: each convention's opinion, weighed by how far the text is of its kind
    g.op("Softmax", "convention.joined", out="convention.share", axis=-1)
    g.op("Reshape", "sentiment.joined", g.weight("three", np.array([3, 3], np.int64)), out="sentiment.each")
    g.op("Softmax", "sentiment.each", out="sentiment.opinions", axis=-1)
    g.op("MatMul", "convention.share", "sentiment.opinions", out="sentiment")
    g.op("Tanh", "valence.raw", out="valence.head")
    g.op("Mul", "valence.head", g.weight("half", np.array(0.5, np.float32)), out="valence.half")
    g.op("MatMul", "sentiment", g.weight("sides", np.array([[-0.5], [0], [0.5]], np.float32)), out="valence.sides")
    g.op("Add", "valence.half", "valence.sides", out="valence")
    g.op("Sigmoid", "manner.raw", out="manner")
    # emotions: the named feeling in service talk, independent marks elsewhere; the last of nine is none
    g.op("Sigmoid", "emotions.joined", out="marked")
    g.op("Sub", g.weight("sure", np.array(1, np.float32)), "marked", out="unmarked")
    g.op("ReduceProd", "unmarked", g.weight("axis.classes", np.array([1], np.int64)), out="none", keepdims=1)
    g.op("Concat", "marked", "none", out="film.emotions", axis=1)
    g.op("Softmax", "feeling.joined", out="named", axis=-1)
    g.op("MatMul", "convention.share", g.weight("is.service", np.array([[0], [0], [1]], np.float32)), out="service")
    g.op("Sub", "sure", "service", out="elsewhere")
    g.op("Mul", "named", "service", out="named.part")
    g.op("Mul", "film.emotions", "elsewhere", out="film.part")
    g.op("Add", "named.part", "film.part", out="emotions")
    tilt = weights["sentiment"][0][:, 8] - weights["sentiment"][0][:, 6]
    evidence(g, x, tilt.astype(np.float32), D)


def pooling(g: Graph, x: str, model: Reader) -> None:
    """of_mood and of_emotion, (1, 2D): the mean beside an attention-weighted mean."""
    g.op("ReduceMean", x, g.weight("axis.tokens", np.array([1], np.int64)), out="mean", keepdims=1)
    look = g.op("MatMul", x, g.weight("look.w", model.look.weight.numpy().T), out="look")
    g.op("Softmax", look, out="share", axis=1)
    g.op("Transpose", "share", out="share.t", perm=[0, 2, 1])
    g.op("MatMul", "share.t", x, out="weighed")
    parts = ["weighed.of_mood", "weighed.of_emotion"]
    g.op("Split", "weighed", out="weighed.split", outs=parts, axis=1, num_outputs=2)
    for name in ("of_mood", "of_emotion"):
        g.op("Concat", "mean", f"weighed.{name}", out=f"{name}.3", axis=2)
        g.op("Squeeze", f"{name}.3", "axis.tokens", out=name)


def evidence(g: Graph, x: str, tilt: np.ndarray, D: int) -> None:
    """What each token adds to positive against negative in the service convention: pooling is a sum, so parts are exact."""
    g.op("MatMul", x, g.weight("tilt", np.stack([tilt[:D], tilt[D:]], 1)), out="tilted")  # (1, T, 2)
    g.op("Split", "tilted", out="tilted.split", outs=["tilted.mean", "tilted.look"], axis=2, num_outputs=2)
    g.op("Split", "share", out="share.split", outs=["share.of_mood", "share.of_emotion"], axis=2, num_outputs=2)
    g.op("Cast", "T", out="T.float", to=TensorProto.FLOAT)
    g.op("Div", "tilted.mean", "T.float", out="evidence.mean")
    g.op("Mul", "tilted.look", "share.of_mood", out="evidence.look")
    g.op("Add", "evidence.mean", "evidence.look", out="evidence.3")
    g.op("Squeeze", "evidence.3", g.weight("axis.last", np.array([2], np.int64)), out="evidence")


@torch.no_grad()
def build(whole: Whole, calibration: dict[str, Any], int8: bool = True) -> onnx.ModelProto:
    model = whole.model.eval().float()
    config = model.encoder.config
    g = Graph(int8)
    x = g.norm(embedding(g, model.encoder.embedding.weight), model.encoder.norm_embedding.weight, "embedded.norm")
    shares = model.mix.softmax(0).numpy()
    mixed = g.op("Mul", x, g.weight("mix.0", shares[0:1]), out="mixed.0")
    for i, bias in enumerate(biases(g, model.encoder.position.detach(), config)):
        x = block(g, x, bias, dict(model.encoder.blocks[i].named_parameters()), f"layer.{i}", config.heads)
        part = g.op("Mul", x, g.weight(f"mix.{i + 1}", shares[i + 1 : i + 2]), out=f"part.{i + 1}")
        mixed = g.op("Add", mixed, part, out=f"mixed.{i + 1}")
    heads(g, g.norm(mixed, model.norm.weight, "final"), whole, calibration)
    outputs = [
        ("sentiment", [1, 3]), ("valence", [1, 1]), ("emotions", [1, 9]), ("manner", [1, 2]), ("evidence", [1, "tokens"]),
    ]  # fmt: skip
    graph = helper.make_graph(
        g.nodes, "hurmaus",
        [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"]),
            helper.make_tensor_value_info("wide_ids", TensorProto.INT64, ["buckets"]),
        ],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs], g.weights,
    )  # fmt: skip
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="hurmaus")


def load(path: Path) -> Reader:
    saved = torch.load(path, weights_only=False, map_location="cpu")
    model = Reader(EncoderConfig(**saved["config"]))
    model.load_state_dict(saved["model"])
    return model.eval()


def restore(folder: Path) -> tuple[Whole, dict[str, Any], dict[str, Any]]:
    """The torch model of a shipped directory, with its calibration and rule: to compare, fine-tune or explain."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    state = {name: value.float() for name, value in load_file(folder / "model.safetensors").items()}
    table, bias = state.pop("wide.table").numpy(), state.pop("wide.bias").numpy()
    model = Reader(
        EncoderConfig(
            config["vocab_size"], config["num_hidden_layers"], config["hidden_size"], config["num_attention_heads"],
            config["intermediate_size"],
        )
    )  # fmt: skip
    model.load_state_dict(state)
    sure = config["confidence"]
    rule = {
        "thresholds": [config["thresholds"][e] for e in EMOTIONS], "confidence": [sure["slope"], sure["bias"]],
        "not_sure": sure["not_sure"], "clear": config["clear"],
    }  # fmt: skip
    whole = Whole(model.eval(), Tokenizer.from_file(str(folder / "tokenizer.json")), table, bias)
    return whole, config["calibration"], rule


def config_of(model: Reader, rule: dict[str, Any], version: str) -> dict[str, Any]:
    c = model.encoder.config
    return {
        "architectures": ["HurmausReader"], "model_type": "hurmaus", "version": version,
        "vocab_size": c.vocab_size, "num_hidden_layers": c.layers, "hidden_size": c.width,
        "num_attention_heads": c.heads, "intermediate_size": c.inner, "position_reach": REACH,
        "max_tokens": MAX_TOKENS, "windows": 2, "pad_token_id": 0,
        "id2label": {str(i): name for i, name in enumerate(SENTIMENTS)},
        "label2id": {name: i for i, name in enumerate(SENTIMENTS)},
        "emotions": list(EMOTIONS), "thresholds": dict(zip(EMOTIONS, rule["thresholds"], strict=True)),
        "confidence": {"slope": rule["confidence"][0], "bias": rule["confidence"][1], "not_sure": rule["not_sure"]},
        "clear": rule["clear"],
        "license": "CC-BY-SA-4.0",
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--reader", type=Path, required=True)
    parser.add_argument("--version", default="hurmaus-fi-1.0.0")
    parser.add_argument("--out", type=Path, default=places.SHIPPED)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(places.work() / "tokenizer.json"))
    whole = Whole(load(options.reader), tokenizer, *wide.load())
    _, held = labelled.holdout(labelled.train(), folds=finetune.HELD_FOLDS)
    calibration, rule = calibrate.fit(whole, held)
    for name, value in calibrate.errors(whole, calibration, rule).items():
        print(f"expected calibration error, {name}: {value:.4f}")
    options.out.mkdir(parents=True, exist_ok=True)
    onnx.save(build(whole, calibration), str(options.out / "model.onnx"))
    config = config_of(whole.model, rule, options.version) | {"calibration": calibration}
    (options.out / "config.json").write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.copyfile(places.work() / "tokenizer.json", options.out / "tokenizer.json")
    (options.out / "tokenizer_config.json").write_text(
        json.dumps(
            {
                "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": MAX_TOKENS, "pad_token": "[PAD]",
                "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]",
            }, indent=2,
        ) + "\n", encoding="utf-8",
    )  # fmt: skip
    weights = {name: value.half().contiguous() for name, value in whole.model.state_dict().items()}
    weights |= {
        "wide.table": torch.from_numpy(whole.table).half(),
        "wide.bias": torch.from_numpy(whole.bias).half(),
    }
    save_file(weights, str(options.out / "model.safetensors"), metadata={"format": "pt"})
    print(
        json.dumps(rule),
        *(f"{p.name} {p.stat().st_size / 1e6:.1f} MB" for p in sorted(options.out.iterdir())),
    )


if __name__ == "__main__":
    main()
