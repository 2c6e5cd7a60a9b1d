"""The WebSocket endpoint: moves frames between a socket, its session and its feed; decides nothing."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import deque
from contextlib import suppress
from math import inf

from fastapi import APIRouter, Response, WebSocket
from starlette.websockets import WebSocketDisconnect

from hurmaus import __version__
from hurmaus.assist import ConversationMessage
from hurmaus.delivery.feed import Feed
from hurmaus.delivery.outbox import Outbox
from hurmaus.delivery.resume import Wanted
from hurmaus.errors import HurmausError, NotAllowed, WrongOrder
from hurmaus.protocol import cloudevents
from hurmaus.protocol import messages as wire
from hurmaus.protocol.close_codes import REASONS, CloseCode
from hurmaus.protocol.codec import decode, encode
from hurmaus.protocol.refusals import Origin, RefusedFrame, binary_frame, origin_of
from hurmaus.protocol.session import Answer, Consult, Glance, Greet, Listen, Serve, Session
from hurmaus.timing import Laps, Stage
from hurmaus.transport.admission import Patience, outdated
from hurmaus.transport.service import Service
from hurmaus.transport.sockets import arrivals_of, end_of

router = APIRouter()

_GOODBYE_WITHIN_S = 2.0
_MOST_AT_ONCE = 64
_LONGEST_TIMER_S = 30 * 86_400.0
"""No connection lives longer; a token that does is checked at every message all the same."""


@router.websocket("/v1/ws")
async def endpoint(socket: WebSocket) -> None:
    """One connection, from its handshake to its close."""
    service: Service = socket.app.state.service
    if not service.admits(socket.headers):
        await socket.close()  # before accept: the handshake is refused with 403
        return
    if service.draining.is_set():
        await socket.send_denial_response(Response(status_code=503, headers={"Retry-After": "1"}))
        return
    enveloped = cloudevents.SUBPROTOCOL in socket.scope.get("subprotocols", ())
    await socket.accept(cloudevents.SUBPROTOCOL if enveloped else None)
    service.metrics.connections.inc()
    try:
        await Connection(socket, service, enveloped=enveloped).run()
    finally:
        service.metrics.connections.dec()


class Connection:
    """One socket with its session, its feed and its outbox."""

    def __init__(self, socket: WebSocket, service: Service, *, enveloped: bool = False) -> None:
        self._socket = socket
        self._enveloper = cloudevents.Enveloper(secrets.token_hex(8)) if enveloped else None
        self._service = service
        settings = service.settings
        self._session = Session(service.gatekeeper.authorise)
        self._deadline: asyncio.TimerHandle | None = None
        self._ending: asyncio.Future[CloseCode] = asyncio.get_running_loop().create_future()
        self._outbox = Outbox(
            most_frames=settings.outbox_frames,
            most_chars=settings.outbox_chars,
            on_overflow=lambda: self.end(CloseCode.SLOW_READER),
        )
        self._unsent: deque[tuple[str, Laps, str]] = deque()  # acks of passes, to be timed once they are sent
        self._arrivals = arrivals_of(socket.scope)
        self._patience = Patience()
        self._idle = asyncio.Event()
        self._idle.set()
        self._feed = Feed(
            hub=service.hub,
            store=service.store,
            outbox=self._outbox,
            most_conversations=settings.max_conversations_per_connection,
        )

    def end(self, code: CloseCode) -> None:
        """Ask for the connection to be closed with ``code``; the first one wins."""
        if not self._ending.done():
            self._ending.set_result(code)

    async def run(self) -> None:
        """Read, serve and write until either side is done."""
        writer = asyncio.create_task(self._outbox.write_to(self._send))
        reader = asyncio.create_task(self._read())
        self._end_in(self._service.settings.hello_timeout_s, CloseCode.HELLO_TIMEOUT)
        self._service.connections.add(self.end)
        try:
            await asyncio.wait((writer, reader, self._ending), return_when=asyncio.FIRST_COMPLETED)
            self._feed.close()
            if self._ending.done():
                await self._close(self._ending.result())
            writer.cancel()
            # A pass still under way is let finish: cut between commit and fan-out, nobody would hear of its events.
            await asyncio.wait((reader,), timeout=_GOODBYE_WITHIN_S)
        finally:
            self._service.connections.discard(self.end)
            self._end_in(inf, CloseCode.NORMAL)
            self._feed.close()
            for task in (writer, reader):
                task.cancel()
            await asyncio.gather(writer, reader, return_exceptions=True)

    async def _close(self, code: CloseCode) -> None:
        """Say goodbye behind the answer that is due and what is on its way; wait for no one who does not read."""
        self._service.metrics.closed.labels(code=code.name.lower()).inc()
        with suppress(TimeoutError):
            async with asyncio.timeout(_GOODBYE_WITHIN_S):
                await self._idle.wait()
                await self._outbox.flushed()
        end = end_of(self._socket.scope)
        if end is not None:
            end(code, REASONS[code])
            return
        with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
            await asyncio.wait_for(self._socket.close(code, REASONS[code]), _GOODBYE_WITHIN_S)

    def _end_in(self, seconds: float, code: CloseCode) -> None:
        """Set the one deadline that a connection has at a time: for its hello, then for its token."""
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        if seconds < _LONGEST_TIMER_S:
            self._deadline = asyncio.get_running_loop().call_later(seconds, self.end, code)

    async def _send(self, text: str) -> None:
        await self._socket.send_text(
            text if self._enveloper is None else self._enveloper.wrap(text, time.time())
        )
        if self._unsent and text is self._unsent[0][0]:
            _, laps, of = self._unsent.popleft()
            laps.lap(Stage.SEND)
            self._service.metrics.passed(laps, of)

    async def _read(self) -> None:
        while not self._ending.done():
            event = await self._socket.receive()
            if event["type"] == "websocket.disconnect":
                return
            await self._take_waiting(event.get("text"))

    async def _take_waiting(self, text: str | None) -> None:
        """Serve a frame, and those that wait behind it: among them interims may have become outdated."""
        arrivals = self._arrivals
        arrived = [None if arrivals is None else arrivals.take()]
        texts = [text]
        while arrivals and len(texts) < _MOST_AT_ONCE:
            texts.append((await self._socket.receive()).get("text"))
            arrived.append(arrivals.take())
        old = outdated(texts) if len(texts) > 1 else frozenset()
        now = asyncio.get_running_loop().time
        self._idle.clear()
        try:
            for index, (one, at) in enumerate(zip(texts, arrived, strict=True)):
                if self._ending.done():
                    return
                waited_s = inf if index in old else 0.0 if at is None else now() - at
                await self._take(one, waited_s)
                await self._outbox.room()  # who does not read its answers is not read from
                await asyncio.sleep(0)  # one connection's flood must not starve the others
        finally:
            self._idle.set()

    async def _take(self, text: str | None, waited_s: float) -> None:
        """Serve one frame; every frame gets exactly one answer. ``waited_s`` is infinite for an interim that is
        outdated already."""
        origin, laps = Origin(), Laps()
        try:
            if text is None:
                raise binary_frame()
            message = decode(text, max_text_chars=self._service.settings.max_text_chars)
            origin = origin_of(message)
            self._service.metrics.messages.labels(type=origin.of).inc()
            await self._serve(message, laps, waited_s)
        except RefusedFrame as error:
            self._put(self._service.refuse(error, error.origin))
        except Exception as error:
            self._put(self._service.refuse(error, origin))

    async def _serve(self, message: wire.Inbound, laps: Laps, waited_s: float) -> None:
        grants = self._session.grants
        match self._session.receive(message, time.time()):
            case Answer(reply=reply, close=close):
                self._put(reply)
                if close is not None:
                    self.end(close)
            case Greet(hello=hello):
                await self._greet(hello)
            case Serve(message=asked, by_queue=by_queue):
                self._admit(asked, waited_s)
                ack = (await self._service.serve(asked, grants, by_queue=by_queue, laps=laps)).decode()
                self._unsent.append((ack, laps, origin_of(asked).of or ""))
                self._outbox.put(ack)
            case Consult(message=draft, by_queue=by_queue):
                self._put(await self._service.consult(draft, grants, by_queue=by_queue))
            case Glance(message=said, by_queue=by_queue):
                if by_queue:
                    await self._service.check_queue(said, grants)
                await self._glance(said, waited_s)
            case Listen() as wanted:
                await self._listen(wanted)

    async def _greet(self, hello: wire.Hello) -> None:
        self._end_in(inf, CloseCode.HELLO_TIMEOUT)
        joined: dict[str, None] = {}
        try:
            resumed = [await self._resume(point, joined) for point in hello.resume]
        except HurmausError:
            self._session.forget_hello()  # nobody was welcomed: it may be said again
            self._end_in(self._service.settings.hello_timeout_s, CloseCode.HELLO_TIMEOUT)
            raise
        expires_at = self._session.grants.expires_at
        self._end_in(inf if expires_at is None else expires_at - time.time(), CloseCode.TOKEN_EXPIRED)
        self._put(self._welcome(hello, resumed))
        for conversation_id in joined:
            self._feed.follow(conversation_id)

    async def _resume(self, point: wire.ResumePoint, joined: dict[str, None]) -> wire.Resumed:
        """Join where a point says; one that the token does not reach is not recovered, and says no more."""
        conversation_id = point.conversation_id
        answer = self._session.receive(wire.Subscribe(conversation_id=conversation_id), time.time())
        try:
            if not isinstance(answer, Listen):
                raise NotAllowed("the token does not reach this conversation")
            await self._check_queue(answer)
        except (NotAllowed, WrongOrder):
            return wire.Resumed(conversation_id=conversation_id, epoch="", offset=0, recovered=False)
        start = await self._feed.join(conversation_id, Wanted(epoch=point.epoch, offset=point.offset))
        joined[conversation_id] = None
        return wire.Resumed(
            conversation_id=conversation_id,
            epoch=start.epoch,
            offset=start.stands_at,
            recovered=start.recovered,
        )

    def _welcome(self, hello: wire.Hello, resumed: list[wire.Resumed]) -> wire.Welcome:
        settings = self._service.settings
        return wire.Welcome(
            id=hello.id,
            protocol=wire.PROTOCOL_VERSION,
            service=f"hurmaus {__version__}",
            model=self._service.model,
            heartbeat_s=settings.heartbeat_s,
            limits=wire.Limits(
                max_text_chars=settings.max_text_chars, max_message_bytes=settings.max_message_bytes
            ),
            resumed=resumed,
        )

    def _admit(self, message: ConversationMessage, waited_s: float) -> None:
        self._service.metrics.waits.observe(waited_s)
        if not isinstance(message, wire.ConversationPause):  # who opts out is heard under any load
            now = asyncio.get_running_loop().time()
            self._service.admission.admit(message.conversation_id, now, waited_s, self._patience)

    async def _glance(self, said: wire.Utterance, waited_s: float) -> None:
        if self._service.admission.sheds(waited_s):
            self._service.metrics.shed.inc()
        elif (reading := await self._service.assist.interim(said)) is not None:
            self._service.publish_interim(reading)
        self._put(
            wire.Ack(
                of="utterance",
                id=said.id,
                conversation_id=said.conversation_id,
                utterance_id=said.utterance_id,
                final=False,
            )
        )

    async def _listen(self, wanted: Listen) -> None:
        asked = wanted.message
        await self._check_queue(wanted)
        start = None
        for conversation_id in wanted.conversations:
            start = await self._feed.join(
                conversation_id,
                Wanted(epoch=asked.epoch, offset=asked.offset or 0, from_start=asked.from_start),
                with_interims=asked.interims,
            )
        for queue in wanted.queues:
            self._feed.join_queue(queue)
        if wanted.everything:
            self._feed.join_everything(with_interims=asked.interims)
        one = start if asked.conversation_id is not None else None
        self._put(
            wire.Ack(
                of="subscribe",
                id=asked.id,
                conversation_id=asked.conversation_id,
                epoch=one.epoch if one is not None and one.epoch else None,
                offset=one.stands_at if one is not None else None,
                recovered=one.recovered if one is not None else None,
            )
        )
        for conversation_id in wanted.conversations:
            self._feed.follow(conversation_id)

    async def _check_queue(self, wanted: Listen) -> None:
        if wanted.by_queue:
            await self._service.check_queue(wanted.message, self._session.grants)

    def _put(self, message: wire.Outbound) -> None:
        self._outbox.put(encode(message).decode())
