"""Whether an agent's turn says that a promise was kept: "lähetin nyt", "hoidettu", "soitin teille"."""

from __future__ import annotations

from hurmaus.understanding.words import Words


def says_done(words: Words) -> bool:
    """Whether the turn tells of a thing done (not of one to be done)."""
    return any(
        word in ("hoidettu", "hoidin", "lahetin", "soitin", "tein", "korjattu") for word in words.plain
    )
