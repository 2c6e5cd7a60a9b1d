"""Keeping warm: how often, for how long, and when not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from hurmaus.keepwarm import DEAR_S, KeepWarm


class Work:
    """Work that takes ``seconds`` on a clock of its own."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.now = 0.0
        self.done = 0

    def __call__(self) -> None:
        self.now += self.seconds
        self.done += 1

    def clock(self) -> float:
        return self.now


async def let_run(warm: KeepWarm, until: Callable[[], bool]) -> None:
    task = asyncio.create_task(warm.run())
    async with asyncio.timeout(10):
        while not until():  # noqa: ASYNC110  # the work counts, and rings no bell
            await asyncio.sleep(0.001)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("share", [0.02, 0.08, 0.5])
async def test_the_work_takes_its_share_of_time_and_no_more(share: float) -> None:
    work = Work(0.0002)
    warm = KeepWarm(work, share, work.clock)
    await let_run(warm, lambda: work.done > 8)
    assert work.seconds / (work.seconds + warm.pause_s) == pytest.approx(share)


async def test_a_turn_is_left_out_after_real_work() -> None:
    work = Work(0.00001)
    warm = KeepWarm(work, 0.5, work.clock)
    task = asyncio.create_task(warm.run())
    await asyncio.sleep(0)
    tried, turns = work.done, 0
    for _ in range(50):
        warm.busy()
        turns += 1
        await asyncio.sleep(0)
    assert work.done == tried, "busy all the time: no turn was taken"
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert turns == 50


async def test_work_that_would_hold_up_messages_is_given_up() -> None:
    work = Work(DEAR_S * 1.1)
    await asyncio.wait_for(KeepWarm(work, 0.08, work.clock).run(), 5)
    assert work.done < 10


async def test_without_a_share_nothing_is_done() -> None:
    work = Work(0.0001)
    await asyncio.wait_for(KeepWarm(work, 0.0, work.clock).run(), 5)
    assert work.done == 0
