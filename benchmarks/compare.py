"""The regression gate: ``python -m benchmarks.compare OLD.json NEW.json`` exits 1 where a ratio got worse.

Worse means: beyond both runs' own spread between rounds, and by more than 5 %. Only ratios and counts are compared; they
hold across machines of a kind, milliseconds do not.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.targets import PARTS, TARGETS

TOLERANCE = 0.05

Found = dict[str, Any]


class Verdict(NamedTuple):
    """What became of one measure. ``change`` is positive where it got worse."""

    name: str
    old: float
    new: float
    change: float
    worse: bool


def compare(old: Found, new: Found) -> list[Verdict]:
    """Judge every measure that both reports hold."""
    before, after = dict(_flat(old["targets"])), dict(_flat(new["targets"]))
    return [_judge(name, before[name], after[name]) for name in before if name in after]


def lost(old: Found, new: Found) -> list[str]:
    """Measures of the old report that the new one does not hold."""
    return sorted(set(dict(_flat(old["targets"]))) - set(dict(_flat(new["targets"]))))


def _flat(targets: Found) -> Iterator[tuple[str, Found]]:
    yield from targets.items()
    for part, whole in PARTS.items():
        half = part.split("_")[1]
        if half in targets.get(whole, {}):
            yield part, targets[whole][half]


def _judge(name: str, old: Found, new: Found) -> Verdict:
    lower = TARGETS[name].lower
    sign = 1 if lower else -1
    step = sign * (new["value"] - old["value"])
    change = step / abs(old["value"]) if old["value"] else float(step > 0)
    apart = new["spread"][0] > old["spread"][1] if lower else new["spread"][1] < old["spread"][0]
    return Verdict(name, old["value"], new["value"], change, apart and change > TOLERANCE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    options = parser.parse_args()
    old, new = (json.loads(path.read_text(encoding="utf-8")) for path in (options.old, options.new))
    verdicts = compare(old, new)
    for verdict in verdicts:
        said = "WORSE" if verdict.worse else "ok"
        better = "worse" if verdict.change > 0 else "better"
        print(
            f"{verdict.name:14} {verdict.old:10g} -> {verdict.new:10g}  {abs(verdict.change):6.1%} {better:6}  {said}"
        )
    missing = lost(old, new)
    if missing:
        print(f"not in the new report: {', '.join(missing)}")
    if not verdicts:
        raise SystemExit("the two reports have no measure in common")
    raise SystemExit(1 if any(verdict.worse for verdict in verdicts) else 0)


if __name__ == "__main__":
    main()
