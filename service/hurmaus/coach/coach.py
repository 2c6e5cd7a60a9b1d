"""The coach: a colleague who mostly keeps quiet. Pure: the same state and time give the same events."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy

from msgspec.structs import replace

from hurmaus.coach import policy
from hurmaus.coach.candidates import reminder_at
from hurmaus.coach.drafts import as_if_sent, check_draft
from hurmaus.coach.engine import Ruleset
from hurmaus.coach.liking import NOTHING_KNOWN, Uses
from hurmaus.coach.phrases import choose, readdressed
from hurmaus.coach.playbook import URGENT_KINDS, Playbook
from hurmaus.coach.policy import HintEvent
from hurmaus.coach.settings import CoachSettings
from hurmaus.coach.shelf import Shelf
from hurmaus.coach.taught import taught
from hurmaus.conversation.events import HintClosed, PlaybookChosen, Started
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import Card, ConversationState
from hurmaus.understanding.act_reader import ActReader
from hurmaus.understanding.facts import Facts
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.vocabulary import FINNISH, Channel, CloseReason, DraftFinding

DEFAULT_PLAYBOOK = "reklamaatio"

Decision = HintEvent | PlaybookChosen


class Coach:
    """Decides which hints open and close. Holds no state of any conversation."""

    def __init__(
        self,
        playbooks: Mapping[str, Playbook],
        settings: CoachSettings | None = None,
        model_version: str = "none",
        default_playbook: str = DEFAULT_PLAYBOOK,
    ) -> None:
        self._settings = settings or CoachSettings()
        self._model = model_version
        self._default = default_playbook
        self._shelf = self._shelved(playbooks)

    @property
    def settings(self) -> CoachSettings:
        return self._settings

    @property
    def playbooks(self) -> Mapping[str, Playbook]:
        """The playbooks in force, by id."""
        return self._shelf.playbooks

    @property
    def requests(self) -> Phrasebook | None:
        """What finds the requests that the company's own service description holds outside."""
        return self._shelf.requests

    def follow(self, playbooks: Mapping[str, Playbook]) -> None:
        """Put other playbooks in force; a conversation under way turns to them with its next event.

        Raises:
            ConfigurationError: one that settings name is missing. The ones before stay in force.

        """
        self._shelf = self._shelved(playbooks)

    def knows(self, playbook: str) -> bool:
        """Return whether there is a playbook of this id."""
        return self._shelf.knows(playbook)

    def playbook(self, playbook_id: str | None) -> Playbook:
        """Return the playbook of this id, the default one for None or an unknown id."""
        return self._ruleset(playbook_id).playbook

    def started(
        self,
        conversation_id: str,
        *,
        at: float,
        channel: Channel = "chat",
        queue: str | None = None,
        playbook: str | None = None,
    ) -> Started:
        """Return the event that opens a conversation with the checklist of its playbook."""
        given = self._shelf.given(playbook, queue)
        chosen = self.playbook(given)
        return Started(
            conversation_id=conversation_id,
            channel=channel,
            queue=queue,
            playbook=chosen.id,
            steps=chosen.step_specs,
            edition=chosen.edition,
            given=given is not None,
            at=at,
        )

    def decide(
        self, state: ConversationState, now: float, uses: Uses = NOTHING_KNOWN
    ) -> tuple[Decision, ...]:
        """Return what becomes of the hints at ``now``; the caller applies these events in order.

        ``uses`` tells how the conversation's queue has taken to phrases so far. Calling it again on the resulting state gives nothing new.
        """
        now = max(now, state.clock)
        if not self._coached(state):
            return tuple(_closed(card, "ended", now) for card in state.cards)
        turned = self._shelf.turned(state, now)
        for event in turned:
            state = apply(state, event)
        rules = self._ruleset(state.playbook)
        state, reworded = self._readdressed(rules.playbook, state, now)
        closing = self._closing(rules, state, now)
        busy = {card.hint.kind for card in state.cards if card.hint.id not in closing}
        found = rules.candidates(state, self._settings, now, self._model, busy)
        chosen = policy.wanted(found, state, self._settings, now)
        offered = set(state.phrases_offered)
        new = []
        for one in chosen:
            phrases = choose(rules.playbook, one, state, self._settings, offered, uses)
            if not phrases and one.kind not in URGENT_KINDS:
                continue
            offered.update(phrase.id for phrase in phrases)
            hint = policy.hint_of(one, phrases, state.conversation_id)
            if one.is_reminder:
                _give_way(closing, state, one.about)
            new.append((one, hint))
        closed = [
            _closed(card, closing[card.hint.id], now) for card in state.cards if card.hint.id in closing
        ]
        return (*turned, *reworded, *closed, *policy.place(new, state, self._settings, closing, now))

    def taught(
        self, state: ConversationState, facts: Facts, text: str, reader: ActReader | None = None
    ) -> Facts:
        """Return the facts of a turn with what the example sentences of the conversation's playbook add."""
        return taught(facts, text, self.playbook(state.playbook).labelled_examples, reader)

    def check_draft(
        self, state: ConversationState, text: str, facts: Facts, now: float
    ) -> tuple[DraftFinding, ...]:
        """Return what to mend in an agent's (masked) draft. Asked for by the agent, so the quiet modes do not
        silence it; the state stays as it is.
        """
        now = max(now, state.clock)
        asked = self if self._settings.hints == "on" else self._speaking()
        before = asked._decided(state, now)
        sent = asked._decided(as_if_sent(before, text, facts, now), now)
        return check_draft(self._ruleset(before.playbook), before, sent, text, facts, asked.settings)

    def next_wake(self, state: ConversationState) -> float | None:
        """Return when time alone will change something: an expiry, a promise due, a customer left waiting.

        Always later than ``state.clock``, so that waking up once moves it on; None when nothing is pending.
        """
        if state.ended:
            return None
        times = [promise.due for promise in state.promise_ledger if promise.state == "open"]
        if self._coached(state):
            times += [card.hint.expires_at for card in state.cards]
            times += [reminder_at(promise, self._settings) for promise in state.promise_ledger]
            times.append(self._first_answer_due(state))
        return min((t for t in times if t is not None and t > state.clock), default=None)

    def _speaking(self) -> Coach:
        """This coach with its hints on."""
        again = copy(self)
        again._settings = replace(self._settings, hints="on")
        return again

    def _decided(self, state: ConversationState, now: float) -> ConversationState:
        for event in self.decide(state, now):
            state = apply(state, event)
        return state

    def _ruleset(self, playbook_id: str | None) -> Ruleset:
        return self._shelf.ruleset(playbook_id)

    def _shelved(self, playbooks: Mapping[str, Playbook]) -> Shelf:
        return Shelf(playbooks, self._default, self._settings.queue_playbooks)

    def _coached(self, state: ConversationState) -> bool:
        return (
            not state.ended
            and not state.paused
            and self._settings.hints != "off"
            and state.language in FINNISH
        )

    def _closing(self, rules: Ruleset, state: ConversationState, now: float) -> dict[str, CloseReason]:
        reasons = (
            (card.hint.id, rules.closing_reason(state, card, self._settings, now)) for card in state.cards
        )
        return {hint_id: reason for hint_id, reason in reasons if reason is not None}

    def _readdressed(
        self, playbook: Playbook, state: ConversationState, now: float
    ) -> tuple[ConversationState, list[HintEvent]]:
        """Put the open cards into the customer's form of address, once that is known."""
        events: list[HintEvent] = []
        for card in state.cards:
            hint = readdressed(playbook, card.hint, state, self._settings)
            if hint is not None:
                events.append(policy.reworded(card, hint, now))
        for event in events:
            state = apply(state, event)
        return state, events

    def _first_answer_due(self, state: ConversationState) -> float | None:
        if state.channel != "chat" or state.agent_turns or state.unanswered_since is None:
            return None
        return state.unanswered_since + self._settings.first_answer_s


def _closed(card: Card, reason: CloseReason, now: float) -> HintClosed:
    return HintClosed(at=now, hint_id=card.hint.id, kind=card.hint.kind, reason=reason, shown=card.shown)


def _give_way(closing: dict[str, CloseReason], state: ConversationState, promise_id: str | None) -> None:
    """A reminder takes the place of the quiet hint of the same promise."""
    for card in state.cards:
        if card.quiet and card.about == promise_id:
            closing.setdefault(card.hint.id, "superseded")
