"""Say on the wire what a pass changed: compare the conversation before and after. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from hurmaus.conversation.events import Ended, Event, HintClosed, HintOpened, UtteranceHeard
from hurmaus.conversation.state import ConversationState
from hurmaus.conversation.summary import summarise
from hurmaus.conversation.turning_point import turning_point
from hurmaus.protocol import messages as wire
from hurmaus.storage.port import StoredEvent
from hurmaus.vocabulary import FINNISH

LANGUAGES = {"sv": "ruotsiksi", "en": "englanniksi", "et": "viroksi", "ru": "venäjäksi"}
OTHER = "muulla kielellä kuin suomeksi"

_encode = msgspec.json.Encoder().encode


class Announcer:
    """Numbers and encodes the events of one commit, once, however many will receive them."""

    def __init__(self, conversation_id: str, epoch: str, offset: int, at: float) -> None:
        self._head: dict[str, Any] = {"conversation_id": conversation_id, "epoch": epoch, "at": at}
        self.offset = offset
        self.events: list[StoredEvent] = []

    def say(self, make: Callable[..., wire.Event], /, **members: Any) -> None:
        """Append one event with the next offset."""
        self.offset += 1
        event = make(offset=self.offset, **self._head, **members)
        self.events.append(StoredEvent(offset=self.offset, payload=_encode(event)))


def announce(
    announcer: Announcer,
    before: ConversationState | None,
    happened: Sequence[Event],
    after: ConversationState,
    model: str,
) -> None:
    """Append the wire events for ``happened``, which led from ``before`` (None: just opened) to ``after``."""
    for event in happened:
        if isinstance(event, UtteranceHeard):
            _say_reading(announcer, event, after, model)
    if after.mood is not None and (before is None or after.mood != before.mood):
        announcer.say(wire.MoodChanged, mood=after.mood)
    if before is not None and (before.language in FINNISH) != (after.language in FINNISH):
        _say_language(announcer, after.language)
    if before is not None and (turned := turning_point(before, after)) is not None:
        announcer.say(wire.Alert, alert=turned.alert, why=turned.why)
    for event in happened:
        if isinstance(event, HintClosed) and event.shown:
            announcer.say(wire.HintClosed, hint_id=event.hint_id, kind=event.kind, reason=event.reason)
        elif isinstance(event, HintOpened):
            announcer.say(wire.HintOpened, hint=event.hint)
    _say_ledgers(announcer, before, after)
    if any(isinstance(event, Ended) for event in happened):
        announcer.say(wire.Summary, **msgspec.structs.asdict(summarise(after)))


def _say_reading(announcer: Announcer, heard: UtteranceHeard, after: ConversationState, model: str) -> None:
    announcer.say(
        wire.Reading,
        utterance_id=heard.utterance_id,
        turn=after.turns - 1,
        role=heard.facts.role,
        language=heard.facts.language,
        address=heard.facts.address,
        reading=heard.reading,
        acts=heard.facts.acts,
        model=model if heard.reading is not None else None,
    )


def _say_language(announcer: Announcer, language: str) -> None:
    coached = language in FINNISH
    note = None if coached else f"Asiakas kirjoittaa {LANGUAGES.get(language, OTHER)}. Vihjeet lepäävät."
    announcer.say(wire.LanguageChanged, language=language, coached=coached, note=note)


def _say_ledgers(announcer: Announcer, before: ConversationState | None, after: ConversationState) -> None:
    if before is None or (after.playbook, after.steps) != (before.playbook, before.steps):
        announcer.say(wire.StepsChanged, playbook=after.playbook or "", steps=after.steps)
    if before is not None and after.questions != before.questions:
        announcer.say(wire.QuestionsChanged, questions=after.questions)
    if before is not None and after.promises != before.promises:
        announcer.say(wire.PromisesChanged, promises=after.promises)
