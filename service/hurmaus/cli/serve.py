"""``hurmaus serve``: the service on uvicorn with uvloop, httptools and the sans-I/O websockets implementation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import uvicorn

from hurmaus.app import create_app
from hurmaus.settings import Settings


def run(*, host: str | None, port: int | None, store: Path | None, demo: bool) -> None:
    """Serve until SIGINT or SIGTERM; options given win over the environment."""
    given: dict[str, Any] = {"host": host, "port": port, "store": store, "demo": demo or None}
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        access_log=False,
        log_config=None,
    )
