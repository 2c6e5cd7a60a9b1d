"""Text for pretraining: which sources, how many passes of each, as packed blocks of token ids.

Sources whose names end in _nc never appear here. Dev texts never appear here.
A source's passes is how many times it is read in one sweep over the corpus; below one means a random part of it.

    python -m models.corpus        writes blocks.npy (blocks, BLOCK) uint16 into the work folder
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator

import numpy as np
import zstandard
from tokenizers import Tokenizer

from models import places

BLOCK = 64
SEED = 20

UNLABELLED: dict[str, float] = {
    "yki_dialogues": 6, "subtitles_xed_pairs": 6, "tatoeba": 3, "common_voice": 2, "ms_support_fi": 0.5,
    "oasst_fi_mt": 1, "dolly_fi_mt": 0.7, "fincore_web": 2, "ud_finnish": 1, "turku_ner_text": 0.7, "wiki_sample": 0.3,
    "fi_news_leads": 0.2,
}  # fmt: skip
LABELLED: dict[str, float] = {
    "finnsentiment": 8, "xed_fi": 8, "xed_fi_projected": 4, "sentimentator_fi": 2, "suomi24_toxicity": 6,
    "murre24_register": 6, "turku_paraphrase": 2, "finparl_emotion_gpt4": 1,
}  # fmt: skip
AUTHORED = 10.0

PLACEHOLDER = re.compile(r"\[(EMAIL|URL|PHONE|HETU)\]")


def unlabelled_lines(name: str) -> Iterator[str]:
    if name.endswith("_nc"):
        raise ValueError(f"{name} may not be used in a shipped model")
    with (places.data() / "unlabelled" / f"{name}.txt.zst").open("rb") as packed:
        for line in io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), encoding="utf-8"):
            if text := line.strip():
                yield text


def labelled_lines(name: str) -> Iterator[str]:
    with (places.data() / "labelled" / name / "train.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield from (row[column] for column in ("text", "text1", "text2") if row.get(column))


def authored_lines() -> Iterator[str]:
    for path in sorted(places.AUTHORED.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["split"] == "train":
                    yield row["text"]


def sources() -> Iterator[tuple[str, float, list[str]]]:
    for name, passes in UNLABELLED.items():
        yield name, passes, list(unlabelled_lines(name))
    for name, passes in LABELLED.items():
        yield name, passes, list(labelled_lines(name))
    yield "authored", AUTHORED, list(authored_lines())


def repeat(lines: list[str], passes: float, rng: random.Random) -> list[str]:
    whole, part = int(passes), passes - int(passes)
    return lines * whole + rng.sample(lines, int(part * len(lines)))


def pack(documents: list[list[int]]) -> np.ndarray:
    """Documents one after the other, cut every BLOCK tokens; each begins with [CLS], so the cut is all that is lost."""
    flat = np.fromiter((token for document in documents for token in document), dtype=np.uint16)
    return flat[: len(flat) // BLOCK * BLOCK].reshape(-1, BLOCK)


def main() -> None:
    rng = random.Random(SEED)
    tokenizer = Tokenizer.from_file(str(places.work() / "tokenizer.json"))
    parts: list[np.ndarray] = []
    for name, passes, lines in sources():
        encoded = [encoding.ids for encoding in tokenizer.encode_batch(lines)]
        copies: list[list[int]] = []
        for _ in range(int(passes)):
            rng.shuffle(encoded)  # other neighbours in the block on every pass
            copies += encoded
        copies += rng.sample(encoded, int((passes - int(passes)) * len(encoded)))
        blocks = pack(copies)
        parts.append(blocks)
        tokens = sum(map(len, encoded))
        print(f"{name:22} {tokens:>11,} tokens x {passes:<4} {blocks.size:>11,}", flush=True)
    blocks = np.concatenate(parts)
    np.random.default_rng(SEED).shuffle(blocks)
    np.save(places.work() / "blocks.npy", blocks)
    print(f"{blocks.size:,} tokens in {len(blocks):,} blocks")


if __name__ == "__main__":
    main()
