"""The engines that are held to the storage contract. A new one is added here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hurmaus.storage.open import StoreOptions, open_store
from hurmaus.storage.port import ConversationStore
from hurmaus.storage.sqlite import SqliteStore

from tests.support.redis_server import (
    RedisCluster,
    RedisServer,
    needs_redis,
    shared_cluster,
    shared_server,
)

Open = Callable[[Path], ConversationStore]
"""Opens an engine over what lies in a directory; opening the same directory again finds the same records."""


def _redis(home: Path, server: RedisServer | RedisCluster) -> ConversationStore:
    """Stand for a directory by keys of its own."""
    prefix = str(home).replace("{", "(").replace("}", ")")
    return open_store(server.url, StoreOptions(prefix=prefix, hold_s=0)).store


ENGINES: dict[str, Open] = {
    "sqlite": lambda home: SqliteStore(home / "store.db"),
    "sqlite-full": lambda home: SqliteStore(home / "store.db", synchronous="FULL"),
    "redis": lambda home: _redis(home, shared_server()),
    "redis-cluster": lambda home: _redis(home, shared_cluster()),
}

EVERY_ENGINE = [pytest.param(name, marks=needs_redis if name.startswith("redis") else ()) for name in ENGINES]
