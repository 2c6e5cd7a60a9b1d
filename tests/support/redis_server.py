"""Real Redis servers on free loopback ports, with folders of their own."""

from __future__ import annotations

import atexit
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

import pytest
import redis

from tests.support.service import free_port

INSTALLED = shutil.which("redis-server") is not None
needs_redis = pytest.mark.skipif(
    not INSTALLED, reason="redis-server is not installed (tests/run.sh installs it where it may)"
)

_READY_WITHIN_S = 20


class RedisServer:
    """Start, kill and start again one ``redis-server``; port, folder and options stay the same."""

    def __init__(
        self, folder: Path, *options: str, port: int | None = None, configuration: Path | None = None
    ) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.log = folder / f"redis-{self.port}.log"
        self._options = options
        self._configuration = configuration
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def start(self) -> RedisServer:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    "redis-server",
                    *([] if self._configuration is None else [str(self._configuration)]),
                    *("--port", str(self.port), "--bind", "127.0.0.1"),
                    *("--dir", str(self.folder), "--save", "", "--daemonize", "no"),
                    *self._options,
                ],
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready()
        return self

    def admin(self) -> redis.Redis:
        """A plain client for what a test arranges or looks at."""
        return redis.Redis(port=self.port, decode_responses=True)

    def option(self, name: str) -> str:
        """The value that it was started with."""
        return self._options[self._options.index(name) + 1]

    def freeze(self) -> None:
        """SIGSTOP: connections stay open, nothing answers."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """``kill -9``: no goodbye, no flush."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait(timeout=20)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_WITHIN_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with self.admin() as admin:
                    admin.ping()
            except (redis.AuthenticationError, redis.NoPermissionError):
                return
            except redis.RedisError:
                time.sleep(0.02)
            else:
                return
        self.kill()
        raise AssertionError(f"redis-server did not become ready:\n{self.log.read_text()[-2000:]}")


@cache
def shared_server() -> RedisServer:
    """One server for all tests that only need keys of their own; it ends with the process."""
    folder = Path(tempfile.mkdtemp(prefix="hurmaus-redis-"))
    server = RedisServer(folder, "--appendonly", "no").start()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.kill)
    return server


class RedisCluster:
    """Three primaries on loopback that share the slots."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.nodes = [self._node(folder / str(n), options) for n in range(3)]

    @staticmethod
    def _node(folder: Path, options: tuple[str, ...]) -> RedisServer:
        folder.mkdir()
        return RedisServer(
            folder,
            *("--cluster-enabled", "yes", "--cluster-port", str(free_port())),
            *("--cluster-node-timeout", "1000", "--cluster-require-full-coverage", "no"),
            *options,
        )

    @property
    def url(self) -> str:
        return "redis+cluster://" + ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)

    def start(self) -> RedisCluster:
        for n, node in enumerate(self.nodes):
            with node.start().admin() as admin:
                admin.execute_command("CLUSTER", "SET-CONFIG-EPOCH", n + 1)
                begin, end = n * 16384 // 3, (n + 1) * 16384 // 3 - 1
                admin.execute_command("CLUSTER", "ADDSLOTSRANGE", begin, end)
        with self.nodes[0].admin() as admin:
            for node in self.nodes[1:]:
                bus = node.option("--cluster-port")
                admin.execute_command("CLUSTER", "MEET", "127.0.0.1", node.port, bus)
        self._wait_until_agreed()
        return self

    def kill(self) -> None:
        for node in self.nodes:
            node.kill()

    def _wait_until_agreed(self) -> None:
        deadline = time.monotonic() + _READY_WITHIN_S
        while time.monotonic() < deadline:
            seen = []
            for node in self.nodes:
                with node.admin() as admin:
                    seen.append((admin.cluster("INFO"), len(admin.execute_command("CLUSTER", "SLOTS"))))
            if all(info["cluster_state"] == "ok" and ranges == 3 for info, ranges in seen):
                return
            time.sleep(0.05)
        raise AssertionError("the nodes did not find each other")


@cache
def shared_cluster() -> RedisCluster:
    """One cluster for all tests that only need keys of their own; it ends with the process."""
    folder = Path(tempfile.mkdtemp(prefix="hurmaus-cluster-"))
    cluster = RedisCluster(folder).start()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(cluster.kill)
    return cluster
