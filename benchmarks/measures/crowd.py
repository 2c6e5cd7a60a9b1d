"""P14 and P11: one event to a thousand sidebars; two thousand sidebars that come back after a restart."""

from __future__ import annotations

import json
import select
import statistics
from collections.abc import Callable, Sequence
from contextlib import ExitStack, contextmanager
from time import perf_counter
from typing import Any

from benchmarks.bench import Bench, Measured
from benchmarks.client import Client, at_the_product
from benchmarks.processes import free_port, peer, product
from benchmarks.stats import ratio, spread
from benchmarks.texts import COMPLAINTS

SIDEBARS, RETURNING = 1_000, 2_000


def measure(bench: Bench) -> Measured:
    """Fan-out first, then the storm."""
    return fan_out(bench) | storm(bench)


def fan_out(bench: Bench) -> Measured:
    """All sidebars hear of everything. The time is the spread from the first socket reached to the last one."""
    count = bench.times(SIDEBARS, 10)
    ours, bare = [], []
    with ExitStack() as stack:
        service, hall = stack.enter_context(product(bench.folder)), stack.enter_context(peer("broadcast"))
        service.wait_ready()
        hall.wait_ready()
        platform = stack.enter_context(at_the_product(service.port, subscribe=False))
        sidebars = [stack.enter_context(at_the_product(service.port)) for _ in range(count)]
        crowd = [stack.enter_context(Client(hall.port, "/all")) for _ in range(count)]
        for number in range(bench.rounds * 3):
            conversation = f"crowd-{number}"
            frames = frames_of(sidebars, lambda name=conversation: start(platform, name), b'{"type":"steps"')
            ours.append(frames[1])
            text = frames[0]
            frames = frames_of(crowd, lambda said=text: crowd[0].send(said), b"{")
            bare.append(frames[1])
    bench.details["fan_out_ms"] = {
        "ours": statistics.median(ours) * 1000,
        "bare": statistics.median(bare) * 1000,
    }
    return {"P14": ratio(ours, bare) | {"sidebars": count}}


def start(platform: Client, name: str) -> None:
    platform.ask(type="conversation.start", conversation_id=name)


def frames_of(clients: Sequence[Client], go: Callable[[], None], opening: bytes) -> tuple[bytes, float]:
    """Set off one event; return it, and the seconds until the last client has it."""
    poll = select.epoll()
    by_file = {client.fileno(): client for client in clients}
    for file in by_file:
        poll.register(file, select.EPOLLIN)
    missing, message = set(by_file), b""
    began = perf_counter()
    go()
    while missing:
        for file, _ in poll.poll(30):
            for one in by_file[file].take():
                if one.startswith(opening):
                    missing.discard(file)
                    message = one
    took = perf_counter() - began
    poll.close()
    return message, took


def storm(bench: Bench) -> Measured:
    """Every sidebar has one event of its conversation and resumes behind it after the service was killed."""
    count = bench.times(RETURNING, 20)
    store, port = str(bench.folder / "storm.db"), free_port()
    ratios, wrong = [], 0
    with product(bench.folder, store=store, port=port).wait_ready() as before:
        points = [told(before.port, f"storm-{number}") for number in range(count)]
    for _ in range(max(3, bench.rounds - 2)):
        with product(bench.folder, store=store, port=port).wait_ready() as after:
            began = perf_counter()
            with crowded(after.port, "/v1/ws", count) as sidebars:
                for sidebar, point in zip(sidebars, points, strict=True):
                    sidebar.send(json.dumps({"type": "hello", "resume": [point["at"]]}).encode())
                for sidebar, point in zip(sidebars, points, strict=True):
                    wrong += resumed_wrong(sidebar, point)
                took = perf_counter() - began
        began = perf_counter()
        with crowded(bench.echo.port, "/ws", count):
            bare = perf_counter() - began
        ratios.append(took / bare)
    return {
        "P11": {"value": round(statistics.median(ratios), 3), "spread": spread(ratios), "sidebars": count},
        "P11_wrong": {"value": wrong, "spread": [wrong, wrong]},
    }


def told(port: int, conversation: str) -> dict[str, Any]:
    """Let a conversation begin and a customer speak; return where a sidebar stood and what it has yet to hear."""
    with at_the_product(port, subscribe=False) as client:
        client.ask(type="conversation.start", conversation_id=conversation)
        first = json.loads(client.ask(type="subscribe", conversation_id=conversation))
        said = {"utterance_id": "u1", "role": "customer", "text": COMPLAINTS[0]}
        last = json.loads(client.ask(type="utterance", conversation_id=conversation, **said))
    at = {"conversation_id": conversation, "epoch": first["epoch"], "offset": first["offset"]}
    return {"at": at, "offsets": list(range(first["offset"] + 1, last["offset"] + 1))}


def resumed_wrong(sidebar: Client, point: dict[str, Any]) -> int:
    """How many events came twice, or not at all, or out of order."""
    sidebar.until(b"welcome")
    expected = point["offsets"]
    heard = [json.loads(sidebar.receive())["offset"] for _ in expected]
    return sum(one != other for one, other in zip(heard, expected, strict=True))


@contextmanager
def crowded(port: int, path: str, count: int) -> Any:
    """That many open sockets."""
    with ExitStack() as stack:
        yield [stack.enter_context(Client(port, path)) for _ in range(count)]
