"""A server that plays a script, and the clients that it is played to.

A script (tests/protocol/scripts/*.json) says what the service does, step by step; what the client is asked to do
(``says``: utterances of c1, which it follows from the start); and ``then`` what its user has seen in the end.

Steps: ``hear`` waits for a frame with these members (a hello comes on a new connection); ``welcome``, ``ack`` and
``refuse`` answer what was heard last; ``events`` says events of c1, ``say`` anything; ``close`` and ``cut`` end the connection;
``hush_ms`` fails when anything but a ping arrives within that time.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

SCRIPTS = Path(__file__).parents[1] / "protocol" / "scripts"
_WITHIN_S = 20
_WELCOME = {
    "type": "welcome",
    "protocol": 1,
    "service": "scripted",
    "model": "none",
    "heartbeat_s": 20.0,
    "limits": {"max_text_chars": 1000, "max_message_bytes": 100_000},
    "resumed": [],
}

Message = dict[str, Any]


class ScriptedServer:
    """Use as ``async with ScriptedServer() as server``, then ``await server.play(steps)``."""

    def __init__(self) -> None:
        self.heard: list[Message] = []
        self._frames: asyncio.Queue[tuple[ServerConnection, Message]] = asyncio.Queue()
        self._aside: list[tuple[ServerConnection, Message]] = []
        self._socket: ServerConnection
        self._last: Message = {}
        self._server: Server

    async def __aenter__(self) -> ScriptedServer:
        self._server = await serve(self._listen, "127.0.0.1", 0, close_timeout=0.2)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{next(iter(self._server.sockets)).getsockname()[1]}/v1/ws"

    async def play(self, steps: list[Message]) -> None:
        for number, step in enumerate(steps, 1):
            ((verb, what),) = ((name, value) for name, value in step.items() if name != "with")
            try:
                await getattr(self, f"_{verb}")(what, **step.get("with", {}))
            except TimeoutError:
                seen = [message["type"] for message in self.heard]
                raise AssertionError(f"step {number} {step}: never came; heard {seen}") from None

    async def _listen(self, socket: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            async for frame in socket:
                message: Message = json.loads(frame)
                if message["type"] == "ping":
                    await socket.send(json.dumps({"type": "pong"}))
                    continue
                self.heard.append(message)
                self._frames.put_nowait((socket, message))

    async def _hear(self, wanted: Message) -> None:
        async with asyncio.timeout(_WITHIN_S):
            for one in self._aside:
                if wanted.items() <= one[1].items():
                    self._aside.remove(one)
                    break
            else:
                while not wanted.items() <= (one := await self._frames.get())[1].items():
                    self._aside.append(one)
        self._socket, self._last = one
        if self._last["type"] == "hello":
            self._aside.clear()  # what an earlier connection still had to say

    async def _welcome(self, more: Message) -> None:
        await self._say({**_WELCOME, **more})

    async def _ack(self, more: Message) -> None:
        answer = {name: self._last[name] for name in ("id", "utterance_id") if name in self._last}
        if self._last["type"] == "subscribe":  # from the start, or from a place in this life or another
            answer["recovered"] = self._last.get("epoch", more["epoch"]) == more["epoch"]
        await self._say({"type": "ack", "of": self._last["type"], "conversation_id": "c1", **answer, **more})

    async def _refuse(self, more: Message) -> None:
        answer = {"type": "error", "of": self._last["type"], "message": "no"}
        await self._say({**answer, **({"id": self._last["id"]} if "id" in self._last else {}), **more})

    async def _events(self, offsets: list[int], epoch: str = "e1") -> None:
        for offset in offsets:
            place = {"conversation_id": "c1", "epoch": epoch, "offset": offset, "at": float(offset)}
            await self._say({"type": "alert", **place, "alert": "recovery", "why": "Rauhoittui"})

    async def _close(self, code: int) -> None:
        await self._socket.close(code)

    async def _cut(self, _: bool) -> None:
        await (await self._socket.ping())  # what was said before the cut has arrived
        self._socket.transport.abort()

    async def _hush_ms(self, milliseconds: int) -> None:
        try:
            _, message = await asyncio.wait_for(self._frames.get(), milliseconds / 1000)
        except TimeoutError:
            return
        raise AssertionError(f"nothing was to be said, but {message} was")

    async def _say(self, message: Message) -> None:
        await self._socket.send(json.dumps(message))
