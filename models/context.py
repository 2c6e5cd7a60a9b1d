"""Does it help to read a turn with the customer's turns before it? The ablation on authored/context.tsv, dev.

    python -m models.context --reader reader-1.pt [--reader reader-2.pt ...]

Each reader reads every turn alone and with what went before ("before [SEP] turn"). A reader that was not trained with
--context has never seen two turns together.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from models import finetune, labelled, places
from models.export import load


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--reader", type=Path, action="append", required=True)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    tokenizer = Tokenizer.from_file(str(places.work() / "tokenizer.json"))
    rows = {"alone": labelled.context("dev", together=False), "with before": labelled.context("dev")}
    truth = np.array([e.majority for e in rows["alone"]])
    changes = np.array([e.register != f"alone/{labelled.SENTIMENTS[e.majority]}" for e in rows["alone"]])
    print(f"{len(truth)} turns, {changes.sum()} that read otherwise alone")
    for path in options.reader:
        model = load(path)
        for name, examples in rows.items():
            scores = finetune.predict(model, tokenizer, [e.text for e in examples])
            right = scores["sentiment"][:, 2].argmax(1) == truth  # the service convention's own head
            print(f"{path.name:20} {name:12} all {right.mean():.3f}, context changes it {right[changes].mean():.3f}, "
                  f"context leaves it {right[~changes].mean():.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
