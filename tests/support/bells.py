"""Somebody who hears the bells of a store and keeps count."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from hurmaus.storage.open import OpenStore
from hurmaus.storage.port import Bell, Doorbells, Topic

from tests.support.running import eventually


class Listening:
    """A :class:`hurmaus.storage.port.BellHandler` that remembers everything."""

    def __init__(self, bells: Doorbells) -> None:
        self.bells = bells
        self.rings: list[Bell] = []
        self.interims: list[bytes] = []
        self.missed_topics: list[tuple[Topic, float | None]] = []
        self.task = asyncio.create_task(bells.run(self))

    def ring(self, bell: Bell) -> None:
        self.rings.append(bell)

    def ring_interim(self, payload: bytes) -> None:
        self.interims.append(payload)

    def missed(self, topics: Sequence[Topic], since: float | None) -> None:
        self.missed_topics += [(topic, since) for topic in topics]

    def doubt(self, conversation_id: str) -> None:
        """Somebody else looks after that."""

    async def rung(self, times: int, within_s: float = 3) -> None:
        """Wait until so many rings were heard."""
        await eventually(lambda: len(self.rings) >= times, within_s)

    async def close(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def listening(opened: OpenStore, *topics: Topic) -> Listening:
    """Listen to topics, and return once they are heard."""
    assert opened.bells is not None
    for topic in topics:
        opened.bells.listen(topic)
    heard = Listening(opened.bells)
    try:
        await eventually(lambda: heard.bells.heard, 3)
    except TimeoutError:
        await heard.close()
        raise
    return heard
