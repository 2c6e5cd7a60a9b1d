"""Doorbells between processes that are objects in one test: what rings may be lost, doubled or cut off."""

from __future__ import annotations

import asyncio

from hurmaus.storage.port import Bell, BellHandler, Topic


class Belfry:
    """Connects :class:`FakeBells`. ``lose`` and ``double`` say how many of the next rings to lose or repeat."""

    def __init__(self) -> None:
        self.bells: list[FakeBells] = []
        self.committed: list[Bell] = []
        self.lose = 0
        self.double = 0

    def ring(self, bell: Bell) -> None:
        self.committed.append(bell)
        if self.lose:
            self.lose -= 1
            return
        times = 2 if self.double else 1
        self.double -= self.double > 0
        for one in self.bells:
            for _ in range(times):
                one.hear(bell)


class FakeBells:
    """:class:`hurmaus.storage.port.Doorbells` of one process."""

    def __init__(self, belfry: Belfry, origin: str) -> None:
        self.origin = origin
        self.heard = False
        self.interims: list[bytes] = []
        self._belfry = belfry
        self.topics: set[Topic] = set()
        self._handler: BellHandler | None = None
        belfry.bells.append(self)

    def listen(self, topic: Topic) -> None:
        self.topics.add(topic)
        if self._handler is not None and self.heard:
            self._handler.missed([topic], None)

    def leave(self, topic: Topic) -> None:
        self.topics.discard(topic)

    def send_interim(self, conversation_id: str, payload: bytes) -> None:
        for other in self._belfry.bells:
            if other._handler is not None and other.heard:
                other._handler.ring_interim(payload)

    async def changed_since(self, moment: float) -> list[tuple[str, str | None]]:
        return [(bell.conversation_id, bell.queue) for bell in self._belfry.committed]

    async def run(self, handler: BellHandler) -> None:
        self._handler = handler
        self.mend()
        await asyncio.Event().wait()

    def hear(self, bell: Bell) -> None:
        wanted = {("conversation", bell.conversation_id), ("queue", bell.queue or ""), ("everything", "")}
        if self._handler is not None and self.heard and self.topics & wanted:
            self._handler.ring(bell)

    def cut(self) -> None:
        """The connection breaks."""
        self.heard = False

    def mend(self) -> None:
        """The connection is made again."""
        self.heard = True
        if self._handler is not None:
            self._handler.missed(sorted(self.topics), 0.0)
