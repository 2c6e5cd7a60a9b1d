"""uvicorn's WebSocket, with an end to it: a connection whose other side no longer reads can be closed too.

uvicorn sends a close frame only when the socket takes it, and waits without limit for its buffer to drain. A
sidebar on a laptop that went to sleep would keep its buffers for hours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from hurmaus.transport.admission import Arrivals

End = Callable[[int, str], None]

READ_AHEAD_FRAMES = 256
READ_AHEAD_BYTES = 1_000_000
"""What may wait in this process for one connection, beside the frame that passes the bound."""


class EndableSocket(WebSocketsSansIOProtocol):
    """Puts :meth:`end` into the ASGI scope's ``state``; see :func:`end_of`. So with ``arrivals``: frames are read
    ahead and stamped, so that how long each has waited is known when it is served; see :func:`arrivals_of`.

    ``grace_s`` is how long the other side may take to read what was sent before, the close frame last.
    """

    grace_s = 5.0

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            state = cast(dict[str, Any], self.scope)["state"]
            state["end_socket"] = self.end
            self._arrivals = state["arrivals"] = Arrivals(
                most_frames=READ_AHEAD_FRAMES, most_bytes=READ_AHEAD_BYTES
            )

    def send_receive_event_to_app(self) -> None:
        size, waiting, paused = sum(map(len, self.frames)), self.queue.qsize(), self.read_paused
        self.read_paused = True  # when to pause is decided below, not after every frame
        super().send_receive_event_to_app()
        if self.queue.qsize() > waiting:
            self._arrivals.put(self.loop.time(), size)
        if not paused and self._arrivals.full:
            self.transport.pause_reading()
        else:
            self.read_paused = paused

    def end(self, code: int, reason: str) -> None:
        """Send a close frame behind what is on its way, and abort if that is not read in time."""
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(self.grace_s, self.transport.abort)

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.loop.call_later(self.grace_s, self.transport.abort)


def arrivals_of(scope: Any) -> Arrivals | None:
    """Return the arrivals of this ASGI scope's frames, or None on another server."""
    arrivals: Arrivals | None = scope.get("state", {}).get("arrivals")
    return arrivals


def end_of(scope: Any) -> End | None:
    """Return what ends the connection of this ASGI scope, or None on another server."""
    end: End | None = scope.get("state", {}).get("end_socket")
    return end
