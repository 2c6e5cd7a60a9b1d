"""Where Redis is, from one URL. Pure; what it returns may hold a password and is never logged.

==================================================  ================================================
``redis://[user:password@]host[:port][/database]``  one server, or the primary of a replicated pair
``rediss://…``                                      the same over TLS
``unix:///path/to/socket``                          one server on this machine
``redis+cluster://host:port,host:port``             Redis Cluster, by any of its nodes
``redis+sentinel://host:port,host:port/name``       the primary that the Sentinels name
==================================================  ================================================

``rediss+cluster`` and ``rediss+sentinel`` speak TLS. Options of redis-py's connections follow as a query:
``?ssl_ca_certs=/etc/redis/ca.pem&ssl_certfile=…&ssl_keyfile=…``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from redis.asyncio.connection import Connection, parse_url

from hurmaus.errors import ConfigurationError

Kind = Literal["server", "cluster", "sentinel"]
Host = tuple[str, int]

_URL = re.compile(r"^(rediss?(\+cluster|\+sentinel)?|unix)://")
_SENTINEL_PORT = 26379
_PORT = 6379


@dataclass(frozen=True)
class Address:
    """``options`` are the arguments of a connection of class ``connection``, host and port aside."""

    kind: Kind
    hosts: tuple[Host, ...]
    name: str
    connection: type
    options: dict[str, Any] = field(repr=False)


def is_redis(store: str) -> bool:
    """Say whether the setting names a Redis rather than a file."""
    return _URL.match(store) is not None


def shown(store: str) -> str:
    """Return the setting without user, password and options, for people and logs."""
    if not is_redis(store):
        return store
    parts = urlsplit(store)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def parse_address(url: str) -> Address:
    """Read the URL.

    Raises:
        ConfigurationError: it cannot be read; says what is expected, and repeats nothing of it.

    """
    scheme, _, rest = url.partition("://")
    secure, _, suffix = scheme.partition("+")
    kind: Kind = suffix or "server"  # type: ignore[assignment]  # is_redis allows nothing else
    try:
        parts = urlsplit(f"{secure}://{rest}")
        name = parts.path.strip("/") if kind == "sentinel" else ""
        hosts = () if secure == "unix" else _hosts(parts.netloc.rpartition("@")[2], kind)
        user = parts.netloc.rpartition("@")[0]
        path = "" if kind == "sentinel" else parts.path
        host = f"{user}@" if user else ""
        host += "" if secure == "unix" else "placeholder"  # hosts go to the connection one at a time
        options = dict(parse_url(f"{secure}://{host}{path}?{parts.query}"))
    except (ValueError, IndexError):
        raise _refused("cannot be read as a URL of Redis") from None
    if kind == "sentinel" and not name:
        raise _refused("names no primary; write redis+sentinel://HOST:26379/NAME")
    if kind == "cluster" and options.get("db"):
        raise _refused("names a database; Redis Cluster has only 0")
    options.pop("host", None)
    options.pop("port", None)
    connection: type = options.pop("connection_class", Connection)  # type: ignore[assignment]
    return Address(kind=kind, hosts=hosts, name=name, connection=connection, options=options)


def _hosts(netloc: str, kind: Kind) -> tuple[Host, ...]:
    default = _SENTINEL_PORT if kind == "sentinel" else _PORT
    found = []
    for one in netloc.split(","):
        split = urlsplit(f"//{one}")
        found.append((split.hostname or "localhost", split.port or default))
    if len(found) > 1 and kind == "server":
        raise ValueError("several hosts")
    return tuple(found)


def _refused(problem: str) -> ConfigurationError:
    return ConfigurationError(
        f"HURMAUS_STORE {problem}; see docs/scaling.md for the forms that it takes", field="store"
    )
