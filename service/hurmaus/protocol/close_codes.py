"""Why a WebSocket was closed, and what the client does next.

4000-4499 mean "reconnect with back-off and resume from your last (epoch, offset)"; 4500-4999 mean "stop until
something is changed by hand", as do the standard codes for broken frames. Anything else that a network may
bring (1006 and its like) is treated as an accident: reconnect and resume.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

Advice = Literal["resume", "stop"]


class CloseCode(IntEnum):
    """Every code with which this service closes a connection."""

    NORMAL = 1000
    """The client said goodbye."""

    INVALID_UTF8 = 1007
    """A text frame was not UTF-8; RFC 6455 leaves no other answer."""

    TOO_BIG = 1009
    """A frame exceeded ``max_message_bytes``; a text that is merely long gets an ``error`` instead."""

    SILENT = 1011
    """No sign of life for two and a half heartbeats, or the server failed."""

    RESTARTING = 1012
    """The server shuts down or restarts; another one, or the next, continues."""

    SLOW_READER = 4000
    """The outbox overflowed: events were committed faster than this client read them."""

    HELLO_TIMEOUT = 4500
    """No valid ``hello`` came in time."""

    TOKEN_EXPIRED = 4501
    """The token ran out; come back with a new one."""


_STOP = frozenset({CloseCode.NORMAL, CloseCode.INVALID_UTF8, CloseCode.TOO_BIG})

REASONS: dict[CloseCode, str] = {
    CloseCode.NORMAL: "goodbye",
    CloseCode.INVALID_UTF8: "text frame is not UTF-8",
    CloseCode.TOO_BIG: "frame too big",
    CloseCode.SILENT: "no sign of life",
    CloseCode.RESTARTING: "restarting: reconnect and resume",
    CloseCode.SLOW_READER: "slow reader: reconnect and resume",
    CloseCode.HELLO_TIMEOUT: "no hello in time",
    CloseCode.TOKEN_EXPIRED: "token expired: connect with a new token",
}
"""The reason phrase sent beside each code (at most 123 bytes, RFC 6455)."""


def advice(code: int) -> Advice:
    """Say whether a client that was closed with ``code`` should come back by itself."""
    return "stop" if code in _STOP or 4500 <= code <= 4999 else "resume"
