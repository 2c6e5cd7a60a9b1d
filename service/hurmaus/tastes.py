"""How queues take to phrases: counts in the store, looked at now and then, so that no pass waits for them."""

from __future__ import annotations

from contextlib import suppress

from hurmaus.coach.liking import PhrasesTold, Uses
from hurmaus.errors import StoreUnavailable
from hurmaus.storage.port import ConversationStore

FRESH_FOR_S = 30.0
"""How long counts are used before they are read again: other processes count as well."""

MOST_QUEUES = 1_000


class Tastes:
    """The counts of each queue, read from the store at most every :data:`FRESH_FOR_S` seconds."""

    def __init__(self, store: ConversationStore) -> None:
        self._store = store
        self._known: dict[str, tuple[float, Uses]] = {}

    async def of(self, queue: str | None, now: float) -> Uses:
        """Return the counts of a queue; those known before where the store cannot say."""
        name = queue or ""
        read_at, uses = self._known.get(name, (float("-inf"), {}))
        if 0 <= now - read_at < FRESH_FOR_S:
            return uses
        with suppress(StoreUnavailable):
            uses = await self._store.phrase_uses(name)
        if len(self._known) >= MOST_QUEUES:
            self._known.clear()
        self._known[name] = (now, uses)
        return uses

    async def note(self, queue: str | None, told: PhrasesTold) -> None:
        """Count what a feedback says of phrases. A count that the store cannot take is let go: it is one of many."""
        if not told.used and not told.dismissed:
            return
        name = queue or ""
        with suppress(StoreUnavailable):
            await self._store.note_phrases(name, told.used, told.dismissed)
        self._known.pop(name, None)
