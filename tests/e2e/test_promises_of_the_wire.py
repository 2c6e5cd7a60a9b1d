"""The promises of the wire, kept by the real process over real sockets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.platform import Message, Platform
from tests.support.service import Service

HETU = "131052-308T"
IBAN = "FI2112345600000785"
COMPLAINT = "Hei, pakettini on taas myöhässä, tämä on jo kolmas kerta! Olen todella pettynyt."


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(tmp_path).start()
    yield service
    service.kill()


def utterance(number: int, text: str = COMPLAINT, role: str = "customer", **more: Any) -> Message:
    return {
        "type": "utterance",
        "conversation_id": "c1",
        "utterance_id": f"u{number}",
        "role": role,
        "text": text,
        **more,
    }


def offsets(messages: list[Message]) -> list[int]:
    return [message["offset"] for message in messages if "offset" in message and message["type"] != "ack"]


async def fetched(service: Service, path: str) -> str:
    async with httpx.AsyncClient(base_url=service.url) as http:
        return (await http.get(path)).text


async def open_conversation(platform: Platform) -> None:
    await platform.ask(type="conversation.start", conversation_id="c1")
    await platform.ask(type="subscribe", conversation_id="c1", from_start=True)


async def test_an_agent_sees_the_hint_and_sees_it_close(service: Service) -> None:
    async with Platform(service.socket_url) as platform:
        await open_conversation(platform)
        await platform.ask(**utterance(1, "Pakettini on myöhässä ja olen todella pettynyt."))
        await platform.ask(
            **utterance(2, "Hei! Kiitos, että kerroit. Ymmärrän harmin ja olen pahoillani.", role="agent")
        )
    events = json.loads(await fetched(service, "/v1/conversations/c1/events?after=0"))["events"]
    opened = next(event["hint"] for event in events if event["type"] == "hint")
    assert opened["phrases"]
    closed = next(event for event in events if event["type"] == "hint.closed")
    assert (closed["hint_id"], closed["reason"]) == (opened["id"], "done"), "done in the agent's own words"
    assert offsets(events) == list(range(1, len(events) + 1))


async def test_after_kill_9_a_client_resumes_and_gets_each_event_once(service: Service) -> None:
    async with Platform(service.socket_url) as platform:
        await open_conversation(platform)
        ack = (await platform.ask(**utterance(1)))[-1]
        seen = await platform.flush()
        service.kill()
    service.start()
    async with Platform(service.socket_url) as platform:
        repeated = (await platform.ask(**utterance(1)))[-1]
        assert repeated == ack, "what was acked before the kill is acked the same after it"
        await platform.ask(**utterance(2, "No milloin se tulee?"))
    point = {"conversation_id": "c1", "epoch": ack["epoch"], "offset": 2}
    async with Platform(service.socket_url, resume=[point]) as platform:
        assert platform.welcome["resumed"][0]["recovered"] is True
        missed = await platform.flush()
    assert offsets(missed) == list(range(3, 3 + len(offsets(missed))))
    assert seen == [] or offsets(missed)[0] == 3


async def test_a_client_from_another_epoch_is_told_that_recovery_is_incomplete(service: Service) -> None:
    async with Platform(service.socket_url) as platform:
        await open_conversation(platform)
    point = {"conversation_id": "c1", "epoch": "elsewhere", "offset": 0}
    async with Platform(service.socket_url, resume=[point]) as platform:
        assert platform.welcome["resumed"][0]["recovered"] is False


async def test_customers_words_and_numbers_stand_nowhere_unmasked(service: Service) -> None:
    planted = f"Olen raivoissani! Hetuni on {HETU} ja tilini {IBAN}, sähköposti maija.meikalainen@example.fi"
    async with Platform(service.socket_url) as platform:
        await open_conversation(platform)
        answers = await platform.ask(**utterance(1, planted))
        answers += await platform.ask(**utterance(2, planted, role="agent"))
        answers += await platform.ask(**utterance(3, planted, final=False))
        answers += await platform.ask(**{**utterance(4, planted), "role": "boss"})
        answers += await platform.flush()
    metrics = await fetched(service, "/metrics")
    service.stop()
    everything = json.dumps(answers) + metrics
    everything += "".join(
        path.read_bytes().decode("latin-1") for path in service.folder.rglob("*") if path.is_file()
    )
    for secret in (HETU, IBAN, "maija.meikalainen"):
        assert secret not in everything
    assert "raivoissani" not in service.log.read_text(), "logs carry ids, lengths and timings, never text"
    assert "raivoissani" not in metrics


@pytest.mark.parametrize(
    ("frame", "code", "field"),
    [
        ("{", "invalid_json", None),
        ("[]", "invalid_message", None),
        ('{"type":"dance"}', "unknown_type", "type"),
        ('{"type":"utterance","conversation_id":"c1"}', "invalid_message", "utterance_id"),
        (json.dumps(utterance(9, "x" * 1_000_000)), "too_large", "text"),
        (json.dumps(utterance(9, "SALAISUUS\x00")), "invalid_text", "text"),
        (json.dumps({**utterance(9, "SALAISUUS"), "role": "boss"}), "invalid_message", "role"),
        (
            json.dumps({**utterance(9, "SALAISUUS"), "conversation_id": "nobody"}),
            "unknown_conversation",
            "conversation_id",
        ),
        (b"\x00SALAISUUS", "binary_frame", None),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 24 else "",
)
async def test_bad_input_is_answered_clearly_and_the_socket_stays_usable(
    service: Service, frame: str | bytes, code: str, field: str | None
) -> None:
    async with Platform(service.socket_url) as platform:
        await open_conversation(platform)
        await platform.flush()
        await platform.socket.send(frame)
        error = await platform.receive()
        assert (error["type"], error["code"]) == ("error", code)
        assert error.get("field") == field
        assert error["message"]
        assert "SALAISUUS" not in json.dumps(error)
        ack = (await platform.ask(**utterance(1)))[-1]
        assert ack["type"] == "ack", "nothing is lost: the next message is served"
    assert "SALAISUUS" not in service.log.read_text()


async def test_a_platform_without_a_socket_uses_http(service: Service) -> None:
    async with httpx.AsyncClient(base_url=service.url) as http:
        refused = await http.post(
            "/v1/conversations/c9/utterances", json={"utterance_id": "u1", "role": "customer", "text": "Hei"}
        )
        assert refused.status_code == 404
        assert refused.json()["code"] == "unknown_conversation"
        assert (await http.post("/v1/conversations", json={"conversation_id": "c9"})).is_success
        said = {"utterance_id": "u1", "role": "customer", "text": COMPLAINT}
        first = await http.post("/v1/conversations/c9/utterances", json=said)
        again = await http.post("/v1/conversations/c9/utterances", json=said)
        assert first.is_success
        assert first.json() == again.json()
        events = (await http.get("/v1/conversations/c9/events", params={"after": 0})).json()["events"]
        assert [e["type"] for e in events].count("reading") == 1
        assert (await http.delete("/v1/conversations/c9")).is_success
        assert (await http.get("/v1/conversations/c9/events", params={"after": 0})).status_code == 404


def test_sigterm_ends_it_in_order(service: Service) -> None:
    assert service.stop() in (0, -15)
