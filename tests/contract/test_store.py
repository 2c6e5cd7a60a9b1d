"""What every storage engine promises, one promise a test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hurmaus.errors import StoreUnavailable
from hurmaus.storage.port import AlreadyReceived, Commit, ConversationStore, StoredEvent, VersionConflict
from hurmaus.vocabulary import PhraseUses

from tests.contract.engines import ENGINES, EVERY_ENGINE, Open


@pytest.fixture(params=EVERY_ENGINE)
def open_engine(request: pytest.FixtureRequest) -> Open:
    return ENGINES[request.param]


@pytest_asyncio.fixture
async def store(open_engine: Open, tmp_path: Path) -> AsyncIterator[ConversationStore]:
    opened = open_engine(tmp_path)
    yield opened
    await opened.close()


def commit(
    conversation_id: str = "c",
    version: int = 0,
    offset: int = 0,
    events: int = 1,
    *,
    epoch: str = "e",
    state: bytes = b"state",
    key: str | None = None,
    queue: str | None = None,
    at: float = 100.0,
    wake_at: float | None = None,
) -> Commit:
    """One commit on top of ``version`` and ``offset``; its receipt is ``ack of <key>``."""
    return Commit(
        conversation_id=conversation_id,
        expected_version=version,
        epoch=epoch,
        state=state,
        events=[StoredEvent(offset=n, payload=b"%d" % n) for n in range(offset + 1, offset + events + 1)],
        committed_at=at,
        queue=queue,
        wake_at=wake_at,
        receipt_key=key,
        receipt=None if key is None else b"ack of " + key.encode(),
    )


async def offsets(store: ConversationStore, after: int = 0, limit: int = 1000) -> list[int]:
    return [event.offset for event in await store.events("c", after, limit)]


class TestACommit:
    async def test_is_what_a_load_returns(self, store: ConversationStore) -> None:
        await store.commit(commit(state=b"\x00first", events=3, queue="laskutus"))
        snapshot = await store.load("c")
        assert snapshot is not None
        assert (snapshot.version, snapshot.epoch, snapshot.offset) == (1, "e", 3)
        assert (snapshot.state, snapshot.queue) == (b"\x00first", "laskutus")

    async def test_replaces_the_state_and_appends_the_events(self, store: ConversationStore) -> None:
        await store.commit(commit(events=2))
        await store.commit(commit(version=1, offset=2, events=2, state=b"second"))
        snapshot = await store.load("c")
        assert snapshot is not None
        assert (snapshot.version, snapshot.offset, snapshot.state) == (2, 4, b"second")
        assert await offsets(store) == [1, 2, 3, 4]

    async def test_may_have_no_events(self, store: ConversationStore) -> None:
        await store.commit(commit(events=0))
        await store.commit(commit(version=1, events=1))
        assert await offsets(store) == [1]

    @pytest.mark.parametrize("version", [0, 2, 7])
    async def test_on_another_version_conflicts_and_changes_nothing(
        self, store: ConversationStore, version: int
    ) -> None:
        await store.commit(commit(state=b"first"))
        with pytest.raises(VersionConflict):
            await store.commit(commit(version=version, offset=1, state=b"late", key="k"))
        snapshot = await store.load("c")
        assert snapshot is not None
        assert snapshot.state == b"first"
        assert await offsets(store) == [1]
        assert await store.receipt("c", "k") is None

    async def test_on_a_conversation_that_is_not_there_conflicts(self, store: ConversationStore) -> None:
        with pytest.raises(VersionConflict):
            await store.commit(commit(version=3))
        assert await store.load("c") is None

    async def test_of_a_former_life_conflicts(self, store: ConversationStore) -> None:
        await store.commit(commit(epoch="first life"))
        await store.erase("c")
        await store.commit(commit(epoch="second life"))
        with pytest.raises(VersionConflict):
            await store.commit(commit(version=1, offset=1, epoch="first life"))

    @pytest.mark.parametrize("offset", [0, 2])
    async def test_whose_offsets_do_not_continue_is_refused_whole(
        self, store: ConversationStore, offset: int
    ) -> None:
        await store.commit(commit())
        with pytest.raises(ValueError, match="offset"):
            await store.commit(commit(version=1, offset=offset, state=b"broken"))
        snapshot = await store.load("c")
        assert snapshot is not None
        assert (snapshot.version, snapshot.state) == (1, b"state")

    async def test_leaves_other_conversations_alone(self, store: ConversationStore) -> None:
        await store.commit(commit("c", key="k"))
        await store.commit(commit("d", events=2))
        assert await offsets(store) == [1]
        assert await store.receipt("d", "k") is None

    async def test_is_there_after_reopening(self, open_engine: Open, tmp_path: Path) -> None:
        first = open_engine(tmp_path)
        await first.commit(commit(events=2, key="k"))
        await first.close()
        second = open_engine(tmp_path)
        assert await offsets(second) == [1, 2]
        assert await second.receipt("c", "k") == b"ack of k"
        await second.close()

    async def test_of_many_writers_at_once_wins_one_version_each(self, store: ConversationStore) -> None:
        await store.commit(commit(events=0))

        async def write() -> None:
            while True:
                snapshot = await store.load("c")
                assert snapshot is not None
                await asyncio.sleep(0)
                try:
                    return await store.commit(commit(version=snapshot.version, offset=snapshot.offset))
                except VersionConflict:
                    continue

        await asyncio.gather(*(write() for _ in range(10)))
        assert await offsets(store) == list(range(1, 11))


class TestAReceipt:
    async def test_is_what_a_repeat_is_answered_with(self, store: ConversationStore) -> None:
        await store.commit(commit(key="utterance:u"))
        assert await store.receipt("c", "utterance:u") == b"ack of utterance:u"
        with pytest.raises(AlreadyReceived) as repeat:
            await store.commit(commit(version=1, offset=1, key="utterance:u"))
        assert repeat.value.receipt == b"ack of utterance:u"
        assert await offsets(store) == [1]

    async def test_comes_with_a_load_that_asks_for_it(self, store: ConversationStore) -> None:
        await store.commit(commit(key="k"))
        for key, receipt in ((None, None), ("other", None), ("k", b"ack of k")):
            snapshot = await store.load("c", key)
            assert snapshot is not None
            assert snapshot.receipt == receipt
        assert await store.load("d", "k") is None

    async def test_is_checked_before_the_version(self, store: ConversationStore) -> None:
        await store.commit(commit(key="k"))
        with pytest.raises(AlreadyReceived):
            await store.commit(commit(version=99, key="k"))

    async def test_belongs_to_one_conversation(self, store: ConversationStore) -> None:
        await store.commit(commit("c", key="k"))
        await store.commit(commit("d", key="k"))
        assert await store.receipt("d", "k") == b"ack of k"

    async def test_is_none_for_what_never_came(self, store: ConversationStore) -> None:
        assert await store.receipt("c", "k") is None


class TestEvents:
    async def test_are_read_after_an_offset_in_order_and_in_pages(self, store: ConversationStore) -> None:
        await store.commit(commit(events=5))
        assert await offsets(store, after=2) == [3, 4, 5]
        assert await offsets(store, after=1, limit=2) == [2, 3]

    @pytest.mark.parametrize("after", [5, 6, 2**63, 10**40])
    async def test_after_the_end_are_none(self, store: ConversationStore, after: int) -> None:
        await store.commit(commit(events=5))
        assert await offsets(store, after=after) == []

    async def test_come_back_byte_for_byte(self, store: ConversationStore) -> None:
        await store.commit(commit(events=1))
        assert await store.events("c", 0) == [StoredEvent(offset=1, payload=b"1")]


class TestDue:
    async def test_names_those_whose_time_has_come_oldest_first(self, store: ConversationStore) -> None:
        for conversation_id, wake_at in [("a", 30.0), ("b", 10.0), ("c", 20.0), ("d", None), ("e", 31.0)]:
            await store.commit(commit(conversation_id, wake_at=wake_at))
        assert await store.due(30.0) == ["b", "c", "a"]
        assert await store.due(30.0, limit=1) == ["b"]

    async def test_follows_the_last_commit(self, store: ConversationStore) -> None:
        await store.commit(commit(wake_at=10.0))
        await store.commit(commit(version=1, offset=1, wake_at=None))
        assert await store.due(1e12) == []


class TestErase:
    async def test_removes_every_trace(self, store: ConversationStore) -> None:
        await store.commit(commit(key="k", wake_at=1.0))
        assert await store.erase("c")
        assert await store.load("c") is None
        assert await offsets(store) == []
        assert await store.receipt("c", "k") is None
        assert await store.due(1e12) == []

    async def test_says_when_there_was_nothing(self, store: ConversationStore) -> None:
        assert not await store.erase("c")

    async def test_leaves_room_for_a_new_life(self, store: ConversationStore) -> None:
        await store.commit(commit(events=3, key="k"))
        await store.erase("c")
        await store.commit(commit(epoch="new", key="k"))
        snapshot = await store.load("c")
        assert snapshot is not None
        assert (snapshot.version, snapshot.epoch, snapshot.offset) == (1, "new", 1)


class TestPurge:
    async def test_removes_what_was_last_committed_before(self, store: ConversationStore) -> None:
        for n in range(50):
            await store.commit(commit(f"old-{n}", at=99.0))
        await store.commit(commit("c", at=100.0))
        assert await store.purge(100.0) == 50
        assert await store.load("old-7") is None
        assert await offsets(store) == [1]

    async def test_counts_from_the_last_commit_not_the_first(self, store: ConversationStore) -> None:
        await store.commit(commit(at=1.0))
        await store.commit(commit(version=1, offset=1, at=100.0))
        assert await store.purge(100.0) == 0


class TestClose:
    async def test_may_be_called_twice_and_refuses_what_comes_after(self, store: ConversationStore) -> None:
        await store.close()
        await store.close()
        with pytest.raises(StoreUnavailable) as refused:
            await store.load("c")
        assert refused.value.retry_after_ms is not None


class TestPhraseCounts:
    async def test_a_queue_starts_with_none(self, store: ConversationStore) -> None:
        assert await store.phrase_uses("billing") == {}

    async def test_uses_and_dismissals_add_up_by_queue(self, store: ConversationStore) -> None:
        await store.note_phrases("billing", ["a"], ["b", "c"])
        await store.note_phrases("billing", ["a"], ["a"])
        await store.note_phrases("", ["a"], [])
        assert await store.phrase_uses("billing") == {
            "a": PhraseUses(2, 1),
            "b": PhraseUses(0, 1),
            "c": PhraseUses(0, 1),
        }
        assert await store.phrase_uses("") == {"a": PhraseUses(1, 0)}

    async def test_nothing_to_count_is_nothing(self, store: ConversationStore) -> None:
        await store.note_phrases("billing", [], [])
        assert await store.phrase_uses("billing") == {}

    async def test_they_outlive_conversations_and_are_found_again(
        self, open_engine: Open, store: ConversationStore, tmp_path: Path
    ) -> None:
        await store.commit(commit(queue="billing"))
        await store.note_phrases("billing", ["a"], [])
        await store.erase("c")
        await store.purge(1e12)
        again = open_engine(tmp_path)
        assert await again.phrase_uses("billing") == {"a": PhraseUses(1, 0)}
        await again.close()
