"""P2: a platform on one replica, a sidebar on another, Redis between them; beside the same path with nothing in it."""

from __future__ import annotations

import json
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import redis

from benchmarks.bench import Bench, Measured
from benchmarks.client import Client, at_the_product
from benchmarks.measures.latency import floors
from benchmarks.processes import free_port, product
from benchmarks.stats import ratio
from benchmarks.texts import COMPLAINTS

_SCRIPT = """
local n = redis.call('INCR', KEYS[1])
redis.call('XADD', KEYS[2], n .. '-0', 'e', ARGV[1])
redis.call('EXPIRE', KEYS[2], 60)
redis.call('PUBLISH', 'bell', ARGV[1])
return n
"""


def measure(bench: Bench) -> Measured:
    """Rounds of floor, Redis alone, and the product across two replicas; nothing where Redis is not installed."""
    if shutil.which("redis-server") is None:
        bench.details["replicas"] = "not measured: redis-server is not installed"
        return {}
    across, bare = [], []
    with redis_server(bench.folder) as port:
        store = f"redis://127.0.0.1:{port}"
        with product(bench.folder, store=store) as one, product(bench.folder, store=store) as two:
            one.wait_ready()
            two.wait_ready()
            with (
                at_the_product(one.port, subscribe=False) as platform,
                at_the_product(two.port) as sidebar,
                Client(bench.floor.port, "/ws") as floor,
            ):
                hints(platform, sidebar, "warm", 30)
                for number in range(bench.rounds):
                    count = bench.times(300, 10)
                    bare.append(statistics.median(floors(floor, count)) + bell_s(port, count))
                    across.append(hints(platform, sidebar, f"round{number}", count))
    return {"P2": ratio(across, bare)}


def hints(platform: Client, sidebar: Client, name: str, count: int) -> float:
    """Median seconds from a message on one replica to its hint on the other."""
    times = []
    for number in range(count):
        conversation = f"{name}-{number}"
        platform.ask(type="conversation.start", conversation_id=conversation)
        sidebar.until(b"steps")
        said = {"utterance_id": "u1", "role": "customer", "text": COMPLAINTS[number % len(COMPLAINTS)]}
        said |= {"type": "utterance", "conversation_id": conversation}
        began = perf_counter()
        platform.send(json.dumps(said, ensure_ascii=False).encode())
        sidebar.until(b"hint")
        times.append(perf_counter() - began)
        platform.until(b"ack")
    return statistics.median(times)


def bell_s(port: int, count: int) -> float:
    """Median seconds from a script (offset, XADD, EXPIRE, PUBLISH) to its subscriber."""
    client, listening = redis.Redis(port=port), redis.Redis(port=port).pubsub(ignore_subscribe_messages=True)
    listening.subscribe("bell")
    listening.get_message(timeout=1)
    script = client.register_script(_SCRIPT)
    times = []
    for number in range(count):
        began = perf_counter()
        script(keys=[f"n{number}", f"s{number}"], args=["x" * 300])
        while listening.get_message(timeout=1) is None:
            pass
        times.append(perf_counter() - began)
    listening.close()
    client.close()
    return statistics.median(times)


@contextmanager
def redis_server(folder: Path) -> Iterator[int]:
    """A Redis of our own, without persistence."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
    server = subprocess.Popen([*command, "--dir", str(folder)], stdout=subprocess.DEVNULL)
    try:
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.01)
        yield port
    finally:
        server.terminate()
        server.wait(10)
