"""The client that users hold."""

from __future__ import annotations

import ssl
from types import TracebackType
from typing import Self

from hurmaus_client import wire
from hurmaus_client.engine import Engine, Token
from hurmaus_client.items import Item
from hurmaus_client.lanes import Sendable
from hurmaus_client.life import State
from hurmaus_client.options import Options
from hurmaus_client.places import Place


class Client:
    """One connection to the service for any number of conversations, that comes back by itself.

    Use as ``async with Client(url, token) as client``. ``url`` ends in ``/v1/ws``; ``token`` is one, or a function
    that gets a fresh one for every connection. Iterate it for what is subscribed to: each event once, in the order
    of its conversation. Methods that wait return when the service has acked, however many connections that takes;
    to give up earlier, put ``asyncio.timeout`` around them. ``at`` is seconds since the Unix epoch on the
    conversation's own clock; without it, now.
    """

    def __init__(
        self,
        url: str,
        token: Token = None,
        *,
        options: Options | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        if not url.startswith(("ws://", "wss://")):
            raise ValueError("the address must start with ws:// or wss://, as ws://127.0.0.1:8000/v1/ws")
        self._engine = Engine(url, token, options or Options(), tls)

    async def __aenter__(self) -> Self:
        """Wait for the first welcome.

        Raises:
            Unauthorised, Stopped: the service does not want us as we are.
            Unreachable: no welcome within ``options.open_within_s``.

        """
        try:
            await self._engine.open()
        except BaseException:
            await self._engine.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            await self._engine.drain()
        await self._engine.close()

    # --- events -------------------------------------------------------------------------------------------

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Item:
        """The next event, interim reading or :class:`RecoveryIncomplete`. Ends when the client is closed.

        Raises:
            Unauthorised, Stopped: the client has stopped.

        """
        item = await self._engine.next()
        if item is None:
            raise StopAsyncIteration
        return item

    async def subscribe(
        self,
        conversation_id: str | None = None,
        *,
        queue: str | None = None,
        from_start: bool = False,
        after: Place | None = None,
        interims: bool = False,
    ) -> wire.Ack:
        """Ask for events: of a conversation, of a queue, or with neither of all that the token allows (for an
        agent's desktop, the token says which conversations are theirs).

        A conversation is live from now, or replayed ``from_start``, or ``after`` the place of the
        last event that an earlier process has handled. The subscription lasts across reconnects.
        """
        wanted = wire.Subscribe(
            conversation_id=conversation_id,
            queue=queue,
            epoch=None if after is None else after.epoch,
            offset=None if after is None else after.offset,
            from_start=from_start,
            interims=interims,
        )
        return await self._acked(wanted)

    # --- conversations ------------------------------------------------------------------------------------

    async def start(
        self,
        conversation_id: str,
        *,
        channel: wire.Channel = "chat",
        queue: str | None = None,
        playbook: str | None = None,
        at: float | None = None,
    ) -> wire.Ack:
        """Open a conversation; again is the same start."""
        return await self._acked(
            wire.ConversationStart(
                conversation_id=conversation_id, channel=channel, queue=queue, playbook=playbook, at=at
            )
        )

    async def pause(self, conversation_id: str, *, paused: bool = True, at: float | None = None) -> wire.Ack:
        """The customer opts out: what is said is neither read nor stored; or, ``paused=False``, back in."""
        return await self._acked(
            wire.ConversationPause(conversation_id=conversation_id, paused=paused, at=at)
        )

    async def end(self, conversation_id: str, *, at: float | None = None) -> wire.Ack:
        """Close a conversation; a summary follows."""
        return await self._acked(wire.ConversationEnd(conversation_id=conversation_id, at=at))

    async def say(
        self,
        conversation_id: str,
        utterance_id: str,
        role: wire.Role,
        text: str,
        *,
        at: float | None = None,
    ) -> wire.Ack:
        """Send a final utterance; once this returns it is committed. Sent again under the same ``utterance_id``
        it is the same one, also from another process."""
        return await self._acked(
            wire.Utterance(
                conversation_id=conversation_id, utterance_id=utterance_id, role=role, text=text, at=at
            )
        )

    def interim(
        self,
        conversation_id: str,
        utterance_id: str,
        role: wire.Role,
        text: str,
        *,
        at: float | None = None,
    ) -> None:
        """Pass on what a speech recogniser has so far. Never waits; replaced by the next, dropped when it cannot
        be sent just now."""
        self._engine.interim(
            wire.Utterance(
                conversation_id=conversation_id,
                utterance_id=utterance_id,
                role=role,
                text=text,
                final=False,
                at=at,
            )
        )

    # --- the agent's side ---------------------------------------------------------------------------------

    async def feedback(
        self,
        conversation_id: str,
        hint_id: str,
        outcome: wire.FeedbackOutcome,
        *,
        phrase_id: str | None = None,
        at: float | None = None,
    ) -> wire.Ack:
        """Tell what became of a hint."""
        return await self._acked(
            wire.Feedback(
                conversation_id=conversation_id, hint_id=hint_id, outcome=outcome, phrase_id=phrase_id, at=at
            )
        )

    async def mark(
        self, conversation_id: str, step: str, *, done: bool = True, at: float | None = None
    ) -> wire.Ack:
        """Tick a step of the checklist by hand, or take the tick back."""
        return await self._acked(wire.StepMark(conversation_id=conversation_id, step=step, done=done, at=at))

    async def check_draft(
        self, conversation_id: str, text: str, *, at: float | None = None
    ) -> tuple[wire.DraftFinding, ...]:
        """Ask what to mend in a draft before it is sent, the gravest first. Nothing of it is kept."""
        answer = await self._engine.ask(wire.DraftCheck(conversation_id=conversation_id, text=text, at=at))
        assert isinstance(answer, wire.DraftChecked)
        return answer.findings

    # --- itself -------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """``online`` when welcomed, ``waiting`` between two attempts, ``stopped`` for good."""
        return self._engine.session.state

    @property
    def welcome(self) -> wire.Welcome | None:
        """The service's last welcome: its version, model and limits."""
        return self._engine.welcome

    async def _acked(self, message: Sendable) -> wire.Ack:
        answer = await self._engine.ask(message)
        assert isinstance(answer, wire.Ack)
        return answer
