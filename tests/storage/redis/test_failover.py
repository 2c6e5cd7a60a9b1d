"""What Redis can promise when a primary is lost: an acked commit is where a replica has confirmed it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hurmaus.errors import StoreUnavailable
from hurmaus.storage.open import StoreOptions, open_store
from hurmaus.storage.port import AlreadyReceived, Commit, ConversationStore, StoredEvent

from tests.support.redis_server import RedisServer, needs_redis
from tests.support.running import eventually
from tests.support.service import free_port

pytestmark = needs_redis

REPLICATED = StoreOptions(wait_replicas=1, timeout_s=1)


@pytest.fixture
def primary(tmp_path: Path) -> Iterator[RedisServer]:
    started = RedisServer(tmp_path, "--repl-diskless-sync-delay", "0").start()
    yield started
    started.kill()


@pytest.fixture
def replica(tmp_path: Path, primary: RedisServer) -> Iterator[RedisServer]:
    folder = tmp_path / "replica"
    folder.mkdir()
    started = RedisServer(folder, "--replicaof", f"127.0.0.1 {primary.port}").start()
    yield started
    started.kill()


async def in_step(primary: RedisServer) -> None:
    """Wait until the replica follows."""

    def follows() -> bool:
        with primary.admin() as admin:
            return admin.info("replication").get("slave0", {}).get("state") == "online"

    await eventually(follows)


async def write(store: ConversationStore, version: int = 0) -> None:
    event = StoredEvent(offset=version + 1, payload=b"{}")
    await store.commit(
        Commit(
            conversation_id="c",
            expected_version=version,
            epoch="e",
            state=b"s",
            events=[event],
            committed_at=1.0,
            receipt_key=f"k{version}",
            receipt=b"r",
        )
    )


async def test_without_a_replica_nothing_is_acked_however_often_it_is_sent(primary: RedisServer) -> None:
    store = open_store(primary.url, REPLICATED).store
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="replicas"):
            await write(store)
    with pytest.raises(StoreUnavailable, match="replicas"):
        await store.receipt("c", "k0")
    await store.close()


async def test_once_a_replica_follows_the_repeat_is_acked(primary: RedisServer, replica: RedisServer) -> None:
    await in_step(primary)
    store = open_store(primary.url, REPLICATED).store
    replica.freeze()
    with pytest.raises(StoreUnavailable, match="replicas"):
        await write(store)
    replica.thaw()
    with pytest.raises(AlreadyReceived):
        await write(store)
    assert await store.receipt("c", "k0") == b"r"
    await store.close()


async def test_what_was_acked_is_on_the_replica_when_the_primary_is_lost(
    primary: RedisServer, replica: RedisServer
) -> None:
    await in_step(primary)
    store = open_store(primary.url, REPLICATED).store
    for version in range(20):
        await write(store, version)
    primary.kill()
    with replica.admin() as admin:
        admin.execute_command("REPLICAOF", "NO", "ONE")
    promoted = open_store(replica.url, StoreOptions()).store
    assert len(await promoted.events("c", 0)) == 20
    assert await promoted.receipt("c", "k19") == b"r"
    await write(promoted, 20)  # the functions were replicated too
    await store.close()
    await promoted.close()


async def test_an_isolated_primary_takes_no_commits(primary: RedisServer) -> None:
    with primary.admin() as admin:
        admin.config_set("min-replicas-to-write", 1)
    store = open_store(primary.url, StoreOptions()).store
    with pytest.raises(StoreUnavailable):
        await write(store)
    with primary.admin() as admin:
        assert admin.dbsize() == 0
    await store.close()


async def test_sentinel_names_the_new_primary_and_the_store_follows(
    tmp_path: Path, primary: RedisServer, replica: RedisServer
) -> None:
    await in_step(primary)
    sentinel = start_sentinel(tmp_path, primary)
    url = f"redis+sentinel://127.0.0.1:{sentinel.port}/main"
    careful, store = (open_store(url, options).store for options in (REPLICATED, StoreOptions(timeout_s=1)))
    try:
        await write(careful)
        await eventually(lambda: knows_the_replica(sentinel))
        primary.kill()
        async with asyncio.timeout(60):
            while True:
                try:
                    await write(store, 1)
                    break
                except AlreadyReceived:  # made before, but not confirmed
                    break
                except StoreUnavailable:
                    await asyncio.sleep(0.1)
        assert len(await store.events("c", 0)) == 2
    finally:
        await careful.close()
        await store.close()
        sentinel.kill()


def start_sentinel(folder: Path, primary: RedisServer) -> RedisServer:
    home = folder / "sentinel"
    home.mkdir()
    port = free_port()
    (home / "sentinel.conf").write_text(
        f"port {port}\nsentinel monitor main 127.0.0.1 {primary.port} 1\n"
        "sentinel down-after-milliseconds main 500\nsentinel failover-timeout main 3000\n"
    )
    return RedisServer(home, "--sentinel", port=port, configuration=home / "sentinel.conf").start()


def knows_the_replica(sentinel: RedisServer) -> bool:
    with sentinel.admin() as admin:
        return len(admin.execute_command("SENTINEL", "REPLICAS", "main")) == 1
