"""A tiny stand-in for the service that speaks the wire by a script: for tests of the sidebar alone.

It keeps what it has said across :meth:`ScriptedService.stop` and :meth:`ScriptedService.start`, like the real
one across a restart, and can repeat or swallow events to see how a client takes it.
"""

from __future__ import annotations

import asyncio
import threading
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec
from hurmaus.protocol import messages as wire
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from tests.fakes.scripted_replies import Replies, checked

STATIC = Path(__file__).parents[2] / "service" / "hurmaus" / "static"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".css": "text/css",
    ".txt": "text/plain; charset=utf-8",
}

_decode = msgspec.json.Decoder(wire.Inbound).decode
_encode = msgspec.json.Encoder().encode


class ScriptedService:
    """Serves the demo page at ``/`` and the wire at ``/v1/ws`` on a thread of its own, loopback only."""

    def __init__(self, script: Replies | None = None) -> None:
        self.script = script or Replies()
        self.port = 0
        self.heard: list[Any] = []
        self.said: dict[str, list[bytes]] = {}
        self.epoch = "e1"
        self.swallow_next = False
        self.repeat_all = False
        self._sockets: dict[ServerConnection, set[str]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> ScriptedService:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)
        self._sockets.clear()

    def tell(self, conversation_id: str, *events: msgspec.Struct) -> None:
        """Say something of a conversation out of the blue, from any thread."""
        said = asyncio.run_coroutine_threadsafe(self._say(conversation_id, list(events)), self._loop)
        said.result(5)

    def heard_of(self, kind: type[Any]) -> list[Any]:
        return [message for message in list(self.heard) if isinstance(message, kind)]

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        server: Server
        async with serve(
            self._converse, "127.0.0.1", self.port, process_request=self._page, close_timeout=0.2
        ) as server:
            self.port = next(iter(server.sockets)).getsockname()[1]
            ready.set()
            await self._stopping.wait()

    def _page(self, _connection: ServerConnection, request: Request) -> Response | None:
        path = request.path.partition("?")[0]
        if path == "/v1/ws":
            return None
        file = STATIC / ("demo.html" if path == "/" else path.removeprefix("/static/"))
        if not file.is_file():
            return Response(HTTPStatus.NOT_FOUND.value, "Not Found", Headers(), b"")
        body = file.read_bytes()
        headers = Headers([("Content-Type", KINDS[file.suffix]), ("Content-Length", str(len(body)))])
        return Response(HTTPStatus.OK.value, "OK", headers, body)

    async def _converse(self, socket: ServerConnection) -> None:
        self._sockets[socket] = set()
        try:
            async for frame in socket:
                message = _decode(frame)
                self.heard.append(message)
                await self._answer(socket, message)
        finally:
            self._sockets.pop(socket, None)

    async def _answer(self, socket: ServerConnection, message: Any) -> None:
        of = message.__struct_config__.tag
        if isinstance(message, wire.Hello):
            await self._greet(socket, message)
        elif isinstance(message, wire.Ping):
            await self._send(socket, wire.Pong(id=message.id))
        elif isinstance(message, wire.Subscribe):
            await self._subscribe(socket, message)
        elif isinstance(message, wire.DraftCheck):
            await self._send(socket, checked(message))
        elif not isinstance(message, wire.ConversationStart) and message.conversation_id not in self.said:
            refusal = wire.ErrorMessage(
                code="unknown_conversation", message="start it first", retryable=False, of=of, id=message.id
            )
            await self._send(socket, refusal)
        else:
            await self._serve_message(socket, message, of)

    async def _serve_message(self, socket: ServerConnection, message: Any, of: str) -> None:
        known = self.said.setdefault(message.conversation_id, [])
        await self._say(message.conversation_id, self.script.to(message, first=not known))
        utterance = getattr(message, "utterance_id", None)
        ack = wire.Ack(
            of=of,
            id=message.id,
            conversation_id=message.conversation_id,
            utterance_id=utterance,
            final=True if utterance else None,
            epoch=self.epoch,
            offset=len(known),
        )
        await self._send(socket, ack)

    async def _greet(self, socket: ServerConnection, hello: wire.Hello) -> None:
        resumed = [
            wire.Resumed(
                conversation_id=point.conversation_id,
                epoch=self.epoch,
                offset=len(self.said.get(point.conversation_id, [])),
                recovered=point.epoch == self.epoch,
            )
            for point in hello.resume
        ]
        limits = wire.Limits(max_text_chars=4000, max_message_bytes=65536)
        welcome = wire.Welcome(
            protocol=1, service="scripted", model="scripted", heartbeat_s=20, limits=limits, resumed=resumed
        )
        await self._send(socket, welcome)
        for point in hello.resume:
            self._sockets[socket].add(point.conversation_id)
            after = point.offset if point.epoch == self.epoch else 0
            await self._replay(socket, point.conversation_id, after)

    async def _subscribe(self, socket: ServerConnection, wanted: wire.Subscribe) -> None:
        conversation_id = wanted.conversation_id or ""
        if conversation_id not in self.said:
            refusal = wire.ErrorMessage(
                code="unknown_conversation",
                message="start it first",
                retryable=False,
                of="subscribe",
                id=wanted.id,
            )
            await self._send(socket, refusal)
            return
        recovered = wanted.epoch in {None, self.epoch}
        after = (wanted.offset or 0) if recovered else 0
        ack = wire.Ack(
            of="subscribe",
            id=wanted.id,
            conversation_id=conversation_id,
            epoch=self.epoch,
            offset=len(self.said[conversation_id]),
            recovered=recovered,
        )
        await self._send(socket, ack)
        self._sockets[socket].add(conversation_id)
        await self._replay(socket, conversation_id, after)

    async def _replay(self, socket: ServerConnection, conversation_id: str, after: int) -> None:
        for payload in self.said.get(conversation_id, [])[after:]:
            await socket.send(payload, text=True)

    async def _say(self, conversation_id: str, events: list[Any]) -> None:
        said = self.said.setdefault(conversation_id, [])
        for event in events:
            offset = len(said) + 1
            numbered = msgspec.structs.replace(
                event, conversation_id=conversation_id, epoch=self.epoch, offset=offset, at=time.time()
            )
            said.append(_encode(numbered))
            await self._fan_out(conversation_id, said[-1])

    async def _fan_out(self, conversation_id: str, payload: bytes) -> None:
        if self.swallow_next:
            self.swallow_next = False
            return
        for socket, subscribed in list(self._sockets.items()):
            if conversation_id in subscribed:
                for _ in range(2 if self.repeat_all else 1):
                    await socket.send(payload, text=True)

    async def _send(self, socket: ServerConnection, message: msgspec.Struct) -> None:
        await socket.send(_encode(message), text=True)
