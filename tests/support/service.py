"""The real service as a process of its own, on a free loopback port, with a store of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

_READY_WITHIN_S = 60


class Service:
    """Start, kill and start again one ``hurmaus serve``; the port and the store stay the same."""

    def __init__(
        self, folder: Path, *, store: str | None = None, port: int | None = None, **environment: str
    ) -> None:
        self.folder = folder
        self.store = store or str(folder / "hurmaus.db")
        self.port = port or free_port()
        self.log = folder / f"service-{self.port}.log"
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/v1/ws"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self, sign_of_life: str = "/readyz") -> Service:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "hurmaus", "serve", "--demo"),
                    *("--port", str(self.port), "--store", self.store),
                ],
                stdout=log,
                stderr=log,
                env={**os.environ, **self._environment},
                cwd=self.folder,
            )
        self._wait_until_ready(sign_of_life)
        return self

    def kill(self) -> None:
        """``kill -9``: no goodbye, no flush."""
        self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """SIGSTOP: its sockets stay open, it does nothing."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def ask_to_stop(self) -> None:
        """SIGTERM, without waiting for the end."""
        os.kill(self.pid, signal.SIGTERM)

    def stop(self) -> int:
        """Ask it to stop; return its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        process, self._process = self._process, None
        process.send_signal(how)
        return process.wait(timeout=20)

    def _wait_until_ready(self, path: str) -> None:
        assert self._process is not None
        deadline = time.monotonic() + _READY_WITHIN_S
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.url}{path}", timeout=1).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        self.kill()
        raise AssertionError(f"the service did not become ready:\n{self.log.read_text()[-4000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
