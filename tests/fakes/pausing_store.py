"""A store that takes its time: others run between call and effect, and between effect and answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from hurmaus.errors import StoreUnavailable
from hurmaus.storage.port import Commit, ConversationStore, Snapshot, StoredEvent
from hurmaus.vocabulary import PhraseUses

T = TypeVar("T")


class PausingStore:
    """Wraps a real store. ``pause`` says how many turns of the event loop to let pass, each time it is asked.

    ``failures`` reads are refused before the store serves again.
    """

    def __init__(self, store: ConversationStore, pause: Callable[[], int] = lambda: 0) -> None:
        self._store = store
        self._pause = pause
        self.failures = 0

    async def check(self) -> None:
        await self._slowly(self._store.check())

    async def load(self, conversation_id: str, receipt_key: str | None = None) -> Snapshot | None:
        return await self._slowly(self._store.load(conversation_id, receipt_key))

    async def receipt(self, conversation_id: str, key: str) -> bytes | None:
        return await self._slowly(self._store.receipt(conversation_id, key))

    async def commit(self, commit: Commit) -> None:
        await self._store.commit(commit)

    async def events(self, conversation_id: str, after: int, limit: int = 1000) -> list[StoredEvent]:
        return await self._slowly(self._store.events(conversation_id, after, limit))

    async def due(self, now: float, limit: int = 100) -> list[str]:
        return await self._slowly(self._store.due(now, limit))

    async def erase(self, conversation_id: str) -> bool:
        return await self._store.erase(conversation_id)

    async def purge(self, committed_before: float) -> int:
        return await self._store.purge(committed_before)

    async def note_phrases(self, queue: str, used: Sequence[str], dismissed: Sequence[str]) -> None:
        await self._store.note_phrases(queue, used, dismissed)

    async def phrase_uses(self, queue: str) -> dict[str, PhraseUses]:
        return await self._slowly(self._store.phrase_uses(queue))

    async def close(self) -> None:
        await self._store.close()

    async def _slowly(self, call: Coroutine[Any, Any, T]) -> T:
        await self._wait()
        if self.failures:
            self.failures -= 1
            call.close()
            raise StoreUnavailable("away", retry_after_ms=1)
        answer = await call
        await self._wait()
        return answer

    async def _wait(self) -> None:
        for _ in range(self._pause()):
            await asyncio.sleep(0)
