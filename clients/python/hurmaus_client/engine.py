"""The session on an asyncio loop and one WebSocket at a time. Decides nothing itself."""

from __future__ import annotations

import asyncio
import logging
import random
import ssl
from collections.abc import Awaitable, Callable

from hurmaus_client import wire
from hurmaus_client.decisions import Abandon, Connect, Decision, Disconnect, Greeted, Settle, Stop, Transmit
from hurmaus_client.errors import Closed, Unreachable, refusal, stopped
from hurmaus_client.items import Item
from hurmaus_client.lanes import Sendable
from hurmaus_client.line import Line
from hurmaus_client.options import Options
from hurmaus_client.session import Session

log = logging.getLogger("hurmaus_client")

Token = str | None | Callable[[], Awaitable[str | None]]
"""A token, or a function that gets a fresh one for each connection."""

Answer = wire.Ack | wire.DraftChecked | wire.ErrorMessage


class Engine:
    """Carries out what the session decides; wakes those who wait. Of one event loop, once."""

    def __init__(self, url: str, token: Token, options: Options, tls: ssl.SSLContext | None) -> None:
        self._url = url
        self._token = token
        self._options = options
        self._tls = tls
        self.session = Session(options, random.random, renewable=callable(token))
        self._loop: asyncio.AbstractEventLoop
        self._line: Line | None = None
        self._hanging_up: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._waiting: dict[int, asyncio.Future[Answer]] = {}
        self._next = 1
        self._room = asyncio.Semaphore(options.max_waiting)
        self._changed = asyncio.Event()
        self._problem = ""
        self._end: Stop | None = None
        self.welcome: wire.Welcome | None = None

    async def open(self) -> None:
        """Connect, and wait for the first welcome.

        Raises:
            Unauthorised, Stopped: the service does not want us as we are.
            Unreachable: no welcome in time.

        """
        self._loop = asyncio.get_running_loop()
        self._do(self.session.start(self._loop.time()))
        within = self._options.open_within_s
        try:
            async with asyncio.timeout(within):
                await self._until(lambda: self.welcome is not None or self._end is not None)
        except TimeoutError:
            problem = self._problem or "no answer"
            raise Unreachable(
                f"{self._url} did not welcome us within {within:g} s ({problem}): is the service running there?"
            ) from None
        if self._end is not None:
            raise stopped(self._end)

    async def drain(self) -> None:
        """Wait until every request was answered, within the limit of the options."""
        try:
            async with asyncio.timeout(self._options.close_within_s):
                await self._until(lambda: not self.session.waiting)
        except TimeoutError:
            log.warning("closed with %d requests unanswered", self.session.waiting)

    async def close(self) -> None:
        """Say goodbye, and wait until the socket is closed."""
        self._do(self.session.close())
        self._hang_up(1000)
        if self._hanging_up:
            await asyncio.wait(self._hanging_up)

    async def next(self) -> Item | None:
        """The next item; None when the client was closed and all are taken.

        Raises:
            Unauthorised, Stopped: the client has stopped, and all items are taken.

        """
        await self._until(lambda: self.session.items > 0 or self._end is not None)
        item = self.session.take()
        if item is not None:
            self._do(self.session.took(self._loop.time()))
        elif self._end is not None and self._end != Stop():
            raise stopped(self._end)
        return item

    def interim(self, said: wire.Utterance) -> None:
        """Pass on unfinished text, or drop it."""
        self._check_open()
        self._do(self.session.interim(said, self._loop.time()))

    async def ask(self, message: Sendable) -> wire.Ack | wire.DraftChecked:
        """Send, and wait for the answer, over as many connections as it takes.

        Raises:
            Refused: for good.
            Closed, Unauthorised, Stopped: the client has stopped meanwhile.

        """
        self._check_open()
        async with self._room:
            key, self._next = self._next, self._next + 1
            future = self._waiting[key] = self._loop.create_future()
            try:
                self._do(self.session.request(message, key, self._loop.time()))
                answer: Answer = await future
            finally:
                del self._waiting[key]
                self._do(self.session.forget(key, self._loop.time()))
        if isinstance(answer, wire.ErrorMessage):
            raise refusal(answer)
        return answer

    def _check_open(self) -> None:
        if self.session.state == "idle":
            raise Closed("use the client inside `async with Client(…) as client`")

    async def _until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._changed.clear()
            await self._changed.wait()

    # --- Listener -----------------------------------------------------------------------------------------

    def line_opened(self, token: str | None) -> None:
        self._do(self.session.opened(token, self._loop.time()))

    def line_heard(self, frame: str | bytes) -> None:
        self._do(self.session.received(frame, self._loop.time()))

    def line_lost(self, code: int | None, problem: str) -> None:
        self._problem = problem
        log.info("connection lost (%s)", code or "no close code")
        self._do(self.session.lost(code, self._loop.time()))

    def line_rejected(self, status: int) -> None:
        self._problem = f"HTTP {status} instead of a WebSocket"
        self._do(self.session.rejected(status, self._loop.time()))

    # --- what the session decided -------------------------------------------------------------------------

    def _do(self, decisions: list[Decision]) -> None:
        for decision in decisions:
            self._carry_out(decision)
        if decisions or self.session.items:
            self._changed.set()
        self._set_timer()

    def _carry_out(self, decision: Decision) -> None:
        match decision:
            case Connect():
                self._line = Line(self._url, self._get_token, self, self._tls)
            case Transmit(frame=frame):
                if self._line is not None:
                    self._line.send(frame)
            case Disconnect(code=code):
                self._hang_up(code)
            case Settle(key=key, answer=answer):
                future = self._waiting.get(key)
                if future is not None and not future.done():
                    future.set_result(answer)
            case Abandon(key=key):
                future = self._waiting.get(key)
                if future is not None and not future.done():
                    future.set_exception(stopped(self._end or Stop()))
            case Greeted(welcome=welcome):
                self.welcome = welcome
                log.info("welcomed by %s", welcome.service)
            case Stop():
                self._end = decision

    def _hang_up(self, code: int) -> None:
        if self._line is not None:
            ending = self._line.leave(code)
            self._hanging_up.add(ending)
            ending.add_done_callback(self._hanging_up.discard)
            self._line = None

    def _set_timer(self) -> None:
        """One timer at a time; one that fires too early finds nothing to do and is set again."""
        wake_at = self.session.wake_at
        if wake_at is None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        elif self._timer is None or wake_at < self._timer.when():
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self._loop.call_at(wake_at, self._tick)

    def _tick(self) -> None:
        self._timer = None
        self._do(self.session.tick(self._loop.time()))

    async def _get_token(self) -> str | None:
        return await self._token() if callable(self._token) else self._token
