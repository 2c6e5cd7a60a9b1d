"""The engine that the settings name, and its doorbells where several processes share it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from hurmaus.errors import ConfigurationError, StoreUnavailable
from hurmaus.storage.limits import DEFAULT_LIMITS, Limits
from hurmaus.storage.port import ConversationStore, Doorbells
from hurmaus.storage.redis.address import is_redis, parse_address
from hurmaus.storage.redis.bells import RedisBells
from hurmaus.storage.redis.keys import Keys
from hurmaus.storage.redis.link import Link
from hurmaus.storage.redis.store import RedisStore
from hurmaus.storage.redis.topology import Topology
from hurmaus.storage.schema import Synchronous
from hurmaus.storage.sqlite import SqliteStore


@dataclass(frozen=True, kw_only=True)
class StoreOptions:
    """What engines need to know; each takes what concerns it. Times in seconds; ``hold_s`` is how long a process
    may take to wake a conversation before another tries."""

    synchronous: Synchronous = "NORMAL"
    retention_s: float = 86_400.0
    prefix: str = "hurmaus"
    timeout_s: float = 2.0
    hold_s: float = 5.0
    wait_replicas: int = 0
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True)
class OpenStore:
    """An engine; ``bells`` is None where only one process may use it."""

    store: ConversationStore
    bells: Doorbells | None = None


def open_store(where: str, options: StoreOptions) -> OpenStore:
    """Open a file, or prepare to use a Redis: connections to it are made when they are needed.

    Raises:
        ConfigurationError: it cannot serve as a store; says what to do.

    """
    if not is_redis(where):
        return OpenStore(SqliteStore(Path(where), synchronous=options.synchronous, limits=options.limits))
    origin = secrets.token_hex(4)
    topology = Topology(parse_address(where), client_name=f"hurmaus-{origin}")
    link = Link(topology, timeout_s=options.timeout_s)
    keys = Keys(options.prefix)
    store = RedisStore(
        link,
        keys,
        origin=origin,
        retention_s=options.retention_s,
        hold_s=options.hold_s,
        wait_replicas=options.wait_replicas,
        wait_ms=round(options.timeout_s * 500),  # well before the connection counts as hung
        limits=options.limits,
        on_doubt=lambda name: bells.doubt(name),  # noqa: PLW0108  # bells are made of the store
    )
    bells = RedisBells(topology, link, keys, origin=origin, changed_since=store.changed_since)
    return OpenStore(store, bells)


async def prepare(store: ConversationStore) -> None:
    """Try a store at start: load what it needs.

    Raises:
        ConfigurationError: it refuses us, which waiting will not mend.
        StoreUnavailable: it is away; it may come back by itself.

    """
    if not isinstance(store, RedisStore):
        return
    try:
        await store.prepare()
    except StoreUnavailable as error:
        if any(code in error.message for code in ("NOAUTH", "WRONGPASS", "NOPERM", "AUTH:")):
            raise ConfigurationError(
                f"HURMAUS_STORE: {error.message}; docs/scaling.md lists the rights", field="store"
            ) from None
        raise
