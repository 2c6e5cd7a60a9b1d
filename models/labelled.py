"""Labelled text for fine-tuning and evaluation, every set in one shape.

A missing label is None (never a guess), so one batch can mix sets. Sentiment is the share of votes for negative,
neutral and positive; valence runs from -1 to 1; emotions are the eight of Plutchik, each 0 or 1; feeling is the one
emotion that a reader would name, as shares over the eight and neutral.
Convention is whose habits the sentiment labels follow: forum annotators call neutral what a service agent must hear.
Weight is how far the labels are believed: 1 for annotators, less for projected and machine labels.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha1

import numpy as np

from models import places

SENTIMENTS = ("negative", "neutral", "positive")
EMOTIONS = ("anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust")
CONVENTIONS = ("forum", "film", "service")
VALENCE_OF = {"negative": -0.7, "neutral": 0.0, "positive": 0.7}


@dataclass(frozen=True)
class Example:
    text: str
    source: str
    sentiment: tuple[float, float, float] | None = None
    valence: float | None = None
    emotions: tuple[float, ...] | None = None
    weight: float = 1.0
    convention: str = ""
    feeling: tuple[float, ...] | None = None  # nine shares, the last one neutral
    toxic: float | None = None
    colloquial: float | None = None
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
            Example(
                row["text"],
                "finnsentiment",
                (negative, neutral, positive),
                (int(row["derived_1_5"]) - 3) / 2,
                convention="forum",
            )
        )
    return examples


def plutchik(name: str, split: str, weight: float = 1.0) -> list[Example]:
    """XED and its kin. Polarity follows from the emotions, so it teaches sentiment only where it is plain."""
    return [
        film(row["text"], name, [e for e in EMOTIONS if row[e] == "1"], weight, row["polarity"])
        for row in table(name, split)
    ]


def film(text: str, source: str, marked: list[str], weight: float, polarity: str) -> Example:
    plain = polarity in SENTIMENTS
    return Example(
        text, source,
        sentiment=one_hot(polarity) if plain else None,
        valence=VALENCE_OF[polarity] if plain else None,
        emotions=tuple(float(e in marked) for e in EMOTIONS),
        weight=weight, convention="film",
        feeling=named(marked[0] if marked else "neutral") if len(marked) < 2 else None,
    )  # fmt: skip


def named(*labels: str) -> tuple[float, ...]:
    """Equal shares of the labels over the eight emotions and neutral."""
    return tuple(labels.count(e) / len(labels) for e in (*EMOTIONS, "neutral"))


def polarity_of(marked: list[str]) -> str:
    """As XED derives it: anticipation, joy and trust are positive, anger, disgust, fear and sadness negative."""
    up = bool({"anticipation", "joy", "trust"} & set(marked))
    down = bool({"anger", "disgust", "fear", "sadness"} & set(marked))
    if up and down:
        return "mixed"
    return "positive" if up else "negative" if down else "surprise" if marked else "neutral"


PARLIAMENT = {
    "hopefulness_optimism_trust": ("trust", "anticipation"), "sadness_disappointment": ("sadness",),
    "fear_concern_mistrust": ("fear",), "hate_disgust_derision": ("disgust", "anger"),
    "astonishment_negative": ("surprise",), "happiness_success": ("joy",), "love_praise": ("joy",),
    "surprise_positive": ("surprise",), "neutral": (),
}  # fmt: skip


def parliament(split: str) -> list[Example]:
    return [
        Example(
            row["text"], "finparl_emotion_gpt4",
            emotions=tuple(float(e in PARLIAMENT[row["label"]]) for e in EMOTIONS), weight=0.2,
        )
        for row in table("finparl_emotion_gpt4", split)
    ]  # fmt: skip


def toxicity(split: str) -> list[Example]:
    return [
        Example(row["text"], "suomi24_toxicity", toxic=float(row["any_label"] == "toxic"))
        for row in table("suomi24_toxicity", split)
    ]


def register(split: str) -> list[Example]:
    return [
        Example(row["text"], "murre24_register", colloquial=float(row["label"] == "dialect"))
        for row in table("murre24_register", split)
    ]


def authored_rows(name: str) -> Iterator[dict[str, str]]:
    path = places.AUTHORED / name
    if path.exists():
        with path.open(encoding="utf-8", newline="") as rows:
            yield from csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)


def key_of(text: str) -> str:
    """Names a text without repeating it."""
    return sha1(text.encode()).hexdigest()[:16]


def annotated_texts() -> Iterator[tuple[str, str, dict[str, str]]]:
    """(text, source, row) for our own labels of sentences from the shared data, which is not repeated here."""
    wanted = {row["sha1"]: row for row in authored_rows("annotations.tsv")}
    for source in sorted({row["source"] for row in wanted.values()}):
        for text in sentences(source):
            if row := wanted.pop(key_of(text), None):
                yield text, source, row


def sentences(source: str) -> Iterator[str]:
    """Lines of a source and their sentences, each once."""
    from models import corpus  # it imports nothing from here

    labelled_set = (places.data() / "labelled" / source).is_dir()
    lines = corpus.labelled_lines(source) if labelled_set else corpus.unlabelled_lines(source)
    for line in lines:
        yield line
        yield from (part.strip() for part in SENTENCE.split(line))


SENTENCE = re.compile(r"(?<=[.!?…])\s+")
# One reader's opinion on a five-step scale, as the votes of three annotators would probably fall
VOTES = {
    "1": (0.85, 0.15, 0.0), "2": (0.5, 0.5, 0.0), "3": (0.06, 0.88, 0.06), "4": (0.0, 0.5, 0.5), "5": (0.0, 0.15, 0.85),
}  # fmt: skip


def annotations() -> list[Example]:
    """Our own labels of shared texts: polarity in the forum's manner, emotions in the films' manner."""
    examples = []
    for text, source, row in annotated_texts():
        if row["score"]:
            valence = (int(row["score"]) - 3) / 2
            examples.append(Example(text, source, VOTES[row["score"]], valence, weight=0.5, convention="forum"))
        else:
            marked = [e for e in row["emotions"].split(",") if e in EMOTIONS]
            examples.append(film(text, source, marked, 0.7, polarity_of(marked)))
    return examples


def authored(split: str) -> list[Example]:
    """Our own customer-service utterances, where they exist (models/authored/README.md).

    Training rows carry the mean of both readers' labels where a second one read them; dev rows the author's alone,
    so that scores on dev stay comparable.
    """
    second = {row["sha1"]: row for row in authored_rows("second_reader.tsv")} if split == "train" else {}
    examples = []
    for path in sorted(places.AUTHORED.glob("customer_*.tsv")):
        with path.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["split"] != split or row["sentiment"] not in SENTIMENTS:
                    continue
                other = second.get(key_of(row["text"]), row)
                shares = np.add(one_hot(row["sentiment"]), one_hot(other["sentiment"])) / 2
                examples.append(
                    Example(
                        row["text"], "authored", tuple(shares), (VALENCE_OF[row["sentiment"]] +
                        VALENCE_OF[other["sentiment"]]) / 2, tuple(float(e == row["emotion"]) for e in EMOTIONS),
                        convention="service", feeling=named(row["emotion"], other["emotion"]),
                        register=f"{row['domain']}/{row['style']}",
                    )
                )  # fmt: skip
    return examples


def context(split: str, *, together: bool = True) -> list[Example]:
    """Service turns labelled in the light of the customer's turns before; ``together`` with them, or the turn alone."""
    examples = []
    for row in authored_rows("context.tsv"):
        if row["split"] == split:
            text = f"{row['before']} [SEP] {row['text']}" if together else row["text"]
            examples.append(
                Example(
                    text, "context", one_hot(row["sentiment"]), VALENCE_OF[row["sentiment"]],
                    tuple(float(e == row["emotion"]) for e in EMOTIONS), convention="service",
                    feeling=named(row["emotion"]), register=f"alone/{row['alone']}",
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
        *plutchik("sentimentator_fi", "train", 0.5),
        *annotations(), *plutchik("xed_fi_projected", "train", 0.3), *parliament("train"), *toxicity("train"), *register("train"),
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
    if name == "suomi24_toxicity":
        return toxicity("dev")
    if name == "murre24_register":
        return register("dev")
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
