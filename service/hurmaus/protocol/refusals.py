"""Say what is wrong with a frame: code, member at fault and what was expected there. Pure.

Never the value: msgspec's own error texts can quote what the customer wrote, so they are taken apart here and
only their harmless part goes on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, get_args

import msgspec

from hurmaus.errors import HurmausError, InvalidMessage
from hurmaus.protocol.messages import ErrorMessage, Id, Inbound

_SALVAGE_BYTES = 65_536
"""Frames above this that are not JSON are answered without looking for their ids."""

_TAGS = frozenset(kind.__struct_config__.tag for kind in get_args(Inbound))
_NAMES = frozenset(field.name for kind in get_args(Inbound) for field in msgspec.structs.fields(kind)) | {
    "type",
    "epoch",
    "offset",
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_ID_EXPECTED = "expected letters, digits and . _ : ~ @ -, the first a letter or a digit"
_AT = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<path>[^`]*)`)?$", re.DOTALL)
_MISSING = re.compile(r"^Object missing required field `(\w+)`$")
_FIELD = re.compile(r"^\w+(\[\d+\])?(\.\w+)?$")

decode_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
"""Split a JSON object into its members, each still encoded."""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What a message says of itself, as far as that is valid; it comes back in the error."""

    of: str | None = None
    id: str | None = None
    conversation_id: str | None = None
    utterance_id: str | None = None


class RefusedFrame(InvalidMessage):
    """A frame that is no message. ``origin`` holds what could still be read of it."""

    def __init__(
        self, message: str, *, code: str, field: str | None = None, origin: Origin | None = None
    ) -> None:
        super().__init__(message, code=code, field=field)
        self.origin = origin or Origin()


def binary_frame() -> RefusedFrame:
    """Refuse a binary frame: this protocol speaks text."""
    return RefusedFrame("send JSON in text frames", code="binary_frame")


def origin_of(message: Inbound) -> Origin:
    """Take from a valid message what its answer repeats."""
    return Origin(
        of=message.__struct_config__.tag,  # type: ignore[arg-type]  # every message is tagged by a string
        id=message.id,
        conversation_id=getattr(message, "conversation_id", None),
        utterance_id=getattr(message, "utterance_id", None),
    )


def refusal(error: HurmausError, origin: Origin) -> ErrorMessage:
    """Map any error of ours to the wire; the only place that does."""
    return ErrorMessage(
        code=error.wire_code,
        message=error.message,
        retryable=type(error).retryable,
        field=error.field,
        of=origin.of,
        id=origin.id,
        conversation_id=origin.conversation_id,
        utterance_id=origin.utterance_id,
        retry_after_ms=error.retry_after_ms,
    )


def explain(error: Exception, frame: str | bytes) -> RefusedFrame:
    """Turn what the JSON decoder raised into a refusal."""
    if isinstance(error, RecursionError):
        return RefusedFrame("nested too deeply", code="invalid_json")
    if isinstance(error, UnicodeError):
        return RefusedFrame("not valid UTF-8", code="invalid_text")
    if isinstance(error, msgspec.ValidationError):
        return _refuse_shape(str(error), _origin(frame))
    return _refuse_syntax(frame)


def _refuse_shape(report: str, origin: Origin) -> RefusedFrame:
    """JSON, but not one of our messages: ``report`` is msgspec's, which may quote the value."""
    found = _AT.match(report)
    what, path = (found["what"], found["path"] or "") if found else (report, "")
    if missing := _MISSING.match(what):
        path = f"{path}.{missing[1]}".lstrip(".")
        what = "required"
    field = path if _FIELD.match(path) and set(re.findall(r"[a-z_]+", path)) <= _NAMES else None
    if field == "type" and what.startswith("Invalid value"):
        return RefusedFrame("no such message type", code="unknown_type", field=field, origin=origin)
    if "matching regex" in what:
        what = _ID_EXPECTED  # the only pattern there is; a person cannot read it
    elif what != "required":
        # "Expected `str`, got `int`" speaks of types and limits alone; every other text may hold the value.
        what = what[0].lower() + what[1:] if what.startswith("Expected ") else "not an allowed value"
    return RefusedFrame(what, code="invalid_message", field=field, origin=origin)


def _refuse_syntax(frame: str | bytes) -> RefusedFrame:
    """Not JSON. One thing is worth telling apart: half a surrogate pair, which JSON itself allows."""
    members = _lenient(frame)
    if members is None:
        return RefusedFrame("not valid JSON", code="invalid_json")
    origin = _origin_in(members)
    for name, value in members.items():
        if isinstance(value, str) and _SURROGATE.search(value):
            field = name if name in _NAMES else None
            return RefusedFrame("half a surrogate pair", code="invalid_text", field=field, origin=origin)
    return RefusedFrame("not valid JSON", code="invalid_json", origin=origin)


def _lenient(frame: str | bytes) -> dict[str, Any] | None:
    if len(frame) > _SALVAGE_BYTES:
        return None
    try:
        members = json.loads(frame)
    except (ValueError, RecursionError):
        return None
    return members if isinstance(members, dict) else None


def _origin(frame: str | bytes) -> Origin:
    try:
        return _origin_in(
            {name: text_of(raw) for name, raw in decode_members(frame).items() if name in _NAMES}
        )
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return Origin()


def _origin_in(members: Mapping[str, Any]) -> Origin:
    def valid(name: str) -> str | None:
        try:
            return msgspec.convert(members.get(name), Id)
        except msgspec.ValidationError:
            return None

    of = members.get("type")
    return Origin(
        of=of if isinstance(of, str) and of in _TAGS else None,
        id=valid("id"),
        conversation_id=valid("conversation_id"),
        utterance_id=valid("utterance_id"),
    )


def text_of(raw: msgspec.Raw) -> str | None:
    """Decode one member if it is a valid string."""
    try:
        return msgspec.json.decode(raw, type=str)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
