"""A contact-centre platform's end of the wire, for tests: plain JSON over one WebSocket."""

from __future__ import annotations

import json
from types import TracebackType
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

Message = dict[str, Any]


class Platform:
    """Use as ``async with Platform(url) as platform``; says hello by itself unless told not to."""

    def __init__(self, url: str, *, resume: list[Message] | None = None, token: str | None = None) -> None:
        self._url = url
        self._hello: Message = {"type": "hello", "resume": resume or []}
        if token is not None:
            self._hello["token"] = token
        self.welcome: Message = {}
        self.socket: ClientConnection

    async def __aenter__(self) -> Platform:
        self.socket = await connect(self._url, compression=None, max_size=None)
        await self.send(self._hello)
        self.welcome = await self.receive()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.socket.close()

    async def send(self, message: Message) -> None:
        await self.socket.send(json.dumps(message, ensure_ascii=False))

    async def receive(self) -> Message:
        message: Message = json.loads(await self.socket.recv())
        return message

    async def until(self, kind: str) -> list[Message]:
        """Receive until a message of this type came; return all, that one last."""
        received = [await self.receive()]
        while received[-1]["type"] != kind:
            received.append(await self.receive())
        return received

    async def ask(self, **message: Any) -> list[Message]:
        """Send one message and receive until its answer; return all, the answer last."""
        await self.send(message)
        received = [await self.receive()]
        while received[-1]["type"] not in ("ack", "error", "draft.checked"):
            received.append(await self.receive())
        return received

    async def flush(self) -> list[Message]:
        """Receive everything that was already on its way."""
        await self.send({"type": "ping", "id": "flush"})
        return (await self.until("pong"))[:-1]
