"""P8: beside what a user would write, over the same client: latency of one desktop, and messages a second."""

from __future__ import annotations

import statistics
import subprocess
from contextlib import ExitStack

from benchmarks.bench import PEER_PYTHON, Bench, Measured, asked, torch_python
from benchmarks.client import Client, at_the_product
from benchmarks.measures.latency import hints
from benchmarks.openloop import Plan, loaded
from benchmarks.processes import peer
from benchmarks.stats import ratio
from benchmarks.texts import COMPLAINTS

_NEEDED = (
    "from importlib.util import find_spec as f; raise SystemExit(not (f('torch') and f('transformers')))"
)


def measure(bench: Bench) -> Measured:
    """Rounds of peer and product in turn."""
    if not _can_import_torch():
        bench.details["pipeline"] = (
            "not measured: torch and transformers are missing; pip install -e '.[torch]', or name an interpreter that has "
            f"them and FastAPI in {PEER_PYTHON}"
        )
        return {}
    shapes = ("base",) if bench.scale < 0.5 else ("base", "compact")
    measured: Measured = {}
    with ExitStack() as stack:
        peers = {
            shape: stack.enter_context(peer("pipeline", shape, python=torch_python())) for shape in shapes
        }
        for shape, server in peers.items():
            server.wait_ready()
            found = beside(bench, server.port)
            bench.details[f"pipeline_{shape}"] = found
            if shape == "base":
                measured = {"P8": found["p50"], "P8_throughput": found["throughput"]}
    return measured


def beside(bench: Bench, port: int) -> dict[str, dict[str, object]]:
    """How many times as long the peer takes, and how many times as much we serve."""
    theirs, ours, they_serve, we_serve = [], [], [], []
    with Client(port, "/ws") as client, at_the_product(bench.product.port) as product:
        for number in range(3):
            said = bench.times(60, 8)
            times = [asked(client, COMPLAINTS[i % len(COMPLAINTS)].encode()) for i in range(said)]
            theirs.append(statistics.median(times) * 1000)
            ours.append(statistics.median(hints(product, bench.times(200, 40))) * 1000)
            seconds = bench.seconds(5, 1.5)
            plan = Plan(port=port, product=False, seconds=seconds, connections=4, warm_s=0.2)
            they_serve.append(max(loaded(plan).per_second, 1 / seconds))  # at least one is on its way
            plan = Plan(port=bench.product.port, seconds=seconds, name=f"beside{number}-{port}")
            we_serve.append(loaded(plan).per_second)
    return {
        "p50": ratio(theirs, ours) | {"ms": round(statistics.median(theirs), 2)},
        "throughput": ratio(we_serve, they_serve) | {"per_s": round(statistics.median(they_serve), 2)},
    }


def _can_import_torch() -> bool:
    looked = subprocess.run([torch_python(), "-c", _NEEDED], capture_output=True, check=False)
    return looked.returncode == 0
