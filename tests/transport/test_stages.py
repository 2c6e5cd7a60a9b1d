"""Stage times as metrics, and the log line of a slow pass."""

from __future__ import annotations

from pathlib import Path

from hurmaus.timing import NAMES, Laps, Stage
from hurmaus.transport.stages import BUCKETS, Stages
from prometheus_client import CollectorRegistry, generate_latest
from structlog.testing import capture_logs

from tests.support.running import running, utterance


def taking(**seconds: float) -> Laps:
    laps = Laps()
    for name, value in seconds.items():
        laps.seconds[Stage[name.upper()]] = value
    return laps


def shown(stages: Stages) -> str:
    registry = CollectorRegistry()
    registry.register(stages)
    return generate_latest(registry).decode()


def test_a_stage_is_counted_in_every_bucket_that_it_fits() -> None:
    stages = Stages()
    stages.observe(taking(mask=BUCKETS[1], infer=9.0), "utterance")
    page = shown(stages)
    assert f'hurmaus_stage_seconds_bucket{{le="{BUCKETS[0]}",stage="mask"}} 0.0' in page
    assert f'hurmaus_stage_seconds_bucket{{le="{BUCKETS[1]}",stage="mask"}} 1.0' in page
    assert f'hurmaus_stage_seconds_bucket{{le="{BUCKETS[-1]}",stage="infer"}} 0.0' in page
    assert 'hurmaus_stage_seconds_bucket{le="+Inf",stage="infer"} 1.0' in page
    assert 'hurmaus_stage_seconds_sum{stage="infer"} 9.0' in page
    assert 'hurmaus_stage_seconds_count{stage="coach"} 0.0' in page, "a stage not gone through counts nowhere"


def test_a_stage_beyond_its_budget_is_counted_and_logged_with_all_times() -> None:
    stages = Stages({"mask": 3})
    with capture_logs() as logs:
        stages.observe(taking(mask=0.0029), "utterance")
        stages.observe(taking(mask=0.0031, coach=0.001), "utterance")
    assert [line["event"] for line in logs] == ["slow_pass"]
    assert logs[0]["stages_ms"] == {"mask": 3.1, "coach": 1.0}
    assert 'hurmaus_stage_over_budget_total{stage="mask"} 1.0' in shown(stages)


def test_slow_passes_are_logged_once_a_second_and_the_others_counted() -> None:
    now = [0.0]
    stages = Stages(clock=lambda: now[0])
    with capture_logs() as logs:
        for now[0] in (0.0, 0.4, 0.9, 1.1):
            stages.observe(taking(infer=1.0), "utterance")
    assert [line["unlogged_before"] for line in logs] == [0, 2]


async def test_a_served_utterance_shows_in_every_stage(tmp_path: Path) -> None:
    async with running(tmp_path) as service, service.platform() as platform, service.http() as http:
        await platform.ask(type="conversation.start", conversation_id="c1")
        await platform.ask(**utterance())
        page = (await http.get("/metrics")).text
    for name in NAMES:
        assert f'hurmaus_stage_seconds_count{{stage="{name}"}} 0.0' not in page
    assert 'hurmaus_stage_seconds_count{stage="infer"} 1.0' in page
    assert 'hurmaus_stage_seconds_count{stage="send"} 2.0' in page
