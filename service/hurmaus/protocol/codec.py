"""Frames to messages and back. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import msgspec

from hurmaus.protocol.messages import DraftCheck, Inbound, Outbound, Utterance
from hurmaus.protocol.refusals import Origin, RefusedFrame, decode_members, explain, origin_of, text_of

MAX_TEXT_CHARS = 32_768
"""Longest text of one utterance, unless the settings say otherwise."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no text may hold: control characters other than tab and line ends, and half a surrogate pair."""

_UNSEEN = frozenset({"Cc", "Cf", "Me", "Mn", "Zl", "Zp", "Zs"})
"""Unicode categories that leave the screen empty when nothing else is there: spaces, joiners, lone accents."""

_decode = msgspec.json.Decoder(Inbound).decode
_encode = msgspec.json.Encoder().encode


def decode(frame: str | bytes, *, max_text_chars: int = MAX_TEXT_CHARS) -> Inbound:
    """Turn one frame into a message.

    Raises:
        RefusedFrame: ``invalid_json``, ``invalid_message``, ``unknown_type``, ``invalid_text``,
            ``too_large``.

    """
    try:
        message: Inbound = _decode(frame)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        refused = explain(error, frame)
    else:
        if isinstance(message, Utterance | DraftCheck):
            _check_text(message, max_text_chars)
        return message
    raise refused  # outside the handler, so that no traceback carries the frame along


def decode_body(
    body: bytes, *, of: str, path: Mapping[str, str], max_text_chars: int = MAX_TEXT_CHARS
) -> Inbound:
    """Turn an HTTP body into the same message; ``of`` and ``path`` are the members that the URL gives.

    Raises:
        RefusedFrame: as for :func:`decode`, and ``invalid_message`` where the body contradicts the URL.

    """
    members = _members(body or b"{}")
    for name, value in {"type": of, **path}.items():
        if name in members and text_of(members[name]) != value:
            problem = "differs from the URL"
            raise RefusedFrame(problem, code="invalid_message", field=name, origin=Origin(of=of))
    said_by_url = {name: msgspec.Raw(_encode(value)) for name, value in {"type": of, **path}.items()}
    return decode(_encode(members | said_by_url), max_text_chars=max_text_chars)


def encode(message: Outbound) -> bytes:
    """Turn a message into the bytes of a text frame."""
    return _encode(message)


def _members(body: bytes) -> dict[str, msgspec.Raw]:
    try:
        return decode_members(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        refused = explain(error, body)
    raise refused


def _check_text(said: Utterance | DraftCheck, max_text_chars: int) -> None:
    if len(said.text) > max_text_chars:
        problem, code = f"longer than {max_text_chars} characters", "too_large"
    elif CONTROL.search(said.text):
        problem, code = "control characters other than tab and line ends", "invalid_text"
    elif isinstance(said, Utterance) and said.final and not _has_words(said.text):
        problem, code = "a final utterance needs words", "invalid_text"
    else:
        return
    raise RefusedFrame(problem, code=code, field="text", origin=origin_of(said))


def _has_words(text: str) -> bool:
    """Whether a reader would see anything; stops at the first character that is seen."""
    return any(unicodedata.category(char) not in _UNSEEN for char in text)
