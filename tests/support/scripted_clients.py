"""Both clients of ours behind one face: follow c1 from the start, say some utterances, tell what a user would see."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from pathlib import Path
from typing import Protocol

from hurmaus_client import Client, RecoveryIncomplete, Refused, Stopped, UnknownEvent, wire

SIDEBAR = Path(__file__).parents[2] / "clients" / "sidebar"


class Seen:
    """What a user of a client has seen so far."""

    def __init__(self) -> None:
        self.events: list[tuple[str, int]] = []
        self.acked: list[str] = []
        self.refused: list[str] = []
        self.started_over = 0
        self.stopped = False


class Player(Protocol):
    """Plays a client against a server until told that the script is over."""

    def __call__(self, url: str, says: list[str], seen: Seen, over: asyncio.Event) -> asyncio.Task[None]: ...


def python(url: str, says: list[str], seen: Seen, over: asyncio.Event) -> asyncio.Task[None]:
    """Play ``hurmaus_client``."""
    return asyncio.create_task(_python(url, says, seen, over))


async def _python(url: str, says: list[str], seen: Seen, over: asyncio.Event) -> None:
    async with Client(url) as client, asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(_watch(client, seen))
        await client.subscribe("c1", from_start=True)
        for utterance_id in says:
            await _say(client, utterance_id, seen)
        await over.wait()
        watching.cancel()


async def _say(client: Client, utterance_id: str, seen: Seen) -> None:
    try:
        ack = await client.say("c1", utterance_id, "customer", "Hei")
    except Refused as refused:
        seen.refused.append(refused.code)
    else:
        seen.acked.append(str(ack.utterance_id))


async def _watch(client: Client, seen: Seen) -> None:
    try:
        async for item in client:
            if isinstance(item, RecoveryIncomplete):
                seen.started_over += item.loss == "started_over"
            elif isinstance(item, wire.Alert | UnknownEvent):
                seen.events.append((item.epoch, item.offset))
    except Stopped:
        seen.stopped = True


class Sidebar:
    """Plays the sidebar's connection code under Node, built once into a folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "scripted-client.js"
        subprocess.run(
            [
                *("node_modules/.bin/vite", "build", "--mode", "scripted", "--logLevel", "error"),
                *("--ssr", "src/testing/scripted-client.ts", "--outDir", str(folder)),
            ],
            cwd=SIDEBAR,
            check=True,
        )

    @staticmethod
    def missing() -> str | None:
        """What must be installed first."""
        if shutil.which("node") is None:
            return "node is not installed"
        return None if (SIDEBAR / "node_modules").is_dir() else "run `npm ci` in clients/sidebar first"

    def __call__(self, url: str, says: list[str], seen: Seen, over: asyncio.Event) -> asyncio.Task[None]:
        return asyncio.create_task(self._play(url, says, seen, over))

    async def _play(self, url: str, says: list[str], seen: Seen, over: asyncio.Event) -> None:
        node = await asyncio.create_subprocess_exec(
            *("node", "--experimental-websocket", "--no-warnings", str(self._file), url, *says),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert node.stdin is not None
        assert node.stdout is not None
        try:
            hearing = asyncio.create_task(self._hear(node.stdout, seen))
            await over.wait()
            node.stdin.close()
            await hearing
            await node.wait()
        finally:
            if node.returncode is None:
                node.kill()
                await node.wait()

    async def _hear(self, lines: asyncio.StreamReader, seen: Seen) -> None:
        async for line in lines:
            match json.loads(line):
                case {"event": [epoch, offset]}:
                    seen.events.append((epoch, offset))
                case {"acked": utterance_id}:
                    seen.acked.append(utterance_id)
                case {"refused": code}:
                    seen.refused.append(code)
                case {"started_over": _}:
                    seen.started_over += 1
                case {"state": "refused"}:
                    seen.stopped = True
