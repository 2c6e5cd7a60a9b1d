"""One pipelined connection to one server: commands go out as they come, answers return in that order."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from redis.asyncio.connection import AbstractConnection
from redis.exceptions import AuthenticationError, RedisError, ResponseError

Command = Sequence[str | bytes | int | float]
Connect = Callable[[], Awaitable[AbstractConnection]]
"""Opens a connection: resolved, authenticated, ready; raises ``RedisError`` or ``OSError``."""

FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 1.0


class LaneDownError(Exception):
    """No answer will come: the connection is down, or broke. What was sent may or may not have been done."""


class Pauses:
    """How long to wait before the next attempt to connect: doubling, random, at most a second."""

    def __init__(self, first_s: float = FIRST_PAUSE_S, longest_s: float = LONGEST_PAUSE_S) -> None:
        self._first, self._longest = first_s, longest_s
        self._next = first_s

    def following(self) -> float:
        """Return the next pause in seconds."""
        pause = random.uniform(self._next / 2, self._next)  # spreads replicas out, guards nothing
        self._next = min(2 * self._next, self._longest)
        return pause

    def reset(self) -> None:
        """Begin again: a connection was made."""
        self._next = self._first


class Lane:
    """Connects when first called, and again after a break; while a break is fresh, calls fail at once.

    An answer that takes longer than ``timeout_s`` breaks the connection, for everyone who waits on it: the
    server hangs, or is cut off.
    """

    def __init__(self, connect: Connect, *, timeout_s: float) -> None:
        self._connect = connect
        self._timeout_s = timeout_s
        self._unsent: list[tuple[Command, asyncio.Future[Any]]] = []
        self._sent: deque[tuple[asyncio.Future[Any], float]] = deque()
        self._work = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._pauses = Pauses()
        self._not_before = 0.0
        self._down = LaneDownError("not connected")

    async def call(self, *command: str | bytes | int | float) -> Any:
        """Send a command and return its answer.

        Raises:
            LaneDownError: there is no connection, or it broke before the answer came.
            ResponseError: the server refused.

        """
        return await self._enqueue(command)

    async def call_together(self, commands: Sequence[Command]) -> list[Any]:
        """Send commands at once, one behind the other; return their answers, refusals among them.

        Raises:
            LaneDownError: there is no connection, or it broke before all answers came.

        """
        if len(commands) == 1:
            try:
                return [await self._enqueue(commands[0])]
            except ResponseError as refused:
                return [refused]
        answers: list[Any] = await asyncio.gather(
            *[self._enqueue(command) for command in commands], return_exceptions=True
        )
        for answer in answers:
            if isinstance(answer, LaneDownError):
                raise answer
        return answers

    async def close(self) -> None:
        """Disconnect; whoever waits is told."""
        self._not_before = float("inf")
        self._down = LaneDownError("closed")
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    def _enqueue(self, command: Command) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        if self._running is None:
            if loop.time() < self._not_before:
                future.set_exception(self._down)
                return future
            self._running = loop.create_task(self._run())
        self._unsent.append((command, future))
        self._work.set()
        return future

    async def _run(self) -> None:
        """Serve one connection from its making to its break."""
        try:
            async with asyncio.timeout(self._timeout_s):
                connection = await self._connect()
            self._pauses.reset()
            try:
                await self._serve(connection)
            finally:
                await connection.disconnect(nowait=True)
        except AuthenticationError as error:
            self._break(f"{error.status_code or 'AUTH'}: check user and password")
        except (RedisError, OSError, TimeoutError, EOFError) as error:
            self._break(type(error).__name__)
        except asyncio.CancelledError:
            self._break("closed")
            raise
        except Exception as error:  # a fault of ours must not leave anybody waiting for ever
            self._break(type(error).__name__)
            raise

    async def _serve(self, connection: AbstractConnection) -> None:
        """Write, read and watch the clock until one of them fails; raise what it met."""
        tasks = [
            asyncio.create_task(work)
            for work in (self._write(connection), self._read(connection), self._watch())
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
        loop = asyncio.get_running_loop()
        while True:
            await self._work.wait()
            self._work.clear()
            batch, self._unsent = self._unsent, []
            now = loop.time()
            self._sent.extend((future, now) for _, future in batch)
            packed = connection.pack_commands([command for command, _ in batch])
            await connection.send_packed_command(packed, check_health=False)

    async def _read(self, connection: AbstractConnection) -> None:
        while True:
            try:
                answer = await connection.read_response(disable_decoding=True)
            except ResponseError as error:
                self._settle(error)
            else:
                self._settle(answer)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._timeout_s / 8)
            if self._sent and loop.time() - self._sent[0][1] > self._timeout_s:
                raise TimeoutError

    def _settle(self, answer: Any) -> None:
        if not self._sent:
            return  # only a server that talks out of turn
        future, _ = self._sent.popleft()
        if future.done():  # whoever asked has gone
            return
        if isinstance(answer, ResponseError):
            future.set_exception(answer)
        else:
            future.set_result(answer)

    def _break(self, cause: str) -> None:
        self._running = None
        self._down = LaneDownError(cause)
        loop = asyncio.get_running_loop()
        if self._not_before != float("inf"):
            self._not_before = loop.time() + self._pauses.following()
        waiting = [future for future, _ in self._sent] + [future for _, future in self._unsent]
        self._sent.clear()
        self._unsent.clear()
        self._work.clear()
        for future in waiting:
            if not future.done():
                future.set_exception(self._down)
