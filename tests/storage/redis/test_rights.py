"""The rights that docs/scaling.md gives are enough, and are needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hurmaus.errors import ConfigurationError, StoreUnavailable
from hurmaus.storage.open import OpenStore, StoreOptions, open_store, prepare
from hurmaus.storage.port import Commit, StoredEvent

from tests.support.bells import listening
from tests.support.redis_server import RedisServer, needs_redis
from tests.support.running import eventually

pytestmark = needs_redis

PAGE = (Path(__file__).parents[3] / "docs" / "scaling.md").read_text(encoding="utf-8")
(GIVEN,) = re.findall(r"^user hurmaus (.*?)```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    started = RedisServer(tmp_path).start()
    yield started
    started.kill()


def opened(server: RedisServer, rights: list[str], password: str = "PASSWORD") -> OpenStore:
    with server.admin() as admin:
        admin.execute_command("ACL", "SETUSER", "hurmaus", "reset", *rights)
    return open_store(f"redis://hurmaus:{password}@127.0.0.1:{server.port}", StoreOptions())


async def live(opened: OpenStore) -> None:
    """Use everything that a service uses."""
    store = opened.store
    await prepare(store)
    await store.check()
    heard = await listening(opened, ("conversation", "c"), ("everything", ""))
    for version in range(2):
        event = StoredEvent(offset=version + 1, payload=b"{}")
        await store.commit(
            Commit(
                conversation_id="c",
                expected_version=version,
                epoch="e",
                state=b"s",
                events=[event],
                committed_at=1.0,
                queue="q",
                wake_at=1.0 if version == 1 else None,
                receipt_key=f"k{version}",
                receipt=b"r",
            )
        )
    await heard.rung(2)
    assert await store.load("c") is not None
    assert await store.receipt("c", "k1") == b"r"
    assert len(await store.events("c", 0)) == 2
    assert await store.due(2.0) == ["c"]
    heard.bells.leave(("everything", ""))
    heard.bells.listen(("conversation", "d"))
    await eventually(lambda: heard.missed_topics[-1] == (("conversation", "d"), None), 3)
    await heard.close()
    assert await store.purge(0.5) == 0
    assert await store.erase("c")


async def test_they_are_enough(server: RedisServer) -> None:
    made = opened(server, GIVEN.split())
    await live(made)
    await made.store.close()


NEEDED = sorted(set(re.findall(r"\+\S+", GIVEN)) - {"+wait", "+cluster|slots"})


@pytest.mark.parametrize("right", NEEDED)
async def test_none_of_them_is_too_many(server: RedisServer, right: str) -> None:
    made = opened(server, [one for one in GIVEN.split() if one != right])
    with pytest.raises((StoreUnavailable, ConfigurationError, TimeoutError)):
        await live(made)
    await made.store.close()


@pytest.mark.parametrize("password", ["wrong", ""])
async def test_a_wrong_password_is_said_at_start_and_not_repeated(server: RedisServer, password: str) -> None:
    made = opened(server, GIVEN.split(), password)
    with pytest.raises(ConfigurationError) as refused:
        await prepare(made.store)
    assert "HURMAUS_STORE" in refused.value.message
    assert "PASSWORD" not in refused.value.message
    await made.store.close()


async def test_a_missing_right_is_named_as_such(server: RedisServer) -> None:
    made = opened(server, [one for one in GIVEN.split() if one != "+hmget"])
    with pytest.raises(StoreUnavailable, match="NOPERM"):
        await made.store.load("c")
    await made.store.close()
