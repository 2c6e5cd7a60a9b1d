"""What an agent clause is like, by the written examples, where no phrase knows it.

A linear reading over pieces of words, trained by ``models/acts.py`` on the authored agent turns. It is asked
only about clauses in which the phrases found nothing but a statement, a question or a plain action, and it
answers only when it is sure enough. It says what is done, as the phrases do, and nothing about the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from hurmaus.vocabulary import ACTS

WEIGHTS: Final = Path(__file__).parent / "data" / "act_weights.npz"
_AT_MOST: Final = 40
"""Words of a clause that are looked at."""


class _Model(NamedTuple):
    rows: dict[str, int]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    logit: npt.NDArray[np.float32]


@cache
def _model() -> _Model:
    with np.load(WEIGHTS) as file:
        rows = file["pieces"].tobytes().decode().split("\n")
        threshold = file["threshold"]
        return _Model(
            {piece: row for row, piece in enumerate(rows)},
            file["weights"].astype(np.float32) * file["scale"],
            file["bias"],
            np.log(threshold / (1 - threshold)),
        )


def pieces(words: Sequence[str]) -> list[str]:
    """The pieces of words that are compared: beginnings, endings, and pairs of beginnings."""
    found: dict[str, None] = {}
    before = "<"
    for word in (*words[:_AT_MOST], ">"):
        found[f"{before[:3]} {word[:3]}"] = None
        found[f"{word[:4]}-"] = None
        if len(word) > 4:
            found[f"{word[:6]}="] = None
            found[f"-{word[-4:]}"] = None
        before = word
    return list(found)


def acts_like(clause: Sequence[str]) -> dict[str, float]:
    """The acts that the clause is like, with how far each is above its threshold (in log odds)."""
    model = _model()
    rows = [model.rows[piece] for piece in pieces(clause) if piece in model.rows]
    if not rows:
        return {}
    above = model.weights[rows].sum(axis=0) / np.sqrt(len(rows)) + model.bias - model.logit
    return {act: float(value) for act, value in zip(ACTS, above, strict=True) if value > 0}
