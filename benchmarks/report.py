"""The report for people: Markdown, with plots where matplotlib is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

Report = dict[str, Any]


def write_report(report: Report, folder: Path) -> str:
    """Write report.md and its plots beside latest.json; return the text."""
    from benchmarks import plots

    drawn = plots.draw(report, folder)
    text = "\n".join(
        [*_head(report), "", *_targets(report), "", *_latencies(report), "", *_stages(report), "", *drawn]
    )
    (folder / "report.md").write_text(text.rstrip() + "\n", encoding="utf-8")
    return text


def _head(report: Report) -> list[str]:
    machine = report["machine"]
    lines = [
        "# Benchmark report",
        "",
        "Made by `make bench` or `make bench-quick`; how to read it: [docs/benchmarks.md](../../docs/benchmarks.md).",
        "",
        f"{machine['cpu']} ({machine['flags']}), {machine['cores']} cores, {machine['system']}, Python {machine['python']}, "
        f"SQLite {machine['sqlite']}; load before and after {machine['load_1m']} and {machine['load_1m_after']}. "
        f"{report['seconds']:.0f} s.",
    ]
    if report["restless"]:
        lines += ["", f"**Not to be relied on**: {report['restless']}."]
    elif report["baseline_moved"] is not None:
        lines += ["", f"The echo baseline moved by {report['baseline_moved']:.0%} between rounds."]
    return lines


def _targets(report: Report) -> list[str]:
    rows = [
        "| # | Measure | Value | Rounds between | Reach | Moonshot | Met |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, found in report["targets"].items():
        rows.append(_row(name, found))
        rows += [
            _row(f"{name} {half}", found[half])
            for half in ("60", "throughput", "total", "wrong")
            if half in found
        ]
    return rows


def _row(name: str, found: dict[str, Any]) -> str:
    low, high = found["spread"]
    met = "yes" if found["met"] else "**no**"
    return (
        f"| {name} | {found['name']} | {found['value']:g} | {low:g}–{high:g} | {found['target']:g} | "
        f"{found['moonshot']:g} | {met} |"
    )


def _latencies(report: Report) -> list[str]:
    shown = {
        name: found
        for name, found in report["details"].get("latency_ms", {}).items()
        if isinstance(found, dict)
    }
    shown |= {f"{point['load']:.0%} load": point for point in report["details"].get("curve", [])}
    if not shown:
        return []
    columns = ("count", "p50", "p90", "p99", "p99.9", "max")
    rows = [f"| Milliseconds | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    rows += [
        f"| {name} | " + " | ".join(f"{found[column]:g}" for column in columns) + " |"
        for name, found in shown.items()
    ]
    return rows


def _stages(report: Report) -> list[str]:
    found = report["details"].get("stages_ms", {})
    if "capacity" not in found:
        return []
    rows = ["| Stage | mean ms, one desktop | mean ms, under load |", "|---|---|---|"]
    hot = found.get("latency", {})
    return rows + [
        f"| {stage} | {hot.get(stage, 0):g} | {mean:g} |" for stage, mean in found["capacity"].items()
    ]
