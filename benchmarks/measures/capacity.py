"""P4, P6 and P12: how much one core serves, and how latency grows with load; beyond capacity too."""

from __future__ import annotations

import statistics

from benchmarks.bench import Bench, Measured
from benchmarks.openloop import Outcome, Plan, loaded
from benchmarks.peers.floor import Floor
from benchmarks.processes import Server
from benchmarks.stats import decoded, percentile_ms, spread, summary
from benchmarks.texts import texts


def measure(bench: Bench) -> Measured:
    """Saturate, then load to shares of what was found. Asks for no failures below 80 % of capacity."""
    forward = mean_forward_s(bench.times(1_000, 100))
    echo_cpu = cpu_a_message(bench.echo, Plan(port=bench.echo.port, product=False, seconds=bench.seconds(5)))[
        1
    ]
    found, cpu = [], []
    for number in range(max(2, bench.rounds - 2)):
        plan = Plan(port=bench.product.port, seconds=bench.seconds(6), name=f"full{number}")
        outcome, each = cpu_a_message(bench.product, plan)
        found.append(outcome.per_second)
        cpu.append(each)
    efficiency = [per_second * (forward + echo_cpu) for per_second in found]
    capacity = statistics.median(found)
    bench.details["capacity"] = {
        "messages_per_s": round(capacity, 1),
        "forward_ms": round(forward * 1000, 4),
        "echo_cpu_ms": round(echo_cpu * 1000, 4),
        "cpu_ms_a_message": round(statistics.median(cpu) * 1000, 4),
    }
    measured: Measured = {
        "P4": {"value": round(statistics.median(efficiency), 4), "spread": spread(efficiency)}
    }
    return measured | curve(bench, capacity)


def curve(bench: Bench, capacity: float) -> Measured:
    """Latency at shares of capacity."""
    measured: Measured = {}
    points = bench.details["curve"] = []
    shares = (0.3, 0.6) if bench.scale < 0.5 else (0.1, 0.3, 0.6, 0.8, 0.9)
    tails: dict[float, float] = {}
    for share in shares:
        ratios, whole = [], None
        for number in range(3):
            plan = Plan(
                port=bench.product.port,
                seconds=bench.seconds(8, 1.5),
                rate=capacity * share,
                name=f"at{share}-{number}",
            )
            outcome = loaded(plan)
            check(outcome, share)
            times = decoded(outcome.latencies)
            ratios.append(percentile_ms(times, 99) / percentile_ms(times, 50))
            whole = times if whole is None else whole
            if whole is not times:
                whole.add(times)
        points.append({"load": share, "per_s": round(capacity * share, 1), **summary(whole)})
        tails[share] = percentile_ms(whole, 99)
        name = {0.3: "P6", 0.6: "P6_60"}.get(share)
        if name:
            measured[name] = {"value": round(statistics.median(ratios), 3), "spread": spread(ratios)}
    if 0.8 in tails:
        measured |= overload(bench, capacity, tails[0.8])
    return measured


def overload(bench: Bench, capacity: float, tail_at_80: float) -> Measured:
    """Three times what can be served: what is accepted must stay quick, and the rest be refused aloud."""
    ratios, outcomes = [], []
    for number in range(3):
        plan = Plan(
            port=bench.product.port,
            seconds=bench.seconds(6),
            rate=3 * capacity,
            connections=50,
            name=f"over{number}",
        )
        outcome = loaded(plan)
        outcomes.append(outcome)
        ratios.append(percentile_ms(decoded(outcome.latencies), 99) / tail_at_80)
    bench.details["overload"] = [
        {"sent": o.sent, "answered": o.answered, "refused": o.refused, "failed": o.failed} for o in outcomes
    ]
    failed = sum(o.failed for o in outcomes)
    return {"P12": {"value": round(statistics.median(ratios), 3), "spread": spread(ratios), "failed": failed}}


def check(outcome: Outcome, share: float) -> None:
    """Not one message may fail below capacity."""
    if share <= 0.8 and (outcome.failed or outcome.refused):
        raise SystemExit(
            f"at {share:.0%} of capacity {outcome.failed} messages failed and {outcome.refused} were refused; "
            "latencies of the others would mean nothing"
        )


def cpu_a_message(server: Server, plan: Plan) -> tuple[Outcome, float]:
    """Run a load; return its outcome and the server's CPU seconds a message."""
    before = server.cpu_s()
    outcome = loaded(plan)
    share = plan.seconds / (plan.seconds + plan.warm_s)
    return outcome, (server.cpu_s() - before) * share / max(1, outcome.answered)


def mean_forward_s(count: int) -> float:
    """Mean seconds of the bare forward over the texts of the load, inputs ready."""
    from time import perf_counter

    floor = Floor()
    inputs = [floor.inputs(text) for text in texts(count)]
    for ready in inputs[:50]:
        floor.forward(ready)
    began = perf_counter()
    for ready in inputs:
        floor.forward(ready)
    return (perf_counter() - began) / len(inputs)
