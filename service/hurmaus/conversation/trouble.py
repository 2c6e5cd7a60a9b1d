"""The customer's trouble: which signals tell of it, when a reading alone does, and when it is settled."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from hurmaus.conversation import ledgers
from hurmaus.conversation.feelings import OwnWords
from hurmaus.conversation.state import ConversationState, Problem, SignalSeen
from hurmaus.understanding.facts import Found, Signal
from hurmaus.vocabulary import EmotionReading

PROBLEM_SIGNALS = frozenset(
    {
        "complaint",
        "delay",
        "our_fault",
        "repeat_contact",
        "threatens_to_leave",
        "threatens_to_complain",
        "points_at_our_material",
    }
)
SURELY_NEGATIVE = 0.6
"""Confidence from which a negative reading alone, without words that tell of one, counts as a problem."""
SURELY_NEGATIVE_QUESTION = 0.7
"""The same for an enquiry, which is calm more often than not."""
MAX_WORDS_QUOTED = 80


def problem_after(
    state: ConversationState,
    signals: tuple[Found, ...],
    *,
    felt: bool,
) -> dict[str, Any]:
    turn, before = state.turns, state.problem
    told = any(found.signal in PROBLEM_SIGNALS for found in signals)
    settled = any(found.signal == "solved" for found in signals) or (
        any(found.signal == "lets_go" for found in signals) and not felt
    )
    if settled and not told and before is not None:
        return {"problem": replace(before, settled_turn=turn)}
    if not (told or (felt and not settled)):
        return {}
    if before is None or before.settled_turn is not None:
        return {"problem": Problem(since_turn=turn, last_turn=turn), "agent_turns_since_problem": 0}
    return {"problem": replace(before, last_turn=turn)}


def felt(reading: EmotionReading | None, signals: tuple[Found, ...], own: OwnWords) -> bool:
    if own.denied and not own.said:
        return False
    if reading is None or reading.sentiment != "negative":
        return False
    asks = any(found.signal == "enquiry" for found in signals)
    return reading.confidence >= (SURELY_NEGATIVE_QUESTION if asks else SURELY_NEGATIVE)


def signals_after(
    seen: tuple[SignalSeen, ...], found: tuple[Found, ...], quoted: dict[Signal, str], turn: int
) -> tuple[SignalSeen, ...]:
    known = {one.signal: one for one in seen}
    for one in found:
        words = ledgers.clip(quoted.get(one.signal, one.words), MAX_WORDS_QUOTED)
        before = known.get(one.signal)
        if before is None:
            known[one.signal] = SignalSeen(
                signal=one.signal, first_turn=turn, last_turn=turn, count=1, words=words
            )
        else:
            count = before.count + (before.last_turn != turn)
            known[one.signal] = replace(before, last_turn=turn, count=count, words=words)
    return tuple(known.values())
