"""The moments a team lead may want to know of: a conversation escalates, or recovers. Of the conversation only."""

from __future__ import annotations

from typing import Literal

import msgspec

from hurmaus.conversation.state import ConversationState

ESCALATED_AT = -0.45
"""Rolling valence at or below which a conversation has escalated."""

RECOVERED_AT = 0.15
"""Rolling valence at or above which a conversation that had escalated has recovered."""

_ALARMING: dict[str, str] = {
    "threatens_to_leave": "Asiakas harkitsee lähtevänsä",
    "threatens_to_complain": "Asiakas aikoo valittaa",
    "asks_human": "Asiakas pyytää ihmistä tai esihenkilöä",
}


class TurningPoint(msgspec.Struct, frozen=True, kw_only=True):
    """What turned, and why in one Finnish line."""

    alert: Literal["escalation", "recovery"]
    why: str


def turning_point(before: ConversationState, after: ConversationState) -> TurningPoint | None:
    """Return the turning point between two states, or None; each is told once, when it is crossed."""
    for signal, why in _ALARMING.items():
        if after.seen(signal) is not None and before.seen(signal) is None:
            return TurningPoint(alert="escalation", why=why)
    if after.mood is None or before.mood is None or after.mood == before.mood:
        return None  # a first message has nothing to fall from, however it reads
    was, now = before.mood.rolling, after.mood.rolling
    if now <= ESCALATED_AT < was:
        return TurningPoint(alert="escalation", why="Asiakkaan mieliala on laskenut selvästi")
    lowest = before.mood_lowest
    if lowest is not None and lowest <= ESCALATED_AT and was < RECOVERED_AT <= now:
        return TurningPoint(alert="recovery", why="Keskustelu on kääntynyt parempaan")
    return None
