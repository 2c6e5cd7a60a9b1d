"""What an agent turn does by the example sentences of a playbook: a team lead teaches a step with a few lines.

Each sentence of the turn is compared with each example. Without a model two sentences are alike by the pieces
of their words, which forgives endings and word order; with one, by their meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from msgspec.structs import replace

from hurmaus.coach.playbook import STEP_LABEL
from hurmaus.understanding.act_reader import ActReader
from hurmaus.understanding.facts import Facts
from hurmaus.understanding.likeness import pieces
from hurmaus.understanding.words import ENDS, Words
from hurmaus.vocabulary import ACTS, FINNISH

ALIKE = 0.5
"""Share of pieces in common (Dice) from which a sentence does what the example does."""

ALIKE_IN_MEANING = 0.88
"""Likeness by a model from which it does so."""

MOST_SENTENCES = 20
"""Sentences of one turn that are compared: an answer has no more, a pasted text may."""

Examples = Iterable[tuple[str, str]]


def taught(facts: Facts, text: str, examples: Examples, reader: ActReader | None = None) -> Facts:
    """Return the facts of an agent's turn with the acts and steps that the examples (label, sentence) add."""
    known = tuple(examples)
    if not known or facts.role != "agent" or facts.language not in FINNISH:
        return facts
    words = Words(text)
    labels: set[str] = set()
    for first, end in words.sentences[:MOST_SENTENCES]:
        labels |= _labels(words.said(first, end - 1), known, reader)
    return replace(
        facts,
        acts=tuple(act for act in ACTS if act in facts.acts or act in labels),
        steps=tuple(sorted(label[len(STEP_LABEL) :] for label in labels if label.startswith(STEP_LABEL))),
    )


def _labels(said: str, known: tuple[tuple[str, str], ...], reader: ActReader | None) -> set[str]:
    """The labels of the examples that one sentence is like."""
    mine = _pieces(said)
    labels = {label for label, example in known if _alike(mine, _pieces_of_example(example))}
    if reader is not None:
        near = reader.likenesses(said, [example for _, example in known])
        labels |= {label for (label, _), value in zip(known, near, strict=True) if value >= ALIKE_IN_MEANING}
    return labels


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and 2 * len(one & other) >= ALIKE * (len(one) + len(other))


def _pieces(sentence: str) -> frozenset[str]:
    return frozenset(pieces([word for word in Words(sentence).plain if word not in ENDS]))


@lru_cache(maxsize=4096)
def _pieces_of_example(example: str) -> frozenset[str]:
    return _pieces(example)
