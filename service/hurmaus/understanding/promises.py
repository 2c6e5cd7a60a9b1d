"""Commitments in an agent turn, with the time by which they are due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hurmaus.understanding import acts
from hurmaus.understanding.duetime import due_time
from hurmaus.understanding.facts import PromiseFound
from hurmaus.understanding.words import Words

_AT_MOST: Final = 6
_JOINTS: Final = frozenset(("ja", "seka"))


def find(words: Words, promising: Sequence[tuple[int, int]], at: float) -> tuple[PromiseFound, ...]:
    """What the agent promised in these clauses (see acts.read) at ``at`` (Unix seconds).

    ``due`` is None when no time was said.
    """
    found: list[PromiseFound] = []
    for first, end in promising:
        for start, stop, due in _parts(words, first, end, at):
            found.append(PromiseFound(text=words.said(start, stop - 1).strip(" .,!–-\n"), due=due))
    return tuple(found[:_AT_MOST])


def _parts(words: Words, first: int, end: int, at: float) -> list[tuple[int, int, float | None]]:
    """Two promises in one sentence are two when each has its own time and its own verb."""
    for index in range(first + 1, end - 1):
        if words.plain[index] in _JOINTS and acts.commits(words, index + 1, end):
            before = due_time(" ".join(words.plain[first:index]), at)
            after = due_time(" ".join(words.plain[index + 1 : end]), at)
            if before is not None and after is not None:
                return [(first, index, before), (index + 1, end, after)]
    return [(first, end, due_time(" ".join(words.plain[first:end]), at))]
