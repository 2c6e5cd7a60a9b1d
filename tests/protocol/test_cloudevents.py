"""The same events as CloudEvents: an envelope around the very message."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import msgspec
import pytest
from hurmaus.protocol import messages as wire
from hurmaus.protocol.cloudevents import Enveloper

NOW = 1_772_434_800.0
REQUIRED = {"specversion", "id", "source", "type"}


def wrapped(message: Any, enveloper: Enveloper | None = None) -> dict[str, Any]:
    text = msgspec.json.encode(message).decode()
    envelope: dict[str, Any] = json.loads((enveloper or Enveloper("x")).wrap(text, NOW))
    assert envelope["data"] == json.loads(text), "the message itself is untouched"
    assert set(envelope) >= REQUIRED
    assert envelope["specversion"] == "1.0"
    assert all(name.isalnum() and name == name.lower() for name in envelope), (
        "attribute names as the standard asks"
    )
    assert datetime.fromisoformat(envelope["time"]).tzinfo is not None
    return envelope


def closed(offset: int, at: float = NOW) -> wire.HintClosed:
    return wire.HintClosed(
        conversation_id="c1", epoch="e1", offset=offset, at=at, hint_id="h1", kind="thank", reason="done"
    )


def test_an_event_is_named_by_epoch_and_offset_and_sorts_by_sequence() -> None:
    one, other = wrapped(closed(9)), wrapped(closed(10))
    assert one["id"] == "e1-9"
    assert one["source"] == "/v1/conversations/c1"
    assert one["subject"] == "c1"
    assert one["type"] == "fi.hurmaus.hint.closed"
    assert one["sequence"] < other["sequence"]


def test_the_same_event_has_the_same_id_on_every_connection() -> None:
    assert wrapped(closed(3), Enveloper("a"))["id"] == wrapped(closed(3), Enveloper("b"))["id"]


def test_a_hint_says_when_it_is_stale() -> None:
    hint = {
        "type": "hint",
        "conversation_id": "c1",
        "epoch": "e",
        "offset": 1,
        "at": NOW,
        "hint": {"expires_at": NOW + 60},
    }
    assert wrapped(hint)["expirytime"] == "2026-03-02T07:01:00.000Z"


def test_answers_are_no_events_and_have_ids_of_their_own() -> None:
    enveloper = Enveloper("x")
    ack = wire.Ack(of="utterance", conversation_id="c1", epoch="e1", offset=9)
    ids = [wrapped(message, enveloper)["id"] for message in (wire.Pong(), wire.Pong(), ack)]
    assert len(set(ids)) == 3
    assert "sequence" not in wrapped(ack)


@pytest.mark.parametrize("at", [1e300, -1e300, 253402300800.0])
def test_a_clock_outside_the_calendar_is_told_as_now(at: float) -> None:
    assert wrapped(closed(1, at))["time"] == wrapped(wire.Pong())["time"]
