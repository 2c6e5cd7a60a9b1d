"""What the scripted service says to what it hears: enough of a complaint to exercise the sidebar."""

from __future__ import annotations

import time
from typing import Any

import msgspec
from hurmaus.protocol import messages as wire
from hurmaus.vocabulary import (
    DraftFinding,
    EmotionReading,
    Evidence,
    Hint,
    Mood,
    Phrase,
    Promise,
    Question,
    Step,
)

Events = list[msgspec.Struct]

STEPS = {
    "kohtaa": "Kohtaa",
    "kiita": "Kiitä",
    "asetu": "Asetu asemaan",
    "pahoittele": "Pahoittele",
    "seuraavaksi": "Mitä seuraavaksi",
}
APOLOGY = "apologise-1"
_NOWHERE: dict[str, Any] = {"conversation_id": "", "epoch": "", "offset": 0, "at": 0.0}


def apology(hint_id: str = APOLOGY, *, lasts_s: float = 600.0) -> wire.HintOpened:
    """A card with three phrases."""
    phrases = (
        Phrase(id="p1", text="Olen pahoillani, että paketti viipyy. Selvitän asian heti.", address="te"),
        Phrase(id="p2", text="Pahoittelen viivästystä. Näin sen ei pitänyt mennä.", address="none"),
        Phrase(id="p3", text="Anteeksi, että jouduitte odottamaan jo kolmannen kerran.", address="te"),
    )
    hint = Hint(
        id=hint_id,
        kind="apologise",
        step="pahoittele",
        why="Asiakas kertoo viivästyksestä: ”taas myöhässä”, ”jo kolmas kerta”.",
        phrases=phrases,
        expires_at=time.time() + lasts_s,
        evidence=Evidence(
            rule="reklamaatio/apologise",
            words=("taas myöhässä", "jo kolmas kerta"),
            confidence=0.91,
            model="scripted",
        ),
    )
    return wire.HintOpened(**_NOWHERE, hint=hint)


def mood(turn: float, rolling: float, trend: Any) -> wire.MoodChanged:
    return wire.MoodChanged(**_NOWHERE, mood=Mood(turn=turn, rolling=rolling, trend=trend))


def checked(of: wire.DraftCheck) -> wire.DraftChecked:
    """Two findings: a regret with a condition, and a question left open."""
    found = (
        DraftFinding(
            kind="non_apology",
            why="Ehto vie pahoittelulta pohjan.",
            words="Pahoittelut, jos odotit.",
            phrases=(Phrase(id="draft.own-words", text="Pahoittelut, että odotit.", address="none"),),
        ),
        DraftFinding(
            kind="open_question",
            why="Luonnos ei vielä vastaa tähän kysymykseen.",
            words="Missä paketti on?",
            phrases=(Phrase(id="a1", text="Vastaan vielä kysymykseenne.", address="te"),),
        ),
    )
    return wire.DraftChecked(id=of.id, conversation_id=of.conversation_id, findings=found)


def closed(hint_id: str, reason: Any) -> wire.HintClosed:
    return wire.HintClosed(**_NOWHERE, hint_id=hint_id, kind="apologise", reason=reason)


def steps(*done: str) -> wire.StepsChanged:
    rows = tuple(Step(id=name, label=label, done=name in done) for name, label in STEPS.items())
    return wire.StepsChanged(**_NOWHERE, playbook="reklamaatio", steps=rows)


def questions(*answered: bool) -> wire.QuestionsChanged:
    texts = ("Missä paketti on?", "Ehtiikö se huomiseksi?", "Saanko toimitusmaksun takaisin?")
    rows = tuple(
        Question(id=f"q{number}", text=texts[number], answered=done) for number, done in enumerate(answered)
    )
    return wire.QuestionsChanged(**_NOWHERE, questions=rows)


def promise(state: Any, due: str | None = None, text: str = "Soitan teille") -> wire.PromisesChanged:
    return wire.PromisesChanged(**_NOWHERE, promises=(Promise(id="l1", text=text, due=due, state=state),))


def reading(emotion: Any, valence: float) -> wire.Reading:
    sentiment: Any = "negative" if valence < 0 else "positive"
    read = EmotionReading(
        sentiment=sentiment, valence=valence, emotion=emotion, emotions={}, present=(), confidence=0.9
    )
    return wire.Reading(
        **_NOWHERE,
        utterance_id="u",
        turn=0,
        role="customer",
        language="fi",
        address="none",
        reading=read,
        acts=(),
    )


class Replies:
    """Answers like a coach who knows one complaint by heart."""

    def __init__(self) -> None:
        self.done: set[str] = {"kohtaa"}

    def to(self, message: Any, *, first: bool) -> Events:
        """Return the events that ``message`` leads to; ``first`` when it opens the conversation."""
        if isinstance(message, wire.ConversationStart):
            return [steps(*self.done)] if first else []
        if isinstance(message, wire.StepMark):
            (self.done.add if message.done else self.done.discard)(message.step)
            return [steps(*self.done)]
        if isinstance(message, wire.Feedback) and message.outcome == "dismissed":
            return [closed(message.hint_id, "dismissed")]
        if isinstance(message, wire.Utterance):
            return self._to_utterance(message)
        return []

    def _to_utterance(self, said: wire.Utterance) -> Events:
        text = said.text.lower()
        if said.role == "customer" and "myöhässä" in text:
            return [reading("anger", -0.8), mood(-0.8, -0.72, "falling"), apology()]
        if said.role == "agent" and ("pahoi" in text or "anteeksi" in text):
            self.done.add("pahoittele")
            return [closed(APOLOGY, "done"), steps(*self.done)]
        return []
