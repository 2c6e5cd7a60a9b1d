"""The client on real sockets: what its user calls, what they get back, and how it ends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import jwt
import pytest
from hurmaus.protocol.close_codes import CloseCode
from hurmaus_client import (
    Client,
    Closed,
    Options,
    RecoveryIncomplete,
    Refused,
    Stopped,
    Unauthorised,
    Unreachable,
    wire,
)

from tests.support.running import Running, eventually, running
from tests.support.scripted import ScriptedServer
from tests.support.service import free_port

SECRET = "a secret of at least thirty-two bytes"
COMPLAINT = "Pakettini on taas myöhässä, olen todella pettynyt."


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as service:
        yield service


@pytest.fixture
async def guarded(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path, secret=SECRET) as service:
        yield service


def token(lasts_s: float = 60, **claims: object) -> str:
    return jwt.encode({"exp": time.time() + lasts_s, **claims}, SECRET, algorithm="HS256")


async def until_summary(client: Client) -> list[wire.Event]:
    events = []
    async for item in client:
        assert isinstance(item, wire.Event)
        events.append(item)
        if isinstance(item, wire.Summary):
            break
    return events


async def test_a_conversation_from_start_to_summary(service: Running) -> None:
    async with Client(service.socket_url) as client:
        assert client.state == "online"
        assert client.welcome is not None
        await client.start("c1", channel="phone", queue="billing", playbook="reklamaatio")
        await client.subscribe("c1", from_start=True)
        ack = await client.say("c1", "u1", "customer", COMPLAINT)
        assert (ack.utterance_id, ack.final) == ("u1", True)
        await client.mark("c1", "thank")
        await client.pause("c1")
        await client.pause("c1", paused=False)
        assert isinstance(await client.check_draft("c1", "Pahoittelut, jos tästä on ollut harmia."), tuple)
        await client.end("c1")
        events = await until_summary(client)
    assert [event.offset for event in events] == list(range(1, len(events) + 1))
    assert {"StepsChanged", "Reading", "MoodChanged", "Summary"} <= {type(event).__name__ for event in events}


async def test_feedback_closes_the_hint(service: Running) -> None:
    async with Client(service.socket_url) as client:
        await client.start("c1")
        await client.subscribe("c1")
        await client.say("c1", "u1", "customer", COMPLAINT)
        hint = await anext(item.hint async for item in client if isinstance(item, wire.HintOpened))
        await client.feedback("c1", hint.id, "dismissed")
        closed = await anext(item async for item in client if isinstance(item, wire.HintClosed))
    assert (closed.hint_id, closed.reason) == (hint.id, "dismissed")


async def test_interims_are_read_in_passing_and_never_wait(service: Running) -> None:
    async with Client(service.socket_url) as client:
        await client.start("c1")
        await client.subscribe("c1", interims=True)
        client.interim("c1", "u1", "customer", "Pakettini on")
        reading = await anext(client)
    assert isinstance(reading, wire.InterimReading)
    assert reading.utterance_id == "u1"


async def test_a_queue_and_all_that_the_token_allows(guarded: Running) -> None:
    agent = token(conversations=["c1"])
    async with (
        Client(guarded.socket_url, token()) as platform,
        Client(guarded.socket_url, token(queues=["billing"])) as lead,
        Client(guarded.socket_url, agent) as desktop,
    ):
        await lead.subscribe(queue="billing")
        await desktop.subscribe()
        await platform.start("c1", queue="billing")
        await platform.start("c2", queue="billing")
        assert (await anext(desktop)).conversation_id == "c1"
        assert [(await anext(lead)).conversation_id for _ in range(2)] == ["c1", "c2"]
        with pytest.raises(Refused, match="use a token that reaches"):
            await desktop.say("c2", "u1", "agent", "Hei")


async def test_a_refusal_names_the_code_and_the_remedy_and_never_the_text(service: Running) -> None:
    async with Client(service.socket_url) as client:
        with pytest.raises(Refused, match="start the conversation first") as refused:
            await client.say("c1", "u1", "customer", "SALAISUUS")
        await client.start("c1")
        with pytest.raises(Refused, match="split it into several") as too_large:
            await client.say("c1", "u1", "customer", "SALAISUUS" * 10_000)
    assert (refused.value.code, refused.value.field) == ("unknown_conversation", "conversation_id")
    assert "SALAISUUS" not in f"{refused.value!r} {too_large.value!r}"


async def test_a_wrong_token_stops_the_client_at_the_door(guarded: Running) -> None:
    with pytest.raises(Unauthorised, match="hurmaus token"):
        async with Client(guarded.socket_url, "nonsense"):
            pytest.fail("nobody was welcomed")


async def test_a_function_gets_a_fresh_token_for_each_connection(guarded: Running) -> None:
    got: list[str] = []

    async def get_token() -> str:
        got.append(token(lasts_s=0.4 if not got else 60))
        return got[-1]

    async with Client(guarded.socket_url, get_token, options=Options(first_wait_s=0.05)) as client:
        await client.start("c1")
        await eventually(lambda: len(got) == 2)
        await client.say("c1", "u1", "customer", COMPLAINT)


async def test_a_token_that_runs_out_ends_the_iteration_with_the_remedy(guarded: Running) -> None:
    async with Client(guarded.socket_url, token(lasts_s=0.3)) as client:
        with pytest.raises(Stopped, match="connect with a new one"):
            await anext(client)


async def test_nobody_there_is_said_with_the_address() -> None:
    url = f"ws://127.0.0.1:{free_port()}/v1/ws"
    with pytest.raises(Unreachable, match="is the service running there") as unreachable:
        async with Client(url, options=Options(open_within_s=0.2, first_wait_s=0.01)):
            pytest.fail("nobody was welcomed")
    assert url in str(unreachable.value)


async def test_a_wrong_path_is_said_as_such(service: Running) -> None:
    with pytest.raises(Stopped, match="ends in /v1/ws"):
        async with Client(f"{service.socket_url}x"):
            pytest.fail("nobody was welcomed")


async def test_misuse_is_said_at_once(service: Running) -> None:
    with pytest.raises(ValueError, match="ws://"):
        Client("http://127.0.0.1:8000")
    client = Client(service.socket_url)
    with pytest.raises(Closed, match="async with"):
        await client.start("c1")


async def test_leaving_waits_for_what_is_unacked(service: Running) -> None:
    async with Client(service.socket_url) as client:
        await client.start("c1")
        saying = asyncio.create_task(client.say("c1", "u1", "customer", COMPLAINT))
        await asyncio.sleep(0)
    assert (await saying).utterance_id == "u1"


async def test_what_is_still_unacked_after_the_wait_is_told_to_its_caller() -> None:
    async with ScriptedServer() as server:
        playing = asyncio.create_task(server.play([{"hear": {"type": "hello"}}, {"welcome": {}}]))
        async with Client(server.url, options=Options(close_within_s=0.05)) as client:
            await playing
            saying = asyncio.create_task(client.say("c1", "u1", "customer", COMPLAINT))
            await asyncio.sleep(0)
        with pytest.raises(Closed):
            await saying
        with pytest.raises(Closed):
            await client.say("c1", "u2", "customer", COMPLAINT)
        assert [item async for item in client] == [], "the iteration has ended"


async def test_a_caller_who_gives_up_holds_nobody_up() -> None:
    async with ScriptedServer() as server:
        playing = asyncio.create_task(server.play([{"hear": {"type": "hello"}}, {"welcome": {}}]))
        async with Client(server.url) as client:
            await playing
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await client.say("c1", "u1", "customer", COMPLAINT)
            saying = asyncio.create_task(client.say("c1", "u2", "customer", COMPLAINT))
            await server.play(
                [{"hear": {"type": "utterance", "utterance_id": "u2"}}, {"ack": {"final": True}}]
            )
            await saying


async def test_who_sends_more_than_may_wait_is_slowed_down_and_all_is_sent_in_order(service: Running) -> None:
    async with Client(service.socket_url, options=Options(max_waiting=2)) as client:
        await client.start("c1")
        await client.subscribe("c1")
        async with asyncio.TaskGroup() as tasks:
            for number in range(20):
                tasks.create_task(client.say("c1", f"u{number}", "agent", "Selvitän asian."))
        await client.end("c1")
        events = await until_summary(client)
    heard = [event.utterance_id for event in events if isinstance(event, wire.Reading)]
    assert heard == [f"u{number}" for number in range(20)]


async def test_a_user_who_does_not_iterate_still_gets_acks_and_later_every_event(service: Running) -> None:
    async with Client(service.socket_url, options=Options(max_events=5)) as client:
        await client.start("c1")
        await client.subscribe("c1", from_start=True)
        for number in range(20):
            await client.say("c1", f"u{number}", "agent", "Selvitän asian.")
        await client.end("c1")
        events = await until_summary(client)
    assert [event.offset for event in events] == list(range(1, len(events) + 1))


async def test_a_break_in_a_queue_is_told(service: Running) -> None:
    async with Client(service.socket_url, options=Options(first_wait_s=0.01)) as client:
        await client.subscribe(queue="billing")
        for end in tuple(service.service.connections):
            end(CloseCode.SLOW_READER)
        told = await anext(client)
    assert isinstance(told, RecoveryIncomplete)
    assert (told.loss, told.queue) == ("live_only", "billing")
