"""What waits to be written to one socket. Putting never waits; only the socket's own writer does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from hurmaus.delivery.backlog import Backlog


class Outbox:
    """A bounded backlog with one writer.

    On overflow the backlog is dropped and ``on_overflow`` called, once: the connection is then to be closed
    with the code that says "reconnect and resume", for what was dropped is in the store.
    """

    def __init__(self, *, most_frames: int, most_chars: int, on_overflow: Callable[[], None]) -> None:
        self._backlog = Backlog(most_frames=most_frames, most_chars=most_chars)
        self._on_overflow = on_overflow
        self._filled = asyncio.Event()
        self._roomy = asyncio.Event()
        self._roomy.set()
        self._idle = asyncio.Event()
        self._idle.set()
        self.overflowed = False

    def put(self, text: str) -> None:
        """Queue one frame. After an overflow nothing is queued any more."""
        if self.overflowed:
            return
        if not self._backlog.put(text):
            self.overflowed = True
            self._backlog.clear()
            self._roomy.set()  # nobody waits for an outbox that is given up
            self._idle.set()
            self._on_overflow()
            return
        self._after_change()

    def put_interim(self, key: str, text: str) -> None:
        """Queue a frame that may be replaced or dropped."""
        if not self.overflowed:
            self._backlog.put_interim(key, text)
            self._after_change()

    async def room(self) -> None:
        """Wait until at least half of the outbox is free; for senders that can be slowed down."""
        if not self._roomy.is_set():
            await self._roomy.wait()

    async def flushed(self) -> None:
        """Wait until everything queued so far has been handed to the socket."""
        await self._idle.wait()

    async def write_to(self, send: Callable[[str], Awaitable[None]]) -> None:
        """Write frames as they come, in order, for ever; the one writer of this outbox."""
        while True:
            await self._filled.wait()
            self._filled.clear()
            while (text := self._backlog.take()) is not None:
                if self._backlog.roomy:
                    self._roomy.set()
                await send(text)
            self._idle.set()

    def _after_change(self) -> None:
        if len(self._backlog):
            self._idle.clear()
            self._filled.set()
        if not self._backlog.roomy:
            self._roomy.clear()
