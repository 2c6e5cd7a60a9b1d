"""What iterating a client yields beside the events of the wire."""

from __future__ import annotations

from typing import Literal

import msgspec

from hurmaus_client import wire

Loss = Literal["started_over", "gone", "trimmed", "live_only"]

_WHAT_TO_DO: dict[Loss, str] = {
    "started_over": "forget what you know of it; all that there is follows from the first event",
    "gone": "there is no such conversation any more, or the token does not reach it; forget it",
    "trimmed": "events before the next one are no longer stored",
    "live_only": "after a break; what was said meanwhile in conversations that the client had not met is missing",
}


class RecoveryIncomplete(msgspec.Struct, frozen=True, kw_only=True):
    """Something may have been missed, at this place of the iteration: of a conversation, of a queue, or
    (neither given) of all that the token allows."""

    loss: Loss
    conversation_id: str | None = None
    queue: str | None = None

    @property
    def what_to_do(self) -> str:
        """A line for people."""
        return _WHAT_TO_DO[self.loss]


class UnknownEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event of a type, or with values, newer than this client: it keeps its place in the order.

    ``frame`` is the JSON as it came.
    """

    type: str
    conversation_id: str
    epoch: str
    offset: int
    frame: str


Ordered = wire.Event | UnknownEvent
"""Events with a place in the order of their conversation."""

Item = Ordered | wire.InterimReading | RecoveryIncomplete
