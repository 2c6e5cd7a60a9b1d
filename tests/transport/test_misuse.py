"""Each misuse of the wire has its answer, the same on every store; docs/protocol.md lists them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.support.platform import Message, Platform
from tests.support.redis_server import needs_redis, shared_server
from tests.support.running import Running, running, utterance


def _settings(kind: str, folder: Path) -> dict[str, Any]:
    folder.mkdir(exist_ok=True)
    if kind == "sqlite":
        return {}
    return {"store": shared_server().url, "store_prefix": "-".join(folder.parts[-2:])}


@pytest_asyncio.fixture(params=["sqlite", pytest.param("redis", marks=needs_redis)])
async def service(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path, **_settings(request.param, tmp_path)) as served:
        yield served


async def stands_at(service: Running) -> Message:
    """Write a little into c1 and return the last ack."""
    async with service.platform() as platform:
        await platform.ask(type="conversation.start", conversation_id="c1")
        return (await platform.ask(**utterance(1)))[-1]


async def replayed(platform: Platform, last: int) -> list[int]:
    """The offsets of the events that follow, up to ``last``."""
    offsets: list[int] = []
    while last not in offsets:
        offsets.append((await platform.receive())["offset"])
    return offsets


@pytest.mark.parametrize(
    "claim", [{"epoch": "0000000000000000", "offset": 1}, {"offset": 10**6}], ids=["epoch", "offset"]
)
async def test_who_claims_what_never_was_gets_everything_from_the_first_event(
    service: Running, claim: Message
) -> None:
    ack = await stands_at(service)
    point = {"conversation_id": "c1", "epoch": ack["epoch"], **claim}
    async with service.platform(resume=[point]) as platform:
        (resumed,) = platform.welcome["resumed"]
        assert (resumed["recovered"], resumed["epoch"]) == (False, ack["epoch"])
        assert await replayed(platform, ack["offset"]) == list(range(1, ack["offset"] + 1))


async def test_who_resumes_what_was_erased_is_told_and_hears_its_next_life_from_the_start(
    service: Running,
) -> None:
    ack = await stands_at(service)
    async with service.http() as http:
        assert (await http.delete("/v1/conversations/c1")).status_code == 204
    point = {"conversation_id": "c1", "epoch": ack["epoch"], "offset": ack["offset"]}
    async with service.platform(resume=[point]) as platform:
        (resumed,) = platform.welcome["resumed"]
        assert (resumed["recovered"], resumed["epoch"], resumed["offset"]) == (False, "", 0)
        again = await stands_at(service)
        assert again["epoch"] != ack["epoch"]
        assert await replayed(platform, again["offset"]) == list(range(1, again["offset"] + 1))


async def test_one_utterance_id_from_two_connections_at_once_is_heard_once(service: Running) -> None:
    async with service.platform() as one, service.platform() as other:
        await one.ask(type="conversation.start", conversation_id="c1")
        first, second = await asyncio.gather(
            one.ask(**utterance(1, "Paketti on hukassa.")), other.ask(**utterance(1, "Lasku on väärin."))
        )
    assert first[-1] == second[-1]
    async with service.http() as http:
        events = (await http.get("/v1/conversations/c1/events")).json()["events"]
    assert [event["type"] for event in events].count("reading") == 1


async def test_two_connections_of_one_client_each_have_their_own_position(service: Running) -> None:
    ack = await stands_at(service)
    early = {"conversation_id": "c1", "epoch": ack["epoch"], "offset": 0}
    late = {**early, "offset": ack["offset"] - 1}
    async with service.platform(resume=[early]) as one, service.platform(resume=[late]) as other:
        assert await replayed(one, ack["offset"]) == list(range(1, ack["offset"] + 1))
        assert await replayed(other, ack["offset"]) == [ack["offset"]]


async def test_a_conversation_that_has_grown_too_large_takes_no_more_but_can_be_ended(tmp_path: Path) -> None:
    async with running(tmp_path, max_events=100) as service, service.platform() as platform:
        await platform.ask(type="conversation.start", conversation_id="c1")
        for number in range(100):
            answer = (await platform.ask(**utterance(number)))[-1]
            if answer["type"] == "error":
                break
        assert (answer["code"], answer["retryable"]) == ("too_large", False)
        again = (await platform.ask(**utterance(0)))[-1]
        ended = (await platform.ask(type="conversation.end", conversation_id="c1"))[-1]
    assert again["type"] == ended["type"] == "ack"


async def test_what_would_make_an_event_beyond_the_limit_is_refused_and_changes_nothing(
    service: Running, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    await stands_at(service)
    async with service.http() as http:
        events = (await http.get("/v1/conversations/c1/events")).json()["events"]
    sizes = {event["type"]: len(json.dumps(event, ensure_ascii=False).encode()) for event in events}
    assert sizes["hint"] > sizes["steps"], "a hint is what the limit below shall refuse"

    small = _settings(request.node.callspec.params["service"], tmp_path / "small")
    async with running(tmp_path / "small", max_event_bytes=sizes["steps"], **small) as bounded:
        async with bounded.platform() as platform:
            started = (await platform.ask(type="conversation.start", conversation_id="c1"))[-1]
            refused = (await platform.ask(**utterance(1)))[-1]
            served = (await platform.ask(**utterance(2, "Hei!", role="agent")))[-1]
        async with bounded.http() as http:
            events = (await http.get("/v1/conversations/c1/events")).json()["events"]
    assert (refused["code"], refused["retryable"]) == ("too_large", False)
    assert "Paketti" not in refused["message"]
    assert served["type"] == "ack"
    assert [event["utterance_id"] for event in events if event["type"] == "reading"] == ["u2"]
    assert [event["offset"] for event in events] == list(range(1, served["offset"] + 1))
    assert started["offset"] < served["offset"]
