"""Health, metrics, static files and the demo page."""

from __future__ import annotations

from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from tests.support.running import Running, running, utterance


async def test_it_says_that_it_is_alive_and_ready(service: Running) -> None:
    async with service.http() as http:
        assert (await http.get("/healthz")).json() == {"status": "alive"}
        assert (await http.get("/readyz")).json() == {"status": "ready"}


async def test_metrics_count_messages_errors_and_time_and_name_nobody(service: Running) -> None:
    async with service.platform() as platform:
        await platform.ask(type="conversation.start", conversation_id="nimetty")
        await platform.ask(type="subscribe", conversation_id="nimetty")
        await platform.ask(**utterance(conversation_id="nimetty"))
        await platform.ask(**utterance(conversation_id="tuntematon"))
        async with service.http() as http:
            metrics = (await http.get("/metrics")).text
    assert 'hurmaus_messages_total{type="utterance"} 2.0' in metrics
    assert 'hurmaus_errors_total{code="unknown_conversation"} 1.0' in metrics
    assert "hurmaus_connections 1.0" in metrics
    assert "hurmaus_pass_seconds_count 2.0" in metrics
    assert "hurmaus_event_loop_lag_seconds_bucket" in metrics
    assert "nimetty" not in metrics
    assert "tuntematon" not in metrics


async def test_while_draining_it_is_not_ready_and_takes_no_new_sockets(service: Running) -> None:
    async with service.platform() as platform, service.http() as http:
        service.service.draining.set()
        ready = await http.get("/readyz")
        assert (ready.status_code, ready.json()) == (503, {"status": "draining"})
        with pytest.raises(InvalidStatus) as refused:
            await service.platform().__aenter__()
        assert refused.value.response.status_code == 503
        assert (await platform.ask(type="conversation.start", conversation_id="c1"))[-1]["type"] == "ack"


async def test_the_demo_page_is_there_when_asked_for(tmp_path: Path) -> None:
    async with running(tmp_path, demo=True) as service, service.http() as http:
        page = await http.get("/")
    assert page.status_code == 200
    assert "hurmaus-sidebar.js" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert page.headers["x-content-type-options"] == "nosniff"


async def test_without_the_demo_there_is_no_page(service: Running) -> None:
    async with service.http() as http:
        assert (await http.get("/")).status_code == 404


async def test_the_sidebar_may_be_embedded_anywhere_and_is_revalidated(service: Running) -> None:
    async with service.http() as http:
        script = await http.get("/static/hurmaus-sidebar.js", headers={"Origin": "https://desk.example"})
        assert script.status_code == 200
        assert script.headers["access-control-allow-origin"] == "*"
        assert script.headers["cache-control"] == "no-cache"
        assert script.headers["x-content-type-options"] == "nosniff"
        again = await http.get(
            "/static/hurmaus-sidebar.js", headers={"If-None-Match": script.headers["etag"]}
        )
        assert again.status_code == 304


async def test_static_files_stay_inside_their_folder(service: Running) -> None:
    async with service.http() as http:
        for path in ("/static/../settings.py", "/static/..%2fsettings.py", "/static/"):
            assert (await http.get(path)).status_code == 404
