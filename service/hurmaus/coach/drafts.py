"""The draft check: what the agent asked about their own draft, answered before it is sent. Pure.

The draft is played through the same reducer and the same coach as if it had been sent, and the outcome is
thrown away: nothing of it stays in the conversation.
"""

from __future__ import annotations

from collections.abc import Iterator

from hurmaus.coach.candidates import Candidate, slots_of
from hurmaus.coach.engine import Ruleset
from hurmaus.coach.phrases import choose, form_of_address
from hurmaus.coach.settings import CoachSettings
from hurmaus.conversation.events import UtteranceHeard
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hurmaus.understanding import acts
from hurmaus.understanding.answers import which_answered
from hurmaus.understanding.facts import Facts
from hurmaus.understanding.hollow import hollow_regret
from hurmaus.understanding.readdress import readdressed
from hurmaus.understanding.words import Words
from hurmaus.vocabulary import FINNISH, Act, Address, DraftFinding, Evidence, Hint, HintKind, Phrase

BLAME_WHY = (
    "Voi kuulostaa siltä, että vika on asiakkaan. Kerro mieluummin, mitä tapahtui ja mitä nyt tehdään."
)
DISMISSAL_WHY = "Voi kuulostaa torjuvalta. Kerro mieluummin, mitä voidaan tehdä."
HOLLOW_WHY = "Ehto tai varaus vie pahoittelulta pohjan. Pahoittele suoraan."
TE_WHY = "Asiakasta teititellään, mutta luonnos sinuttelee."
SINA_WHY = "Asiakasta sinutellaan, mutta luonnos teitittelee."
QUESTION_WHY = "Luonnos ei vielä vastaa tähän kysymykseen."

MOST_QUESTIONS = 4
DRAFT = "draft"
"""The utterance id of a draft: it never reaches a store."""

OWN_WORDS = "draft.own-words"
"""The id of a rewording made of the agent's own sentence."""


def check_draft(
    rules: Ruleset,
    state: ConversationState,
    sent: ConversationState,
    text: str,
    facts: Facts,
    settings: CoachSettings,
) -> tuple[DraftFinding, ...]:
    """Return what to mend in a (masked) draft, the gravest first.

    ``state`` is the conversation before it, ``sent`` as it would be with the coach's decision after it.
    """
    if facts.language not in FINNISH:
        return ()
    sentences = _sentences(text)
    offer = _Rewordings(rules, sent, settings)
    return (
        *_harsh(sentences, frozenset(facts.acts), offer),
        *_hollow(sentences, offer),
        *_wrong_address(sentences, facts, state, settings),
        *_unanswered(text, state, offer),
        *_missing_steps(sent, offer),
    )


def as_if_sent(state: ConversationState, text: str, facts: Facts, at: float) -> ConversationState:
    """Return the conversation as it would be had the agent said the draft."""
    return apply(state, UtteranceHeard(utterance_id=DRAFT, role="agent", text=text, facts=facts, at=at))


class _Rewordings:
    """Phrases of the playbook for a kind: those of an open hint, else the best that fit."""

    def __init__(self, rules: Ruleset, sent: ConversationState, settings: CoachSettings) -> None:
        self._rules, self._state, self._settings = rules, sent, settings
        self._open: dict[HintKind, Hint] = {
            hint.kind: hint for hint in reversed((*sent.shown, *sent.waiting))
        }

    def of(self, kind: HintKind, *tags: str) -> tuple[Phrase, ...]:
        hint = self._open.get(kind)
        if hint is not None and hint.phrases:
            return hint.phrases
        wanted = Candidate(
            kind=kind,
            rule=DRAFT,
            step=None,
            turn=self._state.turns,
            priority=0,
            why="",
            evidence=Evidence(rule=DRAFT),
            tags=frozenset(tags),
            lead=tags[0] if tags else None,
            expires_at=self._state.clock,
            slots=slots_of(self._state),
        )
        return choose(self._rules.playbook, wanted, self._state, self._settings, offered=())

    def why(self, kind: HintKind) -> str | None:
        hint = self._open.get(kind)
        return None if hint is None else hint.why


def _sentences(text: str) -> tuple[tuple[str, frozenset[Act]], ...]:
    """The sentences of the draft, each with what it does."""
    words = Words(text)
    said = (words.said(first, end - 1) for first, end in words.sentences)
    return tuple((sentence, frozenset(acts.find(Words(sentence)))) for sentence in said)


def _harsh(
    sentences: tuple[tuple[str, frozenset[Act]], ...], whole: frozenset[Act], offer: _Rewordings
) -> Iterator[DraftFinding]:
    """Blame and dismissal, by the sentence where one shows it, else (as a model may see it) of the draft."""
    for sentence, does in sentences:
        if "blame" in does:
            phrases = offer.of("avoid_blame", "blame")
            yield DraftFinding(kind="blame", why=BLAME_WHY, words=sentence, phrases=phrases)
        elif "dismiss" in does and not does & {"next_step", "promise", "offer_help"}:
            phrases = offer.of("avoid_blame", "dismiss")
            yield DraftFinding(kind="dismissal", why=DISMISSAL_WHY, words=sentence, phrases=phrases)
    if "blame" in whole and not any("blame" in does for _, does in sentences):
        yield DraftFinding(kind="blame", why=BLAME_WHY, phrases=offer.of("avoid_blame", "blame"))


def _hollow(sentences: tuple[tuple[str, frozenset[Act]], ...], offer: _Rewordings) -> Iterator[DraftFinding]:
    for sentence, _ in sentences:
        found = hollow_regret(sentence)
        if found is None:
            continue
        own = () if found.plain is None else (_own(found.plain),)
        phrases = own or offer.of("apologise")
        yield DraftFinding(kind="non_apology", why=HOLLOW_WHY, words=sentence, phrases=phrases)


def _wrong_address(
    sentences: tuple[tuple[str, frozenset[Act]], ...],
    facts: Facts,
    state: ConversationState,
    settings: CoachSettings,
) -> Iterator[DraftFinding]:
    """Found only where a form is known: the customer's own, or the one that the settings ask for."""
    wanted = form_of_address(state, settings)
    if facts.address in ("none", wanted) or (settings.address == "follow" and state.address == "none"):
        return
    changed = [(sentence, readdressed(sentence, wanted)) for sentence, _ in sentences]
    first = next((sentence for sentence, again in changed if again is not None), None)
    whole = " ".join(again or sentence for sentence, again in changed)
    yield DraftFinding(
        kind="address",
        why=TE_WHY if wanted == "te" else SINA_WHY,
        words=first,
        phrases=() if first is None else (_own(whole, wanted),),
    )


def _unanswered(text: str, state: ConversationState, offer: _Rewordings) -> Iterator[DraftFinding]:
    waiting = [entry for entry in state.question_ledger if entry.open]
    done = which_answered([entry.text for entry in waiting], text)
    still_open = [entry for at, entry in enumerate(waiting) if at not in done]
    for number, entry in enumerate(still_open[:MOST_QUESTIONS]):
        phrases = () if number else offer.of("answer_questions")
        yield DraftFinding(kind="open_question", why=QUESTION_WHY, words=entry.text, phrases=phrases)


def _missing_steps(sent: ConversationState, offer: _Rewordings) -> Iterator[DraftFinding]:
    """Steps that a hint would ask for even after the draft, in the checklist's order."""
    asked = {hint.step: hint for hint in reversed((*sent.shown, *sent.waiting)) if hint.kind in STEP_KINDS}
    for step in sent.steps:
        hint = asked.get(step.id)
        if hint is not None:
            yield DraftFinding(kind="missing_step", why=hint.why, step=step.id, phrases=offer.of(hint.kind))


STEP_KINDS: frozenset[HintKind] = frozenset({"greet", "thank", "empathise", "apologise", "next_steps"})


def _own(text: str, address: Address = "none") -> Phrase:
    return Phrase(id=OWN_WORDS, text=text, address=address)
