"""A TCP proxy on loopback that can be cut, stalled and slowed: the network between two parts."""

from __future__ import annotations

import asyncio

from tests.support.service import free_port


class Proxy:
    """Forwards to ``target`` until told otherwise."""

    def __init__(self, target: int) -> None:
        self.port = free_port()
        self.delay_s = 0.0
        self._target = target
        self._open: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._refusing = False
        self._serving: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> Proxy:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        return self

    def cut(self) -> None:
        """Reset what is open, and everything new."""
        self._refusing = True
        for writer in tuple(self._open):
            writer.transport.abort()

    def stall(self) -> None:
        """Connections stay open; nothing passes."""
        self._flowing.clear()

    def mend(self) -> None:
        self._refusing = False
        self.delay_s = 0.0
        self._flowing.set()

    async def close(self) -> None:
        self.cut()
        self._flowing.set()
        if self._server is not None:
            self._server.close()
        if self._serving:
            await asyncio.wait(self._serving, timeout=5)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        if self._refusing:
            writer.transport.abort()
            return
        try:
            there_reader, there = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, there}
        both = [
            asyncio.create_task(self._pump(reader, there)),
            asyncio.create_task(self._pump(there_reader, writer)),
        ]
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for side in (writer, there):
            side.transport.abort()
            self._open.discard(side)
        await asyncio.gather(*both, return_exceptions=True)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65_536):
                await self._flowing.wait()
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                writer.write(data)
                await writer.drain()
        except OSError:
            return
