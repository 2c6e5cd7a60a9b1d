"""From where a subscription goes on, and how what was missed is read."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from hurmaus.delivery.cursor import Cursor
from hurmaus.delivery.hub import epoch_of
from hurmaus.delivery.outbox import Outbox
from hurmaus.storage.port import ConversationStore, Snapshot

PAGE = 200


class Wanted(msgspec.Struct, frozen=True):
    """What a client asks for: the events after (epoch, offset), or without an epoch all, or only news."""

    epoch: str | None = None
    offset: int = 0
    from_start: bool = False

    @property
    def only_news(self) -> bool:
        """Nothing that happened before."""
        return self.epoch is None and not self.from_start


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """Where a subscription begins.

    ``stands_at`` is the stream's last offset now: events up to it are history, those after it are news.
    ``position`` is the last offset that will not be sent. ``recovered`` False: the client knows another life
    of the stream, or more of it than there is; it forgets what it has and gets all from the first event.
    """

    epoch: str
    stands_at: int
    position: int
    recovered: bool


def start_at(snapshot: Snapshot | None, wanted: Wanted) -> Start:
    """Decide where to begin. A conversation that is not there yet begins with its first event."""
    epoch, stands_at = ("", 0) if snapshot is None else (snapshot.epoch, snapshot.offset)
    if wanted.epoch is None:
        position = stands_at if wanted.only_news else 0
        return Start(epoch=epoch, stands_at=stands_at, position=position, recovered=True)
    recovered = wanted.epoch == epoch and wanted.offset <= stands_at
    position = wanted.offset if recovered else 0
    return Start(epoch=epoch, stands_at=stands_at, position=position, recovered=recovered)


async def catch_up(
    cursor: Cursor, conversation_id: str, store: ConversationStore, outbox: Outbox, wanted: Callable[[], bool]
) -> None:
    """Read events after the cursor and queue them, no faster than the socket takes them, until it is live.

    Stops early when ``wanted`` says that nobody needs this cursor any more.

    Raises:
        StoreUnavailable: try again; the cursor stands where it got to.

    """
    while cursor.behind and wanted():
        heard = cursor.heard
        page = await store.events(conversation_id, cursor.position, PAGE)
        if not page and cursor.heard != heard:
            continue  # the store was read before what was heard of meanwhile had been committed
        if not page:
            cursor.give_up()
            return
        epoch = epoch_of(page[0])
        for event in page:
            await outbox.room()
            if not wanted() or not cursor.read(epoch, event.offset):
                break
            outbox.put(event.payload.decode())
        else:
            # Nothing is awaited between the last put and this line, so no live event slips in before.
            cursor.settle()
