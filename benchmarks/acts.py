"""How well agent acts are read: precision, recall and F1 per act on the authored agent turns.

Run ``python -m benchmarks.acts`` (the dev split) or ``--split train``; ``--errors`` lists the turns that were
read wrongly, for the train split only, so that nobody tunes on the dev split. Ends with one JSON line.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from hurmaus.sentences.load import load_act_reader
from hurmaus.understanding import acts
from hurmaus.understanding.act_reader import ActReader
from hurmaus.understanding.words import Words
from hurmaus.vocabulary import ACTS

TURNS = Path(__file__).resolve().parent.parent / "models" / "authored" / "agent.tsv"


class Turn(NamedTuple):
    text: str
    wanted: frozenset[str]
    found: frozenset[str]


class Score(NamedTuple):
    precision: float
    recall: float
    f1: float
    support: int


def read_turns(split: str, act_reader: ActReader | None, path: Path = TURNS) -> list[Turn]:
    """The turns of a split with the acts found by phrases, and by the reader beside them where there is one."""

    def found(text: str) -> frozenset[str]:
        return frozenset(acts.find(Words(text), text, act_reader))

    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Turn(row["text"], frozenset(row["acts"].split(",")), found(row["text"]))
            for row in rows
            if row["split"] == split
        ]


def score(turns: list[Turn]) -> dict[str, Score]:
    """Scores by act, and over all acts as ``micro``."""
    hits: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for turn in turns:
        hits.update(turn.wanted & turn.found)
        wanted.update(turn.wanted)
        found.update(turn.found)
    scores = {act: _score(hits[act], found[act], wanted[act]) for act in ACTS}
    scores["micro"] = _score(hits.total(), found.total(), wanted.total())
    return scores


def _score(hits: int, found: int, wanted: int) -> Score:
    precision = hits / found if found else 0.0
    recall = hits / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return Score(precision, recall, f1, wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--split", choices=("train", "dev"), default="dev")
    parser.add_argument("--errors", action="store_true", help="list wrongly read turns (train split only)")
    parser.add_argument("--phrases", action="store_true", help="phrases alone, without the sentence encoder")
    options = parser.parse_args()
    if options.errors and options.split == "dev":
        parser.error("--errors works with --split train only: the dev split stays unseen")
    turns = read_turns(options.split, None if options.phrases else load_act_reader())
    if options.errors:
        for turn in turns:
            if turn.found != turn.wanted:
                missed, extra = sorted(turn.wanted - turn.found), sorted(turn.found - turn.wanted)
                print(f"missed {missed} extra {extra}: {turn.text}")
    print(f"{len(turns)} agent turns, split {options.split}")
    print(f"{'act':12} {'precision':>9} {'recall':>7} {'F1':>6} {'turns':>6}")
    scores = score(turns)
    for act, (precision, recall, f1, support) in scores.items():
        print(f"{act:12} {precision:9.3f} {recall:7.3f} {f1:6.3f} {support:6}")
    micro = scores["micro"]
    print(
        json.dumps(
            {"benchmark": "acts", "split": options.split, "turns": len(turns), "micro_f1": round(micro.f1, 4)}
        )
    )


if __name__ == "__main__":
    main()
