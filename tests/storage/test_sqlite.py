"""The embedded store: killed, full, locked, foreign, erased."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
from hurmaus.errors import ConfigurationError, StoreDamaged, StoreUnavailable
from hurmaus.storage import schema
from hurmaus.storage.port import Commit, StoredEvent
from hurmaus.storage.sqlite import SqliteStore

CHILD = Path(__file__).with_name("committing_child.py")
PLANTED = b"Kadonnut lahetys 010203"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "var").mkdir()
    return tmp_path / "var" / "hurmaus.db"


@pytest_asyncio.fixture
async def store(path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(path)
    yield opened
    await opened.close()


def commit(conversation_id: str = "c", *, version: int = 0, offset: int = 0, filler: bytes = b"") -> Commit:
    return Commit(
        conversation_id=conversation_id,
        expected_version=version,
        epoch="e",
        state=b"state" + filler,
        events=[StoredEvent(offset=offset + 1, payload=b"event" + filler)],
        committed_at=1.0,
        receipt_key=f"k{version}",
        receipt=b"ack" + filler,
    )


def commits_until_killed(path: Path, lines: int) -> dict[str, tuple[int, int]]:
    """Let a child commit, kill it -9 in the middle, return the last (version, offset) it was promised."""
    child = subprocess.Popen([sys.executable, str(CHILD), str(path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    with child.stdout as said:
        heard = [said.readline() for _ in range(lines)]
        os.kill(child.pid, signal.SIGKILL)
        heard += said.read().splitlines()
    child.wait()
    promised = {}
    for line in heard:
        conversation_id, version, offset = line.split()
        promised[conversation_id.decode()] = (int(version), int(offset))
    return promised


async def test_every_commit_that_returned_survives_kill_9(path: Path) -> None:
    for lines in (1, 50, 333, 700):
        promised = commits_until_killed(path, lines)
        store = SqliteStore(path)
        for conversation_id, (version, offset) in promised.items():
            snapshot = await store.load(conversation_id)
            assert snapshot is not None
            # one commit more may have been durable before its line was written
            assert version <= snapshot.version <= version + 1
            assert snapshot.offset == 3 * snapshot.version >= offset
            assert snapshot.state == b"%d" % snapshot.version * 1000
            events = await store.events(conversation_id, 0, limit=100_000)
            assert [event.offset for event in events] == list(range(1, snapshot.offset + 1))
            for turn in range(snapshot.version):
                assert await store.receipt(conversation_id, f"utterance:{turn}") == b"utterance:%d" % turn
        await store.close()


async def filled(path: Path) -> None:
    store = SqliteStore(path)
    for n in range(30):
        await store.commit(commit(f"c{n}", filler=b"x" * 5_000))
    await store.close()


def damage(path: Path) -> None:
    """Leave the first page, with the tables' names, and overwrite every other one."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))


class TestDamageWhileItRuns:
    async def test_is_refused_for_good_and_remembered(self, path: Path) -> None:
        await filled(path)
        store = SqliteStore(path)
        await store.check()
        damage(path)
        store._db.execute("PRAGMA cache_size = 0")
        store._db.execute("PRAGMA shrink_memory")
        with pytest.raises(StoreDamaged, match="SQLITE_CORRUPT") as refused:
            await store.load("c7")
        assert refused.value.retryable is False
        assert refused.value.wire_code == "internal"
        with pytest.raises(StoreDamaged):
            await store.check()
        await store.close()

    async def test_nothing_is_acked_into_a_file_that_was_removed(
        self, store: SqliteStore, path: Path
    ) -> None:
        await store.commit(commit())
        await store.check()
        path.unlink()  # noqa: ASYNC240
        with pytest.raises(StoreUnavailable, match="removed"):
            await store.check()
        with pytest.raises(StoreUnavailable, match="removed"):
            await store.commit(commit(version=1, offset=1))

    async def test_nor_into_one_that_was_replaced(self, store: SqliteStore, path: Path) -> None:
        other = path.with_name("other.db")
        await SqliteStore(other).close()
        other.replace(path)
        with pytest.raises(StoreUnavailable, match="replaced"):
            await store.check()


class TestTheFile:
    def test_is_for_its_owner_alone(self, store: SqliteStore, path: Path) -> None:
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name

    async def test_forgets_what_was_erased(self, store: SqliteStore, path: Path) -> None:
        await store.commit(commit("other"))
        for n in range(20):
            await store.commit(commit(version=n, offset=n, filler=PLANTED * 300))
        assert PLANTED in b"".join(file.read_bytes() for file in path.parent.iterdir())
        await store.erase("c")
        assert PLANTED not in b"".join(file.read_bytes() for file in path.parent.iterdir())

    async def test_forgets_what_was_purged(self, store: SqliteStore, path: Path) -> None:
        await store.commit(commit(filler=PLANTED * 300))
        await store.purge(2.0)
        assert PLANTED not in b"".join(file.read_bytes() for file in path.parent.iterdir())

    async def test_has_a_log_that_stays_small_under_a_steady_load(
        self, store: SqliteStore, path: Path
    ) -> None:
        for n in range(3_000):
            await store.commit(commit(version=n, offset=n, filler=b"x" * 9_000))
        assert path.with_name("hurmaus.db-wal").stat().st_size < 96 * 2**20


class TestWhatCannotBeOpened:
    def refusal(self, path: Path) -> str:
        with pytest.raises(ConfigurationError) as refused:
            SqliteStore(path)
        assert refused.value.field == "store_path"
        return refused.value.message

    async def test_a_file_of_a_newer_version_is_left_alone(self, path: Path) -> None:
        await SqliteStore(path).close()
        with closing(sqlite3.connect(path)) as db:
            db.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
        assert "newer" in self.refusal(path)

    def test_a_database_of_another_program_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "other.db"
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE recipe (name TEXT)")
        assert "another program" in self.refusal(path)

    def test_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        path = tmp_path / "notes.txt"
        path.write_text("not a database, " * 100)
        assert "not a database" in self.refusal(path)
        assert path.read_text().startswith("not a database, ")

    def test_a_path_whose_folder_is_missing(self, tmp_path: Path) -> None:
        missing = tmp_path / "no" / "such"
        assert "does not exist" in self.refusal(missing / "hurmaus.db")
        assert not missing.parent.exists(), "a mistyped path makes nothing"

    @pytest.mark.parametrize("whole_bytes", [schema.CHECKED_WHOLE_BYTES, 0], ids=["small", "large"])
    async def test_a_damaged_store(self, path: Path, whole_bytes: int) -> None:
        await filled(path)
        damage(path)
        with pytest.raises(ConfigurationError, match="damaged; restore a backup"):
            schema.open_database(path, "NORMAL", 50, whole_bytes)
        assert "damaged" in self.refusal(path)

    def test_a_directory(self, tmp_path: Path) -> None:
        assert "cannot" in self.refusal(tmp_path)


class TestWhenTheDiskIsFull:
    @pytest.fixture
    def full(self, store: SqliteStore) -> Iterator[SqliteStore]:
        (pages,) = store._db.execute("PRAGMA page_count").fetchone()
        store._db.execute(f"PRAGMA max_page_count = {pages + 2}")
        yield store
        store._db.execute("PRAGMA max_page_count = 1000000")

    async def test_a_commit_is_refused_aloud_and_nothing_of_it_is_there(self, full: SqliteStore) -> None:
        await full.commit(commit())
        with pytest.raises(StoreUnavailable, match="SQLITE_FULL") as refused:
            await full.commit(commit(version=1, offset=1, filler=PLANTED * 3_000))
        assert refused.value.retry_after_ms
        assert PLANTED.decode() not in str(refused.value)
        snapshot = await full.load("c")
        assert snapshot is not None
        assert (snapshot.version, snapshot.offset) == (1, 1)
        assert await full.receipt("c", "k1") is None

    async def test_it_serves_again_as_soon_as_there_is_room(self, full: SqliteStore) -> None:
        with pytest.raises(StoreUnavailable):
            await full.commit(commit(filler=b"x" * 100_000))
        full._db.execute("PRAGMA max_page_count = 1000000")
        await full.commit(commit(filler=b"x" * 100_000))
        assert await full.load("c") is not None


class TestWhenAnotherProcessHoldsTheLock:
    async def test_a_commit_is_refused_soon_and_succeeds_later(self, store: SqliteStore, path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match="SQLITE_BUSY"):
                await store.commit(commit())
            assert await store.load("c") is None, "reading goes on"
            other.execute("ROLLBACK")
        await store.commit(commit())
