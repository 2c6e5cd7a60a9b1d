"""Two processes on one Redis: any of them serves any conversation, and what one commits the other tells."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from tests.support.platform import Message, Platform
from tests.support.redis_server import RedisServer, needs_redis
from tests.support.service import Service

pytestmark = needs_redis

COMPLAINT = "Hei, pakettini on taas myöhässä, tämä on jo kolmas kerta! Olen todella pettynyt."
THANKS = "Hei! Kiitos, että kerroit. Ymmärrän harmin ja olen pahoillani."


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(
        tmp_path_factory.mktemp("redis"), "--appendonly", "yes", "--appendfsync", "always"
    ).start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def replicas(
    redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Service, Service]]:
    folder = tmp_path_factory.mktemp("replicas")
    one, other = (Service(folder, store=redis_server.url, HURMAUS_STORE_TIMEOUT_S="0.5") for _ in range(2))
    yield one.start(), other.start()
    one.kill()
    other.kill()


def said(conversation: str, number: int, text: str = COMPLAINT, role: str = "customer") -> Message:
    return {
        "type": "utterance",
        "conversation_id": conversation,
        "utterance_id": f"{role}-{number}",
        "role": role,
        "text": text,
    }


def events(messages: list[Message]) -> list[Message]:
    return [message for message in messages if "offset" in message and message["type"] != "ack"]


async def until_offset(platform: Platform, offset: int, seen: list[Message]) -> None:
    """Receive until the event with this offset came; everything received is appended to ``seen``."""
    while not any(event["offset"] >= offset for event in events(seen)):
        seen.append(await platform.receive())


async def acked(platform: Platform, message: Message) -> Message:
    """Send until it is acked, pausing as long as the refusals ask for."""
    while (answer := (await platform.ask(**message))[-1])["type"] == "error":
        assert answer["retryable"], answer
        await asyncio.sleep(answer["retry_after_ms"] / 1000)
    return answer


async def stored(service: Service, conversation: str) -> list[Message]:
    async with httpx.AsyncClient(base_url=service.url) as http:
        answer = await http.get(f"/v1/conversations/{conversation}/events")
        found: list[Message] = answer.json()["events"]
        return found


async def test_the_platform_speaks_to_one_and_the_sidebar_listens_to_the_other(
    replicas: tuple[Service, Service],
) -> None:
    one, other = replicas
    async with Platform(one.socket_url) as platform, Platform(other.socket_url) as sidebar:
        await sidebar.ask(type="subscribe", conversation_id="apart", from_start=True)
        await platform.ask(type="conversation.start", conversation_id="apart")
        await platform.ask(**said("apart", 1))
        ack = (await platform.ask(**said("apart", 2, THANKS, role="agent")))[-1]
        seen: list[Message] = []
        await until_offset(sidebar, ack["offset"], seen)
    assert seen == await stored(one, "apart"), "each event once, in order, from first to last"
    assert any(event["type"] == "hint" for event in seen)


@pytest.mark.parametrize("topic", [{"queue": "billing"}, {}], ids=["a queue", "everything"])
async def test_a_queue_is_heard_whichever_process_serves_it(
    replicas: tuple[Service, Service], topic: Message
) -> None:
    one, other = replicas
    name = f"queued-{len(topic)}"
    async with Platform(one.socket_url) as platform, Platform(other.socket_url) as lead:
        await lead.ask(type="subscribe", **topic)
        await platform.ask(type="conversation.start", conversation_id=f"{name}-first", queue="billing")
        seen: list[Message] = []
        async with asyncio.timeout(20):  # subscribing takes a moment: speak until it is heard
            number = 0
            while not seen:
                number += 1
                await platform.ask(**said(f"{name}-first", number))
                seen += await lead.flush()
        seen.clear()
        await platform.ask(type="conversation.start", conversation_id=name, queue="billing")
        ack = (await platform.ask(**said(name, 1)))[-1]
        while not any(event["conversation_id"] == name for event in events(seen)):
            seen.append(await lead.receive())
        here = [event for event in seen if event.get("conversation_id") == name]
        await until_offset(lead, ack["offset"], here)
    here = [event for event in here if event.get("conversation_id") == name]
    assert here == await stored(other, name)


async def test_customer_and_agent_through_different_processes_at_once_lose_nothing(
    replicas: tuple[Service, Service],
) -> None:
    one, other = replicas
    async with Platform(one.socket_url) as customer, Platform(other.socket_url) as agent:
        await customer.ask(type="conversation.start", conversation_id="both")
        await customer.ask(type="subscribe", conversation_id="both", from_start=True)

        async def speak(platform: Platform, role: str, text: str) -> list[Message]:
            return [await acked(platform, said("both", number, text, role)) for number in range(20)]

        acks = await asyncio.gather(speak(customer, "customer", COMPLAINT), speak(agent, "agent", THANKS))
    found = await stored(one, "both")
    assert [event["offset"] for event in found] == list(range(1, len(found) + 1))
    heard = [event["utterance_id"] for event in found if event["type"] == "reading"]
    assert sorted(heard) == sorted(ack["utterance_id"] for some in acks for ack in some)


async def test_who_was_connected_to_one_resumes_at_the_other(replicas: tuple[Service, Service]) -> None:
    one, other = replicas
    async with Platform(one.socket_url) as platform:
        await platform.ask(type="conversation.start", conversation_id="moving")
        ack = (await platform.ask(**said("moving", 1)))[-1]
    point = {"conversation_id": "moving", "epoch": ack["epoch"], "offset": 2}
    async with Platform(other.socket_url, resume=[point]) as platform:
        assert platform.welcome["resumed"][0]["recovered"] is True
        missed: list[Message] = []
        await until_offset(platform, ack["offset"], missed)
        again = (await platform.ask(**said("moving", 1)))[-1]
    assert missed == (await stored(one, "moving"))[2:]
    assert again == ack, "the other process gives the ack that the first one gave"


async def test_interims_reach_a_sidebar_at_the_other_process(replicas: tuple[Service, Service]) -> None:
    one, other = replicas
    async with Platform(one.socket_url) as platform, Platform(other.socket_url) as sidebar:
        await platform.ask(type="conversation.start", conversation_id="spoken")
        await sidebar.ask(type="subscribe", conversation_id="spoken", interims=True)
        seen: list[Message] = []
        async with asyncio.timeout(20):
            while not any(message["type"] == "reading.interim" for message in seen):
                await platform.ask(**said("spoken", 1), final=False)
                seen += await sidebar.flush()


async def test_a_process_that_is_to_end_answers_what_it_has_begun_and_sends_everybody_elsewhere(
    replicas: tuple[Service, Service],
) -> None:
    one, other = replicas
    acks: dict[str, Message] = {}
    async with Platform(one.socket_url) as platform:
        await platform.ask(type="conversation.start", conversation_id="rolling")
        for number in range(60):
            await platform.send(said("rolling", number))
        one.ask_to_stop()
        try:
            while True:
                message = await platform.receive()
                if message["type"] == "ack":
                    acks[message["utterance_id"]] = message
        except ConnectionClosed:
            assert platform.socket.close_code == 1012
    assert one.stop() in (0, -signal.SIGTERM)
    try:
        async with Platform(other.socket_url) as platform:
            again = [await acked(platform, said("rolling", number)) for number in range(60)]
    finally:
        one.start()
    assert {ack["utterance_id"]: ack for ack in again if ack["utterance_id"] in acks} == acks
    heard = [event["utterance_id"] for event in await stored(other, "rolling") if event["type"] == "reading"]
    assert sorted(heard) == sorted(ack["utterance_id"] for ack in again), "each utterance once"


async def test_while_redis_hangs_finals_are_refused_aloud_and_sockets_stay(
    replicas: tuple[Service, Service], redis_server: RedisServer
) -> None:
    one, other = replicas
    async with Platform(one.socket_url) as platform, Platform(other.socket_url) as sidebar:
        await platform.ask(type="conversation.start", conversation_id="away")
        await sidebar.ask(type="subscribe", conversation_id="away", from_start=True)
        redis_server.freeze()
        try:
            refused = (await platform.ask(**said("away", 1)))[-1]
            async with httpx.AsyncClient(base_url=one.url) as http:
                ready = await http.get("/readyz")
                alive = await http.get("/healthz")
        finally:
            redis_server.thaw()
        assert (refused["code"], refused["retryable"]) == ("degraded", True)
        assert refused["retry_after_ms"] > 0
        assert (ready.status_code, ready.json()["status"]) == (503, "degraded")
        assert alive.status_code == 200
        async with asyncio.timeout(20):  # it recovers by itself, on the same sockets
            answer = await acked(platform, said("away", 1))
            seen: list[Message] = []
            await until_offset(sidebar, answer["offset"], seen)
        assert [event["offset"] for event in events(seen)] == list(range(1, answer["offset"] + 1))


async def test_kill_9_of_redis_loses_no_acked_utterance(
    replicas: tuple[Service, Service], redis_server: RedisServer
) -> None:
    one, other = replicas
    async with Platform(one.socket_url) as platform, Platform(other.socket_url) as sidebar:
        await platform.ask(type="conversation.start", conversation_id="killed")
        await sidebar.ask(type="subscribe", conversation_id="killed", from_start=True)
        first = (await platform.ask(**said("killed", 1)))[-1]
        redis_server.kill()
        refused = (await platform.ask(**said("killed", 2)))[-1]
        assert refused["code"] == "degraded"
        redis_server.start()
        async with asyncio.timeout(20):
            answer = await acked(platform, said("killed", 2))
            again = (await platform.ask(**said("killed", 1)))[-1]
            seen: list[Message] = []
            await until_offset(sidebar, answer["offset"], seen)
    assert again == first
    assert [event["offset"] for event in events(seen)] == list(range(1, answer["offset"] + 1))
