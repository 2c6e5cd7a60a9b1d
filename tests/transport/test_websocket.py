"""One real socket: what it answers, how it resumes, and when it is closed."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hurmaus.protocol.close_codes import CloseCode
from hurmaus.storage.port import StoredEvent
from hurmaus.transport.auth import issue_token
from hurmaus.vocabulary import EmotionReading
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Opcode

from tests.support.platform import Message, Platform
from tests.support.running import ImpatientSocket, Running, eventually, running, utterance

SECRET = "tama-on-vain-testien-salaisuus-0001"
WORDS = "SALAISUUS"
START = {"type": "conversation.start", "conversation_id": "c1"}


def events(received: list[Message]) -> list[Message]:
    return [message for message in received if "offset" in message and message["type"] != "ack"]


def offsets(received: list[Message]) -> list[int]:
    return [event["offset"] for event in events(received)]


async def opened(platform: Platform) -> list[Message]:
    await platform.ask(**START)
    return await platform.ask(type="subscribe", conversation_id="c1", from_start=True)


async def close_of(platform: Platform) -> tuple[int, str]:
    """Read until the connection is closed; say how."""
    async with asyncio.timeout(20):
        await read_to_the_end(platform.socket)
    closed = platform.socket.protocol.close_rcvd
    assert closed is not None
    return closed.code, closed.reason


async def read_to_the_end(socket: ClientConnection) -> list[Message]:
    received: list[Message] = []
    try:
        while True:
            received.append(json.loads(await socket.recv()))
    except ConnectionClosed:
        return received


class TestADraftCheck:
    async def test_is_answered_to_the_asker_alone(self, service: Running) -> None:
        async with service.platform() as agent, service.platform() as lead:
            await opened(agent)
            await lead.ask(type="subscribe", conversation_id="c1")
            received = await agent.ask(
                type="draft.check", id="d1", conversation_id="c1", text="Pahoittelut, jos jokin harmitti."
            )
            heard = await lead.flush()
        answer = received[-1]
        assert (answer["type"], answer["id"], answer["conversation_id"]) == ("draft.checked", "d1", "c1")
        assert [finding["kind"] for finding in answer["findings"]] == ["non_apology"]
        assert events(heard) == []

    async def test_too_long_a_draft_is_refused_by_field(self, service: Running) -> None:
        async with service.platform() as agent:
            await opened(agent)
            refused = await agent.ask(type="draft.check", conversation_id="c1", text="a" * 32_769)
        assert (refused[-1]["type"], refused[-1]["code"], refused[-1]["field"]) == (
            "error",
            "too_large",
            "text",
        )


class TestHello:
    async def test_is_welcomed_with_limits_model_and_heartbeat(self, service: Running) -> None:
        async with service.platform() as platform:
            welcome = platform.welcome
        assert (welcome["type"], welcome["protocol"], welcome["model"]) == ("welcome", 1, "recording-1")
        assert welcome["limits"]["max_text_chars"] == 32_768
        assert welcome["heartbeat_s"] == 20.0
        assert welcome["resumed"] == []

    async def test_must_come_first_and_the_connection_stays_usable(self, service: Running) -> None:
        async with connect(service.socket_url) as socket:
            await socket.send(json.dumps({**START, "id": "m1"}))
            error = json.loads(await socket.recv())
            assert (error["code"], error["id"]) == ("hello_first", "m1")
            await socket.send('{"type":"hello"}')
            assert json.loads(await socket.recv())["type"] == "welcome"

    async def test_is_waited_for_so_long(self, tmp_path: Path) -> None:
        async with running(tmp_path, hello_timeout_s=0.05) as service, connect(service.socket_url) as socket:
            with pytest.raises(ConnectionClosed) as closed:
                await socket.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == CloseCode.HELLO_TIMEOUT

    async def test_said_in_time_leaves_the_connection_open(self, tmp_path: Path) -> None:
        async with running(tmp_path, hello_timeout_s=0.05) as service, service.platform() as platform:
            await asyncio.sleep(0.1)
            assert (await platform.ask(**START))[-1]["type"] == "ack"


class TestBadInput:
    @pytest.mark.parametrize(
        ("frame", "code", "field"),
        [
            ("{", "invalid_json", None),
            ('{"type":"ping","x":' + "[" * 100_000, "invalid_json", None),
            ("[]", "invalid_message", None),
            (json.dumps({"type": WORDS}), "unknown_type", "type"),
            ('{"type":"utterance","conversation_id":"c1"}', "invalid_message", "utterance_id"),
            (json.dumps(utterance(9, WORDS * 111_112)), "too_large", "text"),
            (json.dumps(utterance(9, "ä" * 1_000_000)), "too_large", "text"),
            (json.dumps(utterance(9, WORDS + "\x00")), "invalid_text", "text"),
            (json.dumps(utterance(9, WORDS)).replace(WORDS, WORDS + r"\ud800"), "invalid_text", "text"),
            (json.dumps(utterance(9, WORDS, role="boss")), "invalid_message", "role"),
            (
                json.dumps(utterance(9, WORDS, conversation_id="nobody")),
                "unknown_conversation",
                "conversation_id",
            ),
            ('{"type":"feedback","conversation_id":"c1","hint_id":"h"}', "invalid_message", "outcome"),
            ('{"type":"step.mark","conversation_id":"c1","step":"lento"}', "unknown_step", "step"),
            (b"\x00" + WORDS.encode(), "binary_frame", None),
        ],
        ids=range(14),
    )
    async def test_is_answered_by_code_and_field_and_nothing_is_lost(
        self, service: Running, frame: str | bytes, code: str, field: str | None
    ) -> None:
        async with service.platform() as platform:
            await opened(platform)
            await platform.flush()
            await platform.socket.send(frame)
            error = await platform.receive()
            assert (error["type"], error["code"], error.get("field")) == ("error", code, field)
            assert WORDS not in json.dumps(error)
            assert (await platform.ask(**utterance()))[-1]["type"] == "ack"

    async def test_an_utterance_after_the_end_is_refused(self, service: Running) -> None:
        async with service.platform() as platform:
            await opened(platform)
            await platform.ask(type="conversation.end", conversation_id="c1")
            error = (await platform.ask(**utterance()))[-1]
            assert error["code"] == "conversation_ended"

    async def test_a_frame_that_is_not_utf8_closes_as_the_rfc_demands(self, service: Running) -> None:
        async with service.platform() as platform:
            async with platform.socket.send_context():
                platform.socket.protocol.send_text(b'{"type":"ping","id":"\xff"}')
            assert (await close_of(platform))[0] == CloseCode.INVALID_UTF8

    async def test_a_frame_beyond_the_limit_closes_with_its_own_code(self, tmp_path: Path) -> None:
        async with running(tmp_path, max_message_bytes=10_000) as service, service.platform() as platform:
            await platform.socket.send("x" * 10_001)
            assert (await close_of(platform))[0] == CloseCode.TOO_BIG

    async def test_a_fault_inside_is_answered_and_the_next_message_served(
        self, tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        class Faulty:
            version = "faulty-1"

            def read(self, text: str) -> EmotionReading:
                raise RuntimeError(f"cannot read {text}")

        async with running(tmp_path, estimator=Faulty()) as service, service.platform() as platform:
            await opened(platform)
            error = (await platform.ask(**utterance(1, f"Paketti on taas myöhässä! {WORDS}", id="m7")))[-1]
            assert (error["code"], error["id"], error["utterance_id"]) == ("internal", "m7", "u1")
            assert (await platform.ask(**utterance(2, "Hei, tarkistan asian.", role="agent")))[-1][
                "type"
            ] == "ack"
        assert WORDS not in json.dumps(error)
        output = "".join(capfd.readouterr())
        assert "RuntimeError" in output
        assert WORDS not in output


class TestAnswers:
    async def test_come_one_for_each_message_in_order(self, service: Running) -> None:
        async with service.platform() as platform:
            await platform.ask(**START)
            for n in range(50):
                await platform.send(
                    {**utterance(n), "id": f"m{n}"} if n % 2 else {"type": "ping", "id": f"m{n}"}
                )
            answers = [await platform.receive() for _ in range(50)]
        assert [answer["id"] for answer in answers] == [f"m{n}" for n in range(50)]

    async def test_a_repeat_gets_the_same_ack_and_makes_nothing_happen(self, service: Running) -> None:
        async with service.platform() as platform:
            await opened(platform)
            first = await platform.ask(**utterance(id="m1"))
            again = await platform.ask(**utterance(id="m1"))
        assert first[-1] == again[-1]
        assert events(again) == []

    async def test_a_repeat_from_elsewhere_is_answered_under_its_own_id(self, service: Running) -> None:
        async with service.platform() as platform:
            await opened(platform)
            first = (await platform.ask(**utterance(id="m1")))[-1]
        async with service.platform() as platform:
            started = (await platform.ask(**START, id="n1"))[-1]
            again = (await platform.ask(**utterance(id="n2")))[-1]
        assert started["id"] == "n1"
        assert again == first | {"id": "n2"}

    async def test_an_interim_is_acked_as_not_final_and_read_in_passing(self, service: Running) -> None:
        async with service.platform() as platform:
            await platform.ask(**START)
            await platform.ask(type="subscribe", conversation_id="c1", interims=True)
            received = await platform.ask(**utterance(final=False))
            received += await platform.flush()
        kinds = {message["type"]: message for message in received}
        assert kinds["ack"]["final"] is False
        assert kinds["reading.interim"]["utterance_id"] == "u1"
        assert events(received) == []

    async def test_many_writers_of_one_conversation_make_one_gapless_order(self, service: Running) -> None:
        async with service.platform() as listener:
            await opened(listener)

            async def talk(who: int) -> None:
                async with service.platform() as platform:
                    for n in range(10):
                        answer = (await platform.ask(**utterance(who * 100 + n, role="agent")))[-1]
                        assert answer["type"] == "ack"

            await asyncio.gather(*(talk(who) for who in range(5)))
            received = await listener.flush()
        assert offsets(received) == list(range(1, len(offsets(received)) + 1))
        assert sum(event["type"] == "reading" for event in events(received)) == 50


class TestResuming:
    async def test_from_an_offset_gets_each_event_once_while_others_go_on_talking(
        self, service: Running
    ) -> None:
        async with service.platform() as talker:
            ack = (await talker.ask(**START))[-1]
            for n in range(20):
                await talker.ask(**utterance(n))
            point = {"conversation_id": "c1", "epoch": ack["epoch"], "offset": 5}
            async with service.platform(resume=[point]) as platform:
                for n in range(20, 30):
                    await talker.ask(**utterance(n))
                received = await platform.flush()
            last = (await talker.ask(**utterance(29)))[-1]["offset"]
        assert platform.welcome["resumed"][0]["recovered"] is True
        assert offsets(received) == list(range(6, last + 1))

    @pytest.mark.parametrize("point", [{"epoch": "elsewhere", "offset": 1}, {"offset": 10**15}])
    async def test_from_elsewhere_says_so_and_starts_over(
        self, service: Running, point: dict[str, Any]
    ) -> None:
        async with service.platform() as platform:
            ack = (await platform.ask(**START))[-1]
            stand = (await platform.ask(**utterance()))[-1]["offset"]
        wanted = {"conversation_id": "c1", "epoch": ack["epoch"], **point}
        async with service.platform(resume=[wanted]) as platform:
            (resumed,) = platform.welcome["resumed"]
            assert resumed == {
                "conversation_id": "c1",
                "epoch": ack["epoch"],
                "offset": stand,
                "recovered": False,
            }
            assert offsets(await platform.flush()) == list(range(1, stand + 1))

    async def test_of_an_erased_conversation_is_not_recovered_and_follows_its_next_life(
        self, service: Running
    ) -> None:
        async with service.platform() as platform:
            ack = (await platform.ask(**START))[-1]
        async with service.http() as http:
            assert (await http.delete("/v1/conversations/c1")).status_code == 204
        point = {"conversation_id": "c1", "epoch": ack["epoch"], "offset": 1}
        async with service.platform(resume=[point]) as platform:
            (resumed,) = platform.welcome["resumed"]
            assert (resumed["epoch"], resumed["recovered"]) == ("", False)
            received = await platform.ask(**START)
            received += await platform.flush()
        assert offsets(received)[0] == 1
        assert events(received)[0]["epoch"] != ack["epoch"]

    async def test_a_sidebar_may_subscribe_before_the_conversation_starts(self, service: Running) -> None:
        async with service.platform() as sidebar, service.platform() as platform:
            ack = (await sidebar.ask(type="subscribe", conversation_id="c1", from_start=True))[-1]
            assert ack["offset"] == 0
            await platform.ask(**START)
            assert offsets(await sidebar.flush())[0] == 1


class TestWhileTheStoreIsAway:
    async def test_messages_are_refused_aloud_and_the_connection_stays(self, service: Running) -> None:
        async with service.platform() as platform:
            await platform.ask(**START)
            await service.service.store.close()
            for message in (
                utterance(id="m1"),
                utterance(id="m2", final=False),
                {"type": "subscribe", "conversation_id": "c1"},
            ):
                error = (await platform.ask(**message))[-1]
                assert (error["code"], error["retryable"]) == ("degraded", True)
                assert error["retry_after_ms"] > 0
            assert await platform.flush() == []

    async def test_hello_with_resume_points_may_be_said_again(self, service: Running) -> None:
        await service.service.store.close()
        point = {"conversation_id": "c1", "epoch": "e", "offset": 1}
        async with service.platform(resume=[point]) as platform:
            assert platform.welcome["code"] == "degraded"
            await platform.send({"type": "hello"})
            assert (await platform.receive())["type"] == "welcome"


class TestTokens:
    @staticmethod
    def token(**options: Any) -> str:
        return issue_token(SECRET, subject="desk", **{"expires_at": time.time() + 60, **options})

    async def test_a_wrong_one_is_refused_and_a_right_one_may_follow(self, tmp_path: Path) -> None:
        async with running(tmp_path, secret=SECRET) as service, service.platform(token="väärä") as platform:
            assert platform.welcome["code"] == "unauthorised"
            await platform.send({"type": "hello", "token": self.token()})
            assert (await platform.receive())["type"] == "welcome"

    async def test_reaches_only_its_queue(self, tmp_path: Path) -> None:
        async with running(tmp_path, secret=SECRET) as service:
            async with service.platform(token=self.token()) as platform:
                for name in ("laskutus", "myynti"):
                    await platform.ask(type="conversation.start", conversation_id=name, queue=name)
            async with service.platform(token=self.token(queues=["laskutus"])) as desk:
                mine = {"conversation_id": "laskutus", "role": "agent"}
                assert (await desk.ask(**utterance(**mine)))[-1]["type"] == "ack"
                for conversation_id in ("myynti", "nobody"):
                    error = (await desk.ask(**utterance(conversation_id=conversation_id)))[-1]
                    assert error["code"] == "forbidden"
                stolen = {"conversation_id": "myynti", "queue": "laskutus"}
                assert (await desk.ask(type="conversation.start", **stolen))[-1]["code"] == "forbidden"
                assert (await desk.ask(type="subscribe", conversation_id="myynti"))[-1]["code"] == "forbidden"
                new = {"conversation_id": "new", "queue": "laskutus"}
                assert (await desk.ask(type="conversation.start", **new))[-1]["type"] == "ack"

    async def test_hears_only_what_it_reaches(self, tmp_path: Path) -> None:
        async with running(tmp_path, secret=SECRET) as service:
            scoped = self.token(conversations=["a"], queues=["laskutus"])
            async with (
                service.platform(token=self.token()) as platform,
                service.platform(token=scoped) as desk,
            ):
                await desk.ask(type="subscribe")
                for name, queue in (("a", "x"), ("b", "laskutus"), ("c", "x")):
                    await platform.ask(type="conversation.start", conversation_id=name, queue=queue)
                heard = {event["conversation_id"] for event in events(await desk.flush())}
        assert heard == {"a", "b"}

    async def test_resume_points_beyond_its_reach_tell_nothing(self, tmp_path: Path) -> None:
        async with running(tmp_path, secret=SECRET) as service:
            async with service.platform(token=self.token()) as platform:
                ack = (await platform.ask(**START))[-1]
            point = {"conversation_id": "c1", "epoch": ack["epoch"], "offset": 0}
            async with service.platform(token=self.token(conversations=["x"]), resume=[point]) as desk:
                assert desk.welcome["resumed"] == [
                    {"conversation_id": "c1", "epoch": "", "offset": 0, "recovered": False}
                ]
                assert await desk.flush() == []

    async def test_that_runs_out_closes_also_a_silent_connection(self, tmp_path: Path) -> None:
        async with running(tmp_path, secret=SECRET) as service:
            token = self.token(expires_at=int(time.time()) + 2)  # one to two seconds: hello comes before
            async with service.platform(token=token) as platform:
                code, reason = await close_of(platform)
        assert code == CloseCode.TOKEN_EXPIRED
        assert "token" in reason


class TestBrowsers:
    @pytest.mark.parametrize("origin", ["https://evil.example", "null"])
    async def test_a_foreign_page_is_refused_at_the_handshake(self, service: Running, origin: str) -> None:
        with pytest.raises(InvalidStatus) as refused:
            await connect(service.socket_url, origin=origin)  # type: ignore[arg-type]
        assert refused.value.response.status_code == 403

    async def test_the_services_own_and_configured_pages_may(self, tmp_path: Path) -> None:
        async with running(tmp_path, origins=["https://desk.example"]) as service:
            for origin in (service.url, "https://desk.example"):
                async with connect(service.socket_url, origin=origin) as socket:  # type: ignore[arg-type]
                    await socket.send('{"type":"ping"}')
                    assert json.loads(await socket.recv()) == {"type": "pong"}

    async def test_a_page_that_borrowed_this_address_is_refused(self, service: Running) -> None:
        rebound = f"ws://rebound.example:{service.port}/v1/ws"
        with pytest.raises(InvalidStatus):
            await connect(rebound, host="127.0.0.1", port=service.port)


class TestClosing:
    async def test_a_slow_reader_is_told_to_resume_and_delays_nobody(self, tmp_path: Path) -> None:
        big = "x" * 100_000
        published = 200  # 20 MB: more than the buffers of a loopback connection take

        async with running(tmp_path, outbox_frames=20) as service:
            slow = await connect(service.socket_url, max_queue=1, max_size=None, compression=None)
            async with slow:
                await slow.send('{"type":"hello"}')
                await slow.send('{"type":"subscribe"}')
                async with service.platform() as quick:
                    await quick.ask(type="subscribe")
                    for offset in range(1, published + 1):
                        event = {
                            "conversation_id": "c",
                            "epoch": "e",
                            "offset": offset,
                            "type": "mood",
                            "big": big,
                        }
                        payload = json.dumps(event).encode()
                        service.service.hub.publish("c", None, [StoredEvent(offset=offset, payload=payload)])
                        assert (await asyncio.wait_for(quick.receive(), 10))["offset"] == offset
                got = offsets(await read_to_the_end(slow))
        assert slow.close_code == CloseCode.SLOW_READER
        assert 0 < len(got) < published
        assert got == list(range(1, len(got) + 1)), "no hole before the end"

    async def test_a_reader_that_never_reads_is_cut_off(self, tmp_path: Path) -> None:
        async with running(tmp_path, outbox_frames=20, impatient=True) as service:
            stuck = await connect(service.socket_url, max_queue=1, max_size=None, compression=None)
            await stuck.send('{"type":"hello"}')
            await stuck.send('{"type":"subscribe"}')
            async with service.platform() as other:
                await other.flush()
                for offset in range(1, 200):
                    event = {"type": "mood", "epoch": "e", "offset": offset, "big": "x" * 100_000}
                    payload = json.dumps(event).encode()
                    service.service.hub.publish("c", None, [StoredEvent(offset=offset, payload=payload)])
                    await asyncio.sleep(0)
                await eventually(lambda: len(service.service.connections) == 1)
                server = service.service.metrics.registry.get_sample_value
                assert server("hurmaus_closed_total", {"code": "slow_reader"}) == 1
            await asyncio.sleep(2 * ImpatientSocket.grace_s)
            async with asyncio.timeout(20):
                await read_to_the_end(stuck)
            assert stuck.close_code == 1006, "its socket was cut, so that nothing is kept for it"

    async def test_a_connection_without_any_sign_of_life_is_closed(self, tmp_path: Path) -> None:
        async with running(tmp_path, heartbeat_s=0.05, impatient=True) as service:
            reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
            writer.write(
                b"GET /v1/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
            )
            async with asyncio.timeout(5):
                received = await reader.read()
            writer.close()
        assert bytes([0x80 | Opcode.PING]) in received
        assert CloseCode.SILENT.to_bytes(2) in received

    async def test_a_restart_tells_everybody_to_come_back(self, tmp_path: Path) -> None:
        async with running(tmp_path) as service, service.platform() as platform:
            await service.service.drain(0, 1)
            assert (await close_of(platform))[0] == CloseCode.RESTARTING

    async def test_a_client_that_goes_leaves_nothing_behind(self, service: Running) -> None:
        async with service.platform() as platform:
            await opened(platform)
            platform.socket.transport.abort()
        await eventually(lambda: not service.service.connections)
        assert service.service.hub._listeners == {}


async def test_the_subprotocol_cloudevents_puts_the_same_messages_into_envelopes(tmp_path: Path) -> None:
    async with (
        running(tmp_path) as service,
        connect(service.socket_url, subprotocols=["cloudevents.json"]) as socket,  # type: ignore[list-item]
    ):
        assert socket.subprotocol == "cloudevents.json"
        await socket.send('{"type":"hello"}')
        welcome = json.loads(await socket.recv())
        assert (welcome["type"], welcome["data"]["type"]) == ("fi.hurmaus.welcome", "welcome")
        await socket.send('{"type":"subscribe"}')
        await socket.send('{"type":"conversation.start","conversation_id":"c1"}')
        seen = [json.loads(await socket.recv()) for _ in range(3)]
    steps = next(one for one in seen if one["type"] == "fi.hurmaus.steps")
    assert steps["data"]["offset"] == int(steps["sequence"]) == 1
