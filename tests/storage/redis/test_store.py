"""What the contract does not say: lifetimes, one wake-up for many processes, functions that got lost, TLS."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from hurmaus.errors import StoreUnavailable
from hurmaus.storage.open import StoreOptions, open_store, prepare
from hurmaus.storage.port import Commit, ConversationStore, StoredEvent
from hurmaus.storage.redis.functions import LIBRARY, SOURCE

from tests.support.bells import listening
from tests.support.redis_server import RedisServer, needs_redis
from tests.support.running import eventually
from tests.support.service import free_port

pytestmark = needs_redis


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    started = RedisServer(tmp_path).start()
    yield started
    started.kill()


async def write(
    store: ConversationStore, version: int = 0, *, name: str = "c", wake_at: float | None = None
) -> None:
    event = StoredEvent(offset=version + 1, payload=b"{}")
    await store.commit(
        Commit(
            conversation_id=name,
            expected_version=version,
            epoch="e",
            state=b"s",
            events=[event],
            committed_at=time.time(),
            wake_at=wake_at,
            receipt_key=f"k{version}",
            receipt=b"r",
        )
    )


async def test_every_key_has_a_lifetime_that_each_commit_renews(server: RedisServer) -> None:
    store = open_store(server.url, StoreOptions(retention_s=100)).store
    await write(store, wake_at=1.0)
    with server.admin() as admin:
        keys = admin.keys("*")
        assert len(keys) == 5
        for key in keys:
            assert 0 < admin.ttl(key) <= 100
            admin.expire(key, 10)
        await write(store, 1, wake_at=1.0)
        assert all(admin.ttl(key) > 10 for key in keys)
    await store.close()


async def test_what_has_outlived_its_lifetime_leaves_the_indexes_too(server: RedisServer) -> None:
    store = open_store(server.url, StoreOptions(retention_s=0.05, hold_s=0)).store
    await write(store, wake_at=1.0)
    longer = open_store(server.url, StoreOptions(retention_s=100, hold_s=0)).store
    with server.admin() as admin:
        for key in admin.keys("*"):
            if key.endswith((":wake", ":age")):
                admin.persist(key)
        await eventually(lambda: not admin.keys("*:c:*"))
        assert await longer.due(2.0) == []
        assert await longer.purge(time.time() + 1) == 0
        assert admin.keys("*") == []
    await store.close()
    await longer.close()


async def test_what_is_due_is_named_to_one_process_at_a_time(server: RedisServer) -> None:
    one, other = (open_store(server.url, StoreOptions(hold_s=10)).store for _ in range(2))
    for name in ("c", "d"):
        await write(one, name=name, wake_at=5.0)
    taken = [*await one.due(6.0), *await other.due(6.0)]
    assert sorted(taken) == ["c", "d"]
    assert await other.due(14.9) == []
    assert sorted(await other.due(15.1)) == ["c", "d"], "whoever took them may have died"
    await one.close()
    await other.close()


async def test_functions_that_got_lost_are_loaded_again_by_the_next_commit(server: RedisServer) -> None:
    store = open_store(server.url, StoreOptions()).store
    await write(store)
    with server.admin() as admin:
        admin.execute_command("FUNCTION", "FLUSH")
    await write(store, 1)
    assert len(await store.events("c", 0)) == 2
    await store.close()


async def test_two_versions_of_the_functions_live_side_by_side(server: RedisServer) -> None:
    older = SOURCE.replace(LIBRARY, "hurmaus_0123456789")
    with server.admin() as admin:
        admin.execute_command("FUNCTION", "LOAD", older)
        store = open_store(server.url, StoreOptions()).store
        await write(store)
        loaded = str(admin.execute_command("FUNCTION", "LIST"))
    assert LIBRARY in loaded
    assert "hurmaus_0123456789" in loaded
    await store.close()


async def test_two_services_with_prefixes_of_their_own_share_a_redis(server: RedisServer) -> None:
    one, other = (open_store(server.url, StoreOptions(prefix=prefix)).store for prefix in ("one", "other"))
    await write(one)
    assert await other.load("c") is None
    await one.close()
    await other.close()


async def test_memory_that_is_full_refuses_commits_and_keeps_what_there_is(server: RedisServer) -> None:
    store = open_store(server.url, StoreOptions()).store
    await write(store)
    with server.admin() as admin:
        admin.config_set("maxmemory", 1)
        with pytest.raises(StoreUnavailable):
            await write(store, 1)
        admin.config_set("maxmemory", 0)
    await write(store, 1)
    assert len(await store.events("c", 0)) == 2
    await store.close()


@pytest.fixture
def certificates(tmp_path: Path) -> Path:
    """An authority's certificate, and one that it signed for this machine."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path / "tls"
    folder.mkdir()
    subprocess.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test-ca -keyout ca.key -out ca.pem && "
        "openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout me.key -out me.csr && "
        "printf 'subjectAltName=DNS:localhost,IP:127.0.0.1' > names && "
        "openssl x509 -req -in me.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out me.pem",
        shell=True,
        check=True,
        cwd=folder,
        capture_output=True,
    )
    return folder


async def test_over_tls_everything_is_the_same_and_a_stranger_is_refused(
    tmp_path: Path, certificates: Path
) -> None:
    tls = [
        *("--tls-cert-file", str(certificates / "me.pem"), "--tls-key-file", str(certificates / "me.key")),
        *("--tls-ca-cert-file", str(certificates / "ca.pem"), "--tls-auth-clients", "no"),
    ]
    server = RedisServer(tmp_path, *tls).start()
    try:
        with server.admin() as admin:
            port = free_port()
            try:
                admin.config_set("tls-port", port)
            except redis.ResponseError:
                pytest.skip("this redis-server knows no TLS")
        trusted = open_store(
            f"rediss://localhost:{port}?ssl_ca_certs={certificates / 'ca.pem'}", StoreOptions()
        )
        await prepare(trusted.store)
        heard = await listening(trusted, ("conversation", "c"))
        await write(trusted.store)
        await heard.rung(1)
        await heard.close()
        await trusted.store.close()
        stranger = open_store(f"rediss://localhost:{port}", StoreOptions()).store
        with pytest.raises(StoreUnavailable):
            await stranger.load("c")
        await stranger.close()
    finally:
        server.kill()
