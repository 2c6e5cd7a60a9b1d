"""Real processes, broken again and again while conversations go on: nothing is lost, doubled or out of order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.run import Plan, run
from tests.support.redis_server import needs_redis

pytestmark = [needs_redis, pytest.mark.slow]


@pytest.mark.parametrize("seed", [1])
async def test_nothing_is_lost_doubled_or_out_of_order(tmp_path: Path, seed: int) -> None:
    """``python -m benchmarks.soak`` plays the same for longer and reports."""
    report = await run(tmp_path, Plan(seed=seed, conversations=6, turns=40, faults=12, fault_s=0.8))
    told = report.summed_up()
    assert report.faults.total() >= 8, told
    assert report.findings.clean, told
    assert report.resyncs == 0, told
