"""Which web pages may use the service through their visitor's browser."""

from __future__ import annotations

import pytest
from hurmaus.transport.origin import allowed

DESK = "https://desk.example"


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, "hurmaus.example"),
        ("https://hurmaus.example", "hurmaus.example"),
        ("http://hurmaus.example:8000", "hurmaus.example:8000"),
        (DESK, "hurmaus.example"),
    ],
    ids=["a program", "its own page", "its own page on a port", "a configured page"],
)
def test_with_tokens_these_may(origin: str | None, host: str) -> None:
    assert allowed(origin, host, [DESK], tokens=True)


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "https://desk.example.evil.example", "https://hurmaus.example:81", ""],
)
def test_with_tokens_these_may_not(origin: str) -> None:
    assert not allowed(origin, "hurmaus.example", [DESK], tokens=True)


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost:8000", "demo.localhost", "[::1]:8000", "127.1.2.3"]
)
def test_without_tokens_the_host_must_be_this_machine(host: str) -> None:
    assert allowed(None, host, [], tokens=False)
    assert allowed(f"http://{host}", host, [], tokens=False)


@pytest.mark.parametrize(
    "host", ["evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "", None, "[::1"]
)
def test_without_tokens_a_page_that_borrowed_this_address_may_not(host: str | None) -> None:
    assert not allowed(None, host, [], tokens=False)
    assert not allowed(f"http://{host}", host, [], tokens=False)
