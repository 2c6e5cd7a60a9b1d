"""The port to a model that reads what an agent turn does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from hurmaus.vocabulary import Act


class ActReader(Protocol):
    """A model of agent turns. Deterministic, blocking, bounded in time; keeps and logs no text.

    It has no notion of feelings: nothing of it could tell how an agent feels (privacy rule 1).
    """

    def acts(self, text: str, by_phrase: tuple[Act, ...]) -> tuple[Act, ...]:
        """The acts of one masked Finnish agent turn, each once, in the order of the vocabulary.

        ``by_phrase`` is what phrases found in it, which is weighed in.
        """
        ...

    def likeness(self, text: str, example: str) -> float:
        """How alike two masked sentences are in meaning, -1 to 1."""
        ...

    def likenesses(self, text: str, examples: Sequence[str]) -> tuple[float, ...]:
        """The same of one sentence and many; it is read once."""
        ...
