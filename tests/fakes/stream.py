"""A conversation's event stream as the assist would write it: commit to a store, then publish to a hub."""

from __future__ import annotations

import json

from hurmaus.delivery.hub import Hub
from hurmaus.storage.port import Commit, ConversationStore, StoredEvent


def event(conversation_id: str, epoch: str, offset: int) -> StoredEvent:
    """Make an event that carries nothing but its place."""
    place = {"type": "mood", "conversation_id": conversation_id, "epoch": epoch, "offset": offset}
    return StoredEvent(offset=offset, payload=json.dumps(place).encode())


def place(text: str) -> tuple[str, int]:
    """Read (epoch, offset) back from a frame."""
    sent = json.loads(text)
    return sent["epoch"], sent["offset"]


class Stream:
    """Writes one conversation."""

    def __init__(
        self, store: ConversationStore, hub: Hub, conversation_id: str = "c", queue: str | None = None
    ) -> None:
        self._store = store
        self._hub = hub
        self._queue = queue
        self._lives = 0
        self.conversation_id = conversation_id
        self.epoch = ""
        self.version = 0
        self.offset = 0

    async def write(self, count: int = 1, *, publish: bool = True) -> None:
        """Commit ``count`` events at once and publish them."""
        if self.version == 0:
            self._lives += 1
            self.epoch = f"{self.conversation_id}-life-{self._lives}"
        events = [
            event(self.conversation_id, self.epoch, n)
            for n in range(self.offset + 1, self.offset + count + 1)
        ]
        await self._store.commit(
            Commit(
                conversation_id=self.conversation_id,
                expected_version=self.version,
                epoch=self.epoch,
                state=b"",
                events=events,
                committed_at=0.0,
                queue=self._queue,
            )
        )
        self.version += 1
        self.offset += count
        if publish:
            self._hub.publish(self.conversation_id, self._queue, events)

    async def erase(self) -> None:
        """End this life; the next write begins another."""
        await self._store.erase(self.conversation_id)
        self.version = self.offset = 0
