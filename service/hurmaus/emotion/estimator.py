"""The port to an emotion model, and the only door to it."""

from __future__ import annotations

from typing import Protocol

from hurmaus.errors import AgentTextRefused
from hurmaus.privacy.masking import Masked
from hurmaus.vocabulary import FINNISH, EmotionReading, Role


class EmotionEstimator(Protocol):
    """Anything that reads feeling in one Finnish text.

    ``read`` is deterministic, blocking and bounded in time whatever the length of the text (milliseconds);
    it never logs or keeps the text.
    """

    @property
    def version(self) -> str:
        """Name and version of the model, as shown in every hint's evidence."""
        ...

    def read(self, text: str) -> EmotionReading:
        """Read one masked, non-empty text."""
        ...


def read_customer(
    estimator: EmotionEstimator, role: Role, language: str, masked: Masked
) -> EmotionReading | None:
    """Let customer text, and customer text alone, through to the model (privacy rules 1 and 5).

    Returns None where the service abstains: the text is not Finnish, or there is none.

    Raises:
        AgentTextRefused: ``role`` is not ``customer``.

    """
    if role != "customer":
        raise AgentTextRefused("only customer text may reach the emotion model")
    if language not in FINNISH or not masked.text.strip():
        return None
    return estimator.read(masked.text)
