"""The same messages as CloudEvents 1.0 in structured JSON, for platforms that route by envelope. Pure.

Chosen by the WebSocket subprotocol ``cloudevents.json`` (CloudEvents WebSocket binding). ``data`` is the
message exactly as it is sent without it; extensions are ``sequence`` (the offset, zero-padded so that it sorts
as text) and ``expirytime`` (when a hint is stale). What clients send stays as it is.
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

SUBPROTOCOL = "cloudevents.json"

_TYPE = "fi.hurmaus."
_SEQUENCE_DIGITS = 12


class _Expiring(msgspec.Struct):
    expires_at: float


class _Head(msgspec.Struct):
    type: str
    conversation_id: str | None = None
    epoch: str | None = None
    offset: int | None = None
    at: float | None = None
    hint: _Expiring | None = None


class CloudEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One envelope. ``id`` is unique within ``source``: epoch and offset for events, else a running number."""

    specversion: str
    id: str
    source: str
    type: str
    time: str
    subject: str | None = None
    sequence: str | None = None
    expirytime: str | None = None
    datacontenttype: str
    data: msgspec.Raw


_head = msgspec.json.Decoder(_Head).decode
_encode = msgspec.json.Encoder().encode


class Enveloper:
    """Wraps the frames of one connection. ``connection_id`` tells the answers of one connection from another's."""

    def __init__(self, connection_id: str) -> None:
        self._connection_id = connection_id
        self._answers = 0

    def wrap(self, text: str, now: float) -> str:
        """Return ``text``, a message as sent, in its envelope; ``now`` is its time where it has none of its own."""
        head = _head(text)
        event = head.at is not None and head.offset is not None
        return _encode(
            CloudEvent(
                specversion="1.0",
                id=f"{head.epoch}-{head.offset}" if event else self._next_id(),
                source=f"/v1/conversations/{head.conversation_id}" if head.conversation_id else "/v1/ws",
                type=_TYPE + head.type,
                time=_iso(head.at if head.at is not None else now, now),
                subject=head.conversation_id,
                sequence=f"{head.offset:0{_SEQUENCE_DIGITS}d}" if event else None,
                expirytime=_iso(head.hint.expires_at, now) if head.hint is not None else None,
                datacontenttype="application/json",
                data=msgspec.Raw(text.encode()),
            )
        ).decode()

    def _next_id(self) -> str:
        self._answers += 1
        return f"{self._connection_id}-{self._answers}"


def _iso(at: float, now: float) -> str:
    """RFC 3339 in UTC; a clock outside the calendar is told as ``now``."""
    try:
        return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
