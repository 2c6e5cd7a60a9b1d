"""The pass: one final utterance goes mask, read, apply, decide, commit, fan out.

Everything that reads or decides is pure and lives in the rooms named in the imports; here they are put in
order, and the one loop is the compare-and-set that lets any replica serve any conversation.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import suppress

import msgspec

from hurmaus.coach.coach import Coach
from hurmaus.coach.liking import told
from hurmaus.conversation.codec import decode_state, encode_state
from hurmaus.conversation.events import (
    ClockTicked,
    Ended,
    Event,
    FeedbackGiven,
    Paused,
    Resumed,
    StepMarked,
    UtteranceHeard,
)
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hurmaus.delivery.announce import Announcer, announce
from hurmaus.emotion.estimator import EmotionEstimator, read_customer
from hurmaus.errors import Conflict, InvalidMessage, WrongOrder
from hurmaus.privacy.masking import mask
from hurmaus.protocol import messages as wire
from hurmaus.storage.port import (
    AlreadyReceived,
    Commit,
    ConversationStore,
    Snapshot,
    StoredEvent,
    VersionConflict,
)
from hurmaus.tastes import Tastes
from hurmaus.timing import Laps, Stage
from hurmaus.understanding.act_reader import ActReader
from hurmaus.understanding.read import read as read_facts

MOST_EVENTS = 20_000
_ATTEMPTS = 8
_encode = msgspec.json.Encoder().encode

Publish = Callable[[str, str | None, list[StoredEvent]], None]
ConversationMessage = (
    wire.ConversationStart
    | wire.ConversationPause
    | wire.ConversationEnd
    | wire.Utterance
    | wire.Feedback
    | wire.StepMark
)

Happening = Callable[[ConversationState], Event | None]
"""Says, of a conversation's state, what happens to it now; for an utterance this is masking and reading it."""


class Assist:
    """Serves conversations over a store, an emotion model and a coach.

    ``publish`` receives committed events and must not block; ``clock`` gives wall time for messages that
    carry no ``at`` and for the store's wake-ups. A conversation with ``most_events`` takes no more utterances.
    """

    def __init__(
        self,
        *,
        store: ConversationStore,
        estimator: EmotionEstimator,
        coach: Coach,
        publish: Publish,
        act_reader: ActReader | None = None,
        clock: Callable[[], float] = time.time,
        most_events: int = MOST_EVENTS,
    ) -> None:
        self._store = store
        self._estimator = estimator
        self._coach = coach
        self._act_reader = act_reader
        self._tastes = Tastes(store)
        self._publish = publish
        self._clock = clock
        self._most_events = most_events

    async def handle(self, message: ConversationMessage, laps: Laps | None = None) -> bytes:
        """Serve one message and return its encoded ack; for a repeat, the ack given before, with the id of this one.

        ``laps`` takes the times of the stages.

        Raises:
            WrongOrder: the conversation, hint or step is unknown, or the conversation has ended.
            Conflict: other writers kept winning; the sender may retry.
            StoreUnavailable: nothing was committed; the sender may retry.

        """
        laps = laps or Laps()
        match message:
            case wire.Utterance():
                return await self._hear(message, laps)
            case wire.ConversationStart():
                return await self._start(message, laps)
            case wire.ConversationEnd():
                at = self._at(message.at)
                return await self._serve(message, at, lambda _: Ended(at=at), laps, receipt_key="end")
            case wire.ConversationPause():
                at = self._at(message.at)
                switched = Paused(at=at) if message.paused else Resumed(at=at)
                return await self._serve(message, at, lambda _: switched, laps)
            case wire.Feedback():
                at = self._at(message.at)
                given = FeedbackGiven(
                    hint_id=message.hint_id, outcome=message.outcome, phrase_id=message.phrase_id, at=at
                )
                return await self._serve(message, at, lambda _: given, laps)
            case wire.StepMark():
                return await self._mark(message, laps)

    async def interim(self, said: wire.Utterance) -> wire.InterimReading | None:
        """Read unfinished customer text in passing: nothing is stored, nobody is coached."""
        _, state = await self._load(said.conversation_id)
        if said.role != "customer" or state.paused or state.ended or not said.text.strip():
            return None
        event = self._read(said, self._at(said.at), Laps())
        return wire.InterimReading(
            conversation_id=said.conversation_id, utterance_id=said.utterance_id, reading=event.reading
        )

    async def check_draft(self, asked: wire.DraftCheck) -> wire.DraftChecked:
        """Say what to mend in an agent's draft: read, answered, forgotten.

        Raises:
            WrongOrder: the conversation is unknown, or has ended.

        """
        _, state = await self._load(asked.conversation_id)
        if state.ended:
            raise _ended()
        at, masked = self._at(asked.at), mask(asked.text)
        facts = read_facts(masked, "agent", at, act_reader=self._act_reader)
        facts = self._coach.taught(state, facts, masked.text, self._act_reader)
        found = self._coach.check_draft(state, masked.text, facts, at)
        return wire.DraftChecked(id=asked.id, conversation_id=asked.conversation_id, findings=found)

    async def wake(self, conversation_id: str) -> None:
        """Let the conversation's clock reach its next due moment: a promise falls due, a hint expires."""
        snapshot = await self._store.load(conversation_id)
        if snapshot is None:
            return
        state = decode_state(snapshot.state)
        due = self._coach.next_wake(state)
        late = 0.0 if snapshot.wake_at is None else max(0.0, self._clock() - snapshot.wake_at)
        at = state.clock if due is None else due + late
        # On a conflict somebody spoke meanwhile, and that pass set the next wake-up itself.
        with suppress(VersionConflict):
            await self._pass(snapshot, state, lambda _: ClockTicked(at=at), Laps(), at=at)

    async def erase(self, conversation_id: str) -> bool:
        """Remove every trace of a conversation; False when there was none."""
        return await self._store.erase(conversation_id)

    async def _hear(self, said: wire.Utterance, laps: Laps) -> bytes:
        at = self._at(said.at)
        heard: list[UtteranceHeard] = []  # read once, however often the commit is retried

        def happening(state: ConversationState) -> Event | None:
            if state.paused:
                return None
            if not heard:
                heard.append(self._read(said, at, laps))
            return self._taught(state, heard[0])

        return await self._serve(said, at, happening, laps, receipt_key=f"utterance:{said.utterance_id}")

    def _taught(self, state: ConversationState, heard: UtteranceHeard) -> UtteranceHeard:
        """Add what the playbook's own examples say of an agent's turn."""
        if heard.role != "agent":
            return heard
        facts = self._coach.taught(state, heard.facts, heard.text, self._act_reader)
        return msgspec.structs.replace(heard, facts=facts)

    def _read(self, said: wire.Utterance, at: float, laps: Laps) -> UtteranceHeard:
        """Mask first, then read: facts for both roles, feeling for the customer alone."""
        masked = mask(said.text)
        laps.lap(Stage.MASK)
        facts = read_facts(masked, said.role, at, self._coach.requests, self._act_reader)
        laps.lap(Stage.FACTS)
        reading = None
        if said.role == "customer":
            reading = read_customer(self._estimator, said.role, facts.language, masked)
            laps.lap(Stage.INFER)
        return UtteranceHeard(
            utterance_id=said.utterance_id,
            role=said.role,
            text=masked.text,
            facts=facts,
            reading=reading,
            at=at,
        )

    async def _start(self, start: wire.ConversationStart, laps: Laps) -> bytes:
        if (receipt := await self._store.receipt(start.conversation_id, "start")) is not None:
            return _repeated(receipt, start)
        at = self._at(start.at)
        if start.playbook is not None and not self._coach.knows(start.playbook):
            raise WrongOrder("there is no such playbook", code="unknown_playbook", field="playbook")
        started = self._coach.started(
            start.conversation_id, at=at, channel=start.channel, queue=start.queue, playbook=start.playbook
        )
        unborn = Snapshot(
            conversation_id=start.conversation_id, version=0, epoch=secrets.token_hex(8), offset=0, state=b""
        )
        state = ConversationState(conversation_id=start.conversation_id)
        laps.lap(Stage.LOAD)
        try:
            return await self._pass(
                unborn, state, lambda _: started, laps, at=at, answers=start, receipt_key="start"
            )
        except AlreadyReceived as seen:
            return _repeated(seen.receipt, start)

    async def _mark(self, mark: wire.StepMark, laps: Laps) -> bytes:
        at = self._at(mark.at)

        def happening(state: ConversationState) -> Event:
            if all(step.id != mark.step for step in state.steps):
                raise WrongOrder("the playbook has no such step", code="unknown_step", field="step")
            return StepMarked(step=mark.step, done=mark.done, at=at)

        return await self._serve(mark, at, happening, laps)

    async def _serve(
        self,
        message: ConversationMessage,
        at: float,
        happening: Happening,
        laps: Laps,
        receipt_key: str | None = None,
    ) -> bytes:
        """Load and make the pass; again from the top when another writer was faster."""
        for _ in range(_ATTEMPTS):
            snapshot, state = await self._load(message.conversation_id, receipt_key)
            if snapshot.receipt is not None:
                return _repeated(snapshot.receipt, message)
            laps.lap(Stage.LOAD)
            if state.ended:
                raise _ended()
            if isinstance(message, wire.Utterance) and snapshot.offset >= self._most_events:
                raise InvalidMessage(
                    "the conversation has grown too large; end it and start another", code="too_large"
                )
            try:
                return await self._pass(
                    snapshot, state, happening, laps, at=at, answers=message, receipt_key=receipt_key
                )
            except VersionConflict:
                continue
            except AlreadyReceived as seen:
                return _repeated(seen.receipt, message)
        raise Conflict("the conversation is busy; send the message again", retry_after_ms=50)

    async def _pass(
        self,
        snapshot: Snapshot,
        before: ConversationState,
        happening: Happening,
        laps: Laps,
        *,
        at: float,
        answers: ConversationMessage | None = None,
        receipt_key: str | None = None,
    ) -> bytes:
        """The pass: mask and read, apply, let the coach decide, commit in one atomic step, fan out."""
        uses = await self._tastes.of(before.queue, self._clock())
        event = happening(before)
        after = before if event is None else apply(before, event)
        laps.lap(Stage.APPLY)
        decided = self._coach.decide(after, at, uses)
        laps.lap(Stage.COACH)
        for decision in decided:
            after = apply(after, decision)
        laps.lap(Stage.APPLY)
        happened = decided if event is None else (event, *decided)
        announcer = Announcer(snapshot.conversation_id, snapshot.epoch, snapshot.offset, at)
        known = None if snapshot.version == 0 else before
        announce(announcer, known, happened, after, self._estimator.version)
        ack = _ack(answers, snapshot.epoch, announcer.offset) if answers is not None else b""
        commit = self._commit(snapshot, after, announcer.events, at, receipt_key, ack)
        laps.lap(Stage.ENCODE)
        await self._store.commit(commit)
        laps.lap(Stage.COMMIT)
        self._publish(snapshot.conversation_id, after.queue, announcer.events)
        if isinstance(event, FeedbackGiven):
            await self._tastes.note(after.queue, told(before, event))
        return ack

    def _commit(
        self,
        snapshot: Snapshot,
        after: ConversationState,
        events: list[StoredEvent],
        at: float,
        receipt_key: str | None,
        ack: bytes,
    ) -> Commit:
        now = self._clock()
        wake = self._coach.next_wake(after)
        return Commit(
            conversation_id=snapshot.conversation_id,
            expected_version=snapshot.version,
            epoch=snapshot.epoch,
            state=encode_state(after),
            events=events,
            committed_at=now,
            queue=after.queue,
            wake_at=None if wake is None else now + (wake - at),
            receipt_key=receipt_key,
            receipt=ack if receipt_key is not None else None,
        )

    async def _load(
        self, conversation_id: str, receipt_key: str | None = None
    ) -> tuple[Snapshot, ConversationState]:
        snapshot = await self._store.load(conversation_id, receipt_key)
        if snapshot is None:
            raise WrongOrder(
                "no such conversation; send conversation.start first",
                code="unknown_conversation",
                field="conversation_id",
            )
        return snapshot, decode_state(snapshot.state)

    def _at(self, at: float | None) -> float:
        return self._clock() if at is None else at


def _ended() -> WrongOrder:
    return WrongOrder(
        "the conversation has ended; start another", code="conversation_ended", field="conversation_id"
    )


def _ack(message: ConversationMessage, epoch: str, offset: int) -> bytes:
    return _encode(
        wire.Ack(
            of=str(type(message).__struct_config__.tag),
            id=message.id,
            conversation_id=message.conversation_id,
            utterance_id=message.utterance_id if isinstance(message, wire.Utterance) else None,
            final=True if isinstance(message, wire.Utterance) else None,
            epoch=epoch,
            offset=offset,
        )
    )


def _repeated(receipt: bytes, message: ConversationMessage) -> bytes:
    """The ack given before, under the id that the repeat came with: another connection may count its ids anew."""
    given = msgspec.json.decode(receipt, type=wire.Ack)
    return receipt if given.id == message.id else _encode(msgspec.structs.replace(given, id=message.id))
