"""A connection's subscriptions: what it joins it gets from the right place, gapless, once, in order."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hurmaus.delivery.cursor import Cursor, Frame
from hurmaus.delivery.feed import Feed
from hurmaus.delivery.hub import Hub
from hurmaus.delivery.outbox import Outbox
from hurmaus.delivery.resume import Start, Wanted, catch_up, start_at
from hurmaus.errors import Overloaded, StoreUnavailable
from hurmaus.protocol.messages import InterimReading
from hurmaus.storage.port import Snapshot, StoredEvent
from hurmaus.storage.sqlite import SqliteStore
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.pausing_store import PausingStore
from tests.fakes.stream import Stream, place

FROM_START = Wanted(from_start=True)
NEWS = Wanted()


class Bench:
    """A store, a hub and one connection whose socket reads everything at once."""

    def __init__(self, home: Path, *, most_conversations: int = 100, most_frames: int = 10_000) -> None:
        self.store = PausingStore(SqliteStore(home / "store.db"))
        self.hub = Hub()
        self.sent: list[str] = []
        self.overflows: list[None] = []
        self.outbox = Outbox(
            most_frames=most_frames, most_chars=10**9, on_overflow=lambda: self.overflows.append(None)
        )
        self.feed = Feed(
            hub=self.hub, store=self.store, outbox=self.outbox, most_conversations=most_conversations
        )
        self._writer = asyncio.create_task(self.outbox.write_to(self._send))

    async def _send(self, text: str) -> None:
        self.sent.append(text)

    def stream(self, conversation_id: str = "c", queue: str | None = None) -> Stream:
        return Stream(self.store, self.hub, conversation_id, queue)

    async def subscribe(self, wanted: Wanted, conversation_id: str = "c") -> Start:
        start = await self.feed.join(conversation_id, wanted)
        self.outbox.put('"ack"')
        self.feed.follow(conversation_id)
        return start

    async def offsets(self) -> list[int]:
        """Everything sent so far, without the acks, once nothing is under way."""
        await self.settle()
        return [place(text)[1] for text in self.sent if text != '"ack"']

    async def settle(self) -> None:
        while self.feed._behind and self.feed._reader is not None:
            await asyncio.wait([self.feed._reader])
        await self.outbox.flushed()

    async def close(self) -> None:
        self.feed.close()
        self._writer.cancel()
        await self.store.close()


@pytest_asyncio.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    made = Bench(tmp_path)
    yield made
    await made.close()


class TestWhereASubscriptionStarts:
    STREAM = Snapshot(conversation_id="c", version=3, epoch="e", offset=7, state=b"")

    @pytest.mark.parametrize(
        ("wanted", "position", "recovered"),
        [
            (NEWS, 7, True),
            (FROM_START, 0, True),
            (Wanted("e", 4), 4, True),
            (Wanted("e", 7), 7, True),
            (Wanted("e", 8), 0, False),
            (Wanted("other", 4), 0, False),
            (Wanted("e", 10**30), 0, False),
        ],
    )
    def test_in_a_stream_that_stands_at_seven(self, wanted: Wanted, position: int, recovered: bool) -> None:
        start = start_at(self.STREAM, wanted)
        assert start == Start(epoch="e", stands_at=7, position=position, recovered=recovered)

    def test_in_a_stream_that_is_not_there(self) -> None:
        nowhere = Start(epoch="", stands_at=0, position=0, recovered=True)
        assert start_at(None, NEWS) == start_at(None, FROM_START) == nowhere
        assert not start_at(None, Wanted("e", 4)).recovered


class TestJoining:
    async def test_from_the_start_gets_history_then_news(self, bench: Bench) -> None:
        stream = bench.stream()
        await stream.write(3)
        await bench.subscribe(FROM_START)
        await stream.write(2)
        assert await bench.offsets() == [1, 2, 3, 4, 5]
        assert bench.sent[0] == '"ack"', "the answer comes before the events"

    async def test_for_news_gets_only_news(self, bench: Bench) -> None:
        stream = bench.stream()
        await stream.write(3)
        await bench.subscribe(NEWS)
        await stream.write(2)
        assert await bench.offsets() == [4, 5]

    async def test_after_an_offset_gets_what_was_missed(self, bench: Bench) -> None:
        stream = bench.stream()
        await stream.write(5)
        start = await bench.subscribe(Wanted(stream.epoch, 2))
        assert start.recovered
        assert await bench.offsets() == [3, 4, 5]

    async def test_with_another_epoch_is_told_so_and_starts_over(self, bench: Bench) -> None:
        stream = bench.stream()
        await stream.write(3)
        start = await bench.subscribe(Wanted("forgotten", 2))
        assert (start.recovered, start.stands_at) == (False, 3)
        assert await bench.offsets() == [1, 2, 3]

    async def test_before_the_conversation_starts_gets_its_first_event(self, bench: Bench) -> None:
        await bench.subscribe(NEWS)
        await bench.stream().write(2)
        assert await bench.offsets() == [1, 2]

    async def test_twice_for_news_changes_nothing(self, bench: Bench) -> None:
        stream = bench.stream()
        await stream.write(3)
        await bench.subscribe(FROM_START)
        await bench.subscribe(NEWS)
        await stream.write(1)
        assert await bench.offsets() == [1, 2, 3, 4]

    async def test_again_from_the_start_sends_all_again(self, bench: Bench) -> None:
        stream = bench.stream()
        await stream.write(2)
        await bench.subscribe(FROM_START)
        await bench.settle()
        await bench.subscribe(FROM_START)
        assert await bench.offsets() == [1, 2, 1, 2]

    async def test_by_queue_and_by_name_gets_each_event_once(self, bench: Bench) -> None:
        stream = bench.stream(queue="laskutus")
        bench.feed.join_queue("laskutus")
        await stream.write(2)
        await bench.subscribe(NEWS)
        await stream.write(2)
        assert await bench.offsets() == [1, 2, 3, 4]

    async def test_everything_follows_conversations_not_known_before(self, bench: Bench) -> None:
        first, second = bench.stream("a"), bench.stream("b")
        await first.write(5)
        bench.feed.join_everything()
        await first.write(1)
        await second.write(2)
        assert await bench.offsets() == [6, 1, 2]

    async def test_survives_the_erasure_of_the_conversation(self, bench: Bench) -> None:
        stream = bench.stream()
        await bench.subscribe(NEWS)
        await stream.write(3)
        await stream.erase()
        await stream.write(2)
        assert await bench.offsets() == [1, 2, 3, 1, 2]

    async def test_a_missed_publication_is_read_from_the_store(self, bench: Bench) -> None:
        stream = bench.stream()
        await bench.subscribe(NEWS)
        await stream.write(2, publish=False)
        await stream.write(1)
        assert await bench.offsets() == [1, 2, 3]

    async def test_more_conversations_than_allowed_is_refused(self, tmp_path: Path) -> None:
        bench = Bench(tmp_path, most_conversations=2)
        await bench.subscribe(NEWS, "a")
        await bench.subscribe(NEWS, "b")
        await bench.subscribe(NEWS, "a")
        with pytest.raises(Overloaded):
            await bench.subscribe(NEWS, "c")
        await bench.close()

    async def test_interims_come_where_they_were_asked_for(self, bench: Bench) -> None:
        await bench.subscribe(NEWS, "without")
        await bench.feed.join("with", NEWS, with_interims=True)
        for conversation_id in ("with", "without"):
            bench.hub.publish_interim(
                InterimReading(conversation_id=conversation_id, utterance_id="u", reading=None)
            )
        await bench.settle()
        assert ['"with"' in text for text in bench.sent if text != '"ack"'] == [True]


class TestWhenTheStoreIsAway:
    async def test_joining_is_refused_and_leaves_nothing_behind(self, bench: Bench) -> None:
        bench.store.failures = 1
        with pytest.raises(StoreUnavailable):
            await bench.subscribe(FROM_START)
        await bench.stream().write(1)
        assert await bench.offsets() == []

    async def test_catching_up_goes_on_when_it_is_back(self, bench: Bench) -> None:
        await bench.stream().write(3)
        await bench.feed.join("c", FROM_START)
        bench.store.failures = 3
        bench.feed.follow("c")
        assert await bench.offsets() == [1, 2, 3]


async def test_what_is_heard_of_while_an_empty_page_is_on_its_way_is_not_given_up(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    stream = bench.stream()
    await stream.write(1)
    cursor = Cursor("other", 1, behind=True)

    class LateAnswer(PausingStore):
        """Reads at once and answers late: meanwhile somebody commits and publishes."""

        async def events(self, conversation_id: str, after: int, limit: int = 1000) -> list[StoredEvent]:
            page = await super().events(conversation_id, after, limit)
            if not page:
                await stream.write(1)
                cursor.offer(stream.epoch, [Frame(2, "")])
            return page

    await catch_up(cursor, "c", LateAnswer(bench.store), bench.outbox, lambda: True)
    assert await bench.offsets() == [1, 2]
    await bench.close()


class TestManyEvents:
    async def test_a_long_history_does_not_overflow_the_outbox(self, tmp_path: Path) -> None:
        bench = Bench(tmp_path, most_frames=20)
        stream = bench.stream()
        await stream.write(1_000)
        await bench.subscribe(FROM_START)
        assert await bench.offsets() == list(range(1, 1_001))
        assert not bench.overflows
        await bench.close()

    async def test_closing_stops_a_long_history(self, bench: Bench) -> None:
        await bench.stream().write(1_000)
        await bench.subscribe(FROM_START)
        bench.feed.close()
        await asyncio.sleep(0)
        assert bench.hub._listeners == {}


steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(1, 4)),
        st.tuples(st.just("write unpublished"), st.integers(1, 3)),
        st.tuples(st.just("resume"), st.integers(0, 3)),
        st.tuples(st.sampled_from(["from start", "news"]), st.just(0)),
        st.tuples(st.just("pause"), st.integers(1, 3)),
        st.tuples(st.just("erase"), st.just(0)),
    ),
    max_size=15,
)


@settings(max_examples=60)
@given(steps, st.lists(st.integers(0, 3), min_size=1, max_size=7))
def test_whatever_happens_every_event_comes_once_in_order_after_the_last_subscription(
    script: list[tuple[str, int]], pauses: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(play(Path(home), script, pauses))


async def play(home: Path, script: list[tuple[str, int]], pauses: list[int]) -> None:
    bench = Bench(home)
    turn = iter(range(10**9))
    bench.store._pause = lambda: pauses[next(turn) % len(pauses)]
    stream = bench.stream()
    asked: asyncio.Task[Start] | None = None
    for step, count in [*script, ("write", 1)]:
        match step:
            case "write" | "write unpublished":
                await stream.write(count, publish=step == "write")
            case "erase":
                await stream.erase()
            case "pause":
                for _ in range(count):
                    await asyncio.sleep(0)
            case "from start" | "news" | "resume":
                if asked is not None:
                    await asked
                resume = Wanted(stream.epoch, max(0, stream.offset - count))
                wanted = {"from start": FROM_START, "news": NEWS, "resume": resume}[step]
                asked = asyncio.create_task(bench.subscribe(wanted))
    if asked is not None:
        start = await asked
        await bench.settle()
        asks = [step for step, _ in script if step in {"from start", "news", "resume"}]
        # asking for news a second time leaves the subscription where it is
        check(bench.sent, start, stream, moved=asks[-1] != "news" or len(asks) == 1)
    await bench.close()


def check(sent: list[str], start: Start, stream: Stream, *, moved: bool) -> None:
    """After the last answer: the life it names from its place on, later lives from their first event."""
    last_ack = len(sent) - 1 - sent[::-1].index('"ack"')
    got = [place(text) for text in sent[last_ack + 1 :]]
    if not got:
        assert not moved or (start.epoch, start.position) == (stream.epoch, stream.offset)
        return
    lives = list(dict.fromkeys(epoch for epoch, _ in got))
    for epoch in lives:
        offsets = [offset for life, offset in got if life == epoch]
        assert offsets == list(range(offsets[0], offsets[-1] + 1)), "gapless, in order, once"
        if epoch != start.epoch:
            assert offsets[0] == 1
        elif moved:
            assert offsets[0] == start.position + 1
    assert [epoch for epoch, _ in got] == sorted((epoch for epoch, _ in got), key=lives.index)
    assert got[-1] == (stream.epoch, stream.offset)
