"""Metrics for Prometheus: counts, sizes and times; never ids and never text."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

from hurmaus.delivery.hub import Hub
from hurmaus.timing import Laps, StageName
from hurmaus.transport.stages import Stages

_SECONDS = (0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
_LAG_EVERY_S = 0.1

router = APIRouter()


class Metrics:
    """One registry a service, so that several can live in one process.

    ``budget_ms`` holds the budgets of stages that differ from ``hurmaus.timing.BUDGET_MS``.
    """

    def __init__(self, hub: Hub, budget_ms: Mapping[StageName, float] | None = None) -> None:
        self.registry = registry = CollectorRegistry()
        self.connections = Gauge("hurmaus_connections", "Open WebSocket connections.", registry=registry)
        self.messages = Counter("hurmaus_messages", "Messages received.", ["type"], registry=registry)
        self.errors = Counter("hurmaus_errors", "Messages refused.", ["code"], registry=registry)
        self.closed = Counter(
            "hurmaus_closed", "Connections closed by the service.", ["code"], registry=registry
        )
        self.passes = Histogram(
            "hurmaus_pass_seconds",
            "From received message to sent ack.",
            buckets=_SECONDS,
            registry=registry,
        )
        self.lag = Histogram(
            "hurmaus_event_loop_lag_seconds",
            "How late the event loop runs.",
            buckets=_SECONDS,
            registry=registry,
        )
        self.waits = Histogram(
            "hurmaus_wait_seconds",
            "From a message's arrival to the decision whether it is served.",
            buckets=_SECONDS,
            registry=registry,
        )
        self.shed = Counter("hurmaus_interims_shed", "Interims acked without a look.", registry=registry)
        self.late_s = 0.0
        self._stages = Stages(budget_ms)
        registry.register(self._stages)
        published = Gauge("hurmaus_events_published", "Events committed and published.", registry=registry)
        published.set_function(lambda: hub.published)
        delivered = Gauge("hurmaus_events_delivered", "Events put into outboxes.", registry=registry)
        delivered.set_function(lambda: hub.delivered)

    def passed(self, laps: Laps, of: str) -> None:
        """Count one pass for a message of type ``of``; call it once the answer is sent."""
        self.passes.observe(laps.total)
        self._stages.observe(laps, of)

    async def watch_loop(self) -> None:
        """Measure the event loop's lag, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _LAG_EVERY_S
            await asyncio.sleep(_LAG_EVERY_S)
            self.late_s = max(0.0, loop.time() - due)
            self.lag.observe(self.late_s)


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Everything counted so far."""
    return Response(
        generate_latest(request.app.state.service.metrics.registry), media_type=CONTENT_TYPE_LATEST
    )
