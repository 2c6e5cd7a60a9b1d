"""What every endpoint needs: the running parts, and the one way to serve a conversation's message."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import structlog

from hurmaus import logs
from hurmaus.assist import Assist, ConversationMessage
from hurmaus.delivery.hub import Hub
from hurmaus.delivery.relay import Relay
from hurmaus.errors import HurmausError, NotAllowed, StoreDamaged
from hurmaus.keepwarm import KeepWarm
from hurmaus.protocol import messages as wire
from hurmaus.protocol.close_codes import CloseCode
from hurmaus.protocol.grants import Grants
from hurmaus.protocol.refusals import Origin, refusal
from hurmaus.reload import PlaybookWatch
from hurmaus.settings import Settings
from hurmaus.storage.port import ConversationStore
from hurmaus.storage.redis.address import shown
from hurmaus.timing import Laps, Stage
from hurmaus.transport.admission import Admission, Bounds, Patience
from hurmaus.transport.auth import Gatekeeper
from hurmaus.transport.metrics import Metrics
from hurmaus.transport.origin import allowed

log = structlog.get_logger("hurmaus")


@dataclass(frozen=True)
class Service:
    """The running parts. ``relay`` joins this process to others on the same store, where there may be others;
    ``connections`` holds a way to end each open socket; ``told`` what was logged once; ``draining`` is set once
    this process is to end."""

    settings: Settings
    store: ConversationStore
    hub: Hub
    assist: Assist
    gatekeeper: Gatekeeper
    metrics: Metrics
    model: str
    relay: Relay | None = None
    watch: PlaybookWatch | None = None
    keep_warm: KeepWarm | None = None
    connections: set[Callable[[CloseCode], None]] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    draining: asyncio.Event = field(default_factory=asyncio.Event)

    @cached_property
    def admission(self) -> Admission:
        """What is served, decided before any work."""
        settings = self.settings
        return Admission(
            Bounds(
                wait_s=settings.overload_wait_s,
                patience_s=settings.overload_patience_s,
                rate=settings.max_rate_per_conversation,
            )
        )

    @cached_property
    def http_patience(self) -> Patience:
        """How late the event loop has been, for requests: when one arrived cannot be told."""
        return Patience()

    async def serve(
        self, message: ConversationMessage, grants: Grants, *, by_queue: bool, laps: Laps
    ) -> bytes:
        """Hand a message to the assist; return its encoded ack. ``laps`` takes the times.

        Raises:
            HurmausError: as the assist, and ``NotAllowed`` where only the queue could have allowed it.

        """
        if by_queue:
            await self.check_queue(message, grants)
        laps.lap(Stage.DECODE)
        if self.keep_warm is not None:
            self.keep_warm.busy()
        return await self.assist.handle(message, laps)

    async def consult(self, asked: wire.DraftCheck, grants: Grants, *, by_queue: bool) -> wire.DraftChecked:
        """Answer an agent's question about their draft.

        Raises:
            HurmausError: as the assist, and ``NotAllowed`` where only the queue could have allowed it.

        """
        if by_queue:
            await self.check_queue(asked, grants)
        return await self.assist.check_draft(asked)

    def publish_interim(self, reading: wire.InterimReading) -> None:
        """Pass on a passing reading to those who asked for such, in this process and the others."""
        (self.relay or self.hub).publish_interim(reading)

    def admits(self, headers: Mapping[str, str]) -> bool:
        """Say whether a browser may send this request on behalf of the page it shows."""
        origins, tokens = self.settings.origins, self.settings.secret is not None
        return allowed(headers.get("origin"), headers.get("host"), origins, tokens=tokens)

    async def check_queue(
        self, message: ConversationMessage | wire.DraftCheck | wire.Subscribe, grants: Grants
    ) -> None:
        """Make sure that the conversation lies in a granted queue.

        Raises:
            NotAllowed: it does not, or there is no such conversation; which of the two is not told.

        """
        snapshot = await self.store.load(message.conversation_id or "")
        if snapshot is not None:
            queue = snapshot.queue
        else:
            queue = message.queue if isinstance(message, wire.ConversationStart) else None
        if not grants.has_queue(queue):
            raise NotAllowed("the token does not reach this conversation", field="conversation_id")

    async def drain(self, notice_s: float, most_s: float) -> None:
        """Take no new connections; after ``notice_s``, in which balancers look away, finish what is being served
        and ask every open connection to go elsewhere. Returns when they have gone, after ``most_s`` at most."""
        self.draining.set()
        await asyncio.sleep(notice_s)
        deadline = time.monotonic() + most_s
        for end in tuple(self.connections):
            end(CloseCode.RESTARTING)
        while self.connections and time.monotonic() < deadline:  # noqa: ASYNC110  # they leave one by one
            await asyncio.sleep(0.01)

    def refuse(self, error: Exception, origin: Origin) -> wire.ErrorMessage:
        """Answer for a failure, counted; a fault of ours is logged by type and place, never by its words."""
        if not isinstance(error, HurmausError):
            log.error("internal_error", error=code_of(error), of=origin.of)
            error = HurmausError("a fault of ours; the message was not served")
        if isinstance(error, StoreDamaged):
            self.tell_damage(error)
        answer = refusal(error, origin)
        self.metrics.errors.labels(code=answer.code).inc()
        return answer

    def tell_damage(self, error: StoreDamaged) -> None:
        """Log damage of the store when it is first met, not for every message that meets it."""
        if error.message not in self.told:
            self.told.add(error.message)
            log.critical(
                "store_damaged",
                cause=error.message,
                store=shown(self.settings.store),
                remedy="stop the service, then restore a backup or move the store away to start empty",
            )


def code_of(error: Exception) -> str:
    """Say what failed without its words: our own code, or type and place."""
    return error.wire_code if isinstance(error, HurmausError) else logs.code_of(error)
