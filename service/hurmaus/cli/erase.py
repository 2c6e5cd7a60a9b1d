"""``hurmaus erase``: the right to be forgotten, from the command line."""

from __future__ import annotations

import asyncio
from pathlib import Path

import typer

from hurmaus.app import store_options
from hurmaus.cli.lines import fail
from hurmaus.settings import Settings, load_settings
from hurmaus.storage.open import open_store
from hurmaus.storage.redis.address import is_redis


def run(conversation: str, *, store: str | None) -> None:
    """Erase one conversation; exit code 2 when there is no such store or conversation."""
    settings = load_settings(**({} if store is None else {"store": store}))
    if not is_redis(settings.store) and not Path(settings.store).is_file():
        raise fail(f"no store at {settings.store}; name it with --store")
    if not asyncio.run(_erase(settings, conversation)):
        raise fail("no such conversation in the store")
    typer.echo("erased")


async def _erase(settings: Settings, conversation: str) -> bool:
    engine = open_store(settings.store, store_options(settings)).store
    try:
        return await engine.erase(conversation)
    finally:
        await engine.close()
