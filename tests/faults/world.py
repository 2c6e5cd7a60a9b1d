"""Redis, replicas and the network between them, as processes that can be broken and mended."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.proxy import Proxy
from tests.support.redis_server import RedisServer
from tests.support.service import Service

Fault = Callable[[float], Awaitable[None]]
"""Breaks something for so many seconds, and mends it."""


class World:
    """Two replicas of the service on one Redis; the second reaches it through a proxy."""

    def __init__(self, redis: RedisServer, proxy: Proxy, replicas: list[Service]) -> None:
        self.redis = redis
        self.proxy = proxy
        self.replicas = replicas
        self._starting: asyncio.Task[Service] | None = None

    @property
    def urls(self) -> list[str]:
        return [replica.socket_url for replica in self.replicas]

    async def all_up(self) -> None:
        """Wait until the replica that is being started has started."""
        if self._starting is not None:
            await self._starting

    def faults(self, rng: random.Random) -> dict[str, Fault]:
        """Every fault that this world knows. One replica at least is always there to serve: a killed one starts
        while other things break."""

        async def kill_replica(for_s: float) -> None:
            await self.all_up()
            replica = rng.choice(self.replicas)
            replica.kill()
            self._starting = asyncio.create_task(asyncio.to_thread(replica.start, "/healthz"))

        async def stop_replica(for_s: float) -> None:
            await self.all_up()
            replica = rng.choice(self.replicas)
            replica.freeze()
            await asyncio.sleep(for_s)
            replica.thaw()

        async def kill_redis(for_s: float) -> None:
            self.redis.kill()
            await asyncio.sleep(for_s)
            await asyncio.to_thread(self.redis.start)

        async def stop_redis(for_s: float) -> None:
            self.redis.freeze()
            await asyncio.sleep(for_s)
            self.redis.thaw()

        async def cut(for_s: float) -> None:
            self.proxy.cut()
            await asyncio.sleep(for_s)
            self.proxy.mend()

        async def stall(for_s: float) -> None:
            self.proxy.stall()
            await asyncio.sleep(for_s)
            self.proxy.mend()

        async def delay(for_s: float) -> None:
            self.proxy.delay_s = 0.05
            await asyncio.sleep(for_s)
            self.proxy.mend()

        return {
            "kill replica": kill_replica,
            "stop replica": stop_replica,
            "kill redis": kill_redis,
            "stop redis": stop_redis,
            "cut network": cut,
            "stall network": stall,
            "delay network": delay,
        }


@asynccontextmanager
async def world(folder: Path) -> AsyncIterator[World]:
    """Start everything; end everything, whatever state it is in."""
    redis = RedisServer(folder, "--appendonly", "yes", "--appendfsync", "always").start()
    proxy = await Proxy(redis.port).start()
    settings = {"HURMAUS_STORE_TIMEOUT_S": "0.5", "HURMAUS_HEARTBEAT_S": "1"}
    replicas = [
        Service(folder, store=redis.url, **settings),
        Service(folder, store=f"redis://127.0.0.1:{proxy.port}", **settings),
    ]
    try:
        await asyncio.gather(*(asyncio.to_thread(replica.start) for replica in replicas))
        made = World(redis, proxy, replicas)
        yield made
        await made.all_up()
    finally:
        for replica in replicas:
            replica.kill()
        await proxy.close()
        redis.kill()
