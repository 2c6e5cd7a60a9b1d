"""The service as far as a client can tell, without sockets: what is durable, and one connection at a time.

Frames wait in ``inbound`` and ``outbound`` until a test lets them through, so that a break can fall anywhere.
"""

from __future__ import annotations

import json
from collections import deque
from typing import Any

Message = dict[str, Any]


class SimulatedService:
    """Keeps conversations across connections, as the real one across restarts."""

    def __init__(self) -> None:
        self.epochs: dict[str, str] = {}
        self.events: dict[str, list[Message]] = {}
        self.order: dict[str, list[str]] = {}
        self.refuse_next = 0
        self.inbound: deque[str] = deque()
        self.outbound: deque[str] = deque()
        self._acks: dict[tuple[str, str], Message] = {}
        self._lives = 0
        self._follows: set[str] = set()
        self._everything = False

    def disconnect(self) -> None:
        """Both directions are lost; what was committed is not."""
        self.inbound.clear()
        self.outbound.clear()
        self._follows.clear()
        self._everything = False

    def begin(self, conversation_id: str) -> None:
        """Start a conversation, or erase it and start it again: another life."""
        self._lives += 1
        self.epochs[conversation_id] = f"life{self._lives}"
        self.events[conversation_id] = []
        self.happen(conversation_id)

    def happen(self, conversation_id: str) -> None:
        """Something that another client caused."""
        events = self.events[conversation_id]
        event = self._stamp(conversation_id, len(events) + 1)
        events.append(event)
        if conversation_id in self._follows or self._everything:
            self._say(event)

    def serve(self) -> None:
        """Take the oldest frame of the client."""
        message: Message = json.loads(self.inbound.popleft())
        {"hello": self._hello, "subscribe": self._subscribe, "utterance": self._utterance}.get(
            message["type"], self._pong
        )(message)

    def _hello(self, hello: Message) -> None:
        points = hello.get("resume", [])
        answers = [self._joined(point) for point in points]
        self._say(
            {
                "type": "welcome",
                "protocol": 1,
                "service": "simulated",
                "model": "none",
                "heartbeat_s": 20.0,
                "limits": {"max_text_chars": 100, "max_message_bytes": 10_000},
                "resumed": answers,
            }
        )
        for point, answer in zip(points, answers, strict=True):
            self._replay(point["conversation_id"], point["offset"] if answer["recovered"] else 0)

    def _subscribe(self, wanted: Message) -> None:
        ack = {"type": "ack", "of": "subscribe", "id": wanted["id"]}
        conversation_id = wanted.get("conversation_id")
        if conversation_id is None:
            self._everything = True
            self._say(ack)
            return
        point = {"epoch": wanted.get("epoch"), "offset": wanted.get("offset", 0)}
        answer = self._joined({"conversation_id": conversation_id, **point})
        if point["epoch"] is None:
            answer["recovered"] = True
            point["offset"] = 0 if wanted.get("from_start") else answer["offset"]
        self._say({**ack, **answer})
        self._replay(conversation_id, point["offset"] if answer["recovered"] else 0)

    def _utterance(self, said: Message) -> None:
        conversation_id, utterance_id = said["conversation_id"], said["utterance_id"]
        key = (conversation_id, utterance_id)
        answer = {"of": "utterance", "id": said["id"], "conversation_id": conversation_id}
        if self.refuse_next:
            self.refuse_next -= 1
            refusal = {"code": "overloaded", "message": "busy", "retryable": True, "retry_after_ms": 400}
            self._say({"type": "error", **answer, **refusal})
            return
        if key not in self._acks:
            self.order.setdefault(conversation_id, []).append(utterance_id)
            self.happen(conversation_id)
            place = {"epoch": self.epochs[conversation_id], "offset": len(self.events[conversation_id])}
            self._acks[key] = {"utterance_id": utterance_id, "final": True, **place}
        self._say({"type": "ack", **answer, **self._acks[key]})

    def _pong(self, ping: Message) -> None:
        self._say({"type": "pong"})

    def _joined(self, point: Message) -> Message:
        conversation_id = point["conversation_id"]
        stands_at = len(self.events[conversation_id])
        same = point["epoch"] == self.epochs[conversation_id] and point["offset"] <= stands_at
        place = {"epoch": self.epochs[conversation_id], "offset": stands_at}
        return {"conversation_id": conversation_id, **place, "recovered": same}

    def _replay(self, conversation_id: str, after: int) -> None:
        self._follows.add(conversation_id)
        for event in self.events[conversation_id][after:]:
            self._say(event)

    def _stamp(self, conversation_id: str, offset: int) -> Message:
        place = {"conversation_id": conversation_id, "epoch": self.epochs[conversation_id], "offset": offset}
        return {"type": "alert", **place, "at": 0.0, "alert": "recovery", "why": "Rauhoittui"}

    def _say(self, message: Message) -> None:
        self.outbound.append(json.dumps(message))
