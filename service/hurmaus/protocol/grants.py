"""What the holder of a token may reach. Pure."""

from __future__ import annotations

from typing import Literal

import msgspec

Reach = Literal["yes", "no", "by_queue"]
"""``by_queue``: only if the conversation belongs to one of the granted queues, which the store knows."""


class Grants(msgspec.Struct, frozen=True, kw_only=True):
    """Rights of one connection.

    ``conversations`` None means every conversation there is; ``queues`` adds those of these queues.
    ``expires_at`` is in Unix seconds of the wall clock, None for never.
    """

    conversations: frozenset[str] | None = frozenset()
    queues: frozenset[str] = frozenset()
    expires_at: float | None = None

    def reach(self, conversation_id: str) -> Reach:
        """Say whether this conversation may be read and written."""
        if self.conversations is None or conversation_id in self.conversations:
            return "yes"
        return "by_queue" if self.queues else "no"

    def has_queue(self, queue: str | None) -> bool:
        """Say whether all conversations of this queue may be read and written."""
        return self.conversations is None or queue in self.queues

    def expired(self, now: float) -> bool:
        """Say whether the token has run out at ``now``."""
        return self.expires_at is not None and self.expires_at <= now


EVERYTHING = Grants(conversations=None)
NOTHING = Grants()
