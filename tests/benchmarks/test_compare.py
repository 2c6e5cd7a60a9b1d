"""The regression gate: what counts as worse."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("hdrh", reason="needs the extra 'bench'")

from benchmarks.compare import compare, lost
from benchmarks.targets import table


def report(**measures: tuple[float, float, float]) -> dict[str, Any]:
    """A report of measures given as value, lowest and highest round."""
    return {
        "targets": table(
            {name: {"value": v, "spread": [low, high]} for name, (v, low, high) in measures.items()}
        )
    }


def worse(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [verdict.name for verdict in compare(old, new) if verdict.worse]


def test_the_same_report_is_no_worse_than_itself() -> None:
    one = report(P1=(1.5, 1.4, 1.6), P4=(0.7, 0.6, 0.8))
    assert worse(one, one) == []


def test_a_ratio_that_left_the_spread_is_worse() -> None:
    assert worse(report(P1=(1.5, 1.45, 1.55)), report(P1=(1.8, 1.7, 1.9))) == ["P1"]


def test_a_ratio_within_the_spread_is_noise() -> None:
    assert worse(report(P1=(1.5, 1.2, 1.75)), report(P1=(1.8, 1.7, 1.9))) == []
    assert worse(report(P1=(1.5, 1.45, 1.55)), report(P1=(1.8, 1.5, 1.9))) == []


def test_a_step_below_five_per_cent_is_let_pass() -> None:
    assert worse(report(P1=(1.5, 1.5, 1.5)), report(P1=(1.57, 1.57, 1.57))) == []


def test_where_more_is_better_less_is_worse() -> None:
    old, new = report(P4=(0.8, 0.78, 0.82)), report(P4=(0.6, 0.58, 0.62))
    assert worse(old, new) == ["P4"]
    assert worse(new, old) == []


def test_second_halves_are_judged_too() -> None:
    old = report(P6=(3, 3, 3), P6_60=(5, 5, 5))
    assert worse(old, report(P6=(3, 3, 3), P6_60=(7, 7, 7))) == ["P6_60"]


def test_a_count_that_was_zero_may_not_rise() -> None:
    assert worse(report(P9=(0, 0, 0)), report(P9=(1, 1, 1))) == ["P9"]


def test_measures_that_went_missing_are_named() -> None:
    assert lost(report(P1=(1, 1, 1), P3=(1, 1, 1)), report(P1=(1, 1, 1))) == ["P3"]


@pytest.mark.parametrize(("value", "code"), [(1.5, 0), (3.0, 1)])
def test_the_command_fails_where_something_got_worse(tmp_path: Path, value: float, code: int) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps(report(P1=(1.5, 1.45, 1.55))))
    new.write_text(json.dumps(report(P1=(value, value, value))))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.compare", old, new],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert ("WORSE" in done.stdout) == bool(code)
