"""Conversations in Redis 7: every commit is one function call, one round trip, all or nothing.

What survives depends on how Redis is set up; docs/scaling.md lists it. With ``appendfsync always`` a commit that
returned survives ``kill -9`` and power cuts of the server; with ``wait_replicas`` also its loss.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from redis.exceptions import ResponseError

from hurmaus.errors import StoreUnavailable
from hurmaus.storage.limits import DEFAULT_LIMITS, Limits, check_limits
from hurmaus.storage.port import (
    AlreadyReceived,
    Bell,
    Commit,
    Snapshot,
    StoredEvent,
    VersionConflict,
    last_offset,
)
from hurmaus.storage.redis.keys import Keys, age_index, wake_index
from hurmaus.storage.redis.lane import Command
from hurmaus.storage.redis.link import Link
from hurmaus.vocabulary import PhraseUses

_FIELDS = ("version", "epoch", "offset", "state", "queue", "wake_at")
_PURGE_BATCH = 100
_PARTS_AT_ONCE = 64
_LAST_OFFSET = 2**63 - 1

_pack = msgspec.msgpack.Encoder().encode


class RedisStore:
    """A :class:`hurmaus.storage.port.ConversationStore` for any number of processes.

    ``origin`` names this process in its bells; ``retention_s`` is the lifetime of every key after a
    conversation's last commit; ``hold_s`` for how long a conversation that was named as due to one process is
    not named to another; ``wait_replicas`` how many replicas must have a commit before it counts;
    ``on_doubt`` is told of conversations whose commit may have been made without being confirmed.
    """

    def __init__(
        self,
        link: Link,
        keys: Keys,
        *,
        origin: str = "",
        retention_s: float = 86_400.0,
        hold_s: float = 0.0,
        wait_replicas: int = 0,
        wait_ms: int = 1_000,
        limits: Limits = DEFAULT_LIMITS,
        on_doubt: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._link = link
        self._keys = keys
        self._origin = origin
        self._ttl_ms = max(1, round(retention_s * 1000))
        self._hold_s = hold_s
        self._wait_replicas = wait_replicas
        self._wait: tuple[Command, ...] = (("WAIT", wait_replicas, wait_ms),) if wait_replicas else ()
        self._limits = limits
        self._on_doubt = on_doubt

    async def prepare(self) -> None:
        """Load our functions where they lack; what fails here is tried again when they are called."""
        await self._link.load_functions()

    async def check(self) -> None:
        """See the port."""
        await self._link.ask(self._keys.parts()[0], "PING")

    async def load(self, conversation_id: str, receipt_key: str | None = None) -> Snapshot | None:
        """See the port. One round trip."""
        key = self._keys.conversation(conversation_id)
        commands: list[Command] = [("HMGET", key, *_FIELDS)]
        if receipt_key is not None:
            commands.append(("HGET", self._keys.receipts(conversation_id), receipt_key))
        found, *given = await self._link.ask_together(key, commands)
        if found[0] is None:
            return None
        version, epoch, offset, state, queue, wake_at = found
        return Snapshot(
            conversation_id=conversation_id,
            version=int(version),
            epoch=epoch.decode(),
            offset=int(offset),
            state=state,
            queue=queue.decode() or None,
            wake_at=float(wake_at) if wake_at else None,
            receipt=await self._confirmed(conversation_id, receipt_key, given),
        )

    async def receipt(self, conversation_id: str, key: str) -> bytes | None:
        """See the port."""
        receipts = self._keys.receipts(conversation_id)
        if not self._wait:
            found: bytes | None = await self._link.ask(receipts, "HGET", receipts, key)
            return found
        answers = await self._link.call("receipt", [receipts], key, self._ttl_ms, then=self._wait)
        if answers[0] is not None:
            self._confirm(answers)
        return bytes(answers[0]) if answers[0] is not None else None

    async def _confirmed(
        self, conversation_id: str, receipt_key: str | None, given: list[bytes | None]
    ) -> bytes | None:
        """Return the receipt that was found; where replicas are waited for, once they have it."""
        if receipt_key is None or given[0] is None:
            return None
        return await self.receipt(conversation_id, receipt_key) if self._wait else given[0]

    async def commit(self, commit: Commit) -> None:
        """See the port.

        Raises:
            ValueError: the offsets of the events do not continue the conversation's; a bug of the caller.
            StoreUnavailable: not confirmed, and possibly made all the same: ``on_doubt`` is told. Whoever
                tries again with the same receipt key finds out.

        """
        check_limits(commit, self._limits)
        last_offset(commit, commit.events[0].offset - 1 if commit.events else 0)
        try:
            answer = await self._call_commit(commit)
        except StoreUnavailable:
            self._on_doubt(commit.conversation_id)
            raise
        match answer:
            case [b"seen", receipt]:
                self._on_doubt(commit.conversation_id)
                raise AlreadyReceived(bytes(receipt))
            case [b"conflict"]:
                self._on_doubt(commit.conversation_id)
                raise VersionConflict
            case [b"gap", offset]:
                raise ValueError(f"event offset {commit.events[0].offset} where {offset + 1} was expected")

    async def events(self, conversation_id: str, after: int, limit: int = 1000) -> list[StoredEvent]:
        """See the port."""
        if after >= _LAST_OFFSET:
            return []
        key = self._keys.stream(conversation_id)
        entries = await self._link.ask(key, "XRANGE", key, f"{after + 1}-0", "+", "COUNT", limit)
        return [StoredEvent(offset=int(name.partition(b"-")[0]), payload=pair[1]) for name, pair in entries]

    async def due(self, now: float, limit: int = 100) -> list[str]:
        """See the port. Each is named to one process at a time; see ``hold_s``."""
        found: list[tuple[float, str, str]] = []
        for part, entries in await self._of_every_part(
            lambda part: ("ZRANGEBYSCORE", wake_index(part), "-inf", now, "WITHSCORES", "LIMIT", 0, limit)
        ):
            scores = map(float, entries[1::2])
            found += [(score, name.decode(), part) for name, score in zip(entries[::2], scores, strict=True)]
        claimed = []
        for score, conversation_id, part in sorted(found)[:limit]:
            took = await self._link.call(
                "claim", [wake_index(part)], part, conversation_id, repr(score), self._hold_s
            )
            claimed += [conversation_id] * took
        return claimed

    async def erase(self, conversation_id: str) -> bool:
        """See the port."""
        part = self._keys.part(conversation_id)
        removed: int = await self._link.call("erase", [wake_index(part)], part, conversation_id)
        return removed > 0

    async def purge(self, committed_before: float) -> int:
        """See the port. Redis removes keys that have outlived their lifetime by itself; this empties the indexes
        of them, and removes what outlives a retention that was shortened."""
        purged = 0
        for part, old in await self._of_every_part(
            lambda part: ("ZCOUNT", age_index(part), "-inf", f"({committed_before!r}")
        ):
            more = old > 0
            while more:
                looked_at, removed = await self._link.call(
                    "purge", [age_index(part)], part, repr(committed_before), _PURGE_BATCH
                )
                purged += removed
                more = looked_at == _PURGE_BATCH
        return purged

    async def changed_since(self, moment: float) -> list[tuple[str, str | None]]:
        """Return the conversations committed to since a wall-clock moment, with their queues."""
        names: list[str] = []
        for _, entries in await self._of_every_part(
            lambda part: ("ZRANGEBYSCORE", age_index(part), moment, "+inf")
        ):
            names += [name.decode() for name in entries]
        found = []
        for name in names:
            key = self._keys.conversation(name)
            queue = await self._link.ask(key, "HGET", key, "queue")
            found.append((name, queue.decode() or None if queue is not None else None))
        return found

    async def note_phrases(self, queue: str, used: Sequence[str], dismissed: Sequence[str]) -> None:
        """See the port."""
        key = self._keys.phrases(queue)
        fields = [f"u:{phrase}" for phrase in used] + [f"d:{phrase}" for phrase in dismissed]
        if fields:
            await self._link.ask_together(key, [("HINCRBY", key, field, 1) for field in fields])

    async def phrase_uses(self, queue: str) -> dict[str, PhraseUses]:
        """See the port."""
        key = self._keys.phrases(queue)
        flat = await self._link.ask(key, "HGETALL", key)
        counts = _counts(flat)
        names = dict.fromkeys(field[2:] for field in counts)
        return {name: PhraseUses(counts.get(f"u:{name}", 0), counts.get(f"d:{name}", 0)) for name in names}

    async def close(self) -> None:
        """See the port."""
        await self._link.close()

    async def _call_commit(self, commit: Commit) -> Any:
        keys, name = self._keys, commit.conversation_id
        part = keys.part(name)
        named = [keys.conversation(name), keys.stream(name), keys.receipts(name)]
        named += [wake_index(part), age_index(part)]
        answer = await self._link.call("commit", named, *self._arguments(commit), then=self._wait)
        return self._confirm(answer) if self._wait else answer

    def _arguments(self, commit: Commit) -> list[str | bytes | int]:
        """What the function reads, in its order; see functions.lua."""
        name, events = commit.conversation_id, commit.events
        first, last = (events[0].offset, events[-1].offset) if events else (0, 0)
        return [
            name,
            commit.epoch,
            commit.state,
            commit.queue or "",
            "" if commit.wake_at is None else repr(commit.wake_at),
            repr(commit.committed_at),
            self._ttl_ms,
            commit.receipt_key or "",
            commit.receipt or b"",
            _pack(Bell(name, commit.queue, commit.epoch, first, last, self._origin)),
            commit.expected_version,
            int(commit.receipt_key is not None),
            first,
            len(events),
            *(event.payload for event in events),
            *self._keys.rung_by(name, commit.queue),
        ]

    def _confirm(self, answers: list[Any]) -> Any:
        """Return the first answer when the second, of ``WAIT``, names enough replicas."""
        answer, replicas = answers
        if isinstance(replicas, ResponseError) or replicas < self._wait_replicas:
            raise StoreUnavailable("too few replicas of the store have it", retry_after_ms=500)
        return answer

    async def _of_every_part(self, command: Callable[[str], Command]) -> list[tuple[str, Any]]:
        """Ask all parts, many at once; let others in between."""
        parts, answers = self._keys.parts(), list[Any]()
        for begin in range(0, len(parts), _PARTS_AT_ONCE):
            some = parts[begin : begin + _PARTS_AT_ONCE]
            answers += await self._link.ask_each([(part, command(part)) for part in some])
        return list(zip(parts, answers, strict=True))


def _counts(answer: Mapping[bytes, bytes] | list[bytes]) -> dict[str, int]:
    """Read a hash of counters: a map in RESP3, a flat list in RESP2."""
    pairs = answer.items() if isinstance(answer, Mapping) else zip(answer[::2], answer[1::2], strict=True)
    return {field.decode(): int(count) for field, count in pairs}
