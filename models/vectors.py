"""Piece vectors to start the encoder's embeddings from: skip-gram over the pretraining blocks, a few minutes.

python -m models.vectors       writes vectors.npy (pieces, width) float32 into the work folder
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from gensim.models import Word2Vec

from models import corpus, places
from models.encoder import EncoderConfig


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokens", type=int, default=12_000_000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    config = EncoderConfig()
    blocks = np.load(places.work() / "blocks.npy", mmap_mode="r")[: options.tokens // corpus.BLOCK]
    names = [str(piece) for piece in range(config.vocab_size)]
    sentences = [[names[piece] for piece in block] for block in blocks]
    started = time.time()
    model = Word2Vec(
        sentences, vector_size=config.width, window=5, sg=1, negative=5, sample=1e-4, min_count=5, epochs=2,
        workers=options.threads, seed=corpus.SEED,
    )  # fmt: skip
    table = np.zeros((config.vocab_size, config.width), dtype=np.float32)
    for name in model.wv.index_to_key:
        table[int(name)] = model.wv[name]
    seen = np.abs(table).sum(1) > 0
    table -= table[seen].mean(0)
    table /= table[seen].std()
    table[~seen] = np.random.default_rng(corpus.SEED).normal(size=(int((~seen).sum()), config.width)) * 0.5
    np.save(places.work() / "vectors.npy", table.astype(np.float32))
    print(f"{int(seen.sum())} pieces in {time.time() - started:.0f} s")


if __name__ == "__main__":
    main()
