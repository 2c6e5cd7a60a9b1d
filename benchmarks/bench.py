"""What measures share: how long to take, and the servers that are compared side by side."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.client import Client
from benchmarks.processes import Server, peer, product
from benchmarks.stats import MOVED, moved

Measured = dict[str, dict[str, Any]]
PEER_PYTHON = "BENCH_PEER_PYTHON"
"""Names another interpreter for the peers that need torch and transformers."""


class Refused(Exception):
    """The machine was too restless to say anything; ``str`` says how."""


@dataclass
class Bench:
    """One run. ``scale`` multiplies every duration and count: 1 is the full run."""

    folder: Path
    product: Server
    echo: Server
    floor: Server
    rounds: int = 5
    scale: float = 1.0
    details: dict[str, Any] = field(default_factory=dict)
    echoes: list[float] = field(default_factory=list)

    def times(self, count: int, least: int = 20) -> int:
        """A number of repetitions at this scale."""
        return max(least, round(count * self.scale))

    def seconds(self, full: float, least: float = 1.0) -> float:
        """A duration at this scale."""
        return max(least, full * self.scale)

    def echo_ms(self, count: int = 400) -> float:
        """The echo's p50 now, noted: it tells whether the machine holds still."""
        with Client(self.echo.port, "/ws") as client:
            found = statistics.median(asked(client, b"x" * 150) for _ in range(count)) * 1000
        self.echoes.append(found)
        return found

    def check_still(self) -> float:
        """By how much the echo moved between rounds.

        Raises:
            Refused: by more than 15 %.

        """
        drift = moved(self.echoes)
        if drift > MOVED:
            raise Refused(
                f"the echo baseline moved by {drift:.0%} between rounds ({MOVED:.0%} is allowed): something else runs "
                "on this machine; stop it and measure again, or pass --restless to see the numbers all the same"
            )
        return drift


def asked(client: Client, text: bytes) -> float:
    """Send a text and wait for one answer; seconds."""
    from time import perf_counter

    began = perf_counter()
    client.send(text)
    client.receive()
    return perf_counter() - began


def torch_python() -> str:
    """The interpreter for the peers that need torch."""
    return os.environ.get(PEER_PYTHON, sys.executable)


@contextmanager
def opened(**options: Any) -> Iterator[Bench]:
    """Start product, echo and floor together, and stop them at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hurmaus-bench-")))
        servers = [stack.enter_context(server) for server in (product(folder), peer("echo"), peer("floor"))]
        for server in servers:
            server.wait_ready()
        yield Bench(folder, *servers, **options)
