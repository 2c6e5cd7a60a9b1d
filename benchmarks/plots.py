"""Plots of a report. Without matplotlib there are none."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def draw(report: dict[str, Any], folder: Path) -> list[str]:
    """Write what the report has numbers for; return the Markdown that shows it."""
    try:
        import matplotlib as mpl
    except ImportError:
        return ["Plots need matplotlib: `pip install -e '.[bench]'`."]
    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "hurmaus"
    details = report["details"]
    made = []
    if "curve" in details:
        made.append(_curve(details["curve"], folder / "latency-by-load.svg", "Latency by load"))
    if "latency_ms" in details:
        made.append(_percentiles(details["latency_ms"], folder / "percentiles.svg", "Latency percentiles"))
    if "capacity" in details.get("stages_ms", {}):
        made.append(_bars(details["stages_ms"], folder / "stages.svg", "Stages of a pass"))
    if "memory_kib" in details:
        made.append(_memory(details["memory_kib"], folder / "memory.svg", "Memory by idle connections"))
    return [line for path, title in made for line in (f"![{title}]({path.name})", "")]


def _axes(title: str, across: str, up: str) -> Any:
    from matplotlib.figure import Figure

    axes = Figure(figsize=(6, 3.4), layout="constrained").add_subplot()
    axes.set(title=title, xlabel=across, ylabel=up)
    return axes


def _saved(axes: Any, path: Path, title: str) -> tuple[Path, str]:
    axes.figure.savefig(path, metadata={"Date": None})
    return path, title


def _curve(points: list[dict[str, float]], path: Path, title: str) -> tuple[Path, str]:
    axes = _axes(title, "messages a second", "ms (log)")
    for name in ("p50", "p90", "p99", "p99.9"):
        axes.plot([p["per_s"] for p in points], [p[name] for p in points], marker="o", label=name)
    axes.set_yscale("log")
    axes.legend()
    return _saved(axes, path, title)


def _percentiles(latencies: dict[str, Any], path: Path, title: str) -> tuple[Path, str]:
    axes = _axes(title, "percentile", "ms")
    names = ("p50", "p90", "p99", "p99.9")
    for label, found in latencies.items():
        if isinstance(found, dict):
            axes.plot(names, [found[name] for name in names], marker="o", label=label)
    axes.legend()
    return _saved(axes, path, title)


def _bars(stages: dict[str, dict[str, float]], path: Path, title: str) -> tuple[Path, str]:
    axes = _axes(title, "", "mean ms, under load")
    found = stages["capacity"]
    axes.bar(list(found), list(found.values()))
    axes.tick_params(axis="x", rotation=30)
    return _saved(axes, path, title)


def _memory(points: dict[str, float], path: Path, title: str) -> tuple[Path, str]:
    axes = _axes(title, "idle connections", "MiB")
    axes.plot([int(count) for count in points], [kib / 1024 for kib in points.values()], marker="o")
    return _saved(axes, path, title)
