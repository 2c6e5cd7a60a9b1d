"""How every peer is served: FastAPI on uvicorn with uvloop, as the product is."""

from __future__ import annotations

import sys
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI, WebSocket
from starlette.websockets import WebSocketDisconnect

Answer = Callable[[str], str]


def app_of(answer: Answer) -> FastAPI:
    """An application that answers each message on /ws with ``answer``."""
    app = FastAPI()

    @app.get("/readyz")
    async def readyz() -> str:
        return "ready"

    @app.websocket("/ws")
    async def ws(socket: WebSocket) -> None:
        await socket.accept()
        try:
            while True:
                await socket.send_text(answer(await socket.receive_text()))
        except WebSocketDisconnect:
            return

    return app


def serve(app: FastAPI) -> None:
    """Serve on the port that the command line names."""
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        access_log=False,
        log_config=None,
    )
