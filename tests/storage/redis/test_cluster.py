"""Three real nodes: conversations spread over them, bells ring on each, slots may move, a node may die."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from hurmaus.errors import StoreUnavailable
from hurmaus.storage.open import OpenStore, StoreOptions, open_store
from hurmaus.storage.port import Commit, ConversationStore, StoredEvent
from hurmaus.storage.redis.keys import Keys
from redis.crc import key_slot

from tests.support.bells import listening
from tests.support.redis_server import RedisCluster, needs_redis
from tests.support.running import eventually

pytestmark = needs_redis

NAMES = [f"c{n}" for n in range(30)]
KEYS = Keys("hurmaus")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[RedisCluster]:
    started = RedisCluster(tmp_path).start()
    yield started
    started.kill()


@pytest_asyncio.fixture
async def opened(cluster: RedisCluster) -> AsyncIterator[OpenStore]:
    made = open_store(cluster.url, StoreOptions(timeout_s=1))
    yield made
    await made.store.close()


async def write(store: ConversationStore, name: str, version: int = 0) -> None:
    event = StoredEvent(offset=version + 1, payload=b'{"epoch":"e"}')
    await store.commit(
        Commit(
            conversation_id=name,
            expected_version=version,
            epoch="e",
            state=b"s",
            events=[event],
            committed_at=1.0,
        )
    )


def home(cluster: RedisCluster, name: str) -> int:
    """Which node holds a conversation at first."""
    return key_slot(KEYS.stream(name).encode()) * 3 // 16384


async def test_conversations_spread_over_the_nodes(cluster: RedisCluster, opened: OpenStore) -> None:
    for name in NAMES:
        await write(opened.store, name)
    for node in cluster.nodes:
        with node.admin() as admin:
            assert admin.dbsize() > 0
    assert [(await opened.store.load(name)) is not None for name in NAMES] == [True] * len(NAMES)


async def test_bells_ring_from_every_node(opened: OpenStore) -> None:
    heard = await listening(opened, ("everything", ""), ("conversation", "c3"))
    for name in NAMES:
        await write(opened.store, name)
    await heard.rung(len(NAMES) + 1)
    assert {bell.conversation_id for bell in heard.rings} == set(NAMES)
    await heard.close()


async def test_a_slot_that_moves_takes_its_conversations_and_bells_along(
    cluster: RedisCluster, opened: OpenStore
) -> None:
    await write(opened.store, "c1")
    heard = await listening(opened, ("conversation", "c1"))
    source, target = home(cluster, "c1"), (home(cluster, "c1") + 1) % 3
    await asyncio.to_thread(move, cluster, KEYS.stream("c1"), source, target)
    await write(opened.store, "c1", 1)
    assert len(await opened.store.events("c1", 0)) == 2
    with cluster.nodes[target].admin() as admin:
        assert admin.exists(KEYS.stream("c1"))

    async def rings() -> None:
        version = 2
        while not any(bell.last > 2 for bell in heard.rings):
            await write(opened.store, "c1", version)
            version += 1
            await asyncio.sleep(0.05)

    await asyncio.wait_for(rings(), 20)
    await heard.close()


async def test_a_node_that_dies_takes_only_its_own_conversations_away(
    cluster: RedisCluster, opened: OpenStore
) -> None:
    for name in NAMES:
        await write(opened.store, name)
    cluster.nodes[2].kill()
    for name in NAMES:
        if home(cluster, name) != 2:
            await eventually_written(opened.store, name, 1)
    lost = next(name for name in NAMES if home(cluster, name) == 2)
    with pytest.raises(StoreUnavailable) as refused:
        await write(opened.store, lost, 1)
    assert refused.value.retry_after_ms


async def eventually_written(store: ConversationStore, name: str, version: int) -> None:
    """Write; just after the death of a node the layout may have to be asked of another."""
    async with asyncio.timeout(20):
        while True:
            try:
                return await write(store, name, version)
            except StoreUnavailable:
                await asyncio.sleep(0.05)


def move(cluster: RedisCluster, key: str, source: int, target: int) -> None:
    """Move the slot of ``key`` and everything in it from one node to another."""
    slot = key_slot(key.encode())
    with cluster.nodes[source].admin() as here, cluster.nodes[target].admin() as there:
        here_id, there_id = here.cluster("MYID"), there.cluster("MYID")
        there.execute_command("CLUSTER", "SETSLOT", slot, "IMPORTING", here_id)
        here.execute_command("CLUSTER", "SETSLOT", slot, "MIGRATING", there_id)
        keys = here.execute_command("CLUSTER", "GETKEYSINSLOT", slot, 1000)
        port = cluster.nodes[target].port
        here.execute_command("MIGRATE", "127.0.0.1", port, "", 0, 5000, "KEYS", *keys)
        for node in (there, here):
            node.execute_command("CLUSTER", "SETSLOT", slot, "NODE", there_id)


async def test_a_cluster_that_is_away_comes_back(cluster: RedisCluster, opened: OpenStore) -> None:
    await write(opened.store, "c1")
    for node in cluster.nodes:
        node.freeze()
    with pytest.raises(StoreUnavailable):
        await opened.store.load("c1")
    for node in cluster.nodes:
        node.thaw()
    found: list[object] = []

    async def look() -> None:
        while not found:
            try:
                found.append(await opened.store.load("c1"))
            except StoreUnavailable:
                await asyncio.sleep(0.05)

    looking = asyncio.create_task(look())
    await eventually(lambda: bool(found))
    await looking
    assert found[0] is not None
