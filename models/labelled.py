"""Labelled text for fine-tuning and evaluation, every set in one shape.

A missing label is None (never a guess), so one batch can mix sets. Sentiment is the share of votes for negative,
neutral and positive; valence runs from -1 to 1; emotions are the eight of Plutchik, each 0 or 1.
Weight is how far the labels are believed: 1 for annotators, less for projected and machine labels.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha1

from models import places

SENTIMENTS = ("negative", "neutral", "positive")
EMOTIONS = ("anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust")
VALENCE_OF = {"negative": -0.7, "neutral": 0.0, "positive": 0.7}


@dataclass(frozen=True)
class Example:
    text: str
    source: str
    sentiment: tuple[float, float, float] | None = None
    valence: float | None = None
    emotions: tuple[float, ...] | None = None
    weight: float = 1.0
    register: str = ""  # authored set: domain and style, for the report

    @property
    def majority(self) -> int:
        assert self.sentiment is not None
        return max(range(3), key=lambda c: self.sentiment[c])  # type: ignore[index]


def table(name: str, split: str) -> Iterator[dict[str, str]]:
    with (places.data() / "labelled" / name / f"{split}.tsv").open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)


def one_hot(sentiment: str) -> tuple[float, float, float]:
    negative, neutral, positive = (float(sentiment == name) for name in SENTIMENTS)
    return negative, neutral, positive


def finnsentiment(split: str) -> list[Example]:
    """The annotators' votes; the label column (majority) settles the rows where all three differ."""
    examples = []
    for row in table("finnsentiment", split):
        votes = [int(row[f"annotator_{a}"]) for a in "abc"] + [SENTIMENTS.index(row["label"]) - 1]
        negative, neutral, positive = (sum(vote == v for vote in votes) / 4 for v in (-1, 0, 1))
        examples.append(
            Example(row["text"], "finnsentiment", (negative, neutral, positive), (int(row["derived_1_5"]) - 3) / 2)
        )
    return examples


def plutchik(name: str, split: str, weight: float = 1.0) -> list[Example]:
    """XED and its kin. Polarity follows from the emotions, so it teaches sentiment only where it is plain."""
    examples = []
    for row in table(name, split):
        plain = row["polarity"] in SENTIMENTS
        examples.append(
            Example(
                row["text"], name,
                sentiment=one_hot(row["polarity"]) if plain else None,
                emotions=tuple(float(row[e]) for e in EMOTIONS),
                weight=weight,
            )
        )  # fmt: skip
    return examples


PARLIAMENT = {
    "hopefulness_optimism_trust": ("trust", "anticipation"), "sadness_disappointment": ("sadness",),
    "fear_concern_mistrust": ("fear",), "hate_disgust_derision": ("disgust", "anger"),
    "astonishment_negative": ("surprise",), "happiness_success": ("joy",), "love_praise": ("joy",),
    "surprise_positive": ("surprise",), "neutral": (),
}  # fmt: skip


def parliament(split: str) -> list[Example]:
    return [
        Example(
            row["text"], "finparl_emotion_gpt4", one_hot(row["polarity"]) if row["polarity"] in SENTIMENTS else None,
            emotions=tuple(float(e in PARLIAMENT[row["label"]]) for e in EMOTIONS), weight=0.2,
        )
        for row in table("finparl_emotion_gpt4", split)
    ]  # fmt: skip


def authored(split: str) -> list[Example]:
    """Our own customer-service utterances, where they exist (models/authored/README.md)."""
    examples = []
    for path in sorted(places.AUTHORED.glob("customer_*.tsv")):
        with path.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["split"] != split or row["sentiment"] not in SENTIMENTS:
                    continue
                examples.append(
                    Example(
                        row["text"], "authored", one_hot(row["sentiment"]), VALENCE_OF[row["sentiment"]],
                        tuple(float(e == row["emotion"]) for e in EMOTIONS),
                        register=f"{row['domain']}/{row['style']}",
                    )
                )  # fmt: skip
    return examples


def train() -> list[Example]:
    """Every training split, first come first kept: a text that two sets share keeps the first set's labels."""
    dev = {e.text.lower() for name in ("finnsentiment", "xed_fi", "authored") for e in dev_of(name)}
    seen: set[str] = set()
    kept = []
    for example in [
        *authored("train"), *finnsentiment("train"), *plutchik("xed_fi", "train"),
        *plutchik("sentimentator_fi", "train", 0.5), *plutchik("xed_fi_projected", "train", 0.3), *parliament("train"),
    ]:  # fmt: skip
        key = example.text.lower()
        if key not in seen and key not in dev:
            seen.add(key)
            kept.append(example)
    return kept


def dev_of(name: str) -> list[Example]:
    if name == "finnsentiment":
        return finnsentiment("dev")
    if name == "authored":
        return authored("dev")
    return plutchik(name, "dev")


def annotated(examples: list[Example]) -> list[Example]:
    """The rows that carry at least one emotion."""
    return [e for e in examples if e.emotions is not None and any(e.emotions)]


def holdout(examples: list[Example], folds: int) -> tuple[list[Example], list[Example]]:
    """(rest, one part in ``folds``): to choose thresholds without looking at dev. By text, so that it never moves."""
    inside = [int(sha1(e.text.encode()).hexdigest(), 16) % folds == 0 for e in examples]
    return (
        [e for e, held in zip(examples, inside, strict=True) if not held],
        [e for e, held in zip(examples, inside, strict=True) if held],
    )
