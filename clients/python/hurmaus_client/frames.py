"""Frames to messages and back. Pure."""

from __future__ import annotations

import msgspec

from hurmaus_client import wire
from hurmaus_client.items import UnknownEvent

_decode = msgspec.json.Decoder(wire.Outbound).decode
_encode = msgspec.json.Encoder().encode


class BadFrame(ValueError):
    """Not a message at all: something between the service and us is broken."""


class _Typed(msgspec.Struct):
    type: str


class _Place(msgspec.Struct):
    type: str
    conversation_id: str
    epoch: str
    offset: int


_typed = msgspec.json.Decoder(_Typed).decode
_placed = msgspec.json.Decoder(_Place).decode


def encode(message: wire.Inbound) -> str:
    """Turn a message into a text frame."""
    return _encode(message).decode()


def decode(frame: str | bytes) -> wire.Outbound | UnknownEvent | None:
    """Turn a frame into a message; None for one of a type newer than this client that is no event.

    Raises:
        BadFrame: it is no JSON object with a ``type``.

    """
    try:
        message: wire.Outbound = _decode(frame)
    except msgspec.ValidationError:
        return _newer(frame)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise BadFrame("not JSON") from None
    return message


def _newer(frame: str | bytes) -> UnknownEvent | None:
    try:
        place = _placed(frame)
    except msgspec.ValidationError:
        _check_typed(frame)
        return None
    text = frame if isinstance(frame, str) else frame.decode()
    return UnknownEvent(
        type=place.type,
        conversation_id=place.conversation_id,
        epoch=place.epoch,
        offset=place.offset,
        frame=text,
    )


def _check_typed(frame: str | bytes) -> None:
    try:
        _typed(frame)
    except msgspec.ValidationError:
        raise BadFrame("no message type") from None
