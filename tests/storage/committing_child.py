"""A process that commits without end and says on stdout what returned. It is there to be killed."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from hurmaus.storage.port import Commit, StoredEvent
from hurmaus.storage.sqlite import SqliteStore

CONVERSATIONS = ("a", "b", "c")


async def commit_for_ever(path: Path) -> None:
    store = SqliteStore(path)
    turn = 0
    while True:
        conversation_id = CONVERSATIONS[turn % len(CONVERSATIONS)]
        snapshot = await store.load(conversation_id)
        version, offset = (0, 0) if snapshot is None else (snapshot.version, snapshot.offset)
        key = f"utterance:{version}"
        events = [StoredEvent(offset=offset + n, payload=os.urandom(700)) for n in (1, 2, 3)]
        await store.commit(
            Commit(
                conversation_id=conversation_id,
                expected_version=version,
                epoch="e",
                state=b"%d" % (version + 1) * 1000,
                events=events,
                committed_at=float(turn),
                receipt_key=key,
                receipt=key.encode(),
            )
        )
        os.write(1, f"{conversation_id} {version + 1} {offset + 3}\n".encode())
        turn += 1
        await asyncio.sleep(0)


asyncio.run(commit_for_ever(Path(sys.argv[1])))
