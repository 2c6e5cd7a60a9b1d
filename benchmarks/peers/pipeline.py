"""What a user would write: a transformers pipeline in the handler of a FastAPI socket. Random weights of a given size.

    python -m benchmarks.peers.pipeline PORT base|compact

``base`` has BERT-base's shape, ``compact`` about the shipped model's. The vocabulary is the shipped tokenizer's.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.peers.serving import app_of, serve

SHAPES = {"base": (12, 768, 12), "compact": (4, 256, 4)}
_TOKENIZER = Path(__file__).parents[2] / "models" / "shipped" / "tokenizer.json"


def pipeline_of(shape: str) -> Any:
    """A text-classification pipeline on the CPU, one thread, as good as any on one core."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast, pipeline

    torch.set_num_threads(1)
    torch.manual_seed(1)
    layers, width, heads = SHAPES[shape]
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(_TOKENIZER), pad_token="[PAD]")
    config = BertConfig(
        vocab_size=max(30_000, len(tokenizer)),
        num_hidden_layers=layers,
        hidden_size=width,
        num_attention_heads=heads,
        intermediate_size=4 * width,
        num_labels=3,
    )
    model = BertForSequenceClassification(config).eval()
    return pipeline("text-classification", model=model, tokenizer=tokenizer, device="cpu")


if __name__ == "__main__":
    classify = pipeline_of(sys.argv[2])
    classify("Hei", truncation=True, max_length=128)
    serve(app_of(lambda text: json.dumps(classify(text, truncation=True, max_length=128))))
