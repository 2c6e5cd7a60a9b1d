"""Clients that survive: they reconnect to any replica, resume, and send again what was not acked.

They keep everything they were given, exactly as it came, for the checker.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, WebSocketException

Message = dict[str, Any]

_ANSWER_WITHIN_S = 4.0
_PING_S = 0.5
_SILENT_S = 1.5


class Client:
    """Keeps one connection to one of ``urls``; a broken one is replaced by one to another."""

    def __init__(self, name: str, urls: Sequence[str], rng: random.Random) -> None:
        self.name = name
        self.connections = 0
        self._urls = urls
        self._rng = rng
        self._socket: ClientConnection | None = None
        self._task = asyncio.create_task(self._run())

    def disconnect(self) -> None:
        """Fall off the network without a word."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    def hello(self) -> Message:
        """What to open a connection with."""
        return {"type": "hello"}

    async def welcomed(self, welcome: Message) -> None:
        """The connection is open."""

    def take(self, message: Message) -> None:
        """A message came."""

    async def send(self, message: Message) -> None:
        """Send, if there is a connection; whether it arrives is not known."""
        if self._socket is not None:
            with suppress(WebSocketException):
                await self._socket.send(json.dumps(message, ensure_ascii=False))

    async def _run(self) -> None:
        while True:
            with suppress(OSError, WebSocketException, InvalidHandshake, TimeoutError):
                await self._connection()
            self._socket = None
            await asyncio.sleep(self._rng.uniform(0.02, 0.2))

    async def _connection(self) -> None:
        url = self._rng.choice(self._urls)
        async with connect(
            url,
            compression=None,
            open_timeout=2,
            ping_interval=_PING_S,
            ping_timeout=_SILENT_S,
            close_timeout=0.2,
        ) as socket:
            await socket.send(json.dumps(self.hello()))
            welcome = json.loads(await asyncio.wait_for(socket.recv(), 3))
            if welcome["type"] != "welcome":
                return  # degraded just now: try again
            self.connections += 1
            self._socket = socket
            await self.welcomed(welcome)
            async for frame in socket:
                self.take(json.loads(frame))


class FaultyPlatform(Client):
    """Delivers messages until they are acked; now and then sends one twice, or an old one again."""

    def __init__(self, name: str, urls: Sequence[str], rng: random.Random) -> None:
        self._waiting: dict[tuple[str, str], asyncio.Future[Message]] = {}
        self._delivered: list[Message] = []
        self.acked: dict[str, list[str]] = defaultdict(list)
        self.acked_at: list[float] = []
        self.sent = 0
        super().__init__(name, urls, rng)

    async def deliver(self, message: Message) -> Message:
        """Send until it is acked; return the ack."""
        key = (message["conversation_id"], message.get("utterance_id", message["type"]))
        while True:
            future = self._waiting[key] = asyncio.get_running_loop().create_future()
            await self._send_faultily(message)
            try:
                answer = await asyncio.wait_for(future, _ANSWER_WITHIN_S)
            except TimeoutError:
                continue
            if answer["type"] == "ack":
                self.acked_at.append(time.monotonic())
                self._delivered.append(message)
                if "utterance_id" in message:
                    self.acked[message["conversation_id"]].append(message["utterance_id"])
                return answer
            if not answer["retryable"]:
                raise AssertionError(f"refused for good: {answer}")
            await asyncio.sleep(answer.get("retry_after_ms", 50) / 1000 * self._rng.uniform(0.2, 1))

    def take(self, message: Message) -> None:
        """Hand an answer to whoever waits; answers to what was sent again find nobody."""
        if message["type"] not in ("ack", "error"):
            return
        key = (message.get("conversation_id", ""), message.get("utterance_id") or message.get("of", ""))
        future = self._waiting.pop(key, None)
        if future is not None and not future.done():
            future.set_result(message)

    async def welcomed(self, welcome: Message) -> None:
        """What was under way when the connection broke is asked for again at once."""
        for future in list(self._waiting.values()):
            if not future.done():
                future.set_result({"type": "error", "retryable": True, "retry_after_ms": 0})

    async def _send_faultily(self, message: Message) -> None:
        self.sent += 1
        await self.send(message)
        if self._rng.random() < 0.15:
            self.sent += 1
            await self.send(message)
        if self._delivered and self._rng.random() < 0.1:
            self.sent += 1
            await self.send(self._rng.choice(self._delivered))


class Sidebar(Client):
    """Follows conversations from their first event on, resuming where it was."""

    def __init__(self, name: str, urls: Sequence[str], rng: random.Random, follows: Sequence[str]) -> None:
        self._follows = follows
        self._places: dict[str, tuple[str, int]] = {}
        self.seen: dict[str, list[Message]] = defaultdict(list)
        self.resyncs = 0
        super().__init__(name, urls, rng)

    def hello(self) -> Message:
        """Resume what is known."""
        resume = [
            {"conversation_id": name, "epoch": epoch, "offset": offset}
            for name, (epoch, offset) in self._places.items()
        ]
        return {"type": "hello", "resume": resume}

    async def welcomed(self, welcome: Message) -> None:
        """Ask for the rest from the start."""
        self.resyncs += sum(not resumed["recovered"] for resumed in welcome["resumed"])
        for name in self._follows:
            if name not in self._places:
                await self.send({"type": "subscribe", "conversation_id": name, "from_start": True})

    def take(self, message: Message) -> None:
        """Keep an event, and where it stands. A refused subscription is asked for on a new connection."""
        if "offset" in message and message["type"] != "ack":
            self._places[message["conversation_id"]] = (message["epoch"], message["offset"])
            self.seen[message["conversation_id"]].append(message)
        elif message["type"] == "error":
            self.disconnect()

    def has(self, name: str, offset: int) -> bool:
        """Whether it has got as far as this."""
        return name in self._places and self._places[name][1] >= offset
