"""Which server holds a key: one for all, the primary that Sentinel names, or a node of a Cluster."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from redis.asyncio.connection import AbstractConnection
from redis.asyncio.sentinel import Sentinel
from redis.crc import key_slot
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from hurmaus.storage.redis.address import Address, Host

ANY: Host = ("", 0)
"""The one server there is, where nobody needs to tell several apart."""


class Topology:
    """Opens connections to the servers behind an :class:`Address`."""

    def __init__(self, address: Address, *, client_name: str) -> None:
        self._address = address
        self._client_name = client_name
        self._begins: list[int] = []
        self._owners: list[Host] = []

    @property
    def clustered(self) -> bool:
        """Whether different keys may lie on different servers."""
        return self._address.kind == "cluster"

    @property
    def known(self) -> bool:
        """Whether :meth:`owner` can answer: always, but for a cluster that was never reached."""
        return not self.clustered or bool(self._owners)

    def owner(self, key: str) -> Host:
        """Return which server holds ``key``, as far as is known."""
        if not self.clustered:
            return ANY
        return self._owners[bisect_right(self._begins, key_slot(key.encode())) - 1]

    def owners(self) -> Sequence[Host]:
        """Return every server that holds keys."""
        return sorted(set(self._owners)) if self.clustered else [ANY]

    async def refresh(self) -> None:
        """Learn anew which node of a cluster holds what, from the first that answers.

        Raises:
            RedisError: none of them answers.

        """
        if not self.clustered:
            return
        failure: Exception = RedisConnectionError("no node answers")
        for host in dict.fromkeys([*self.owners(), *self._address.hosts]):
            try:
                connection = await self.connect(host)
                try:
                    await connection.send_command("CLUSTER", "SLOTS")
                    self._learn(await connection.read_response(disable_decoding=True), host)
                finally:
                    await connection.disconnect(nowait=True)
            except (RedisError, OSError, TimeoutError) as error:
                failure = error
            else:
                return
        raise failure

    async def connect(self, host: Host) -> AbstractConnection:
        """Open a connection to a server.

        Raises:
            RedisError, OSError: it cannot be reached, or refuses us.

        """
        address = self._address
        options: dict[str, Any] = {
            **address.options,
            "protocol": 2,
            "socket_timeout": None,
            "driver_info": None,
            "client_name": self._client_name,
        }
        if "path" not in options:
            if address.kind == "sentinel":
                host = await self._primary()
            elif host == ANY:
                host = address.hosts[0]
            options["host"], options["port"] = host
        connection: AbstractConnection = address.connection(**options)
        try:
            await connection.connect()  # type: ignore[no-untyped-call]
        except asyncio.CancelledError:
            await connection.disconnect(nowait=True)
            raise
        return connection

    async def _primary(self) -> Host:
        options = {name: value for name, value in self._address.options.items() if name.startswith("ssl")}
        if self._address.connection.__name__ == "SSLConnection":
            options["ssl"] = True
        sentinel = Sentinel(self._address.hosts, sentinel_kwargs={**options, "socket_timeout": 1.0})  # type: ignore[no-untyped-call]
        try:
            host, port = await sentinel.discover_master(self._address.name)
            return str(host), int(port)
        finally:
            for one in sentinel.sentinels:
                await one.aclose()

    def _learn(self, slots: list[Any], asked: Host) -> None:
        """Read the answer of ``CLUSTER SLOTS``; a node that does not know its own address is the one asked."""
        ranges = sorted((begin, node) for begin, _end, node, *_ in slots)
        if not ranges:
            raise RedisConnectionError("the cluster serves no slots")
        self._begins = [begin for begin, _ in ranges]
        self._owners = [(node[0].decode() or asked[0], node[1]) for _, node in ranges]
