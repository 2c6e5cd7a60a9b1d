"""Soft labels for unlabelled conversational text, from an ensemble of fine-tuned readers and the wide branch.

None of these texts was in anyone's training labels, so the teachers' opinion of them is honest. Texts with some feeling
are preferred: neutral ones teach little that is new.

    python -m models.distil reader-1.pt reader-2.pt      writes soft.tsv into the work folder
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from models import calibrate, corpus, finetune, labelled, places, wide
from models.calibrate import Whole
from models.export import load
from models.finetune import Part, Row
from models.labelled import Example

UNLABELLED = ("yki_dialogues", "subtitles_xed_pairs", "tatoeba", "common_voice", "fincore_web", "oasst_fi_mt")
LABELLED = ("turku_paraphrase", "suomi24_toxicity", "murre24_register", "finparl_emotion_gpt4")
SENTENCE = re.compile(r"(?<=[.!?…])\s+")
WEIGHT = 0.5


def candidates(limit: int, seed: int) -> list[str]:
    """Sentences of 2-40 words, an even number from each source, none of them labelled in train or dev."""
    rng = random.Random(seed)
    known = {e.text.lower() for e in labelled.train()}
    known |= {e.text.lower() for name in ("finnsentiment", "xed_fi", "authored") for e in labelled.dev_of(name)}
    chosen: dict[str, None] = {}
    pools = [corpus.unlabelled_lines(n) for n in UNLABELLED] + [corpus.labelled_lines(n) for n in LABELLED]
    for pool in pools:
        sentences = [s for line in pool for s in SENTENCE.split(line) if 2 <= len(s.split()) <= 40]
        fresh = [s for s in dict.fromkeys(sentences) if s.lower() not in known]
        chosen.update(dict.fromkeys(rng.sample(fresh, min(len(fresh), limit))))
    return list(chosen)


HEADS = {"sentiment": 9, "convention": 3, "valence": 1, "emotions": 8, "feeling": 9}


def opinions(readers: list[Path], texts: list[str]) -> np.ndarray:
    """(N, 30): the targets of HEADS, the mean of the teachers, each joined with the wide branch."""
    tokenizer = Tokenizer.from_file(str(places.work() / "tokenizer.json"))
    _, held = labelled.holdout(labelled.train(), folds=finetune.HELD_FOLDS)
    rows = [Example(text, "unlabelled") for text in texts]
    total = np.zeros((len(texts), sum(HEADS.values())))
    for path in readers:
        whole = Whole(load(path), tokenizer, *wide.load())
        calibration, _ = calibrate.fit(whole, held)
        honest = calibration | {"sentiment_bias": [[0.0] * 3] * 3}
        scores = whole.scores(rows)
        each, marked, named = calibrate.opinions(scores, honest)
        kind = calibrate.kinds(scores, honest)
        total += np.concatenate([each.reshape(-1, 9), kind, scores["valence"][:, None], marked, named], 1)
    return total / len(readers)


def read(path: Path) -> list[Row]:
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text, *numbers = line.split("\t")
        values, parts = [float(x) for x in numbers], dict(finetune.NOTHING)
        for name, size in HEADS.items():
            parts[name], values = Part(tuple(values[:size]), WEIGHT), values[size:]
        rows.append(Row(text, parts))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("readers", type=Path, nargs="+")
    parser.add_argument("--each", type=int, default=25_000, help="sentences at most from a source")
    parser.add_argument("--keep", type=int, default=60_000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    texts = candidates(options.each, corpus.SEED)
    values = opinions(options.readers, texts)
    feeling = 1 - values[:, -1]
    rng = np.random.default_rng(corpus.SEED)
    order = np.argsort(-(feeling + 0.15 * rng.random(len(texts))))[: options.keep]
    with (places.work() / "soft.tsv").open("w", encoding="utf-8") as out:
        for i in order:
            out.write("\t".join([texts[i], *(f"{x:.3f}" for x in values[i])]) + "\n")
    print(f"{len(order)} of {len(texts)} sentences, mean share of neutral {values[order, -1].mean():.2f}")


if __name__ == "__main__":
    main()
