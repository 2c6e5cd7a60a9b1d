"""Run the suite and write its report: ``python -m benchmarks.run [--quick]``, or ``make bench``, ``make bench-quick``."""

from __future__ import annotations

import argparse
import importlib
import json
import time
from pathlib import Path
from typing import Any

from benchmarks import machine, stages
from benchmarks.bench import Bench, Measured, Refused, opened
from benchmarks.report import write_report
from benchmarks.targets import table

REPORT = Path(__file__).parent / "report"
QUICK = ("start", "latency", "capacity", "pipeline")
FULL = (*QUICK, "model", "memory", "crowd", "overhead", "replicas")
QUICK_SCALE = 0.12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="P1, P3, P4, P6, P8 and P15 in under a minute")
    parser.add_argument("--scale", type=float, help="multiplies every duration; 1 is the full run")
    parser.add_argument("--only", nargs="*", choices=FULL, help="these groups alone")
    parser.add_argument(
        "--restless", action="store_true", help="report although the baseline moved (marked so)"
    )
    parser.add_argument("--out", type=Path, default=REPORT, help="folder of the report")
    options = parser.parse_args()
    report = run(
        options.only or (QUICK if options.quick else FULL),
        scale=options.scale or (QUICK_SCALE if options.quick else 1.0),
        restless=options.restless,
    )
    options.out.mkdir(exist_ok=True, parents=True)
    (options.out / "latest.json").write_text(
        json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(write_report(report, options.out))


def run(groups: tuple[str, ...] | list[str], *, scale: float, restless: bool) -> dict[str, Any]:
    """Measure the groups and return the report."""
    began = time.perf_counter()
    head = machine.facts()
    measured: Measured = {}
    with opened(scale=scale) as bench:
        bench.echo_ms()  # the first connection warms the server, and counts for nothing
        bench.echoes.clear()
        for group in groups:
            measured |= _group(group, bench)
            bench.echo_ms()
        try:
            drift, note = bench.check_still(), None
        except Refused as error:
            if not restless:
                raise SystemExit(f"refused: {error}") from None
            drift, note = None, str(error)
    return {
        "machine": head | {"load_1m_after": machine.facts()["load_1m"]},
        "seconds": round(time.perf_counter() - began, 1),
        "baseline_moved": drift,
        "restless": note,
        "targets": table(measured),
        "details": bench.details,
    }


def _group(name: str, bench: Bench) -> Measured:
    module = importlib.import_module(f"benchmarks.measures.{name}")
    before = stages.totals(bench.product.port)
    found: Measured = module.measure(bench)
    bench.details.setdefault("stages_ms", {})[name] = stages.between(
        before, stages.totals(bench.product.port)
    )
    return found


if __name__ == "__main__":
    main()
