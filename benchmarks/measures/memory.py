"""P10: memory of the service with nobody, a thousand and five thousand idle sidebars."""

from __future__ import annotations

import resource
import time
from itertools import pairwise

from benchmarks.bench import Bench, Measured
from benchmarks.client import Client, at_the_product
from benchmarks.processes import Server, product

FULL = (0, 1_000, 5_000)
_SETTLE_S = 2.0


def measure(bench: Bench) -> Measured:
    """Each sidebar has said hello and follows a conversation of its own."""
    counts = FULL if bench.scale >= 0.5 else tuple(count // 100 for count in FULL)
    _allow_files(counts[-1] + 200)
    found: dict[str, int] = {}
    sidebars: list[Client] = []
    with product(bench.folder).wait_ready() as service:
        try:
            with at_the_product(service.port, subscribe=False) as platform:
                for count in counts:
                    _fill(service, platform, sidebars, count)
                    time.sleep(_SETTLE_S if bench.scale >= 0.5 else 0)
                    found[str(count)] = service.memory_kib()
        finally:
            for sidebar in sidebars:
                sidebar.__exit__()
    bench.details["memory_kib"] = found
    per = (found[str(counts[-1])] - found["0"]) / counts[-1]
    steps = [(found[str(b)] - found[str(a)]) / (b - a) for a, b in pairwise(counts)]
    total = found[str(counts[-1])] / 1024
    return {
        "P10": {"value": round(per, 1), "spread": [round(min(steps), 1), round(max(steps), 1)]},
        "P10_total": {"value": round(total, 1), "spread": [round(total, 1)] * 2, "connections": counts[-1]},
    }


def _fill(service: Server, platform: Client, sidebars: list[Client], count: int) -> None:
    while len(sidebars) < count:
        conversation = f"idle-{len(sidebars)}"
        platform.ask(type="conversation.start", conversation_id=conversation)
        sidebar = at_the_product(service.port, subscribe=False)
        sidebar.ask(type="subscribe", conversation_id=conversation, from_start=True)
        sidebar.until(b"steps")
        sidebars.append(sidebar)


def _allow_files(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        if hard != resource.RLIM_INFINITY and hard < wanted:
            raise SystemExit(f"this needs {wanted} open files; the limit is {hard} (ulimit -n)")
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
