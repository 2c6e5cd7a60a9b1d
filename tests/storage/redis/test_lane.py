"""One pipelined connection: answers in order, failures told to all who wait, back by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hurmaus.storage.redis.address import parse_address
from hurmaus.storage.redis.lane import Lane, LaneDownError, Pauses
from hurmaus.storage.redis.topology import ANY, Topology
from redis.exceptions import ResponseError

from tests.support.redis_server import RedisServer, needs_redis

pytestmark = needs_redis


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncIterator[RedisServer]:
    started = RedisServer(tmp_path).start()
    yield started
    started.kill()


@pytest_asyncio.fixture
async def lane(server: RedisServer) -> AsyncIterator[Lane]:
    topology = Topology(parse_address(server.url), client_name="test")
    made = Lane(lambda: topology.connect(ANY), timeout_s=0.3)
    yield made
    await made.close()


async def answered(lane: Lane) -> None:
    """Wait until calls succeed again."""
    async with asyncio.timeout(20):
        while True:
            try:
                return await lane.call("PING")
            except LaneDownError:
                await asyncio.sleep(0.02)


async def test_answers_come_back_to_whoever_asked(lane: Lane) -> None:
    answers = await asyncio.gather(*(lane.call("ECHO", str(n)) for n in range(500)))
    assert answers == [str(n).encode() for n in range(500)]


async def test_a_refusal_is_one_answer_among_others(lane: Lane) -> None:
    first, refused, last = await lane.call_together([("ECHO", "1"), ("NONSENSE",), ("ECHO", "2")])
    assert (first, last) == (b"1", b"2")
    assert isinstance(refused, ResponseError)
    with pytest.raises(ResponseError):
        await lane.call("NONSENSE")


async def test_who_gives_up_waiting_does_not_shift_the_answers(lane: Lane) -> None:
    gone = asyncio.create_task(lane.call("ECHO", "gone"))
    await asyncio.sleep(0)
    gone.cancel()
    assert await lane.call("ECHO", "here") == b"here"


async def test_all_who_wait_are_told_when_the_server_dies(lane: Lane, server: RedisServer) -> None:
    await lane.call("PING")
    server.freeze()
    waiting = [asyncio.create_task(lane.call("ECHO", str(n))) for n in range(10)]
    await asyncio.sleep(0.01)
    server.kill()
    told = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(one, LaneDownError) for one in told)
    with pytest.raises(LaneDownError):
        await lane.call("PING")
    server.start()
    await answered(lane)


async def test_a_server_that_hangs_counts_as_dead_after_the_timeout(lane: Lane, server: RedisServer) -> None:
    await lane.call("PING")
    server.freeze()
    with pytest.raises(LaneDownError):
        await lane.call("PING")
    server.thaw()
    await answered(lane)


async def test_a_break_while_nobody_waits_is_noticed_before_the_next_call(
    lane: Lane, server: RedisServer
) -> None:
    await lane.call("PING")
    with server.admin() as admin:
        admin.client_kill_filter(_type="normal", skipme=True)
    await answered(lane)


async def test_after_the_close_nothing_is_sent(lane: Lane) -> None:
    await lane.close()
    with pytest.raises(LaneDownError):
        await lane.call("PING")


def test_pauses_grow_to_a_bound_and_begin_again() -> None:
    pauses = Pauses(first_s=0.1, longest_s=1.0)
    made = [pauses.following() for _ in range(20)]
    assert all(0.05 <= pause <= 1.0 for pause in made)
    assert all(pause >= 0.5 for pause in made[10:])
    pauses.reset()
    assert pauses.following() <= 0.1
