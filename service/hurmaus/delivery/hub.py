"""Fan-out inside one process: who listens to what. Publishing never waits for anybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec

from hurmaus.delivery.cursor import Frame
from hurmaus.protocol.messages import InterimReading
from hurmaus.storage.port import StoredEvent

Topic = tuple[str, str]
"""A kind of subscription and its subject: ("conversation", id), ("queue", name), ("everything", ""),
("interims", id) or ("interims", "") for those of all conversations."""

EVERYTHING: Topic = ("everything", "")
ALL_INTERIMS: Topic = ("interims", "")

_encode = msgspec.json.Encoder().encode


def conversation(conversation_id: str) -> Topic:
    """Ordered events of one conversation."""
    return ("conversation", conversation_id)


def queue(name: str) -> Topic:
    """Ordered events of every conversation in a queue."""
    return ("queue", name)


def interims(conversation_id: str) -> Topic:
    """Passing readings of unfinished text in one conversation."""
    return ("interims", conversation_id)


class Publication(msgspec.Struct, frozen=True):
    """Consecutive events of one conversation, just committed."""

    conversation_id: str
    epoch: str
    frames: tuple[Frame, ...]


class Subscriber(Protocol):
    """Someone who listens. Both methods return at once, whatever state the other end is in."""

    def offer(self, publication: Publication) -> None:
        """Take committed events."""
        ...

    def offer_interim(self, key: str, text: str) -> None:
        """Take a passing reading; a later one of the same ``key`` replaces it."""
        ...


class _Head(msgspec.Struct):
    epoch: str


_epoch_in = msgspec.json.Decoder(_Head).decode


def epoch_of(event: StoredEvent) -> str:
    """Read from an encoded event to which life of its conversation it belongs."""
    return _epoch_in(event.payload).epoch


class Hub:
    """Subscribers by topic. ``published`` and ``delivered`` count events, for the metrics."""

    def __init__(self) -> None:
        self._listeners: dict[Topic, set[Subscriber]] = {}
        self.published = 0
        self.delivered = 0

    def join(self, topic: Topic, subscriber: Subscriber) -> None:
        """Let ``subscriber`` hear what is published from now on. Joining twice is joining once."""
        self._listeners.setdefault(topic, set()).add(subscriber)

    def leave(self, topics: Iterable[Topic], subscriber: Subscriber) -> None:
        """Undo :meth:`join`."""
        for topic in topics:
            listeners = self._listeners.get(topic, set())
            listeners.discard(subscriber)
            if not listeners:
                self._listeners.pop(topic, None)

    def publish(self, conversation_id: str, queue_name: str | None, events: Sequence[StoredEvent]) -> None:
        """Pass on events that were committed together, once to each subscriber however it found them."""
        self.published += len(events)
        topics = [conversation(conversation_id), EVERYTHING]
        if queue_name is not None:
            topics.append(queue(queue_name))
        listeners = self._who_hears(topics)
        if not listeners or not events:
            return
        frames = tuple(Frame(event.offset, event.payload.decode()) for event in events)
        publication = Publication(conversation_id, epoch_of(events[0]), frames)
        self.delivered += len(events) * len(listeners)
        for subscriber in listeners:
            subscriber.offer(publication)

    def publish_interim(self, reading: InterimReading) -> None:
        """Pass on a passing reading to those who asked for such."""
        listeners = self._who_hears([interims(reading.conversation_id), ALL_INTERIMS])
        if not listeners:
            return
        key = f"{reading.conversation_id} {reading.utterance_id}"
        text = _encode(reading).decode()
        for subscriber in listeners:
            subscriber.offer_interim(key, text)

    def _who_hears(self, topics: Iterable[Topic]) -> tuple[Subscriber, ...]:
        """A copy: a subscriber that overflows may leave while the others are still being served."""
        found = [listeners for topic in topics if (listeners := self._listeners.get(topic))]
        return tuple(found[0] if len(found) == 1 else set().union(*found)) if found else ()
