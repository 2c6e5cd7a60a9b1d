"""Doorbells over sharded publish/subscribe: one connection to each server, however many clients listen."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import msgspec
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import RedisError

from hurmaus.errors import StoreUnavailable
from hurmaus.storage.port import Bell, BellHandler, Topic
from hurmaus.storage.redis.address import Host
from hurmaus.storage.redis.keys import Keys
from hurmaus.storage.redis.lane import Pauses
from hurmaus.storage.redis.link import Link
from hurmaus.storage.redis.topology import Topology

PING_EVERY_S = 2.0
SILENT_PINGS = 2.5
MOST_INTERIMS = 200
"""Interims on their way to Redis; more are dropped."""

_PUBLISHED = ("conversation", "queue", "everything")
_decode_bell = msgspec.msgpack.Decoder(Bell).decode

ChangedSince = Callable[[float], Awaitable[list[tuple[str, str | None]]]]


class _Moved(Exception):  # an outcome to handle, not a fault
    """The server no longer carries a channel: ask the cluster who does."""


class RedisBells:
    """:class:`hurmaus.storage.port.Doorbells` for processes on one Redis."""

    def __init__(
        self, topology: Topology, link: Link, keys: Keys, *, origin: str, changed_since: ChangedSince
    ) -> None:
        self.origin = origin
        self._changed_since = changed_since
        self._topology = topology
        self._link = link
        self._keys = keys
        self._topics: dict[str, Topic] = {}
        self._awaited: dict[Topic, set[str]] = {}
        self._lines: dict[Host, _Line] = {}
        self._interims: set[asyncio.Task[Any]] = set()
        self._handler: BellHandler | None = None

    @property
    def heard(self) -> bool:
        """See the port."""
        return bool(self._lines) and all(line.ready for line in self._lines.values())

    def listen(self, topic: Topic) -> None:
        """See the port."""
        channels = self._keys.channels(topic)
        self._topics.update(dict.fromkeys(channels, topic))
        if self._lines:
            self._awaited[topic] = set(channels)
            for channel in channels:
                self._lines[self._topology.owner(channel)].send("SSUBSCRIBE", channel)

    def leave(self, topic: Topic) -> None:
        """See the port."""
        self._awaited.pop(topic, None)
        for channel in self._keys.channels(topic):
            self._topics.pop(channel, None)
            if self._lines:
                self._lines[self._topology.owner(channel)].send("SUNSUBSCRIBE", channel)

    def send_interim(self, conversation_id: str, payload: bytes) -> None:
        """See the port."""
        if len(self._interims) >= MOST_INTERIMS:
            return
        task = asyncio.create_task(self._publish(conversation_id, payload))
        self._interims.add(task)
        task.add_done_callback(self._interims.discard)

    def doubt(self, conversation_id: str) -> None:
        """Tell the handler of a commit that may have been made without being confirmed."""
        if self._handler is not None:
            self._handler.doubt(conversation_id)

    async def changed_since(self, moment: float) -> list[tuple[str, str | None]]:
        """See the port."""
        return await self._changed_since(moment)

    async def run(self, handler: BellHandler) -> None:
        """See the port."""
        self._handler = handler
        pauses = Pauses()
        since: float | None = None
        while True:
            try:
                await self._topology.refresh()
                await self._hear(handler, since, pauses)
            except (RedisError, OSError, TimeoutError, EOFError, _Moved):
                last_heard = [line.last_heard for line in self._lines.values() if line.ready]
                if last_heard:
                    since = min(last_heard)
            finally:
                self._lines = {}
                self._awaited.clear()
            await asyncio.sleep(pauses.following())

    async def _hear(self, handler: BellHandler, since: float | None, pauses: Pauses) -> None:
        """Hear from every server until one line breaks; raise what it met."""
        wanted: dict[Host, list[str]] = {host: [] for host in self._topology.owners()}
        for channel in self._topics:
            wanted[self._topology.owner(channel)].append(channel)
        self._lines = {host: _Line(partial(self._take, handler)) for host in wanted}
        for host, line in self._lines.items():
            for channel in wanted[host]:
                line.send("SSUBSCRIBE", channel)
        tasks = [
            asyncio.create_task(self._hear_one(host, line, handler, since, pauses))
            for host, line in self._lines.items()
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _hear_one(
        self, host: Host, line: _Line, handler: BellHandler, since: float | None, pauses: Pauses
    ) -> None:
        async with asyncio.timeout(PING_EVERY_S * SILENT_PINGS):
            connection = await self._topology.connect(host)

        def ready() -> None:
            pauses.reset()
            here = {topic for name, topic in self._topics.items() if self._topology.owner(name) == host}
            handler.missed(sorted(here), since)

        try:
            await line.serve(connection, ready)
        finally:
            await connection.disconnect(nowait=True)

    def _take(self, handler: BellHandler, kind: bytes, channel: str, payload: Any, *, unasked: bool) -> None:
        topic = self._topics.get(channel)
        if kind == b"ssubscribe":
            self._confirm(handler, channel, topic)
        elif topic is None:
            return
        elif kind == b"sunsubscribe" and unasked:
            raise _Moved
        elif kind == b"smessage" and topic[0] in _PUBLISHED:
            handler.ring(_decode_bell(payload))
        elif kind == b"smessage":
            handler.ring_interim(payload)

    def _confirm(self, handler: BellHandler, channel: str, topic: Topic | None) -> None:
        awaited = self._awaited.get(topic) if topic is not None else None
        if topic is None or awaited is None:
            return
        awaited.discard(channel)
        if not awaited:
            del self._awaited[topic]
            handler.missed([topic], None)

    async def _publish(self, conversation_id: str, payload: bytes) -> None:
        try:
            for channel in self._keys.interims_of(conversation_id):
                await self._link.ask(channel, "SPUBLISH", channel, payload)
        except StoreUnavailable:
            pass  # interims are the first thing dropped


class _Line:
    """One subscribed connection: what to send, what was heard, and whether it still lives."""

    def __init__(self, take: Callable[..., None]) -> None:
        self._take = take
        self._unsent: list[tuple[str, ...]] = []
        self._work = asyncio.Event()
        self._leaving: Counter[str] = Counter()
        self.ready = False
        self.last_heard = 0.0

    def send(self, command: str, channel: str) -> None:
        """Queue a command; it is sent as soon as there is a connection."""
        if command == "SUNSUBSCRIBE":
            self._leaving[channel] += 1
        self._unsent.append((command, channel))
        self._work.set()

    async def serve(self, connection: AbstractConnection, ready: Callable[[], None]) -> None:
        """Speak and listen until the connection breaks; ``ready`` is called when what was queued is confirmed."""
        self._unsent.append(("PING", "ready"))
        self._work.set()
        tasks = [
            asyncio.create_task(work)
            for work in (self._write(connection), self._read(connection, ready), self._beat())
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _write(self, connection: AbstractConnection) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            batch, self._unsent = self._unsent, []
            await connection.send_packed_command(connection.pack_commands(batch), check_health=False)

    async def _read(self, connection: AbstractConnection, ready: Callable[[], None]) -> None:
        while True:
            answer = await connection.read_response(disable_decoding=True)
            self.last_heard = time.time()
            # While nothing is subscribed, a ping is answered by its text alone.
            kind, name, *rest = answer if isinstance(answer, list) else (b"pong", answer)
            if kind == b"pong":
                if name == b"ready":
                    self.ready = True
                    ready()
                continue
            channel, unasked = (name or b"").decode(), True
            if kind == b"sunsubscribe" and self._leaving[channel]:
                unasked = False
                self._leaving[channel] -= 1
            self._take(kind, channel, rest[-1] if rest else None, unasked=unasked)

    async def _beat(self) -> None:
        """Find a half-open connection: the server answers pings even when nobody publishes."""
        self.last_heard = time.time()
        while True:
            began = time.monotonic()
            await asyncio.sleep(PING_EVERY_S)
            asleep = time.monotonic() - began > 2 * PING_EVERY_S  # it was this process that stood still
            if not asleep and time.time() - self.last_heard > PING_EVERY_S * SILENT_PINGS:
                raise TimeoutError
            self._unsent.append(("PING", "beat"))
            self._work.set()
