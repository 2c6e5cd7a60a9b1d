"""State to bytes and back. Older schemas are upgraded on the way in; newer ones are refused aloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from hurmaus.conversation.state import SCHEMA_VERSION, ConversationState
from hurmaus.errors import HurmausError

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]

UPGRADES: Mapping[int, Upgrade] = {}
"""From schema version n to n + 1, on the plain form of the state."""


class _Versioned(msgspec.Struct):
    schema_version: int = 0


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(ConversationState)
_version = msgspec.msgpack.Decoder(_Versioned)


class UnreadableStateError(HurmausError):
    """Stored state that this version cannot read: written by a newer one, or damaged."""

    code = "internal"


def encode_state(state: ConversationState) -> bytes:
    """Return the state as MessagePack."""
    return _encoder.encode(state)


def decode_state(data: bytes, upgrades: Mapping[int, Upgrade] = UPGRADES) -> ConversationState:
    """Read what ``encode_state`` of this or an older version wrote.

    Raises:
        UnreadableStateError: damaged bytes, a newer schema, or an older one without an upgrade.

    """
    try:
        version = _version.decode(data).schema_version
        if version == SCHEMA_VERSION:
            return _decoder.decode(data)
        return msgspec.convert(_upgraded(msgspec.msgpack.decode(data), version, upgrades), ConversationState)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        # the cause is left out: its message may quote a value
        raise UnreadableStateError(f"the stored state is damaged ({type(error).__name__})") from None


def _upgraded(plain: dict[str, Any], version: int, upgrades: Mapping[int, Upgrade]) -> dict[str, Any]:
    if version > SCHEMA_VERSION:
        raise UnreadableStateError(
            f"the stored state has schema {version}, this service reads up to {SCHEMA_VERSION}: upgrade it"
        )
    for step in range(version, SCHEMA_VERSION):
        if step not in upgrades:
            raise UnreadableStateError(f"the stored state has schema {step}, for which there is no upgrade")
        plain = {**upgrades[step](plain), "schema_version": step + 1}
    return plain
