"""P15: from the command to the first answer of /readyz, the shipped model loaded."""

from __future__ import annotations

import statistics

from benchmarks.bench import Bench, Measured
from benchmarks.processes import product
from benchmarks.stats import spread


def measure(bench: Bench) -> Measured:
    """Start it again and again, each time on a new store."""
    times = []
    for _ in range(3 if bench.scale < 0.5 else 7):
        with product(bench.folder).wait_ready() as started:
            times.append(started.ready_s)
    return {"P15": {"value": round(statistics.median(times), 3), "spread": spread(times)}}
