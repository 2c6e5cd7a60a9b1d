"""Events for the conversation's tests: made by hand, and by hypothesis."""

from __future__ import annotations

from typing import Any

from hurmaus.conversation.events import (
    ClockTicked,
    Ended,
    FeedbackGiven,
    HintClosed,
    HintOpened,
    HintQueued,
    Paused,
    Resumed,
    Started,
    StepMarked,
    StepSpec,
    UtteranceHeard,
)
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hurmaus.understanding.facts import Facts, Found, PromiseFound, Signal
from hurmaus.vocabulary import ACTS, EMOTIONS, HINT_KINDS, Evidence, Hint, Phrase, Role
from hypothesis import strategies as st

from tests.fakes.scripted_estimator import reading

STEPS = (
    StepSpec(id="greet", label="Kohtaa", acts=("greet",)),
    StepSpec(id="thank", label="Kiitä", acts=("thank",)),
    StepSpec(id="next_steps", label="Mitä seuraavaksi", acts=("next_step", "promise")),
)
SIGNALS: tuple[Signal, ...] = (
    "complaint", "delay", "our_fault", "thanks", "solved", "lets_go", "abuse", "enquiry", "repeat_contact",
)  # fmt: skip


def opened(**more: Any) -> ConversationState:
    """Return a conversation that has just started."""
    return ConversationState.opened("c1", steps=STEPS, at=0.0, **more)


def heard(
    role: Role, text: str = "", at: float = 0.0, number: int | None = None, **facts: Any
) -> UtteranceHeard:
    """Return an utterance of two words at least; ``facts`` may hold ``reading``, ``signals`` as names, and any of ``Facts``."""
    felt = facts.pop("reading", reading() if role == "customer" else None)
    signals = tuple(Found(signal=name, words=name) for name in facts.pop("signals", ()))
    return UtteranceHeard(
        utterance_id=f"u{at if number is None else number}",
        role=role,
        text=text or "Näin on.",
        facts=Facts(
            role=role,
            language=facts.pop("language", "fi"),
            address=facts.pop("address", "none"),
            signals=signals,
            **facts,
        ),
        reading=felt,
        at=at,
    )


def hint(hint_id: str = "h1", kind: Any = "thank", step: str | None = "thank", **more: Any) -> Hint:
    """Return a hint with one phrase."""
    return Hint(
        id=hint_id,
        kind=kind,
        step=step,
        why="Syy",
        phrases=more.pop("phrases", (Phrase(id=f"p-{hint_id}", text="Kiitos tiedosta.", address="none"),)),
        expires_at=more.pop("expires_at", 1e6),
        evidence=Evidence(rule="r"),
    )


def after(state: ConversationState, *events: Any) -> ConversationState:
    """Apply events in order."""
    for event in events:
        state = apply(state, event)
    return state


times = st.floats(allow_nan=True, allow_infinity=True) | st.floats(min_value=0, max_value=1e6)
texts = st.text(max_size=80) | st.sampled_from(
    ["Kiitos tiedosta.", "Selvitin asian, kuten lupasin.", "Pyydän esihenkilöä."]
)
ids = st.sampled_from(["a", "b", "c", "d"])
readings = st.none() | st.builds(
    reading,
    valence=st.floats(min_value=-1, max_value=1) | st.sampled_from([float("nan"), 7.0]),
    feels=st.lists(st.sampled_from(EMOTIONS), max_size=3, unique=True).map(tuple),
    sure=st.floats(min_value=0, max_value=1),
)
facts_of = st.builds(
    Facts,
    role=st.just("customer"),
    language=st.sampled_from(["fi", "und", "sv"]),
    address=st.sampled_from(["te", "sina", "none"]),
    acts=st.lists(st.sampled_from(ACTS), max_size=3).map(tuple),
    questions=st.lists(st.text(max_size=30) | st.just("Milloin se tulee?"), max_size=20).map(tuple),
    promises=st.lists(
        st.builds(PromiseFound, text=st.text(max_size=30), due=st.none() | times), max_size=20
    ).map(tuple),
    signals=st.lists(
        st.builds(Found, signal=st.sampled_from(SIGNALS), words=st.text(max_size=200)), max_size=4
    ).map(tuple),
)
hints = st.builds(hint, hint_id=ids, kind=st.sampled_from(HINT_KINDS))
events = st.one_of(
    st.builds(Started, at=times, conversation_id=st.just("c1"), steps=st.just(STEPS)),
    st.builds(
        UtteranceHeard,
        at=times,
        utterance_id=st.integers(0, 400).map(str),
        role=st.sampled_from(["customer", "agent"]),
        text=texts,
        facts=facts_of,
        reading=readings,
    ),
    st.builds(Paused, at=times),
    st.builds(Resumed, at=times),
    st.builds(Ended, at=times),
    st.builds(
        StepMarked,
        at=times,
        step=st.sampled_from(["greet", "thank", "next_steps", "nowhere"]),
        done=st.booleans(),
    ),
    st.builds(
        FeedbackGiven,
        at=times,
        hint_id=ids,
        outcome=st.sampled_from(["shown", "inserted", "edited", "dismissed"]),
    ),
    st.builds(ClockTicked, at=times),
    st.builds(HintQueued, at=times, hint=hints, priority=st.integers(0, 100), quiet=st.booleans()),
    st.builds(HintOpened, at=times, hint=hints, priority=st.integers(0, 100)),
    st.builds(
        HintClosed,
        at=times,
        hint_id=ids,
        kind=st.just("thank"),
        reason=st.sampled_from(["done", "dismissed", "expired", "superseded"]),
        requeued=st.booleans(),
    ),
)
