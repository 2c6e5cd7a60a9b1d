"""``hurmaus erase``: the right to be forgotten, from the command line."""

from __future__ import annotations

import asyncio
from pathlib import Path

import typer

from hurmaus.cli.lines import fail
from hurmaus.settings import load_settings
from hurmaus.storage.sqlite import SqliteStore


def run(conversation: str, *, store: Path | None) -> None:
    """Erase one conversation; exit code 2 when there is no such store or conversation."""
    path = store or load_settings().store
    if not Path(path).is_file():
        raise fail(f"no store at {path}; name it with --store")
    if not asyncio.run(_erase(Path(path), conversation)):
        raise fail("no such conversation in the store")
    typer.echo("erased")


async def _erase(path: Path, conversation: str) -> bool:
    engine = SqliteStore(path)
    try:
        return await engine.erase(conversation)
    finally:
        await engine.close()
