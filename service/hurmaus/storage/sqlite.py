"""The embedded store: SQLite in WAL mode, one transaction a commit.

What survives, by ``synchronous``:

========  ==========================  ==========================================================
          ``kill -9`` of the process  power cut or crash of the operating system
========  ==========================  ==========================================================
NORMAL    every commit that returned  all but the last moments; never half a commit
FULL      every commit that returned  every commit that returned (one fsync each, milliseconds)
========  ==========================  ==========================================================

With NORMAL a commit only writes to the page cache (tens of microseconds), so calls run inline in the event
loop; with FULL they wait for the disk in a thread of their own.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from hurmaus.errors import StoreDamaged, StoreUnavailable
from hurmaus.storage.checkpoint import Checkpointer, empty_log
from hurmaus.storage.limits import DEFAULT_LIMITS, Limits, check_limits
from hurmaus.storage.port import (
    AlreadyReceived,
    Commit,
    Snapshot,
    StoredEvent,
    VersionConflict,
    last_offset,
)
from hurmaus.storage.schema import Synchronous, open_database
from hurmaus.vocabulary import PhraseUses

T = TypeVar("T")

BUSY_MS = 50
"""How long a call waits for another process's lock (``hurmaus erase``, a backup) before it says so."""

_RETRY_AFTER_MS = 500
_PURGE_BATCH = 20
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_LAST_OFFSET = 2**63 - 1


class SqliteStore:
    """A :class:`hurmaus.storage.port.ConversationStore` in one file, for one machine.

    Raises:
        ConfigurationError: the file cannot serve as a store; says why.

    """

    def __init__(
        self,
        path: Path,
        *,
        synchronous: Synchronous = "NORMAL",
        busy_ms: int = BUSY_MS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self._limits = limits
        self._db = open_database(path, synchronous, busy_ms)
        self._thread = ThreadPoolExecutor(1, "hurmaus-store") if synchronous == "FULL" else None
        self._checkpointer: Checkpointer | None = None
        if self._thread is None:
            self._db.execute("PRAGMA wal_autocheckpoint = 0")
            self._checkpointer = Checkpointer(path)
        self._closed = False
        self._path = path
        self._file = _identity(path)
        self._damage: str | None = None

    async def check(self) -> None:
        """See the port. Damage that was met once is remembered: some of the file may still be readable."""
        self._refuse_when_gone()
        if self._damage is not None:
            raise StoreDamaged(self._damage)
        await self.load("")

    async def load(self, conversation_id: str, receipt_key: str | None = None) -> Snapshot | None:
        """See the port."""
        return await self._run(lambda: self._load(conversation_id, receipt_key))

    async def receipt(self, conversation_id: str, key: str) -> bytes | None:
        """See the port."""
        return await self._run(lambda: self._receipt(conversation_id, key))

    async def commit(self, commit: Commit) -> None:
        """See the port.

        Raises:
            ValueError: the offsets of the events do not continue the conversation's; a bug of the caller.

        """
        check_limits(commit, self._limits)
        await self._write(lambda: self._commit(commit))

    async def events(self, conversation_id: str, after: int, limit: int = 1000) -> list[StoredEvent]:
        """See the port."""
        return await self._run(lambda: self._events(conversation_id, min(after, _LAST_OFFSET), limit))

    async def due(self, now: float, limit: int = 100) -> list[str]:
        """See the port."""
        return await self._run(lambda: self._due(now, limit))

    async def erase(self, conversation_id: str) -> bool:
        """See the port. What was erased is overwritten, in the file and in its log."""
        found = await self._write(lambda: self._erase(conversation_id))
        await self._empty_log()
        return found

    async def purge(self, committed_before: float) -> int:
        """See the port. Works in small transactions, letting others in between."""
        purged = 0
        while batch := await self._write(lambda: self._purge(committed_before)):
            purged += batch
            await asyncio.sleep(0)
        if purged:
            await self._empty_log()
        return purged

    async def note_phrases(self, queue: str, used: Sequence[str], dismissed: Sequence[str]) -> None:
        """See the port."""
        counted = [(queue, phrase, 1, 0) for phrase in used] + [(queue, phrase, 0, 1) for phrase in dismissed]
        await self._write(lambda: self._count(counted))

    async def phrase_uses(self, queue: str) -> dict[str, PhraseUses]:
        """See the port."""
        return await self._run(lambda: self._phrase_uses(queue))

    async def close(self) -> None:
        """See the port."""
        if self._closed:
            return
        self._closed = True
        if self._thread is not None:
            self._thread.shutdown(wait=True)
        if self._checkpointer is not None:
            await self._checkpointer.close()
        self._db.close()

    async def _empty_log(self) -> None:
        """Older copies of the pages just overwritten lie in the log until it is cut."""
        if self._checkpointer is None:
            return await self._run(lambda: empty_log(self._db))
        try:
            return await self._checkpointer.empty()
        except sqlite3.Error as error:
            refused = self._refusal(error)
        raise refused

    def _refuse_when_gone(self) -> None:
        """Whoever removes or replaces the file leaves us writing into nowhere: that must not be acked."""
        if not self._closed and _identity(self._path) != self._file:
            raise StoreUnavailable(
                "the store's file was removed or replaced; restart the service",
                retry_after_ms=_RETRY_AFTER_MS,
            )

    async def _write(self, call: Callable[[], T]) -> T:
        self._refuse_when_gone()
        if self._checkpointer is not None and not self._closed:
            await self._checkpointer.admit_commit()
        return await self._run(call)

    async def _run(self, call: Callable[[], T]) -> T:
        if self._closed:
            raise StoreUnavailable("the store is closed", retry_after_ms=_RETRY_AFTER_MS)
        try:
            if self._thread is None:
                return call()
            return await asyncio.get_running_loop().run_in_executor(self._thread, call)
        except sqlite3.Error as error:
            refused = self._refusal(error)
        raise refused

    def _refusal(self, error: sqlite3.Error) -> StoreUnavailable:
        # Names like SQLITE_FULL or SQLITE_BUSY say enough, and can quote nothing.
        name = getattr(error, "sqlite_errorname", None) or type(error).__name__
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGE:
            return StoreUnavailable(f"the store cannot serve now ({name})", retry_after_ms=_RETRY_AFTER_MS)
        self._damage = f"the store is damaged ({name}); nothing was served"
        return StoreDamaged(self._damage)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # SQLite has already rolled back by itself on some errors
                self._db.execute("ROLLBACK")
            raise

    def _load(self, conversation_id: str, receipt_key: str | None) -> Snapshot | None:
        row = self._db.execute(
            "SELECT version, epoch, last_offset, state, queue, wake_at FROM conversation WHERE id = ?",
            (conversation_id,),
        ).fetchone()
        if row is None:
            return None
        version, epoch, offset, state, queue, wake_at = row
        return Snapshot(
            conversation_id=conversation_id,
            version=version,
            epoch=epoch,
            offset=offset,
            state=state,
            queue=queue,
            wake_at=wake_at,
            receipt=None if receipt_key is None else self._receipt(conversation_id, receipt_key),
        )

    def _receipt(self, conversation_id: str, key: str) -> bytes | None:
        row = self._db.execute(
            "SELECT answer FROM receipt JOIN conversation USING (n) WHERE id = ? AND receipt_key = ?",
            (conversation_id, key),
        ).fetchone()
        return None if row is None else bytes(row[0])

    def _commit(self, commit: Commit) -> None:
        with self._transaction():
            row = self._db.execute(
                "SELECT n, version, epoch, last_offset FROM conversation WHERE id = ?",
                (commit.conversation_id,),
            ).fetchone()
            n, version, epoch, offset = row or (None, 0, commit.epoch, 0)
            if n is not None and commit.receipt_key is not None:
                self._refuse_repeat(n, commit.receipt_key)
            if (version, epoch) != (commit.expected_version, commit.epoch):
                raise VersionConflict
            last = last_offset(commit, offset)
            n = self._insert(commit, last) if n is None else self._update(n, commit, last)
            self._db.executemany(
                "INSERT INTO event VALUES (?, ?, ?)",
                [(n, event.offset, event.payload) for event in commit.events],
            )
            if commit.receipt_key is not None:
                self._db.execute(
                    "INSERT INTO receipt VALUES (?, ?, ?)", (n, commit.receipt_key, commit.receipt or b"")
                )

    def _refuse_repeat(self, n: int, key: str) -> None:
        seen = self._db.execute(
            "SELECT answer FROM receipt WHERE n = ? AND receipt_key = ?", (n, key)
        ).fetchone()
        if seen is not None:
            raise AlreadyReceived(seen[0])

    def _insert(self, commit: Commit, last_offset: int) -> int:
        n = self._db.execute(
            "INSERT INTO conversation (id, version, epoch, last_offset, queue, committed_at, wake_at, state)"
            " VALUES (?, 1, ?, ?, ?, ?, ?, ?)",
            (
                commit.conversation_id,
                commit.epoch,
                last_offset,
                commit.queue,
                commit.committed_at,
                commit.wake_at,
                commit.state,
            ),
        ).lastrowid
        assert n is not None
        return n

    def _update(self, n: int, commit: Commit, last_offset: int) -> int:
        self._db.execute(
            "UPDATE conversation SET version = version + 1, last_offset = ?, queue = ?, committed_at = ?,"
            " wake_at = ?, state = ? WHERE n = ?",
            (last_offset, commit.queue, commit.committed_at, commit.wake_at, commit.state, n),
        )
        return n

    def _events(self, conversation_id: str, after: int, limit: int) -> list[StoredEvent]:
        rows = self._db.execute(
            "SELECT event_offset, payload FROM event JOIN conversation USING (n)"
            " WHERE id = ? AND event_offset > ? ORDER BY event_offset LIMIT ?",
            (conversation_id, after, limit),
        )
        return [StoredEvent(offset=offset, payload=payload) for offset, payload in rows]

    def _due(self, now: float, limit: int) -> list[str]:
        rows = self._db.execute(
            "SELECT id FROM conversation WHERE wake_at <= ? ORDER BY wake_at LIMIT ?", (now, limit)
        )
        return [conversation_id for (conversation_id,) in rows]

    def _erase(self, conversation_id: str) -> bool:
        with self._transaction():
            rows = self._db.execute("SELECT n FROM conversation WHERE id = ?", (conversation_id,)).fetchall()
            self._remove(rows)
        return bool(rows)

    def _purge(self, committed_before: float) -> int:
        with self._transaction():
            rows = self._db.execute(
                "SELECT n FROM conversation WHERE committed_at < ? ORDER BY committed_at LIMIT ?",
                (committed_before, _PURGE_BATCH),
            ).fetchall()
            self._remove(rows)
        return len(rows)

    def _count(self, counted: list[tuple[str, str, int, int]]) -> None:
        with self._transaction():
            self._db.executemany(
                "INSERT INTO phrase_use VALUES (?, ?, ?, ?) ON CONFLICT (queue, phrase_id)"
                " DO UPDATE SET used = used + excluded.used, dismissed = dismissed + excluded.dismissed",
                counted,
            )

    def _phrase_uses(self, queue: str) -> dict[str, PhraseUses]:
        rows = self._db.execute(
            "SELECT phrase_id, used, dismissed FROM phrase_use WHERE queue = ?", (queue,)
        ).fetchall()
        return {phrase_id: PhraseUses(used, dismissed) for phrase_id, used, dismissed in rows}

    def _remove(self, rows: list[tuple[int]]) -> None:
        for table in ("receipt", "event", "conversation"):
            self._db.executemany(f"DELETE FROM {table} WHERE n = ?", rows)


def _identity(path: Path) -> tuple[int, int] | None:
    """Tell this file from another of the same name; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
