"""The Python client and the real process, on every store: nothing lost, nothing twice, whatever is killed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hurmaus_client import Client, Item, Options, Place, RecoveryIncomplete, UnknownEvent, wire

from tests.support.redis_server import RedisServer, needs_redis
from tests.support.running import eventually
from tests.support.service import Service

CONVERSATIONS = [f"c{number}" for number in range(4)]
TURNS = 12
TEXTS = ("Pakettini on taas myöhässä, olen todella pettynyt.", "Milloin se tulee?", "Kiitos avusta!")
QUICK = Options(heartbeat_s=0.5, first_wait_s=0.05, longest_wait_s=0.5)

STORES = ["sqlite", pytest.param("redis", marks=needs_redis)]


@pytest.fixture(params=STORES)
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    redis = None
    if request.param == "redis":
        redis = RedisServer(tmp_path, "--appendonly", "yes", "--appendfsync", "always").start()
    service = (Service(tmp_path) if redis is None else Service(tmp_path, store=redis.url)).start()
    yield service
    service.kill()
    if redis is not None:
        redis.kill()


class Watcher:
    """Iterates a client and keeps what it yields."""

    def __init__(self, client: Client) -> None:
        self.places: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self.incomplete: list[RecoveryIncomplete] = []
        self._client = client

    async def run(self) -> None:
        async for item in self._client:
            self._take(item)

    def _take(self, item: Item) -> None:
        if isinstance(item, RecoveryIncomplete):
            self.incomplete.append(item)
        elif not isinstance(item, wire.InterimReading):
            assert not isinstance(item, UnknownEvent), item.type
            self.places[item.conversation_id].append((item.epoch, item.offset))


async def converse(client: Client, conversation_id: str) -> list[wire.Ack]:
    """Play one conversation; return the acks."""
    acks = [await client.start(conversation_id)]
    for number in range(TURNS):
        role: wire.Role = "customer" if number % 2 == 0 else "agent"
        text = TEXTS[number % len(TEXTS)]
        acks.append(await client.say(conversation_id, f"u{number}", role, text))
        await asyncio.sleep(0.05)
    return [*acks, await client.end(conversation_id)]


async def kill_and_restart(service: Service, times: int) -> None:
    for _ in range(times):
        await asyncio.sleep(0.15)
        await asyncio.to_thread(service.kill)
        await asyncio.to_thread(service.start)


async def stored(service: Service, conversation_id: str) -> list[dict[str, object]]:
    async with httpx.AsyncClient(base_url=service.url) as http:
        events: list[dict[str, object]] = (
            await http.get(f"/v1/conversations/{conversation_id}/events")
        ).json()["events"]
        return events


@pytest.mark.slow
async def test_kill_9_in_the_middle_of_conversations_loses_nothing_and_doubles_nothing(
    service: Service,
) -> None:
    async with Client(service.socket_url, options=QUICK) as client, asyncio.TaskGroup() as tasks:
        watcher = Watcher(client)
        watching = tasks.create_task(watcher.run())
        for conversation_id in CONVERSATIONS:
            await client.subscribe(conversation_id, from_start=True)
        talks = [tasks.create_task(converse(client, one)) for one in CONVERSATIONS]
        await kill_and_restart(service, times=3)
        for talk in talks:
            acks = await talk
            assert all(isinstance(ack, wire.Ack) for ack in acks)
        for conversation_id in CONVERSATIONS:
            events = await stored(service, conversation_id)
            heard = [event["utterance_id"] for event in events if event["type"] == "reading"]
            assert heard == [f"u{number}" for number in range(TURNS)]
            await eventually(lambda one=conversation_id, all=events: len(watcher.places[one]) >= len(all))
            assert watcher.places[conversation_id] == [(event["epoch"], event["offset"]) for event in events]
        assert watcher.incomplete == []
        watching.cancel()


@pytest.mark.slow
async def test_a_frozen_service_is_noticed_in_moments_and_nothing_is_lost(service: Service) -> None:
    async with Client(service.socket_url, options=QUICK) as client, asyncio.TaskGroup() as tasks:
        watcher = Watcher(client)
        watching = tasks.create_task(watcher.run())
        await client.start("c0")
        await client.subscribe("c0", from_start=True)
        service.freeze()
        saying = tasks.create_task(client.say("c0", "u1", "customer", TEXTS[0]))
        await eventually(lambda: client.state != "online")
        service.thaw()
        await saying
        events = await stored(service, "c0")
        assert [event["utterance_id"] for event in events if event["type"] == "reading"] == ["u1"]
        await eventually(lambda: len(watcher.places["c0"]) >= len(events))
        assert watcher.places["c0"] == [(event["epoch"], event["offset"]) for event in events]
        watching.cancel()


async def test_another_process_goes_on_after_the_place_of_the_first(service: Service) -> None:
    async with Client(service.socket_url) as first:
        await first.start("c0")
        await first.subscribe("c0", from_start=True)
        await first.say("c0", "u1", "customer", TEXTS[0])
        seen = await anext(first)
        assert isinstance(seen, wire.StepsChanged)
    async with Client(service.socket_url) as second:
        again = await second.say("c0", "u1", "customer", TEXTS[0])
        await second.subscribe("c0", after=Place.of(seen))
        missed = [await anext(second) for _ in range(int(again.offset or 0) - seen.offset)]
    offsets = [item.offset for item in missed if isinstance(item, wire.Event)]
    assert offsets == list(range(seen.offset + 1, int(again.offset or 0) + 1))
