"""The same messages over plain HTTP: the same answers, the same errors, sensible status codes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, cast

import pytest
from hurmaus.storage.sqlite import SqliteStore
from hurmaus.transport.auth import issue_token

from tests.support.running import Running, running

SECRET = "tama-on-vain-testien-salaisuus-0001"
WORDS = "SALAISUUS"
C1 = "/v1/conversations/c1"
SAID = {"utterance_id": "u1", "role": "customer", "text": "Paketti on taas myöhässä!"}


class TestAConversation:
    async def test_from_start_to_erasure(self, service: Running) -> None:
        async with service.http() as http:
            started = await http.post("/v1/conversations", json={"conversation_id": "c1"})
            assert (started.status_code, started.json()["type"], started.json()["offset"]) == (200, "ack", 1)
            first = await http.post(f"{C1}/utterances", json=SAID)
            again = await http.post(f"{C1}/utterances", json=SAID)
            assert (first.status_code, first.content) == (200, again.content)
            read = (await http.get(f"{C1}/events", params={"after": 1})).json()
            assert read["epoch"] == started.json()["epoch"]
            assert [event["offset"] for event in read["events"]] == list(range(2, read["offset"] + 1))
            hint = next(event["hint"]["id"] for event in read["events"] if event["type"] == "hint")
            feedback = {"hint_id": hint, "outcome": "dismissed"}
            assert (await http.post(f"{C1}/feedback", json=feedback)).status_code == 200
            assert (await http.post(f"{C1}/pause", json={"paused": True})).status_code == 200
            assert (await http.post(f"{C1}/end")).status_code == 200
            assert (await http.delete(C1)).status_code == 204
            assert (await http.delete(C1)).status_code == 404
            assert (await http.get(f"{C1}/events")).status_code == 404

    async def test_is_heard_by_those_who_listen_on_a_socket(self, service: Running) -> None:
        async with service.platform() as sidebar, service.http() as http:
            await sidebar.ask(type="subscribe", conversation_id="c1")
            await http.post("/v1/conversations", json={"conversation_id": "c1"})
            await http.post(f"{C1}/utterances", json=SAID)
            kinds = [message["type"] for message in await sidebar.flush()]
        assert "reading" in kinds

    async def test_is_read_in_pages(self, service: Running) -> None:
        async with service.http() as http:
            await http.post("/v1/conversations", json={"conversation_id": "c1"})
            await http.post(f"{C1}/utterances", json=SAID)
            page = (await http.get(f"{C1}/events", params={"after": 1, "limit": 2})).json()
        assert [event["offset"] for event in page["events"]] == [2, 3]


class TestADraft:
    async def test_is_answered_and_leaves_no_trace(self, service: Running) -> None:
        async with service.http() as http:
            await http.post("/v1/conversations", json={"conversation_id": "c1"})
            await http.post(f"{C1}/utterances", json=SAID)
            before = (await http.get(f"{C1}/events")).json()
            answer = await http.post(f"{C1}/draft", json={"text": f"Pahoittelut, jos {WORDS} harmitti."})
            assert (answer.status_code, answer.json()["type"]) == (200, "draft.checked")
            assert "non_apology" in [finding["kind"] for finding in answer.json()["findings"]]
            assert (await http.get(f"{C1}/events")).json() == before

    async def test_of_no_conversation_or_of_one_that_ended_is_refused(self, service: Running) -> None:
        async with service.http() as http:
            assert (await http.post(f"{C1}/draft", json={"text": "Hei"})).status_code == 404
            await http.post("/v1/conversations", json={"conversation_id": "c1"})
            await http.post(f"{C1}/end")
            assert (await http.post(f"{C1}/draft", json={"text": "Hei"})).status_code == 409


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("body", "status", "code", "field"),
        [
            (b"{", 400, "invalid_json", None),
            (b'{"text":"\xff', 400, "invalid_json", None),
            (b"[]", 400, "invalid_message", None),
            (b"{}", 400, "invalid_message", "utterance_id"),
            (b'{"utterance_id":"u1","role":"boss","text":"SALAISUUS"}', 400, "invalid_message", "role"),
            (b'{"utterance_id":"u1","role":"agent","text":"SALAISUUS\\u0000"}', 400, "invalid_text", "text"),
            (b'{"utterance_id":"u1","role":"agent","text":"SALAISUUS\xff"}', 400, "invalid_text", None),
            (b'{"utterance_id":"u1","role":"agent","text":"%s"}' % (b"x" * 10**6), 413, "too_large", "text"),
            (
                b'{"utterance_id":"u1","role":"agent","text":"Hei","final":false}',
                400,
                "invalid_message",
                "final",
            ),
            (b'{"conversation_id":"c2"}', 400, "invalid_message", "conversation_id"),
        ],
        ids=range(10),
    )
    async def test_a_bad_body_is_answered_by_code_and_field(
        self, service: Running, body: bytes, status: int, code: str, field: str | None
    ) -> None:
        async with service.http() as http:
            await http.post("/v1/conversations", json={"conversation_id": "c1"})
            answer = await http.post(f"{C1}/utterances", content=body)
        assert answer.headers["content-type"] == "application/json"
        assert (answer.status_code, answer.json()["code"], answer.json().get("field")) == (
            status,
            code,
            field,
        )
        assert WORDS not in answer.text

    async def test_a_body_beyond_the_limit_is_not_even_read(self, tmp_path: Path) -> None:
        async with running(tmp_path, max_message_bytes=2_000) as service, service.http() as http:
            answer = await http.post("/v1/conversations", content=b"x" * 100_000)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")

    async def test_an_unknown_conversation_is_not_found(self, service: Running) -> None:
        async with service.http() as http:
            for answer in (
                await http.post("/v1/conversations/nobody/utterances", json=SAID),
                await http.get("/v1/conversations/nobody/events"),
                await http.delete("/v1/conversations/nobody"),
            ):
                assert (answer.status_code, answer.json()["code"]) == (404, "unknown_conversation")

    async def test_what_comes_after_the_end_conflicts(self, service: Running) -> None:
        async with service.http() as http:
            await http.post("/v1/conversations", json={"conversation_id": "c1"})
            await http.post(f"{C1}/end")
            answer = await http.post(f"{C1}/utterances", json=SAID)
        assert (answer.status_code, answer.json()["code"]) == (409, "conversation_ended")

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("after=-1", "after"),
            ("after=SALAISUUS", "after"),
            ("after=" + "9" * 99, "after"),
            ("limit=0", "limit"),
            ("limit=1001", "limit"),
            ("after=%D9%A3", "after"),
        ],
    )
    async def test_a_bad_query_names_its_field(self, service: Running, query: str, field: str) -> None:
        async with service.http() as http:
            answer = await http.get(f"{C1}/events?{query}")
        assert (answer.status_code, answer.json()["field"]) == (400, field)
        assert WORDS not in answer.text

    @pytest.mark.parametrize("method", ["GET", "DELETE"])
    async def test_an_id_that_is_none_is_refused(self, service: Running, method: str) -> None:
        path = f"/v1/conversations/{WORDS}%20UUS" + ("/events" if method == "GET" else "")
        async with service.http() as http:
            answer = await http.request(method, path)
        assert (answer.status_code, answer.json()["field"]) == (400, "conversation_id")
        assert WORDS not in answer.text

    async def test_an_id_that_is_none_is_not_repeated_to_strangers_either(self, service: Running) -> None:
        headers = {"Origin": "https://evil.example"}
        async with service.http() as http:
            said = await http.post(f"/v1/conversations/{WORDS}%20UUS/utterances", json=SAID)
            forbidden = await http.get(f"/v1/conversations/{WORDS}%20UUS/events", headers=headers)
            stranger = await http.post(
                f"/v1/conversations/{WORDS}%20UUS/utterances", json=SAID, headers=headers
            )
        assert WORDS not in said.text + forbidden.text + stranger.text

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("GET", f"/{WORDS}", 404),
            ("GET", f"/v1/{WORDS}", 404),
            ("GET", f"/static/{WORDS}.js", 404),
            ("PUT", "/v1/conversations", 405),
            ("GET", "/openapi.json", 404),
            ("GET", "/docs", 404),
            ("GET", "/redoc", 404),
        ],
    )
    async def test_what_is_not_served_is_refused_in_the_same_shape(
        self, service: Running, method: str, path: str, status: int
    ) -> None:
        async with service.http() as http:
            answer = await http.request(method, path)
        assert (answer.status_code, answer.json()["type"]) == (status, "error")
        assert (answer.json()["code"], answer.json()["retryable"]) == ("unknown_path", False)
        assert answer.headers["content-type"] == "application/json"
        assert WORDS not in answer.text

    async def test_a_web_page_from_elsewhere_is_forbidden(self, service: Running) -> None:
        async with service.http() as http:
            for headers in ({"Origin": "https://evil.example"}, {"Host": "rebound.example"}):
                answer = await http.post("/v1/conversations", json={"conversation_id": "c1"}, headers=headers)
                assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
            assert (await http.get(f"{C1}/events")).status_code == 404

    async def test_while_the_store_is_away_the_client_is_told_when_to_come_back(
        self, service: Running
    ) -> None:
        await service.service.store.close()
        async with service.http() as http:
            answer = await http.post("/v1/conversations", json={"conversation_id": "c1"})
            assert (answer.status_code, answer.json()["code"]) == (503, "degraded")
            assert answer.json()["retryable"] is True
            assert int(answer.headers["retry-after"]) >= 1
            assert (await http.get("/readyz")).status_code == 503
            assert (await http.get("/healthz")).status_code == 200

    async def test_a_damaged_store_is_told_once_and_nobody_is_asked_to_try_again(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        async with running(tmp_path) as service, service.http() as http:
            assert (await http.get("/readyz")).status_code == 200
            store = cast(SqliteStore, service.service.store)
            store._db.execute("DROP INDEX conversation_by_wake")
            store._db.execute("PRAGMA writable_schema = ON")
            store._db.execute("UPDATE sqlite_schema SET rootpage = 9999 WHERE name = 'conversation'")
            store._db.execute("PRAGMA writable_schema = RESET")
            for _ in range(3):
                answer = await http.post("/v1/conversations", json={"conversation_id": "c1"})
                assert (answer.status_code, answer.json()["code"]) == (500, "internal")
                assert answer.json()["retryable"] is False
                assert "retry-after" not in answer.headers
            ready = await http.get("/readyz")
            assert (ready.status_code, ready.json()) == (503, {"status": "damaged"})
        told = [line for line in capsys.readouterr().out.splitlines() if "store_damaged" in line]
        assert len(told) == 1
        assert "SQLITE_CORRUPT" in told[0]

    async def test_a_store_that_was_removed_is_not_ready_and_acks_nothing(self, tmp_path: Path) -> None:
        async with running(tmp_path) as service, service.http() as http:
            await http.post("/v1/conversations", json={"conversation_id": "c1"})
            (tmp_path / "hurmaus.db").unlink()
            assert (await http.get("/readyz")).status_code == 503
            answer = await http.post(f"{C1}/utterances", json=SAID)
            assert (answer.status_code, answer.json()["code"]) == (503, "degraded")


class TestTokens:
    @staticmethod
    def token(**options: Any) -> str:
        return issue_token(SECRET, subject="desk", **{"expires_at": time.time() + 60, **options})

    @pytest.mark.parametrize("token", [None, "väärä".encode().hex()])
    async def test_without_a_good_one_nothing_is_told(self, tmp_path: Path, token: str | None) -> None:
        async with running(tmp_path, secret=SECRET) as service, service.http(token) as http:
            for answer in (
                await http.post("/v1/conversations", json={"conversation_id": "c1"}),
                await http.get(f"{C1}/events"),
                await http.delete(C1),
            ):
                assert (answer.status_code, answer.json()["code"]) == (401, "unauthorised")
                assert answer.headers["www-authenticate"] == "Bearer"

    async def test_reach_is_the_same_as_on_a_socket(self, tmp_path: Path) -> None:
        async with running(tmp_path, secret=SECRET) as service:
            async with service.http(self.token()) as http:
                await http.post("/v1/conversations", json={"conversation_id": "c1", "queue": "myynti"})
                assert (await http.get(f"{C1}/events")).status_code == 200
            for scope in ({"conversations": ["c2"]}, {"queues": ["laskutus"]}):
                async with service.http(self.token(**scope)) as http:
                    assert (await http.post(f"{C1}/utterances", json=SAID)).status_code == 403
                    assert (await http.get(f"{C1}/events")).status_code == 403
                    assert (await http.delete(C1)).status_code == 403
            async with service.http(self.token(queues=["myynti"])) as http:
                assert (await http.post(f"{C1}/utterances", json=SAID)).status_code == 200
