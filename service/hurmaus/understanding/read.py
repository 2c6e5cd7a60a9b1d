"""One utterance in, its facts out."""

from __future__ import annotations

from hurmaus.privacy.masking import Masked
from hurmaus.understanding.facts import Facts
from hurmaus.vocabulary import Role


def read(masked: Masked, role: Role, at: float) -> Facts:
    """Read the facts of one utterance said at ``at`` (Unix seconds on the conversation's clock)."""
    raise NotImplementedError
