"""P13: what keeping warm, metrics and tokens take of saturated throughput."""

from __future__ import annotations

import secrets
import statistics
import time
from time import perf_counter

from hurmaus.delivery.hub import Hub
from hurmaus.timing import Laps, Stage
from hurmaus.transport.metrics import Metrics

from benchmarks.bench import Bench, Measured
from benchmarks.openloop import Plan, loaded
from benchmarks.processes import product
from benchmarks.stats import spread


def measure(bench: Bench) -> Measured:
    """Tokens and keeping warm by turning them off; metrics, which have no switch, by their own cost a pass."""
    secret = secrets.token_urlsafe(48)
    lean, full = [], []
    with (
        product(bench.folder, env={"HURMAUS_KEEP_WARM": "0"}) as bare,
        product(bench.folder, env={"HURMAUS_SECRET": secret}) as dressed,
    ):
        bare.wait_ready()
        dressed.wait_ready()
        token = token_for(secret)
        for number in range(max(3, bench.rounds)):
            seconds = bench.seconds(5)
            lean.append(loaded(Plan(port=bare.port, seconds=seconds, name=f"lean{number}")).per_second)
            full.append(
                loaded(Plan(port=dressed.port, seconds=seconds, token=token, name=f"full{number}")).per_second
            )
    metrics_s = metrics_cost_s()
    shares = [1 - f / b + metrics_s * f for f, b in zip(full, lean, strict=True)]
    bench.details["overhead"] = {
        "without_per_s": round(statistics.median(lean), 1),
        "with_per_s": round(statistics.median(full), 1),
        "metrics_us_a_pass": round(metrics_s * 1e6, 2),
    }
    return {"P13": {"value": round(statistics.median(shares), 4), "spread": spread(shares)}}


def token_for(secret: str) -> str:
    """A token that reaches everything, as ``hurmaus token`` makes it."""
    import jwt

    return jwt.encode({"sub": "bench", "exp": int(time.time()) + 3600}, secret, algorithm="HS256")


def metrics_cost_s(passes: int = 20_000) -> float:
    """Seconds a pass for its stopwatch and its metrics, caches warm."""
    metrics = Metrics(Hub())
    began = perf_counter()
    for _ in range(passes):
        laps = Laps()
        for stage in Stage:
            laps.lap(stage)
        metrics.messages.labels(type="utterance").inc()
        metrics.passed(laps, "utterance")
    return (perf_counter() - began) / passes
