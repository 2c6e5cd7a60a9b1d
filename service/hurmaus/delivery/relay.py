"""What other processes commit, for those who listen here: a bell rings, the store is read, the hub passes it on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec

from hurmaus.delivery.hub import Hub, epoch_of
from hurmaus.errors import StoreUnavailable
from hurmaus.protocol.messages import InterimReading
from hurmaus.storage.port import Bell, ConversationStore, Doorbells, Topic

_AT_ONCE = 64
_LONGEST_READ = 200
"""Events; who has missed more reads by itself, a page at a time."""

_CLOCK_MARGIN_S = 10.0
"""How far the clocks of two processes may be apart for nothing to be overlooked after a break."""

_RETRY_S = 0.5


class _Interim(msgspec.Struct, frozen=True, array_like=True):
    origin: str
    conversation_id: str
    key: str
    text: str


_encode_interim = msgspec.msgpack.Encoder().encode
_decode_interim = msgspec.msgpack.Decoder(_Interim).decode


class Relay:
    """Connects a process's hub with the others. A :class:`hurmaus.storage.port.BellHandler`.

    Each ring is read once for the whole process, whoever listens. Where rings may have been lost, the store is
    asked where conversations stand, and cursors that are behind catch up by themselves.
    """

    def __init__(self, hub: Hub, store: ConversationStore, bells: Doorbells) -> None:
        self._hub = hub
        self._store = store
        self._bells = bells
        self._rung: dict[str, Bell] = {}
        self._doubted: dict[str, None] = {}
        self._since: float | None = None
        self._work = asyncio.Event()

    @property
    def connected(self) -> bool:
        """Whether what other processes commit is heard of just now."""
        return self._bells.heard

    async def run(self) -> None:
        """Hear and pass on, for ever."""
        hearing = asyncio.create_task(self._bells.run(self))
        try:
            while True:
                await self._work.wait()
                self._work.clear()
                try:
                    await self._serve()
                except StoreUnavailable:
                    await asyncio.sleep(_RETRY_S)
                    self._work.set()
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)

    def publish_interim(self, reading: InterimReading) -> None:
        """Pass on a passing reading, here and to the other processes."""
        key, text = self._hub.publish_interim(reading)
        interim = _Interim(self._bells.origin, reading.conversation_id, key, text)
        self._bells.send_interim(reading.conversation_id, _encode_interim(interim))

    def ring(self, bell: Bell) -> None:
        """See the port. What this process committed it has published itself."""
        if bell.origin == self._bells.origin:
            return
        earlier = self._rung.get(bell.conversation_id)
        if earlier is not None and earlier.epoch == bell.epoch:
            first, last = min(earlier.first, bell.first), max(earlier.last, bell.last)
            bell = msgspec.structs.replace(bell, first=first, last=last)
        self._rung[bell.conversation_id] = bell
        self._work.set()

    def ring_interim(self, payload: bytes) -> None:
        """See the port."""
        interim = _decode_interim(payload)
        if interim.origin != self._bells.origin:
            self._hub.pass_interim(interim.conversation_id, interim.key, interim.text)

    def missed(self, topics: Sequence[Topic], since: float | None) -> None:
        """See the port. Topics of many conversations are live only: new ones have missed nothing."""
        for kind, subject in topics:
            if kind == "conversation":
                self._doubted[subject] = None
            elif kind != "interims" and since is not None:
                self._since = since if self._since is None else min(self._since, since)
        self._work.set()

    def doubt(self, conversation_id: str) -> None:
        """See the port."""
        self._doubted[conversation_id] = None
        self._work.set()

    async def _serve(self) -> None:
        if self._since is not None:
            changed = await self._bells.changed_since(self._since - _CLOCK_MARGIN_S)
            self._since = None
            self._doubted.update(dict.fromkeys(name for name, _ in changed))
        while self._rung or self._doubted:
            bells = [self._rung.pop(name) for name in list(self._rung)[:_AT_ONCE]]
            names = list(self._doubted)[:_AT_ONCE]
            for name in names:
                del self._doubted[name]
            try:
                await asyncio.gather(*map(self._pass_on, bells), *map(self._look_up, names))
            except StoreUnavailable:
                # Nothing is forgotten: asking once more where these stand covers both.
                self._doubted.update(dict.fromkeys([*names, *(bell.conversation_id for bell in bells)]))
                raise

    async def _pass_on(self, bell: Bell) -> None:
        count = bell.last - bell.first + 1
        if count <= _LONGEST_READ:
            page = await self._store.events(bell.conversation_id, bell.first - 1, count)
            if len(page) == count and epoch_of(page[0]) == bell.epoch:
                self._hub.publish(bell.conversation_id, bell.queue, page)
                return
        self._hub.hear(bell.conversation_id, bell.queue, bell.epoch, bell.last)

    async def _look_up(self, conversation_id: str) -> None:
        snapshot = await self._store.load(conversation_id)
        if snapshot is not None:
            self._hub.hear(conversation_id, snapshot.queue, snapshot.epoch, snapshot.offset)
