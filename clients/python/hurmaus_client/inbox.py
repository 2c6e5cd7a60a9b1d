"""What waits to be iterated, bounded; the events that do not fit stay in the service until there is room. Pure."""

from __future__ import annotations

from collections import deque

from hurmaus_client import wire
from hurmaus_client.following import Following
from hurmaus_client.items import Item, Ordered, RecoveryIncomplete


class Inbox:
    """Items in the order in which the user gets them; at most ``most`` events, and what was told of losses."""

    def __init__(self, following: Following, most: int) -> None:
        self._following = following
        self._most = most
        self._items: deque[Item] = deque()
        self._behind = False

    def __len__(self) -> int:
        return len(self._items)

    def take(self) -> Item | None:
        """Remove and return the oldest item."""
        return self._items.popleft() if self._items else None

    def put(self, event: Ordered) -> wire.Subscribe | None:
        """Take an event if it is the next one and there is room; return what to ask of the service if it is not."""
        room = len(self._items) < self._most
        self._behind = self._behind or not room
        taken = self._following.take(event, room=room)
        if taken.loss is not None:
            self.tell(RecoveryIncomplete(loss=taken.loss, conversation_id=event.conversation_id))
        if taken.event:
            self._items.append(event)
        return wire.Subscribe(conversation_id=event.conversation_id) if taken.ask else None

    def put_interim(self, reading: wire.InterimReading) -> None:
        """Take a passing reading while there is room to spare."""
        if 2 * len(self._items) < self._most:
            self._items.append(reading)

    def tell(self, loss: RecoveryIncomplete | None) -> None:
        """Tell the user, at this place of the iteration, that something may be missing."""
        if loss is not None:
            self._items.append(loss)

    def welcomed(self, answers: tuple[wire.Resumed, ...], resuming: frozenset[str]) -> list[wire.Subscribe]:
        """After a break: tell what was lost; return what the hello did not resume."""
        self._items.extend(self._following.resumed(answers))
        asks = []
        for one in list(self._following.ask_again(resuming)):
            if isinstance(one, RecoveryIncomplete):
                self.tell(one)
            else:
                asks.append(one)
        return asks + self.catch_up()

    def catch_up(self) -> list[wire.Subscribe]:
        """What to ask for now that half of the room is free again."""
        if not self._behind or 2 * len(self._items) > self._most:
            return []
        self._behind = False
        return list(self._following.catch_up())
