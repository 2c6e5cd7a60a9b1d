"""Commitments in an agent turn, with the time by which they are due."""

from __future__ import annotations

from hurmaus.understanding import acts
from hurmaus.understanding.duetime import due_time
from hurmaus.understanding.facts import PromiseFound
from hurmaus.understanding.words import Words


def find(words: Words, at: float) -> tuple[PromiseFound, ...]:
    """What the agent promised at ``at`` (Unix seconds); ``due`` is None when no time was said."""
    return tuple(
        PromiseFound(
            text=words.said(first, end - 1).strip(" .!\n"), due=due_time(" ".join(words.plain[first:end]), at)
        )
        for first, end in acts.promising(words)
    )
