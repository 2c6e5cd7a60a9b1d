"""What a conversation leads to: what was agreed, and which causes of ours came up. Bounded, masked, short."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from hurmaus.conversation.cues import Cue
from hurmaus.conversation.ledgers import clip
from hurmaus.conversation.state import ConversationState
from hurmaus.understanding.facts import Facts, Found
from hurmaus.vocabulary import Improvement

MOST_AGREED = 8
MOST_IMPROVEMENTS = 6


def from_agent(state: ConversationState, facts: Facts, cues: tuple[Cue, ...]) -> dict[str, Any]:
    """Return what an agent turn changes: steps stated are agreed, those proposed wait for the customer."""
    improvements = state.improvements
    if "improvement_noted" in cues:
        improvements = tuple(Improvement(text=one.text, noted=True) for one in improvements)
    return {
        "agreed": _joined(state.agreed, facts.stated),
        "proposed": _joined((), facts.proposed),
        "improvements": improvements,
    }


def from_customer(
    state: ConversationState, text: str, signals: Iterable[Found], cues: tuple[Cue, ...]
) -> dict[str, Any]:
    """Return what a customer turn changes: a yes makes what was proposed agreed; a cause of ours is noted."""
    causes = [
        _sentence(text, found.words)
        for found in signals
        if found.signal == "points_at_our_material" and found.words
    ]
    known = {one.text for one in state.improvements}
    new = (Improvement(text=clip(cause), noted=False) for cause in causes)
    return {
        "agreed": _joined(state.agreed, state.proposed) if "agrees" in cues else state.agreed,
        "proposed": (),
        "improvements": (*state.improvements, *(one for one in new if one.text not in known))[
            -MOST_IMPROVEMENTS:
        ],
    }


def _sentence(text: str, words: str) -> str:
    """The sentence of ``text`` that holds ``words``."""
    return next((one for one in re.split(r"(?<=[.!?])\s+", text) if words in one), words)


def _joined(before: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *map(clip, more))))[-MOST_AGREED:]
