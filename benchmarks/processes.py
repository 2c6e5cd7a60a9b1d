"""Servers as processes of their own: the product, its floor and its peers; their CPU time and memory."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

_CORES = sorted(os.sched_getaffinity(0))
SERVED_ON, LOADED_FROM = _CORES[-1], _CORES[0]
"""Cores: servers on one, the client on another where there is one."""
_TICKS = os.sysconf("SC_CLK_TCK")
_START_WITHIN_S = 300.0


class Server:
    """A server under measurement; use as a context. ``ready_s`` is from exec to its first answer to /readyz."""

    def __init__(
        self,
        command: list[str],
        port: int,
        *,
        env: Mapping[str, str] | None = None,
        core: int | None = SERVED_ON,
    ) -> None:
        self.port = port
        pinned = ["taskset", "-c", str(core)] if core is not None else []
        began = time.perf_counter()
        self._process = subprocess.Popen(
            [*pinned, *command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **(env or {})},
        )
        self._began = began
        self.ready_s = 0.0

    def wait_ready(self) -> Server:
        """Wait for the first answer to /readyz."""
        while self._process.poll() is None and time.perf_counter() - self._began < _START_WITHIN_S:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=1):
                    self.ready_s = time.perf_counter() - self._began
                    return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.005)
        self.stop()
        raise SystemExit(f"did not start: {' '.join(map(str, self._process.args))}")  # type: ignore[arg-type]

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def cpu_s(self) -> float:
        """Seconds of CPU used so far, all threads."""
        fields = (
            Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory_kib(self) -> int:
        """Resident memory."""
        for line in Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        return 0

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def product(
    folder: Path, *, env: Mapping[str, str] | None = None, store: str | None = None, port: int | None = None
) -> Server:
    """``hurmaus serve`` as a user starts it, on a store of its own unless given."""
    port = port or free_port()
    store = store or str(folder / f"bench-{port}.db")
    return Server(
        [sys.executable, "-m", "hurmaus", "serve", "--port", str(port), "--store", store], port, env=env
    )


def peer(name: str, *options: str, python: str = sys.executable) -> Server:
    """A server of benchmarks/peers/."""
    port = free_port()
    return Server([python, "-m", f"benchmarks.peers.{name}", str(port), *options], port)


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
