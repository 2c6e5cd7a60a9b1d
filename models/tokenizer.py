"""A 16k Unigram tokenizer for spoken and written Finnish.

Lower-cased: speech recognisers give no case, and one entry a word is worth more to a small model than the shout in
capitals. Digits are single pieces; runs of punctuation stay together so that ":)", "!!!" and "..." can be pieces.

    python -m models.tokenizer     writes tokenizer.json into the work folder
"""

from __future__ import annotations

import csv
import random

from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors, trainers
from tokenizers.models import Unigram

from models import corpus, places

SIZE = 16_384
SAMPLE_CHARS = 32_000_000
PAD, UNK, CLS, SEP, MASK = SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
ALPHABET = "abcdefghijklmnopqrstuvwxyzåäöšžéèáàüõßæøñç0123456789.,:;!?-–—_'\"”’()[]{}/\\&%€$£@#*+=<>^~|°…❤♥☹☺"


def emoji() -> list[str]:
    with (places.data() / "lexicons" / "emoji_polarity.tsv").open(encoding="utf-8", newline="") as table:
        return [row["emoji"] for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]


def sample() -> list[str]:
    """A part of every source in the proportions of pretraining, cut to SAMPLE_CHARS."""
    rng = random.Random(corpus.SEED)
    lines = [line for _, passes, lines in corpus.sources() for line in corpus.repeat(lines, min(passes, 4), rng)]
    rng.shuffle(lines)
    chosen, chars = [], 0
    for line in lines:
        chosen.append(line)
        chars += len(line)
        if chars > SAMPLE_CHARS:
            break
    return chosen


def build() -> Tokenizer:
    tokenizer = Tokenizer(Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Metaspace(),
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{M}\p{N}▁]+"), "isolated"),
        ]
    )
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def main() -> None:
    tokenizer = build()
    single = sorted(set(ALPHABET) | {symbol[0] for symbol in emoji()})
    trainer = trainers.UnigramTrainer(
        vocab_size=SIZE, special_tokens=SPECIAL, unk_token=UNK, initial_alphabet=single, max_piece_length=16
    )
    tokenizer.train_from_iterator(sample(), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{CLS} $A", special_tokens=[(CLS, tokenizer.token_to_id(CLS))]
    )
    tokenizer.save(str(places.work() / "tokenizer.json"))
    for text in (
        "Olen todella pettynyt, paketti on taas myöhässä!!! :(",
        "no ei kai siin mitää 😡 kiitti vaan 10/10",
    ):
        print(tokenizer.encode(text).tokens)
    print(tokenizer.get_vocab_size(), "pieces")


if __name__ == "__main__":
    main()
