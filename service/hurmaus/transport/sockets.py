"""uvicorn's WebSocket, with an end to it: a connection whose other side no longer reads can be closed too.

uvicorn sends a close frame only when the socket takes it, and waits without limit for its buffer to drain. A
sidebar on a laptop that went to sleep would keep its buffers for hours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

End = Callable[[int, str], None]


class EndableSocket(WebSocketsSansIOProtocol):
    """Puts :meth:`end` into the ASGI scope's ``state``; see :func:`end_of`.

    ``grace_s`` is how long the other side may take to read what was sent before, the close frame last.
    """

    grace_s = 5.0

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            cast(dict[str, Any], self.scope)["state"]["end_socket"] = self.end

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


def end_of(scope: Any) -> End | None:
    """Return what ends the connection of this ASGI scope, or None on another server."""
    end: End | None = scope.get("state", {}).get("end_socket")
    return end
