"""compose.yaml names real settings, a Redis configuration that starts, and a balancer that finds the replicas."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from hurmaus.settings import Settings, load_settings

from tests.support.platform import Platform
from tests.support.redis_server import RedisServer, needs_redis
from tests.support.service import Service, free_port

COMPOSE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "compose.yaml").read_text(encoding="utf-8")
)
BALANCER: str = COMPOSE["configs"]["haproxy"]["content"]
SECRET = "tama-on-vain-testien-salaisuus-0001"


def test_the_environment_is_made_of_settings_that_load(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = COMPOSE["services"]["hurmaus"]["environment"]
    assert {name.removeprefix("HURMAUS_").lower() for name in environment} <= set(Settings.model_fields)
    for name, value in environment.items():
        monkeypatch.setenv(name, SECRET if name == "HURMAUS_SECRET" else value)
    assert load_settings(host="0.0.0.0").store.startswith("redis://")


def test_it_is_given_time_to_drain() -> None:
    hurmaus = COMPOSE["services"]["hurmaus"]
    grace_s = int(hurmaus["stop_grace_period"].removesuffix("s"))
    assert grace_s >= float(hurmaus["environment"]["HURMAUS_DRAIN_S"]) + 10


@needs_redis
def test_redis_starts_with_these_options(tmp_path: Path) -> None:
    program, *options = COMPOSE["services"]["redis"]["command"]
    assert program == "redis-server"
    server = RedisServer(tmp_path, *options).start()
    with server.admin() as admin:
        found = admin.config_get("append*") | admin.config_get("maxmemory-policy")
    server.kill()
    assert (found["appendonly"], found["appendfsync"]) == ("yes", "always")
    assert found["maxmemory-policy"] == "noeviction"


@pytest.fixture
def replicas(tmp_path: Path) -> Iterator[list[Service]]:
    redis = RedisServer(tmp_path).start()
    started = [Service(tmp_path, store=redis.url).start() for _ in range(2)]
    yield started
    for one in started:
        one.kill()
    redis.kill()


@pytest.fixture
def balancer(tmp_path: Path, replicas: list[Service]) -> Iterator[str]:
    """Its host and port; the replicas are named one by one in place of Docker's resolver."""
    port = free_port()
    here = BALANCER.replace("bind :8000", f"bind 127.0.0.1:{port}")
    template = next(line for line in here.splitlines() if "server-template" in line)
    servers = [
        f"  server replica{n} 127.0.0.1:{one.port} check inter 200ms fall 2 rise 1"
        for n, one in enumerate(replicas)
    ]
    configuration = tmp_path / "haproxy.cfg"
    configuration.write_text(here.replace(template, "\n".join(servers)) + "\n", encoding="utf-8")
    with subprocess.Popen(["haproxy", "-q", "-f", str(configuration)]) as process:
        yield f"127.0.0.1:{port}"
        process.terminate()


@needs_redis
@pytest.mark.skipif(shutil.which("haproxy") is None, reason="haproxy is not installed")
async def test_the_balancer_serves_through_whichever_replica_is_ready(
    balancer: str, replicas: list[Service]
) -> None:
    await answered(balancer)
    async with Platform(f"ws://{balancer}/v1/ws") as platform:
        await platform.ask(type="conversation.start", conversation_id="c1")
    replicas[0].kill()
    await answered(balancer)
    async with Platform(f"ws://{balancer}/v1/ws") as platform:
        again = (await platform.ask(type="conversation.start", conversation_id="c1"))[-1]
    assert (again["type"], again["offset"]) == ("ack", 1)


async def answered(balancer: str) -> None:
    """Wait until the balancer has found a replica that is ready."""
    transport = httpx.AsyncHTTPTransport(retries=20)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{balancer}", timeout=20) as patient:
        while (await patient.get("/readyz")).status_code != 200:
            pass
