"""P7 and P9: the forward beside its own matrix products, and readings that do not depend on load or order."""

from __future__ import annotations

import json
import random
import statistics
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import onnxruntime as ort
from hurmaus.emotion.load import shipped_model_dir

from benchmarks.bench import Bench, Measured
from benchmarks.client import Client, at_the_product
from benchmarks.openloop import Plan, loaded
from benchmarks.peers.floor import Floor
from benchmarks.stats import ratio, spread
from benchmarks.texts import texts

TOKENS = 32
PRODUCTS = ("MatMul", "Gemm", "QAttention", "Attention")
"""Kernels that multiply matrices, by a part of their name; an attention kernel counts whole."""


def measure(bench: Bench) -> Measured:
    """P7 in rounds, P9 over a few hundred texts."""
    whole, products = [], []
    for _ in range(bench.rounds):
        whole.append(forward_us(bench.times(1_000, 50)))
        products.append(products_us(bench.folder, bench.times(300, 30)))
    bench.details["forward_us"] = {
        "whole": round(statistics.median(whole), 1),
        "products": round(statistics.median(products), 1),
    }
    different = differing(bench, bench.times(300, 20))
    return {"P7": ratio(whole, products), "P9": {"value": different, "spread": spread([different])}}


def an_input() -> dict[str, object]:
    """A text of 32 tokens."""
    floor = Floor()
    inputs = floor.inputs(" ".join(texts(40)))
    return inputs | {"input_ids": np.asarray(inputs["input_ids"])[:, :TOKENS]}


def forward_us(runs: int) -> float:
    """Median microseconds of the whole run."""
    floor, inputs = Floor(), an_input()
    for _ in range(20):
        floor.forward(inputs)
    times = []
    for _ in range(runs):
        began = perf_counter()
        floor.forward(inputs)
        times.append(perf_counter() - began)
    return statistics.median(times) * 1e6


def products_us(folder: Path, runs: int) -> float:
    """Median microseconds a run of the kernels that multiply matrices, by the runtime's own profile."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.enable_profiling = True
    options.profile_file_prefix = str(folder / "profile")
    session = ort.InferenceSession(
        str(shipped_model_dir() / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    run = ort.RunOptions()
    run.only_execute_path_to_fetches = True
    inputs = an_input()
    for _ in range(runs):
        session.run(["sentiment", "valence", "emotions"], inputs, run)
    events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
    by_node: dict[str, list[float]] = defaultdict(list)
    for event in events:
        kind = event.get("args", {}).get("op_name", "")
        if event["name"].endswith("_kernel_time") and any(part in kind for part in PRODUCTS):
            by_node[event["name"]].append(event["dur"])
    return sum(statistics.median(durations) for durations in by_node.values())


def differing(bench: Bench, count: int) -> int:
    """Read texts one by one; then in another order while others load the service; count readings that differ."""
    asked = list(dict.fromkeys(texts(count)))
    with at_the_product(bench.product.port) as client:
        alone = {text: reading(client, f"alone-{i}", text) for i, text in enumerate(asked)}
    shuffled = random.Random(9).sample(asked, len(asked))
    plan = Plan(port=bench.product.port, seconds=bench.seconds(8, 2.0), rate=100, name="beside")
    with ThreadPoolExecutor(1) as pool, at_the_product(bench.product.port, subscribe=False) as client:
        load = pool.submit(loaded, plan)
        beside = {
            text: reading(client, f"beside-{i}", text, subscribe=True) for i, text in enumerate(shuffled)
        }
        load.result()
    return sum(alone[text] != beside[text] for text in asked)


def reading(client: Client, conversation: str, text: str, *, subscribe: bool = False) -> Any:
    """What the service reads in a text that opens a conversation."""
    client.ask(type="conversation.start", conversation_id=conversation)
    if subscribe:
        client.ask(type="subscribe", conversation_id=conversation)
    said = {"conversation_id": conversation, "utterance_id": "u1", "role": "customer", "text": text}
    found = json.loads(client.ask(b"reading", type="utterance", **said))
    client.until(b"ack")
    return found["reading"]
