"""The storage port. An engine commits state, events and receipt of one conversation in one atomic step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from hurmaus.vocabulary import PhraseUses

Topic = tuple[str, str]
"""A kind of subscription and its subject; delivery/hub.py lists them."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as last committed.

    ``version`` counts commits from 1; ``epoch`` names the life of its event stream; ``offset`` is that of the
    last event (0 before the first); ``state`` is opaque to the store; ``receipt`` is what was answered to the key
    that the load named, if anything was.
    """

    conversation_id: str
    version: int
    epoch: str
    offset: int
    state: bytes
    queue: str | None = None
    wake_at: float | None = None
    receipt: bytes | None = None


class StoredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a conversation, encoded exactly as it is sent."""

    offset: int
    payload: bytes


class Commit(msgspec.Struct, frozen=True, kw_only=True):
    """One atomic step. ``expected_version`` 0 creates the conversation; events carry consecutive offsets that
    continue the snapshot's. ``committed_at`` and ``wake_at`` are wall-clock Unix seconds; ``receipt`` is the
    answer stored under ``receipt_key``, given again on a repeat."""

    conversation_id: str
    expected_version: int
    epoch: str
    state: bytes
    events: Sequence[StoredEvent]
    committed_at: float
    queue: str | None = None
    wake_at: float | None = None
    receipt_key: str | None = None
    receipt: bytes | None = None


def last_offset(commit: Commit, offset: int) -> int:
    """Return the last offset after a commit on top of ``offset``.

    Raises:
        ValueError: the events do not continue from there without a gap.

    """
    for event in commit.events:
        offset += 1
        if event.offset != offset:
            raise ValueError(f"event offset {event.offset} where {offset} was expected")
    return offset


class VersionConflict(Exception):  # an outcome to handle, not a fault
    """Another writer committed first: load again and retry."""


class AlreadyReceived(Exception):  # an outcome to handle, not a fault
    """``receipt_key`` was committed before; ``receipt`` is what was answered then."""

    def __init__(self, receipt: bytes) -> None:
        super().__init__()
        self.receipt = receipt


class ConversationStore(Protocol):
    """What every engine promises; ``tests/contract/`` holds each to it.

    Every method raises ``hurmaus.errors.StoreUnavailable`` when the engine cannot serve, and then has
    changed nothing; ``StoreDamaged``, a kind of it, when what is stored can no longer be read.
    """

    async def check(self) -> None:
        """Return when the engine could serve now; cheap enough to be asked every second. Else raises."""
        ...

    async def load(self, conversation_id: str, receipt_key: str | None = None) -> Snapshot | None:
        """Return the last committed snapshot, with what was answered to ``receipt_key``; or None."""
        ...

    async def receipt(self, conversation_id: str, key: str) -> bytes | None:
        """Return what was answered to ``key``, or None when it was never committed."""
        ...

    async def commit(self, commit: Commit) -> None:
        """Commit all of it or nothing. Durable against ``kill -9`` of any process on return.

        Raises:
            AlreadyReceived: the receipt key exists (checked before the version).
            VersionConflict: ``expected_version`` is not the stored one.
            InvalidMessage: an event or the state is larger than may be stored.

        """
        ...

    async def events(self, conversation_id: str, after: int, limit: int = 1000) -> list[StoredEvent]:
        """Return events with offset greater than ``after``, in order."""
        ...

    async def due(self, now: float, limit: int = 100) -> list[str]:
        """Return conversations whose ``wake_at`` has passed (promises due, hints expiring), oldest first."""
        ...

    async def erase(self, conversation_id: str) -> bool:
        """Remove every trace of a conversation; False when there was none."""
        ...

    async def purge(self, committed_before: float) -> int:
        """Remove conversations whose last commit is older; return how many."""
        ...

    async def note_phrases(self, queue: str, used: Sequence[str], dismissed: Sequence[str]) -> None:
        """Count one more use of each phrase in ``used`` and one more dismissal of each in ``dismissed``.

        Counts belong to a queue (empty: none), never to a conversation or a person; ``erase`` and ``purge``
        leave them.
        """
        ...

    async def phrase_uses(self, queue: str) -> dict[str, PhraseUses]:
        """Return the counts of a queue's phrases, by phrase id."""
        ...

    async def close(self) -> None:
        """Release the engine. Idempotent."""
        ...


class Bell(msgspec.Struct, frozen=True, array_like=True):
    """Says that ``conversation_id`` got the events ``first`` to ``last``; they are to be read from the store.

    ``origin`` names the process that committed them.
    """

    conversation_id: str
    queue: str | None
    epoch: str
    first: int
    last: int
    origin: str


class BellHandler(Protocol):
    """Who hears the bells. Its methods return at once."""

    def ring(self, bell: Bell) -> None:
        """Events were committed, by this process or another."""
        ...

    def ring_interim(self, payload: bytes) -> None:
        """Another process read unfinished text; ``payload`` is what it published."""
        ...

    def missed(self, topics: Sequence[Topic], since: float | None) -> None:
        """From now on ``topics`` are heard; what rang before was not: from ``since`` (Unix seconds) on for a
        break, None for topics that are new."""
        ...

    def doubt(self, conversation_id: str) -> None:
        """A commit of this process may have been made though it was not confirmed."""
        ...


class Doorbells(Protocol):
    """How processes on one store tell each other that there is something to read. Rings may get lost: they are
    only ever a reason to look."""

    origin: str
    """The name of this process."""

    @property
    def heard(self) -> bool:
        """Whether every topic asked for is being heard just now."""
        ...

    def listen(self, topic: Topic) -> None:
        """Hear of a topic from soon on; :meth:`BellHandler.missed` says when that is."""
        ...

    def leave(self, topic: Topic) -> None:
        """Undo :meth:`listen`."""
        ...

    def send_interim(self, conversation_id: str, payload: bytes) -> None:
        """Tell the other processes of a passing reading; lost when that is not possible at once."""
        ...

    async def changed_since(self, moment: float) -> list[tuple[str, str | None]]:
        """Return the conversations committed to since a wall-clock moment, with their queues."""
        ...

    async def run(self, handler: BellHandler) -> None:
        """Hear, for ever; reconnects by itself."""
        ...
