"""The real application on a real uvicorn and a free loopback port, inside the test's own event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from hurmaus.app import build_service, create_app
from hurmaus.cli.serve import uvicorn_config
from hurmaus.emotion.estimator import EmotionEstimator
from hurmaus.settings import load_settings
from hurmaus.transport.service import Service
from hurmaus.transport.sockets import EndableSocket

from tests.fakes.recording_estimator import RecordingEstimator
from tests.support.platform import Message, Platform


async def eventually(condition: Callable[[], bool], within_s: float = 20) -> None:
    """Wait until ``condition`` holds; it is looked at every few milliseconds."""
    async with asyncio.timeout(within_s):
        while not condition():  # noqa: ASYNC110  # what is waited for belongs to others and rings no bell
            await asyncio.sleep(0.005)


class ImpatientSocket(EndableSocket):
    """Waits a moment, not seconds, for a reader that does not read."""

    grace_s = 0.2


class Running:
    """A served application and the ways to it."""

    def __init__(self, port: int, service: Service) -> None:
        self.port = port
        self.service = service
        self.url = f"http://127.0.0.1:{port}"
        self.socket_url = f"ws://127.0.0.1:{port}/v1/ws"

    def platform(self, **options: Any) -> Platform:
        """Return a client that says hello when entered."""
        return Platform(self.socket_url, **options)

    def http(self, token: str | None = None) -> httpx.AsyncClient:
        """Return an HTTP client."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return httpx.AsyncClient(base_url=self.url, headers=headers)


@asynccontextmanager
async def running(
    folder: Path, *, estimator: EmotionEstimator | None = None, impatient: bool = False, **given: Any
) -> AsyncIterator[Running]:
    """Serve with the settings ``given`` and a model by rule, until the block ends."""
    settings = load_settings(**{"store": folder / "hurmaus.db", "keep_warm": 0.0, **given})
    app = create_app(settings, lambda settings: build_service(settings, estimator or RecordingEstimator()))
    config = uvicorn_config(app, settings)
    if impatient:
        config.ws = ImpatientSocket
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        await eventually(lambda: server.started or serving.done())
        try:
            yield Running(listening.getsockname()[1], app.state.service)
        finally:
            server.should_exit = True
            await serving


def utterance(number: int = 1, text: str = "Paketti on taas myöhässä!", **members: Any) -> Message:
    """Make one utterance of a customer in conversation ``c1``."""
    said = {"type": "utterance", "conversation_id": "c1", "utterance_id": f"u{number}", "role": "customer"}
    return said | {"text": text} | members
