"""Bare broadcast: whatever one socket sends goes to all, by as little code as FastAPI allows."""

from __future__ import annotations

import asyncio

from fastapi import WebSocket
from starlette.websockets import WebSocketDisconnect

from benchmarks.peers.serving import app_of, serve

app = app_of(lambda text: text)
_sockets: set[WebSocket] = set()


@app.websocket("/all")
async def everybody(socket: WebSocket) -> None:
    """Join, and pass on."""
    await socket.accept()
    _sockets.add(socket)
    try:
        while True:
            text = await socket.receive_text()
            await asyncio.gather(*(other.send_text(text) for other in _sockets))
    except WebSocketDisconnect:
        _sockets.discard(socket)


if __name__ == "__main__":
    serve(app)
