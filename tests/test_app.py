"""What the running service does by itself: wake what is due, remove what is old, survive what is broken."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hurmaus.app import _every, build_service, purge_old, wake_due
from hurmaus.errors import StoreDamaged, StoreUnavailable
from hurmaus.protocol.messages import ConversationStart, Utterance
from hurmaus.settings import load_settings
from hurmaus.storage.port import Commit
from hurmaus.transport.service import Service

from tests.fakes.recording_estimator import RecordingEstimator


@pytest_asyncio.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    made = build_service(
        load_settings(store=tmp_path / "hurmaus.db", retention_hours=1), RecordingEstimator()
    )
    yield made
    await made.store.close()


async def customer_waits(service: Service, conversation_id: str, since: float) -> None:
    """Start a chat in which nobody answers: the coach wants to be woken about that."""
    await service.assist.handle(ConversationStart(conversation_id=conversation_id, at=since))
    text = "Mihin asti olette auki?"
    said = Utterance(conversation_id=conversation_id, utterance_id="u1", role="customer", text=text, at=since)
    await service.assist.handle(said)


async def put(
    service: Service, conversation_id: str, committed_at: float, wake_at: float | None = None
) -> None:
    await service.store.commit(
        Commit(
            conversation_id=conversation_id,
            expected_version=0,
            epoch="e",
            state=b"not a state of ours",
            events=[],
            committed_at=committed_at,
            wake_at=wake_at,
        )
    )


async def test_what_is_due_is_woken_and_then_no_longer_due(service: Service) -> None:
    await customer_waits(service, "c1", since=1000.0)
    far = time.time() + 3600
    (due,) = await service.store.due(far)
    assert due == "c1"
    await service.assist.wake("c1")
    before = await service.store.load("c1")
    await wake_due(service)
    assert await service.store.load("c1") == before, "nothing is due yet, so nothing is woken"


async def test_one_conversation_that_cannot_be_woken_does_not_hold_up_the_others(service: Service) -> None:
    await put(service, "broken", committed_at=0.0, wake_at=1.0)
    await put(service, "broken-too", committed_at=0.0, wake_at=2.0)
    await wake_due(service)


async def test_what_has_outlived_its_retention_is_removed(service: Service) -> None:
    await put(service, "old", committed_at=time.time() - 3_700)
    await put(service, "young", committed_at=time.time() - 3_500)
    await purge_old(service)
    assert await service.store.load("old") is None
    assert await service.store.load("young") is not None


async def test_a_failure_that_goes_on_is_logged_once_with_its_cause(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    failures = [
        *[StoreUnavailable("the store cannot serve now (SQLITE_FULL)")] * 5,
        None,
        *[StoreDamaged("the store is damaged (SQLITE_CORRUPT)")] * 5,
    ]
    done = asyncio.Event()

    async def work(_: Service) -> None:
        if not failures:
            done.set()
            return
        failure = failures.pop(0)
        if failure is not None:
            raise failure

    async with asyncio.timeout(10):
        running = asyncio.create_task(_every(0, service, work))
        await done.wait()
    running.cancel()
    said = capsys.readouterr().out
    assert said.count("SQLITE_FULL") == 1
    assert said.count("SQLITE_CORRUPT") == 1
