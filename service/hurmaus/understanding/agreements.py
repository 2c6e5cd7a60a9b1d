"""What an agent turn settles: the steps it states or sums up, and those it only proposes."""

from __future__ import annotations

from collections.abc import Iterable

from hurmaus.understanding.words import Words

_SETTLING = frozenset({"next_step", "recap"})


def find(
    words: Words, clauses: Iterable[tuple[int, int, frozenset[str]]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the wording of what is stated, and of what is proposed as a question; promises are told elsewhere."""
    stated: list[str] = []
    proposed: list[str] = []
    for first, end, acts in clauses:
        if "recap" in acts or (acts & _SETTLING and "promise" not in acts):
            (proposed if "ask" in acts else stated).append(words.said(first, end - 1))
    return tuple(stated), tuple(proposed)
