"""Ratios, spread, and when a run has nothing to say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("hdrh", reason="needs the extra 'bench'")

from benchmarks.report import write_report
from benchmarks.stages import between, parsed
from benchmarks.stats import decoded, histogram, moved, percentile_ms, ratio, summary
from benchmarks.targets import QUICK, TARGETS, table


def test_percentiles_are_those_of_the_values_to_three_digits() -> None:
    found = histogram(value / 1000 for value in range(1, 1001))
    assert percentile_ms(found, 50) == pytest.approx(500, rel=0.002)
    assert summary(found)["p99.9"] == pytest.approx(999, rel=0.002)
    assert summary(found)["count"] == 1000


def test_a_histogram_comes_through_the_pipe_whole() -> None:
    found = histogram([0.001, 0.002, 1.5])
    assert summary(decoded(found.encode().decode())) == summary(found)


def test_a_ratio_is_taken_round_by_round() -> None:
    assert ratio([2.0, 4.0, 9.0], [1.0, 2.0, 3.0]) == {"value": 2.0, "spread": [2.0, 3.0], "rounds": 3}


def test_a_baseline_that_drifts_is_noticed_and_one_hiccup_is_not() -> None:
    assert moved([1.0, 1.0, 2.0, 1.0, 1.0]) == 0
    assert moved([1.0, 1.1, 1.2, 1.3, 1.4]) > 0.15
    assert moved([1.0, 1.3]) > 0.1


def test_a_target_is_met_when_both_halves_are() -> None:
    near, far = {"value": 3.0, "spread": [3, 3]}, {"value": 9.0, "spread": [9, 9]}
    assert table({"P6": near, "P6_60": near})["P6"]["met"]
    both = table({"P6": near, "P6_60": far})["P6"]
    assert not both["met"]
    assert both["60"]["target"] == 8


def test_more_is_better_for_throughput() -> None:
    assert table({"P4": {"value": 0.7, "spread": [0.7, 0.7]}})["P4"]["met"]
    assert not table({"P4": {"value": 0.6, "spread": [0.6, 0.6]}})["P4"]["met"]


def test_every_number_has_a_target() -> None:
    assert {f"P{number}" for number in range(1, 16)} <= set(TARGETS)
    assert set(QUICK) <= set(TARGETS)


PAGE = """
hurmaus_stage_seconds_bucket{le="0.1",stage="mask"} 4.0
hurmaus_stage_seconds_count{stage="mask"} 4.0
hurmaus_stage_seconds_sum{stage="mask"} 0.02
"""


def test_stage_means_are_those_between_two_looks() -> None:
    assert between({}, parsed(PAGE)) == {"mask": 5.0}
    assert between({"mask": (0.01, 3.0)}, parsed(PAGE)) == {"mask": 10.0}
    assert between(parsed(PAGE), parsed(PAGE)) == {}


def test_the_committed_report_can_be_shown(tmp_path: Path) -> None:
    latest = Path(__file__).parents[2] / "benchmarks" / "report" / "latest.json"
    report = json.loads(latest.read_text(encoding="utf-8"))
    text = write_report(report, tmp_path)
    assert all(f"| {name} |" in text for name in report["targets"])
    assert (tmp_path / "report.md").read_text(encoding="utf-8").startswith("# Benchmark report")
