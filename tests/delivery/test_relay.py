"""What one process commits, those who listen at another get: each event once, in order, whatever rings are lost."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hurmaus.delivery import hub as topics
from hurmaus.delivery.feed import Feed
from hurmaus.delivery.hub import Hub
from hurmaus.delivery.outbox import Outbox
from hurmaus.delivery.relay import Relay
from hurmaus.delivery.resume import Wanted
from hurmaus.protocol.messages import InterimReading
from hurmaus.storage.port import Bell, ConversationStore
from hurmaus.storage.sqlite import SqliteStore
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.belfry import Belfry, FakeBells
from tests.fakes.pausing_store import PausingStore
from tests.fakes.stream import Stream, place


class Process:
    """A hub with its relay, and one sidebar that reads everything at once."""

    def __init__(self, name: str, store: ConversationStore, belfry: Belfry) -> None:
        self.bells = FakeBells(belfry, name)
        self.hub = Hub(self.bells)
        self.relay = Relay(self.hub, store, self.bells)
        self.sent: list[str] = []
        outbox = Outbox(most_frames=10_000, most_chars=10**9, on_overflow=lambda: None)
        self.sidebar = Feed(hub=self.hub, store=store, outbox=outbox, most_conversations=100)
        self._tasks = [
            asyncio.create_task(outbox.write_to(self._send)),
            asyncio.create_task(self.relay.run()),
        ]

    async def _send(self, text: str) -> None:
        self.sent.append(text)

    @property
    def offsets(self) -> list[int]:
        return [place(text)[1] for text in self.sent]

    async def follow(self, wanted: Wanted = Wanted(from_start=True)) -> None:  # noqa: B008  # frozen
        await self.sidebar.join("c", wanted)
        self.sidebar.follow("c")

    async def close(self) -> None:
        self.sidebar.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


class Pair:
    """Two processes on one store; conversation ``c`` is written through the first."""

    def __init__(self, store: PausingStore) -> None:
        self.store = store
        self.belfry = Belfry()
        self.here = Process("here", store, self.belfry)
        self.there = Process("there", store, self.belfry)
        self.stream = Stream(store, self.here.hub, queue="q")

    async def write(self, count: int = 1, *, rings: bool = True) -> None:
        first = self.stream.offset + 1
        await self.stream.write(count)
        bell = Bell("c", "q", self.stream.epoch, first, self.stream.offset, "here")
        if rings:
            self.belfry.ring(bell)
        else:
            self.belfry.committed.append(bell)

    async def all_is_told(self) -> None:
        """Wait until the other sidebar has what was written."""
        async with asyncio.timeout(20):
            while self.there.offsets[-1:] != [self.stream.offset]:  # noqa: ASYNC110
                await asyncio.sleep(0)

    async def quiet(self) -> None:
        for _ in range(50):
            await asyncio.sleep(0)


@asynccontextmanager
async def paired(folder: Path) -> AsyncIterator[Pair]:
    store = PausingStore(SqliteStore(folder / "store.db"))
    pair = Pair(store)
    await pair.quiet()
    try:
        yield pair
    finally:
        await pair.here.close()
        await pair.there.close()
        await store.close()


async def test_what_one_commits_the_other_tells(tmp_path: Path) -> None:
    async with paired(tmp_path) as pair:
        await pair.there.follow()
        await pair.write(2)
        await pair.write(1)
        await pair.all_is_told()
        assert pair.there.offsets == [1, 2, 3]


async def test_a_process_does_not_read_what_it_has_published_itself(tmp_path: Path) -> None:
    async with paired(tmp_path) as pair:
        await pair.here.follow()
        await pair.quiet()
        reads: list[None] = []
        pair.store._pause = lambda: reads.append(None) or 0  # type: ignore[func-returns-value]
        await pair.write(3)
        await pair.quiet()
        assert pair.here.offsets == [1, 2, 3]
        assert reads == []


async def test_a_ring_that_is_lost_is_made_good_by_the_next(tmp_path: Path) -> None:
    async with paired(tmp_path) as pair:
        await pair.there.follow()
        pair.belfry.lose = 1
        await pair.write(2)
        await pair.write(1)
        await pair.all_is_told()
        assert pair.there.offsets == [1, 2, 3]


@pytest.mark.parametrize("topic", [topics.conversation("c"), topics.queue("q"), topics.EVERYTHING])
async def test_after_a_break_what_was_missed_is_read(tmp_path: Path, topic: tuple[str, str]) -> None:
    async with paired(tmp_path) as pair:
        match topic[0]:
            case "conversation":
                await pair.there.follow()
            case "queue":
                pair.there.sidebar.join_queue("q")
            case _:
                pair.there.sidebar.join_everything()
        await pair.write(1)
        await pair.all_is_told()
        pair.there.bells.cut()
        assert not pair.there.relay.connected
        await pair.write(2)
        await pair.quiet()
        assert pair.there.offsets == [1]
        pair.there.bells.mend()
        await pair.all_is_told()
        assert pair.there.offsets == [1, 2, 3]


async def test_a_commit_that_was_never_confirmed_is_told_at_home_too(tmp_path: Path) -> None:
    async with paired(tmp_path) as pair:
        await pair.here.follow()
        await pair.stream.write(2, publish=False)  # made, but the answer was lost on the way
        pair.here.relay.doubt("c")
        await pair.quiet()
        assert pair.here.offsets == [1, 2]


async def test_a_store_that_is_away_delays_but_loses_nothing(tmp_path: Path) -> None:
    async with paired(tmp_path) as pair:
        await pair.there.follow()
        pair.store.failures = 2
        await pair.write(2)
        await pair.all_is_told()
        assert pair.there.offsets == [1, 2]


async def test_interims_reach_the_other_process_and_come_home_once(tmp_path: Path) -> None:
    async with paired(tmp_path) as pair:
        for process in (pair.here, pair.there):
            process.sidebar.join_everything(with_interims=True)
        pair.here.relay.publish_interim(InterimReading(conversation_id="c", utterance_id="u", reading=None))
        await pair.quiet()
        assert len(pair.here.sent) == len(pair.there.sent) == 1
        assert pair.here.sent == pair.there.sent


STEPS = st.sampled_from(["write", "write two", "lose a ring", "double a ring", "cut", "mend", "turns"])


@given(script=st.lists(STEPS, max_size=20), pauses=st.lists(st.integers(0, 3), min_size=1, max_size=5))
@settings(max_examples=60)
def test_whatever_is_lost_doubled_or_cut_each_event_comes_once_and_in_order(
    script: list[str], pauses: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder), script, pauses))


async def play(folder: Path, script: list[str], pauses: list[int]) -> None:
    async with paired(folder) as pair:
        turn = iter(range(10**9))
        pair.store._pause = lambda: pauses[next(turn) % len(pauses)]
        await pair.there.follow()
        for step in script:
            match step:
                case "write":
                    await pair.write(1)
                case "write two":
                    await pair.write(2)
                case "lose a ring":
                    pair.belfry.lose += 1
                case "double a ring":
                    pair.belfry.double += 1
                case "cut":
                    pair.there.bells.cut()
                case "mend":
                    pair.there.bells.mend()
                case "turns":
                    await asyncio.sleep(0)
        await pair.write(1, rings=False)
        pair.there.bells.mend()
        await pair.all_is_told()
        await pair.quiet()
        assert pair.there.offsets == list(range(1, pair.stream.offset + 1))
