"""How large what is committed may be, the same for every engine. Pure."""

from __future__ import annotations

import msgspec

from hurmaus.errors import InvalidMessage
from hurmaus.storage.port import Commit


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """``event_bytes`` bounds one encoded event, ``state_bytes`` the encoded state."""

    event_bytes: int = 1_048_576
    state_bytes: int = 4_194_304


DEFAULT_LIMITS = Limits()


def check_limits(commit: Commit, limits: Limits) -> None:
    """Refuse what is too large, before anything is written.

    Raises:
        InvalidMessage: an event or the state exceeds its limit.

    """
    largest = max((len(event.payload) for event in commit.events), default=0)
    if largest > limits.event_bytes:
        raise InvalidMessage(
            f"this would make an event longer than {limits.event_bytes} bytes", code="too_large"
        )
    if len(commit.state) > limits.state_bytes:
        raise InvalidMessage(
            "the conversation has grown too large; end it and start another", code="too_large"
        )
