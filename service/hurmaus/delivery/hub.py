"""Fan-out inside one process: who listens to what. Publishing never waits for anybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec

from hurmaus.delivery.cursor import Frame
from hurmaus.protocol.messages import InterimReading
from hurmaus.storage.port import Doorbells, StoredEvent, Topic

# Topics are ("conversation", id), ("queue", name), ("everything", ""), ("interims", id), or ("interims", "")
# for those of all conversations.

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
    """Someone who listens. All methods return at once, whatever state the other end is in."""

    def offer(self, publication: Publication) -> None:
        """Take committed events."""
        ...

    def offer_interim(self, key: str, text: str) -> None:
        """Take a passing reading; a later one of the same ``key`` replaces it."""
        ...

    def hear(self, conversation_id: str, epoch: str, offset: int) -> None:
        """Learn that a conversation stands at ``offset``: what is missing up to there is in the store."""
        ...


class _Head(msgspec.Struct):
    epoch: str


_epoch_in = msgspec.json.Decoder(_Head).decode


def epoch_of(event: StoredEvent) -> str:
    """Read from an encoded event to which life of its conversation it belongs."""
    return _epoch_in(event.payload).epoch


class Hub:
    """Subscribers by topic. ``published`` and ``delivered`` count events, for the metrics.

    ``bells`` are told which topics somebody listens to, where other processes commit too.
    """

    def __init__(self, bells: Doorbells | None = None) -> None:
        self._bells = bells
        self._listeners: dict[Topic, set[Subscriber]] = {}
        self.published = 0
        self.delivered = 0

    def join(self, topic: Topic, subscriber: Subscriber) -> None:
        """Let ``subscriber`` hear what is published from now on. Joining twice is joining once."""
        if topic not in self._listeners:
            self._listeners[topic] = set()
            if self._bells is not None:
                self._bells.listen(topic)
        self._listeners[topic].add(subscriber)

    def leave(self, topics: Iterable[Topic], subscriber: Subscriber) -> None:
        """Undo :meth:`join`."""
        for topic in topics:
            listeners = self._listeners.get(topic)
            if listeners is None:
                continue
            listeners.discard(subscriber)
            if not listeners:
                del self._listeners[topic]
                if self._bells is not None:
                    self._bells.leave(topic)

    def publish(self, conversation_id: str, queue_name: str | None, events: Sequence[StoredEvent]) -> None:
        """Pass on events that were committed together, once to each subscriber however it found them."""
        self.published += len(events)
        listeners = self._who_follows(conversation_id, queue_name)
        if not listeners or not events:
            return
        frames = tuple(Frame(event.offset, event.payload.decode()) for event in events)
        publication = Publication(conversation_id, epoch_of(events[0]), frames)
        self.delivered += len(events) * len(listeners)
        for subscriber in listeners:
            subscriber.offer(publication)

    def hear(self, conversation_id: str, queue_name: str | None, epoch: str, offset: int) -> None:
        """Tell those who follow a conversation where it stands; who is behind reads from the store."""
        for subscriber in self._who_follows(conversation_id, queue_name):
            subscriber.hear(conversation_id, epoch, offset)

    def publish_interim(self, reading: InterimReading) -> tuple[str, str]:
        """Pass on a passing reading to those who asked for such; return its key and its text."""
        key = f"{reading.conversation_id} {reading.utterance_id}"
        text = _encode(reading).decode()
        self.pass_interim(reading.conversation_id, key, text)
        return key, text

    def pass_interim(self, conversation_id: str, key: str, text: str) -> None:
        """Pass on a passing reading that is encoded already."""
        for subscriber in self._who_hears([interims(conversation_id), ALL_INTERIMS]):
            subscriber.offer_interim(key, text)

    def _who_follows(self, conversation_id: str, queue_name: str | None) -> tuple[Subscriber, ...]:
        topics = [conversation(conversation_id), EVERYTHING]
        if queue_name is not None:
            topics.append(queue(queue_name))
        return self._who_hears(topics)

    def _who_hears(self, topics: Iterable[Topic]) -> tuple[Subscriber, ...]:
        """A copy: a subscriber that overflows may leave while the others are still being served."""
        found = [listeners for topic in topics if (listeners := self._listeners.get(topic))]
        return tuple(found[0] if len(found) == 1 else set().union(*found)) if found else ()
