"""``hurmaus serve``: the service on uvicorn, with uvloop, httptools and websockets without its own I/O."""

from __future__ import annotations

import gc
import socket

import typer
import uvicorn
from fastapi import FastAPI

from hurmaus.app import create_app
from hurmaus.errors import ConfigurationError
from hurmaus.logs import configure_logging
from hurmaus.settings import Settings, load_settings
from hurmaus.transport.service import Service
from hurmaus.transport.sockets import EndableSocket

_DRAIN_S = 5
_SILENT_HEARTBEATS = 1.5  # after the ping that closes the first heartbeat: two and a half in all


def run(*, host: str | None, port: int | None, store: str | None, demo: bool) -> None:
    """Serve until SIGINT or SIGTERM; options given win over the environment."""
    given = {"host": host, "port": port, "store": store, "demo": demo or None}
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    configure_logging()
    listening = _bind(settings)
    app = create_app(settings)
    try:
        _Server(uvicorn_config(app, settings)).run(sockets=[listening])
    except SystemExit:
        failure: ConfigurationError | None = getattr(app.state, "failure", None)
        raise failure or SystemExit(1) from None


class _Server(uvicorn.Server):
    """Says where it listens once it is ready, and tells open sockets to come back before it goes."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _settle_memory()
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            typer.echo(f"Hurmaus serves on http://{host}:{port} (stop with Ctrl-C)")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        service: Service | None = getattr(self.config.app.state, "service", None)  # type: ignore[union-attr]
        if service is not None:
            await service.drain(service.settings.drain_s, _DRAIN_S)
        await super().shutdown(sockets)


def uvicorn_config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """Return how uvicorn serves the application."""
    return uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws=EndableSocket,
        ws_max_size=settings.max_message_bytes,
        ws_ping_interval=settings.heartbeat_s,
        ws_ping_timeout=settings.heartbeat_s * _SILENT_HEARTBEATS,
        ws_per_message_deflate=False,
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=_DRAIN_S,
    )


def _settle_memory() -> None:
    """Let the collector never look again at what lives as long as the process: modules, tables, playbooks."""
    gc.collect()
    gc.freeze()


def _bind(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        raise ConfigurationError(
            f"cannot listen on {settings.host}:{settings.port} ({error.strerror}); choose another with --port"
        ) from None
    return listening
