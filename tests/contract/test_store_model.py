"""Any history of calls leaves an engine where a dictionary would stand."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hurmaus.storage.port import AlreadyReceived, Commit, StoredEvent, VersionConflict
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.contract.engines import ENGINES, EVERY_ENGINE, Open

T = TypeVar("T")
ids = st.sampled_from(["a", "b", "c"])
keys = st.none() | st.sampled_from(["k1", "k2", "k3"])
times = st.integers(0, 20).map(float)


class Record:
    """What a dictionary remembers of one conversation."""

    def __init__(self, epoch: str) -> None:
        self.epoch = epoch
        self.version = 0
        self.state = b""
        self.events: list[StoredEvent] = []
        self.receipts: dict[str, bytes] = {}
        self.committed_at = 0.0
        self.wake_at: float | None = None


class StoreMachine(RuleBasedStateMachine):
    """Drives an engine and a dictionary side by side; now and then the engine is closed and opened again."""

    engine: Open

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.home = tempfile.TemporaryDirectory()
        self.store = self.open()
        self.model: dict[str, Record] = {}
        self.lives = 0

    def open(self) -> Any:
        async def opened() -> Any:
            return type(self).engine(Path(self.home.name))

        return self.run(opened())

    def run(self, call: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(call)

    def teardown(self) -> None:
        self.run(self.store.close())
        self.runner.close()
        self.home.cleanup()

    @rule(
        conversation_id=ids,
        behind=st.sampled_from([0, 0, 0, 1]),
        payloads=st.lists(st.binary(max_size=5), max_size=3),
        state=st.binary(max_size=5),
        key=keys,
        at=times,
        wake_at=st.none() | times,
    )
    def commit(  # hypothesis passes its draws by keyword
        self,
        conversation_id: str,
        behind: int,
        payloads: list[bytes],
        state: bytes,
        key: str | None,
        at: float,
        wake_at: float | None,
    ) -> None:
        record = self.model.get(conversation_id)
        if record is None:
            self.lives += 1
            record = Record(f"epoch {self.lives}")
        events = [
            StoredEvent(offset=len(record.events) + n, payload=payload)
            for n, payload in enumerate(payloads, 1)
        ]
        receipt = None if key is None else b"answer %d" % record.version
        wanted = Commit(
            conversation_id=conversation_id,
            expected_version=record.version + behind,
            epoch=record.epoch,
            state=state,
            events=events,
            committed_at=at,
            wake_at=wake_at,
            receipt_key=key,
            receipt=receipt,
        )
        if key in record.receipts:
            with pytest.raises(AlreadyReceived) as repeat:
                self.run(self.store.commit(wanted))
            assert repeat.value.receipt == record.receipts[key]
        elif behind:
            with pytest.raises(VersionConflict):
                self.run(self.store.commit(wanted))
        else:
            self.run(self.store.commit(wanted))
            self.model[conversation_id] = record
            record.version += 1
            record.state, record.committed_at, record.wake_at = state, at, wake_at
            record.events += events
            if key is not None and receipt is not None:
                record.receipts[key] = receipt

    @rule(conversation_id=ids)
    def erase(self, conversation_id: str) -> None:
        assert self.run(self.store.erase(conversation_id)) == (
            self.model.pop(conversation_id, None) is not None
        )

    @rule(before=times)
    def purge(self, before: float) -> None:
        old = [name for name, record in self.model.items() if record.committed_at < before]
        assert self.run(self.store.purge(before)) == len(old)
        for name in old:
            del self.model[name]

    @rule()
    def reopen(self) -> None:
        self.run(self.store.close())
        self.store = self.open()

    @rule(conversation_id=ids, after=st.integers(0, 10), limit=st.integers(1, 5))
    def read_events(self, conversation_id: str, after: int, limit: int) -> None:
        record = self.model.get(conversation_id)
        expected = [] if record is None else record.events[after : after + limit]
        assert self.run(self.store.events(conversation_id, after, limit)) == expected

    @rule(now=times)
    def due(self, now: float) -> None:
        waiting = {name: record.wake_at for name, record in self.model.items() if record.wake_at is not None}
        due = self.run(self.store.due(now))
        assert set(due) == {name for name, wake_at in waiting.items() if wake_at <= now}
        assert [waiting[name] for name in due] == sorted(waiting[name] for name in due)

    @invariant()
    def every_conversation_is_as_last_committed(self) -> None:
        for name in ("a", "b", "c"):
            snapshot = self.run(self.store.load(name))
            record = self.model.get(name)
            if record is None:
                assert snapshot is None
                continue
            assert snapshot is not None
            assert (snapshot.version, snapshot.epoch, snapshot.state) == (
                record.version,
                record.epoch,
                record.state,
            )
            assert snapshot.offset == len(record.events)
            for key in ("k1", "k2", "k3"):
                assert self.run(self.store.receipt(name, key)) == record.receipts.get(key)


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_an_engine_behaves_like_a_dictionary(engine: str) -> None:
    machine = type("Machine", (StoreMachine,), {"engine": staticmethod(ENGINES[engine])})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )  # type: ignore[no-untyped-call]
