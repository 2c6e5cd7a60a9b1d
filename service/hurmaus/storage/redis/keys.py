"""Names of keys and channels. Pure.

Every conversation belongs to one of :data:`PARTITIONS` parts by a hash of its id; the part is the hash tag of
all its keys, so they lie in one slot of a Redis Cluster, beside the part's two indexes (when to wake, when last
committed). That is what lets one function call write them all.
"""

from __future__ import annotations

from zlib import crc32

from hurmaus.storage.port import Topic

PARTITIONS = 256
"""Fixed for ever: another number would look for conversations where they are not."""


class Keys:
    """Names under one ``prefix`` (which holds no braces), so that several services may share a Redis."""

    def __init__(self, prefix: str) -> None:
        self._parts = [f"{prefix}:{{{n}}}:" for n in range(PARTITIONS)]

    def part(self, conversation_id: str) -> str:
        """Return the beginning of all names that belong to the conversation's part."""
        return self._parts[crc32(conversation_id.encode()) % PARTITIONS]

    def parts(self) -> list[str]:
        """Return the beginnings of all parts."""
        return self._parts

    def conversation(self, conversation_id: str) -> str:
        """Hash: version, epoch, offset, state, queue and times."""
        return f"{self.part(conversation_id)}c:{conversation_id}"

    def stream(self, conversation_id: str) -> str:
        """Stream: the events, with ids ``<offset>-0``."""
        return f"{self.part(conversation_id)}e:{conversation_id}"

    def receipts(self, conversation_id: str) -> str:
        """Hash: what was answered, by receipt key."""
        return f"{self.part(conversation_id)}r:{conversation_id}"

    def phrases(self, queue: str) -> str:
        """Hash: how often each phrase was used ("u:<id>") and waved away ("d:<id>") in a queue."""
        return f"{self.part(queue)}p:{queue}"

    def channels(self, topic: Topic) -> list[str]:
        """Return the channels on which a topic rings: one, or one in each part."""
        kind, subject = topic
        name = f"b:{kind}:{subject}"
        if kind in ("conversation", "interims") and subject:
            return [self.part(subject) + name]
        return [part + name for part in self._parts]

    def rung_by(self, conversation_id: str, queue: str | None) -> list[str]:
        """Return the channels that a commit rings, all in the conversation's slot."""
        part = self.part(conversation_id)
        named = [f"{part}b:conversation:{conversation_id}", f"{part}b:everything:"]
        return named if queue is None else [*named, f"{part}b:queue:{queue}"]

    def interims_of(self, conversation_id: str) -> list[str]:
        """Return the channels that carry the passing readings of a conversation."""
        part = self.part(conversation_id)
        return [f"{part}b:interims:{conversation_id}", f"{part}b:interims:"]


def wake_index(part: str) -> str:
    """Sorted set: conversations by the time to wake them."""
    return part + "wake"


def age_index(part: str) -> str:
    """Sorted set: conversations by the time of their last commit."""
    return part + "age"
