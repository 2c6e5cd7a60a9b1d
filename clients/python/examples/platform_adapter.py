"""An adapter between a chat platform and Hurmaus, to start your own from.

The platform's end is one JSON object a line on stdin; yours is a webhook or a queue:

    {"kind": "opened", "chat": "4711", "queue": "billing"}
    {"kind": "message", "chat": "4711", "message": "1", "from": "visitor", "text": "…", "sent_at": 1772434812.5}
    {"kind": "closed", "chat": "4711"}

What the agent's desktop is to show comes out the same way. Run it with

    python platform_adapter.py ws://127.0.0.1:8000/v1/ws [TOKEN]
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from hurmaus_client import Client, Item, RecoveryIncomplete, Refused, wire

MOST_UNDER_WAY = 200
"""Lines read and not yet acked; beyond it stdin is not read."""

Line = dict[str, Any]


async def main(url: str, token: str | None) -> None:
    """Forward until stdin ends and everything is acked."""
    room = asyncio.Semaphore(MOST_UNDER_WAY)
    async with Client(url, token) as client:
        await client.subscribe()
        showing = asyncio.create_task(show(client))
        async with asyncio.TaskGroup() as tasks:
            while line := await asyncio.to_thread(sys.stdin.readline):
                await room.acquire()
                # The client keeps the messages of one chat in the order in which these tasks are made.
                task = tasks.create_task(forward(client, json.loads(line)))
                task.add_done_callback(lambda _: room.release())
    await showing


async def forward(client: Client, line: Line) -> None:
    """Send one line of the platform; sent again, it is the same message."""
    chat = f"chat-{line['chat']}"
    try:
        match line["kind"]:
            case "opened":
                await client.start(chat, queue=line.get("queue"))
            case "message":
                role: wire.Role = "customer" if line["from"] == "visitor" else "agent"
                await client.say(chat, f"m-{line['message']}", role, line["text"], at=line.get("sent_at"))
            case "closed":
                await client.end(chat)
    except Refused as refused:
        print(f"{chat}: {refused}", file=sys.stderr)


async def show(client: Client) -> None:
    """Tell the desktop what to show and what to take away."""
    async for item in client:
        shown = for_desktop(item)
        if shown is not None:
            print(json.dumps(shown, ensure_ascii=False), flush=True)


def for_desktop(item: Item) -> Line | None:
    """What of an item the desktop has use for."""
    match item:
        case wire.HintOpened():
            phrases = [phrase.text for phrase in item.hint.phrases]
            return {
                "show": item.hint.id,
                "chat": item.conversation_id,
                "why": item.hint.why,
                "phrases": phrases,
            }
        case wire.HintClosed():
            return {"take_away": item.hint_id, "chat": item.conversation_id}
        case RecoveryIncomplete():
            return {"reload": item.conversation_id or item.queue or "everything", "because": item.what_to_do}
    return None


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None))
