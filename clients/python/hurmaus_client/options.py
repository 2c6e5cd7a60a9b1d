"""What a user may tune; the defaults suit one platform process with thousands of conversations."""

from __future__ import annotations

import msgspec


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """Times in seconds; every store of the client has a bound here."""

    heartbeat_s: float = 5.0
    """Silence after which the service is pinged; after as much again the connection is given up."""

    patience_s: float = 10.0
    """How long a socket may take to open, and the service to welcome us."""

    first_wait_s: float = 0.3
    longest_wait_s: float = 15.0
    """Reconnecting waits anywhere between nothing and a ceiling that doubles from the first to the longest."""

    open_within_s: float = 30.0
    """How long entering ``async with`` waits for the first welcome."""

    close_within_s: float = 5.0
    """How long leaving ``async with`` waits for what was sent and not yet acked."""

    max_waiting: int = 1_000
    """Requests waiting for their ack; who sends more waits for room."""

    max_events: int = 1_000
    """Events waiting to be iterated. Beyond it they stay in the service and are fetched when there is room."""

    max_interims: int = 256
    """Utterances with an interim under way; beyond it interims are dropped."""

    max_followed: int = 5_000
    """Conversations that are resumed after a break; of those met through a queue the longest silent go first."""
