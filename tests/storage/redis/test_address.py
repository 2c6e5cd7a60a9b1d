"""One URL says where Redis is; what is wrong with it is said without repeating it."""

from __future__ import annotations

import pytest
from hurmaus.errors import ConfigurationError
from hurmaus.storage.redis.address import is_redis, parse_address, shown
from redis.asyncio.connection import Connection, SSLConnection, UnixDomainSocketConnection


@pytest.mark.parametrize(
    ("url", "kind", "hosts", "connection"),
    [
        ("redis://a", "server", (("a", 6379),), Connection),
        ("redis://u:p@a:7000/2", "server", (("a", 7000),), Connection),
        ("rediss://a:7000", "server", (("a", 7000),), SSLConnection),
        ("redis://[::1]:7000", "server", (("::1", 7000),), Connection),
        ("unix:///run/redis.sock", "server", (), UnixDomainSocketConnection),
        ("redis+cluster://a:1,b:2,c", "cluster", (("a", 1), ("b", 2), ("c", 6379)), Connection),
        ("rediss+cluster://u:p@a:1", "cluster", (("a", 1),), SSLConnection),
        ("redis+sentinel://a,b:9/main", "sentinel", (("a", 26379), ("b", 9)), Connection),
    ],
)
def test_every_form_is_read(
    url: str, kind: str, hosts: tuple[tuple[str, int], ...], connection: type
) -> None:
    address = parse_address(url)
    assert is_redis(url)
    assert (address.kind, address.hosts, address.connection) == (kind, hosts, connection)


def test_user_password_and_options_are_for_the_connection_and_for_nobody_to_see() -> None:
    url = "rediss://kayttaja:salasana@a/3?ssl_ca_certs=/ca.pem"
    address = parse_address(url)
    assert address.options == {
        "username": "kayttaja",
        "password": "salasana",
        "db": 3,
        "ssl_ca_certs": "/ca.pem",
    }
    assert "salasana" not in repr(address)
    assert shown(url) == "rediss://a/3"


@pytest.mark.parametrize("path", ["hurmaus.db", "/var/lib/hurmaus.db", "redis.db", "C:\\redis"])
def test_anything_else_is_a_file(path: str) -> None:
    assert not is_redis(path)
    assert shown(path) == path


@pytest.mark.parametrize(
    "url",
    [
        "redis://salasana@a,b",
        "redis://salasana:x@a:port",
        "redis+sentinel://salasana:x@a",
        "redis+cluster://salasana:x@a/3",
        "redis://salasana:x@[::1",
    ],
)
def test_what_cannot_be_used_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_address(url)
    assert "HURMAUS_STORE" in refused.value.message
    assert "salasana" not in refused.value.message
