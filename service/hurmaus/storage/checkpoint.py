"""Move SQLite's log into its file away from the event loop: the part of a commit that waits for a disk."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

EVERY_COMMITS = 256
MOST_PAGES = 4_096
"""Pages of 4 KiB (16 MiB in all) that the log may reach before commits wait a moment for it to be emptied."""


class Checkpointer:
    """Checkpoints in a thread beside the writer, after every so many commits.

    A checkpoint does not stop the writer, and the log starts over at the first commit that finds all of it
    moved. Under a steady load that commit may never come: then a gate closes for one short checkpoint more,
    and commits wait for it without blocking the event loop.
    """

    def __init__(
        self, path: Path, *, every_commits: int = EVERY_COMMITS, most_pages: int = MOST_PAGES
    ) -> None:
        self._gate = asyncio.Event()
        self._gate.set()
        self._every_commits = every_commits
        self._most_pages = most_pages
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._thread = ThreadPoolExecutor(1, "hurmaus-checkpoint")
        self._running: asyncio.Task[None] | None = None
        self._commits = 0

    async def admit_commit(self) -> None:
        """Count one commit about to be made, start a checkpoint when it is time, and wait for the gate."""
        self._commits += 1
        running = self._running is not None and not self._running.done()
        if running:
            await asyncio.sleep(0)  # also a writer that never pauses lets the checkpoint go on
        elif self._commits >= self._every_commits:
            self._commits = 0
            self._running = asyncio.create_task(self._checkpoint())
        await self._gate.wait()

    async def empty(self) -> None:
        """Cut the log to nothing while commits wait: older copies of erased pages lie in it.

        Raises:
            sqlite3.Error: the log could not be emptied.

        """
        if self._running is not None:
            await self._running
        self._gate.clear()
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, empty_log, self._db)
        finally:
            self._gate.set()

    async def close(self) -> None:
        """Wait for a running checkpoint and stop."""
        if self._running is not None:
            await self._running
        self._thread.shutdown(wait=True)
        self._db.close()

    async def _checkpoint(self) -> None:
        loop = asyncio.get_running_loop()
        pages = await loop.run_in_executor(self._thread, self._move)
        if pages > self._most_pages:
            self._gate.clear()
            try:
                await loop.run_in_executor(self._thread, self._move)
            finally:
                self._gate.set()

    def _move(self) -> int:
        """Move all pages that the log holds when this begins; return how many it has held."""
        try:
            _, pages, _ = self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        except sqlite3.Error:  # a full disk, say: the log stays as it is, and the next checkpoint tries again
            return 0
        return int(pages)


def empty_log(db: sqlite3.Connection) -> None:
    """Move the whole log into the file and truncate it.

    Raises:
        sqlite3.Error: somebody else reads or writes just now.

    """
    (busy, *_) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise sqlite3.OperationalError("the log is in use")
