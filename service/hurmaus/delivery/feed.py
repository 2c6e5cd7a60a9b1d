"""Everything one connection listens to."""

from __future__ import annotations

import asyncio
from functools import partial

from hurmaus.delivery import hub as topics
from hurmaus.delivery.cursor import Cursor
from hurmaus.delivery.hub import Hub, Publication
from hurmaus.delivery.outbox import Outbox
from hurmaus.delivery.resume import Start, Wanted, catch_up, start_at
from hurmaus.errors import Overloaded, StoreUnavailable
from hurmaus.storage.port import ConversationStore, Topic

_RETRY_MS = 500


class Feed:
    """Subscriptions of one connection: a cursor for each conversation, live or catching up.

    A :class:`hurmaus.delivery.hub.Subscriber`. Conversations heard of through a queue or through everything
    get a cursor at first sight; of these the oldest are forgotten beyond ``most_conversations``.
    """

    def __init__(
        self, *, hub: Hub, store: ConversationStore, outbox: Outbox, most_conversations: int
    ) -> None:
        self._hub = hub
        self._store = store
        self._outbox = outbox
        self._most = most_conversations
        self._topics: set[Topic] = set()
        self._followed: dict[str, Cursor] = {}
        self._passing: dict[str, Cursor] = {}
        self._held: set[str] = set()
        self._behind: dict[str, None] = {}  # a set in order of arrival: the first one is being read
        self._reader: asyncio.Task[None] | None = None

    async def join(self, conversation_id: str, wanted: Wanted, *, with_interims: bool = False) -> Start:
        """Listen to one conversation from where ``wanted`` says; asking again moves there.

        Nothing is sent before :meth:`follow`, so that the answer can be queued first.

        Raises:
            Overloaded: this connection follows as many conversations as it may.
            StoreUnavailable: nothing has changed.

        """
        if conversation_id not in self._followed and len(self._followed) >= self._most:
            raise Overloaded(
                "too many conversations on one connection; open another", field="conversation_id"
            )
        before = self._cursor(conversation_id)
        cursor = Cursor("", 0, behind=True)
        if before is None:
            self._hold(conversation_id, cursor)  # listens already while the store is asked
        try:
            snapshot = await self._store.load(conversation_id)
        except StoreUnavailable:
            if before is None:
                self._forget(conversation_id)
            raise
        start = start_at(snapshot, wanted)
        if with_interims:
            self._join(topics.interims(conversation_id))
        if before is not None and wanted.only_news:
            self._hold(conversation_id, before)  # skipping ahead would lose what is still to be sent
            return start
        if before is not None:
            cursor = before.successor()
        cursor.begin(start.epoch, start.position, start.stands_at)
        self._hold(conversation_id, cursor)
        return start

    def follow(self, conversation_id: str) -> None:
        """Begin to send what :meth:`join` has prepared."""
        self._held.discard(conversation_id)
        cursor = self._followed[conversation_id]
        if cursor.behind and not cursor.settle():
            self._read(conversation_id)

    def join_queue(self, name: str) -> None:
        """Listen to every conversation of a queue, from now on."""
        self._join(topics.queue(name))

    def join_everything(self, *, with_interims: bool = False) -> None:
        """Listen to every conversation there is, from now on."""
        self._join(topics.EVERYTHING)
        if with_interims:
            self._join(topics.ALL_INTERIMS)

    def offer(self, publication: Publication) -> None:
        """See :class:`hurmaus.delivery.hub.Subscriber`."""
        conversation_id = publication.conversation_id
        cursor = self._cursor(conversation_id) or self._notice(
            conversation_id, publication.epoch, publication.frames[0].offset - 1
        )
        for frame in cursor.offer(publication.epoch, publication.frames):
            self._outbox.put(frame.text)
        if cursor.behind and conversation_id not in self._held:
            self._read(conversation_id)

    def offer_interim(self, key: str, text: str) -> None:
        """See :class:`hurmaus.delivery.hub.Subscriber`."""
        self._outbox.put_interim(key, text)

    def hear(self, conversation_id: str, epoch: str, offset: int) -> None:
        """See :class:`hurmaus.delivery.hub.Subscriber`. Here an unknown conversation is sent from its first event:
        which of them came since it was last heard of cannot be told."""
        cursor = self._cursor(conversation_id) or self._notice(conversation_id, epoch, 0)
        cursor.hear(epoch, offset)
        if cursor.behind and conversation_id not in self._held:
            self._read(conversation_id)

    def close(self) -> None:
        """Listen to nothing any more."""
        self._hub.leave(self._topics, self)
        self._topics.clear()
        self._followed.clear()
        self._passing.clear()
        if self._reader is not None:
            self._reader.cancel()

    def _join(self, topic: Topic) -> None:
        self._topics.add(topic)
        self._hub.join(topic, self)

    def _cursor(self, conversation_id: str) -> Cursor | None:
        return self._followed.get(conversation_id) or self._passing.get(conversation_id)

    def _notice(self, conversation_id: str, epoch: str, position: int) -> Cursor:
        """Begin with the first event seen of a conversation that was not asked for by name."""
        if len(self._passing) >= self._most:
            self._passing.pop(next(iter(self._passing)))
        cursor = self._passing[conversation_id] = Cursor(epoch, position)
        return cursor

    def _hold(self, conversation_id: str, cursor: Cursor) -> None:
        self._held.add(conversation_id)
        self._passing.pop(conversation_id, None)
        self._followed[conversation_id] = cursor
        self._join(topics.conversation(conversation_id))

    def _forget(self, conversation_id: str) -> None:
        self._held.discard(conversation_id)
        del self._followed[conversation_id]
        topic = topics.conversation(conversation_id)
        self._topics.discard(topic)
        self._hub.leave([topic], self)

    def _read(self, conversation_id: str) -> None:
        self._behind[conversation_id] = None
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._read_all())

    async def _read_all(self) -> None:
        """Catch up with one conversation after the other: at most one read under way for a connection."""
        while self._behind:
            conversation_id = next(iter(self._behind))
            cursor = self._cursor(conversation_id)
            if cursor is None or conversation_id in self._held:
                del self._behind[conversation_id]
                continue
            try:
                wanted = partial(self._wants, conversation_id, cursor)
                await catch_up(cursor, conversation_id, self._store, self._outbox, wanted)
            except StoreUnavailable as error:
                await asyncio.sleep((error.retry_after_ms or _RETRY_MS) / 1000)
                continue
            if self._cursor(conversation_id) is cursor:
                self._behind.pop(conversation_id, None)

    def _wants(self, conversation_id: str, cursor: Cursor) -> bool:
        return self._cursor(conversation_id) is cursor and not self._outbox.overflowed
