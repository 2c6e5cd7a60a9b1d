"""P1-P15: what is measured, what is to be reached, and how a measure is judged. Pure."""

from __future__ import annotations

from typing import Any, NamedTuple


class Target(NamedTuple):
    """One number to reach; ``lower`` says which side is good."""

    name: str
    reach: float
    moonshot: float
    lower: bool = True


TARGETS: dict[str, Target] = {
    "P1": Target("hot end-to-end p50 ÷ (echo + bare tokenise + forward)", 1.6, 1.15),
    "P2": Target("across replicas through Redis ÷ (echo + forward + script→subscriber)", 1.8, 1.2),
    "P3": Target("idle p50 (20 messages/s) ÷ hot p50", 2.0, 1.5),
    "P4": Target("saturated messages/s a core × (mean forward + echo CPU)", 0.65, 0.90, lower=False),
    "P5": Target("two workers ÷ one", 1.7, 1.9, lower=False),
    "P6": Target("p99 ÷ p50 at 30 % load", 4, 3),
    "P6_60": Target("p99 ÷ p50 at 60 % load", 8, 6),
    "P7": Target("int8 forward ÷ its matrix products", 2.1, 1.4),
    "P8": Target("transformers pipeline + BERT-base: its p50 ÷ ours", 40, 100, lower=False),
    "P8_throughput": Target("transformers pipeline + BERT-base: our throughput ÷ its", 40, 100, lower=False),
    "P9": Target("readings that differ under load and in another order", 0, 0),
    "P10": Target("KiB an idle connection", 48, 24),
    "P10_total": Target("MiB of the service with 5,000 idle connections", 450, 300),
    "P11": Target("2,000 sidebars resume after a restart: time ÷ bare handshakes", 2.5, 1.5),
    "P11_wrong": Target("gaps and duplicates among them", 0, 0),
    "P12": Target("accepted p99 at 3× capacity ÷ p99 at 80 % load", 3, 2),
    "P13": Target("keep-warm + metrics + auth, share of saturated throughput", 0.08, 0.05),
    "P14": Target("one event to 1,000 sidebars, the last one ÷ bare broadcast", 1.5, 1.1),
    "P15": Target("cold start to ready, seconds", 2.0, 0.7),
}
PARTS = {"P6_60": "P6", "P8_throughput": "P8", "P10_total": "P10", "P11_wrong": "P11"}
"""Second halves of a target: the target is met when both are."""
QUICK = ("P1", "P3", "P4", "P6", "P8", "P15")


def judged(name: str, measured: dict[str, Any]) -> dict[str, Any]:
    """Add target and verdict to a measure that has ``value`` and ``spread``."""
    target = TARGETS[name]
    value = measured["value"]
    met = value <= target.reach if target.lower else value >= target.reach
    return {"name": target.name, **measured, "target": target.reach, "moonshot": target.moonshot, "met": met}


def table(measured: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The object ``targets`` of a report: second halves stand inside their target."""
    made = {name: judged(name, found) for name, found in measured.items() if name not in PARTS}
    for part, whole in PARTS.items():
        if part in measured and whole in made:
            half = judged(part, measured[part])
            made[whole][part.split("_")[1]] = half
            made[whole]["met"] = made[whole]["met"] and half["met"]
    return {name: made[name] for name in TARGETS if name in made}
