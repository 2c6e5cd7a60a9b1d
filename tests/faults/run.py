"""One run: conversations go on, things break, and in the end everything is compared."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.faults.checker import Findings, Message, check
from tests.faults.clients import FaultyPlatform, Sidebar
from tests.faults.script import conversation
from tests.faults.world import World, world
from tests.support.service import Service

_CATCH_UP_WITHIN_S = 60.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much is to happen. ``gap_s`` is the pause between two utterances of one conversation, ``fault_s`` the
    longest time for which something stays broken; ``seed`` decides everything that is left to chance."""

    seed: int
    conversations: int
    turns: int
    faults: int
    platforms: int = 2
    sidebars: int = 2
    gap_s: float = 0.1
    fault_s: float = 1.0
    calm_s: float = 0.3


@dataclass
class Report:
    """What happened. ``recovery_s`` holds, for each fault, the time from its mending to the next ack."""

    plan: Plan
    findings: Findings = field(default_factory=Findings)
    faults: Counter[str] = field(default_factory=Counter)
    recovery_s: list[float] = field(default_factory=list)
    sent: int = 0
    acked: int = 0
    seen: int = 0
    resyncs: int = 0
    connections: int = 0
    seconds: float = 0.0

    def summed_up(self) -> dict[str, Any]:
        """Return the report as plain values."""
        ordered = sorted(self.recovery_s) or [0.0]
        return {
            "seed": self.plan.seed,
            "faults": dict(sorted(self.faults.items())) | {"all": self.faults.total()},
            "messages": {"sent": self.sent, "acked": self.acked, "events seen": self.seen},
            "lost": self.findings.lost,
            "duplicated": self.findings.duplicated,
            "reordered": self.findings.reordered,
            "differing": self.findings.differing,
            "incomplete recoveries": self.resyncs,
            "connections": self.connections,
            "recovery_s": {
                "p50": round(ordered[len(ordered) // 2], 3),
                "p99": round(ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], 3),
                "max": round(ordered[-1], 3),
            },
            "seconds": round(self.seconds, 1),
            "examples": self.findings.examples,
        }


async def run(folder: Path, plan: Plan) -> Report:
    """Play ``plan`` and judge it."""
    rng = random.Random(plan.seed)
    report = Report(plan)
    began = time.monotonic()
    async with world(folder) as made:
        names = [f"c{n}" for n in range(plan.conversations)]
        expected = await _undisturbed(made, names, plan)
        platforms = [
            FaultyPlatform(f"platform {n}", made.urls, random.Random(rng.random()))
            for n in range(plan.platforms)
        ]
        sidebars = [
            Sidebar(f"sidebar {n}", made.urls, random.Random(rng.random()), names)
            for n in range(plan.sidebars)
        ]
        talking = [
            asyncio.create_task(_talk(platforms[n % plan.platforms], name, n, plan.turns, plan.gap_s))
            for n, name in enumerate(names)
        ]
        try:
            await _break_things(made, platforms, sidebars, talking, plan, rng, report)
            await asyncio.gather(*talking)
            await made.all_up()
            stored = {name: await _stored(made.replicas[0], name) for name in names}
            await _caught_up(sidebars, stored)
        finally:
            for task in talking:
                task.cancel()
            for client in (*platforms, *sidebars):
                await client.close()
    acked = {name: ids for platform in platforms for name, ids in platform.acked.items()}
    seen = {sidebar.name: sidebar.seen for sidebar in sidebars}
    report.findings = check(acked, stored, seen, expected)
    report.sent = sum(platform.sent for platform in platforms)
    report.acked = sum(map(len, acked.values()))
    report.seen = sum(len(events) for streams in seen.values() for events in streams.values())
    report.resyncs = sum(sidebar.resyncs for sidebar in sidebars)
    report.connections = sum(client.connections for client in (*platforms, *sidebars))
    report.seconds = time.monotonic() - began
    return report


async def _talk(platform: FaultyPlatform, name: str, script: int, turns: int, gap_s: float) -> None:
    for message in conversation(name, script, turns):
        await platform.deliver(message)
        await asyncio.sleep(gap_s)


async def _undisturbed(made: World, names: list[str], plan: Plan) -> dict[str, list[Message]]:
    """What the conversations say when nothing breaks; they are erased again."""
    platform = FaultyPlatform("undisturbed", made.urls[:1], random.Random(0))
    try:
        await asyncio.gather(*(_talk(platform, name, n, plan.turns, 0) for n, name in enumerate(names)))
    finally:
        await platform.close()
    expected = {name: await _stored(made.replicas[0], name) for name in names}
    async with httpx.AsyncClient(base_url=made.replicas[0].url) as http:
        for name in names:
            assert (await http.delete(f"/v1/conversations/{name}")).status_code == 204
    return expected


async def _break_things(
    made: World,
    platforms: list[FaultyPlatform],
    sidebars: list[Sidebar],
    talking: list[asyncio.Task[None]],
    plan: Plan,
    rng: random.Random,
    report: Report,
) -> None:
    """Inject faults one after the other while conversations go on; clients fall off the network all the time."""
    faults = made.faults(rng)
    while report.faults.total() < plan.faults and not all(task.done() for task in talking):
        await asyncio.sleep(rng.uniform(0.5, 1.0) * plan.calm_s)
        if rng.random() < 0.4:
            rng.choice([*platforms, *sidebars]).disconnect()
            report.faults["disconnect client"] += 1
            continue
        name = rng.choice(sorted(faults))
        await faults[name](rng.uniform(0.3, 1.0) * plan.fault_s)
        report.faults[name] += 1
        mended = time.monotonic()
        if all(task.done() for task in talking):
            return
        report.recovery_s.append(await _next_ack(platforms, talking, mended) - mended)


async def _next_ack(
    platforms: list[FaultyPlatform], talking: list[asyncio.Task[None]], since: float
) -> float:
    async with asyncio.timeout(_CATCH_UP_WITHIN_S):
        while True:
            after = [at for platform in platforms for at in platform.acked_at[-1:] if at >= since]
            if after or all(task.done() for task in talking):
                return min(after, default=since)
            await asyncio.sleep(0.005)


async def _stored(replica: Service, name: str) -> list[Message]:
    found: list[Message] = []
    async with httpx.AsyncClient(base_url=replica.url) as http:
        while True:
            path = f"/v1/conversations/{name}/events"
            answer = await http.get(path, params={"after": len(found)})
            if answer.status_code == 503:
                await asyncio.sleep(0.1)
                continue
            page = answer.json()["events"]
            if not page:
                return found
            found += page


async def _caught_up(sidebars: list[Sidebar], stored: dict[str, list[Message]]) -> None:
    """Wait until every sidebar stands where the store does, or for as long as one may take; the checker judges."""
    deadline = time.monotonic() + _CATCH_UP_WITHIN_S
    while time.monotonic() < deadline:
        if all(sidebar.has(name, len(events)) for sidebar in sidebars for name, events in stored.items()):
            break
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.3)  # whatever comes once too often has time to come
