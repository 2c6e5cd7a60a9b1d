"""An outbox never makes its sender wait, and gives up aloud when its reader is too slow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hurmaus.delivery.outbox import Outbox


class Reader:
    """The other end of a socket: reads when it is let."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.reads = asyncio.Event()
        self.reads.set()
        self.overflows = 0

    async def send(self, text: str) -> None:
        await self.reads.wait()
        self.got.append(text)

    def overflow(self) -> None:
        self.overflows += 1


@asynccontextmanager
async def written(reader: Reader, most_frames: int = 4) -> AsyncIterator[Outbox]:
    outbox = Outbox(most_frames=most_frames, most_chars=1_000, on_overflow=reader.overflow)
    writer = asyncio.create_task(outbox.write_to(reader.send))
    try:
        yield outbox
    finally:
        writer.cancel()


async def test_frames_reach_the_reader_in_order() -> None:
    reader = Reader()
    async with written(reader) as outbox:
        for text in "abc":
            outbox.put(text)
        await outbox.flushed()
    assert reader.got == ["a", "b", "c"]


async def test_a_reader_that_is_too_slow_is_given_up_once_and_gets_nothing_out_of_order() -> None:
    reader = Reader()
    reader.reads.clear()
    async with written(reader, most_frames=4) as outbox:
        outbox.put("a")
        await asyncio.sleep(0)  # the writer takes it and waits for the socket
        for text in "bcdefg":
            outbox.put(text)
        assert outbox.overflowed
        assert reader.overflows == 1
        await outbox.flushed()  # nobody waits for an outbox that is given up
        reader.reads.set()
        await asyncio.sleep(0.01)
    assert reader.got == ["a"], "what was dropped leaves no hole: the rest comes by resuming"


async def test_a_sender_that_can_wait_waits_for_half_of_the_room() -> None:
    reader = Reader()
    reader.reads.clear()
    async with written(reader, most_frames=4) as outbox:

        async def send_many() -> None:
            for n in range(50):
                await outbox.room()
                outbox.put(str(n))

        sender = asyncio.create_task(send_many())
        await asyncio.sleep(0.01)
        assert not sender.done()
        reader.reads.set()
        await sender
        await outbox.flushed()
        assert not outbox.overflowed
    assert reader.got == [str(n) for n in range(50)]


async def test_nobody_waits_for_room_in_an_outbox_that_was_given_up() -> None:
    reader = Reader()
    reader.reads.clear()
    async with written(reader, most_frames=2) as outbox:
        for n in range(10):
            outbox.put(str(n))
        await asyncio.wait_for(outbox.room(), 1)


async def test_an_interim_waits_its_turn_and_is_replaced_meanwhile() -> None:
    reader = Reader()
    async with written(reader, most_frames=10) as outbox:
        outbox.put_interim("u", "mä")
        outbox.put_interim("u", "mä oon")
        await outbox.flushed()
    assert reader.got == ["mä oon"]
