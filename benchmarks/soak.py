"""The fault harness for as long as you like: real processes, broken again and again, judged after every round.

    python -m benchmarks.soak --minutes 20 --seed 1      writes benchmarks/report/soak.json

Each round starts Redis (AOF, every write synced) and two replicas, lets conversations go on through whichever replica
answers, and injects faults one after the other; see tests/faults/. A round is decided by its seed but for the
timing of the machine. Rounds follow until the time is over; a round that has begun is finished.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.faults.run import Plan, Report, run  # noqa: E402  # the harness lives beside the tests

REPORT = Path(__file__).parent / "report" / "soak.json"
_COUNTED = ("lost", "duplicated", "reordered", "differing")


def main() -> None:
    """Play rounds, report, and fail when anything was lost, doubled, out of order or different."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--conversations", type=int, default=40)
    parser.add_argument("--turns", type=int, default=150)
    parser.add_argument("--faults", type=int, default=60, help="for each round")
    parser.add_argument("--report", type=Path, default=REPORT)
    options = parser.parse_args()
    reports: list[Report] = []
    until = time.monotonic() + 60 * options.minutes
    while time.monotonic() < until:
        plan = Plan(
            seed=options.seed + len(reports),
            conversations=options.conversations,
            turns=options.turns,
            faults=options.faults,
            gap_s=0.02,
            fault_s=0.8,
            calm_s=0.2,
        )
        with tempfile.TemporaryDirectory(prefix="hurmaus-soak-") as folder:
            reports.append(asyncio.run(run(Path(folder), plan)))
        print(json.dumps(reports[-1].summed_up(), ensure_ascii=False), flush=True)
        options.report.write_text(json.dumps(summed_up(reports), indent=2) + "\n", encoding="utf-8")
    total = summed_up(reports)
    print(json.dumps(total, indent=2))
    sys.exit(any(total[name] for name in _COUNTED))


def summed_up(reports: list[Report]) -> dict[str, Any]:
    """Return all rounds as one."""
    faults: Counter[str] = sum((report.faults for report in reports), Counter())
    recovery = sorted(second for report in reports for second in report.recovery_s) or [0.0]
    return {
        "measure": "faults injected while conversations go on; recovery is from mending to the next ack, seconds",
        "machine": {"cores": os.cpu_count(), "load_1m": os.getloadavg()[0]},
        "python": platform.python_version(),
        "rounds": len(reports),
        "first_seed": reports[0].plan.seed,
        "faults": dict(sorted(faults.items())) | {"all": faults.total()},
        "messages": {
            "sent": sum(report.sent for report in reports),
            "acked": sum(report.acked for report in reports),
            "events_seen": sum(report.seen for report in reports),
        },
        **{name: sum(getattr(report.findings, name) for report in reports) for name in _COUNTED},
        "incomplete_recoveries": sum(report.resyncs for report in reports),
        "recovery_s": {
            "p50": round(recovery[len(recovery) // 2], 3),
            "p99": round(recovery[min(len(recovery) - 1, len(recovery) * 99 // 100)], 3),
            "max": round(recovery[-1], 3),
        },
        "seconds": round(sum(report.seconds for report in reports)),
    }


if __name__ == "__main__":
    main()
