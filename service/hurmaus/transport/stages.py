"""Stage times as one histogram, kept by hand: observing a whole pass costs about what one library call does."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping

import structlog
from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from hurmaus.timing import BUDGET_MS, NAMES, Laps, StageName

log = structlog.get_logger("hurmaus")

BUCKETS = (0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.1, 1.0)
_LOG_EVERY_S = 1.0


class Stages(Collector):
    """Counts stage times; a pass with a stage beyond its budget is logged, one a second at most, without text.

    ``budget_ms`` replaces the budgets it names.
    """

    def __init__(
        self, budget_ms: Mapping[StageName, float] | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        budget = BUDGET_MS | dict(budget_ms or {})
        self._budget = [budget[name] / 1000 for name in NAMES]
        self._counts = [[0] * (len(BUCKETS) + 1) for _ in NAMES]
        self._sums = [0.0] * len(NAMES)
        self._over = [0] * len(NAMES)
        self._clock = clock
        self._quiet_until = 0.0
        self._unlogged = 0

    def observe(self, laps: Laps, of: str) -> None:
        """Count one pass for a message of type ``of``; stages that it did not go through count nowhere."""
        slow = False
        for stage, seconds in enumerate(laps.seconds):
            if seconds:
                self._counts[stage][bisect_left(BUCKETS, seconds)] += 1
                self._sums[stage] += seconds
                if seconds > self._budget[stage]:
                    self._over[stage] += 1
                    slow = True
        if slow:
            self._tell(laps, of)

    def collect(self) -> Iterator[Metric]:
        """See prometheus-client."""
        times = HistogramMetricFamily(
            "hurmaus_stage_seconds", "Time in each stage of a pass.", labels=["stage"]
        )
        over = CounterMetricFamily(
            "hurmaus_stage_over_budget", "Stages that took longer than their budget.", labels=["stage"]
        )
        for name, counts, total, late in zip(NAMES, self._counts, self._sums, self._over, strict=True):
            times.add_metric([name], _cumulative(counts), total)
            over.add_metric([name], late)
        yield times
        yield over

    def _tell(self, laps: Laps, of: str) -> None:
        if (now := self._clock()) < self._quiet_until:
            self._unlogged += 1
            return
        log.warning("slow_pass", of=of, stages_ms=laps.milliseconds(), unlogged_before=self._unlogged)
        self._quiet_until, self._unlogged = now + _LOG_EVERY_S, 0


def _cumulative(counts: list[int]) -> list[tuple[str, float]]:
    buckets, seen = [], 0
    for edge, count in zip((*map(str, BUCKETS), "+Inf"), counts, strict=True):
        seen += count
        buckets.append((edge, float(seen)))
    return buckets
