"""One socket, from its handshake to its close: frames in, frames out, and nothing after it was left."""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

_MOST_BYTES = 16 * 1024 * 1024
_GOODBYE_WITHIN_S = 1.0

GetToken = Callable[[], Awaitable[str | None]]


class Listener(Protocol):
    """Who a line belongs to. Nothing is told after :meth:`Line.leave`."""

    def line_opened(self, token: str | None) -> None: ...
    def line_heard(self, frame: str | bytes) -> None: ...
    def line_lost(self, code: int | None, problem: str) -> None: ...
    def line_rejected(self, status: int) -> None: ...


class Line:
    """Dials at once. ``send`` never waits: the session bounds what is under way."""

    def __init__(
        self, url: str, get_token: GetToken, listener: Listener, tls: ssl.SSLContext | None = None
    ) -> None:
        self._url = url
        self._get_token = get_token
        self._listener: Listener | None = listener
        self._tls = tls
        self._socket: ClientConnection | None = None
        self._frames: deque[str] = deque()
        self._filled = asyncio.Event()
        self._goodbye = 1000
        self._task = asyncio.create_task(self._live())

    def send(self, frame: str) -> None:
        self._frames.append(frame)
        self._filled.set()

    def leave(self, code: int) -> asyncio.Task[None]:
        """Hang up; return what ends when the other side knows, or did not care to listen."""
        self._listener, self._goodbye = None, code
        self._task.cancel()
        return self._task

    async def _live(self) -> None:
        try:
            token = await self._get_token()
            await self._dial()
            self._tell(lambda listener: listener.line_opened(token))
            await self._talk()
        except InvalidStatus as error:
            status = error.response.status_code
            self._tell(lambda listener: listener.line_rejected(status))
        except ConnectionClosed as error:
            code = error.rcvd.code if error.rcvd is not None else None
            self._lost(code, "the connection was closed")
        except (OSError, TimeoutError, InvalidHandshake) as error:
            self._lost(None, f"{type(error).__name__}: {error}")
        except asyncio.CancelledError:
            pass  # left: the reason is known to who left
        except Exception as error:  # the user's own function that gets tokens
            self._lost(None, f"{type(error).__name__} while getting a token or talking: {error}")
        finally:
            if self._socket is not None:
                await self._hang_up(self._socket)

    async def _dial(self) -> None:
        tls: dict[str, Any] = {} if self._tls is None else {"ssl": self._tls}
        self._socket = await connect(
            self._url,
            compression=None,
            ping_interval=None,  # the session pings, so that it knows
            open_timeout=None,
            close_timeout=_GOODBYE_WITHIN_S,
            max_size=_MOST_BYTES,
            **tls,
        )

    async def _talk(self) -> None:
        assert self._socket is not None
        writer = asyncio.create_task(self._write(self._socket))
        try:
            while True:
                frame = await self._socket.recv()
                if self._listener is not None:
                    self._listener.line_heard(frame)
                await asyncio.sleep(0)  # a flood of events must not starve the user's own tasks
        finally:
            writer.cancel()

    async def _write(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):  # the reader tells it
            while True:
                await self._filled.wait()
                self._filled.clear()
                while self._frames:
                    await socket.send(self._frames.popleft())

    async def _hang_up(self, socket: ClientConnection) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(socket.close(self._goodbye), 2 * _GOODBYE_WITHIN_S)

    def _lost(self, code: int | None, problem: str) -> None:
        self._tell(lambda listener: listener.line_lost(code, problem))

    def _tell(self, what: Callable[[Listener], None]) -> None:
        if self._listener is not None:
            what(self._listener)
