"""What the session wants done. The shell does it, in this order."""

from __future__ import annotations

import msgspec

from hurmaus_client import wire


class Connect(msgspec.Struct, frozen=True):
    """Open a socket."""


class Transmit(msgspec.Struct, frozen=True):
    """Send this text frame on the socket."""

    frame: str


class Disconnect(msgspec.Struct, frozen=True):
    """Close the socket; whatever it still says is not to be told."""

    code: int


class Settle(msgspec.Struct, frozen=True):
    """Give ``answer`` to who waits under ``key``."""

    key: int
    answer: wire.Ack | wire.DraftChecked | wire.ErrorMessage


class Abandon(msgspec.Struct, frozen=True):
    """Nobody will answer who waits under ``key``."""

    key: int


class Greeted(msgspec.Struct, frozen=True):
    """The service welcomed us."""

    welcome: wire.Welcome


class Stop(msgspec.Struct, frozen=True):
    """It is over until something is changed by hand: what refused us, the close code, or the HTTP status of the
    handshake; none of them: we closed."""

    refusal: wire.ErrorMessage | None = None
    code: int | None = None
    status: int | None = None


Decision = Connect | Transmit | Disconnect | Settle | Abandon | Greeted | Stop
