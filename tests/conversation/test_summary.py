"""The end of a conversation: asked and answered, promised, agreed, how the mood went, what to pass on."""

from __future__ import annotations

from typing import Any

import pytest
from hurmaus.conversation.events import ClockTicked
from hurmaus.conversation.state import ConversationState
from hurmaus.conversation.summary import MOODS, mood_word, summarise
from hurmaus.understanding.facts import Found, PromiseFound
from hurmaus.vocabulary import Improvement
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.conversation.happenings import after, events, heard, opened
from tests.fakes.scripted_estimator import reading


def said(role: Any, text: str, at: float, **facts: Any) -> Any:
    return heard(role, text, at, **facts)


def note_of(state: ConversationState) -> str:
    return "\n".join(summarise(state).hand_over)


def test_an_untouched_conversation_has_nothing_to_tell() -> None:
    summary = summarise(opened())
    assert summary.mood_trace == "unknown"
    assert (summary.agreed, summary.improvements, summary.hand_over) == ((), (), ())


@pytest.mark.parametrize(
    ("valences", "trace"),
    [([-0.8, 0.8, 0.8], "lifted"), ([0.5, -0.6, -0.9], "sank"), ([-0.5, -0.5], "steady"), ([0.1], "steady")],
)
def test_the_trace_of_feeling_goes_from_start_to_end(valences: list[float], trace: str) -> None:
    state = after(opened(), *(said("customer", "", at, reading=reading(v)) for at, v in enumerate(valences)))
    summary = summarise(state)
    assert summary.mood_trace == trace
    assert summary.mood_lowest == min(valences)


class TestAgreed:
    def test_what_is_stated_is_agreed(self) -> None:
        state = after(opened(), said("agent", "", 1, stated=("Lähetän uuden paketin.",)))
        assert summarise(state).agreed == ("Lähetän uuden paketin.",)

    @pytest.mark.parametrize(
        ("answer", "agreed"),
        [
            ("Joo, sopii.", True),
            ("Kyllä kiitos", True),
            ("no se käy mulle hyvin", True),
            ("Ei käy.", False),
            ("Joo, mutta en halua uutta", False),
            ("Milloin?", False),
        ],
    )
    def test_what_is_proposed_is_agreed_once_the_customer_says_yes(self, answer: str, agreed: bool) -> None:
        offer = said("agent", "Lähetänkö uuden?", 1, proposed=("Lähetänkö uuden?",))
        state = after(opened(), offer, said("customer", answer, 2))
        assert bool(summarise(state).agreed) is agreed

    def test_a_yes_comes_too_late_for_an_offer_that_was_passed_over(self) -> None:
        offer = said("agent", "Lähetänkö uuden?", 1, proposed=("Lähetänkö uuden?",))
        state = after(opened(), offer, said("customer", "Milloin?", 2), said("customer", "Joo.", 3))
        assert summarise(state).agreed == ()

    def test_the_same_thing_is_told_once(self) -> None:
        twice = [said("agent", "", at, stated=("Tarkistan asian.",)) for at in (1, 2)]
        assert summarise(after(opened(), *twice)).agreed == ("Tarkistan asian.",)


class TestImprovements:
    def test_a_cause_of_ours_is_kept_and_marked_once_noted(self) -> None:
        told = said("customer", "Sivuilla oli väärä hinta.", 1, signals=("points_at_our_material",))
        state = after(opened(), told)
        assert [one.noted for one in summarise(state).improvements] == [False]
        state = after(state, said("agent", "Kirjaan väärän hinnan korjattavaksi sivuille.", 2))
        assert [one.noted for one in summarise(state).improvements] == [True]

    def test_it_holds_no_more_than_a_quote(self) -> None:
        told = said("customer", "a" * 3000, 1, signals=("points_at_our_material",))
        (one,) = summarise(after(opened(), told)).improvements
        assert isinstance(one, Improvement)
        assert len(one.text) <= 200


class TestHandOver:
    def test_a_settled_conversation_needs_no_note(self) -> None:
        state = after(opened(), said("customer", "", 1, signals=("complaint",)), said("customer", "", 2, signals=("solved",)))  # fmt: skip
        assert summarise(state).hand_over == ()

    def test_it_tells_what_is_still_open_and_what_was_promised(self) -> None:
        promise = PromiseFound(text="Soitan huomenna", due=1_772_449_200.0)
        state = after(
            opened(),
            said("customer", "Paketti on myöhässä", 1, signals=("delay",), questions=("Milloin se tulee?",)),
            said("agent", "", 2, promises=(promise,), stated=("Selvitän asian kuljetuksesta.",)),
        )
        note = note_of(state)
        for part in (
            "Asiakas kertoi",
            "Milloin se tulee?",
            "Soitan huomenna",
            "2.3. klo 13.00, avoin",
            "Selvitän",
        ):
            assert part in note

    def test_what_the_customer_told_is_quoted_once_at_its_fullest(self) -> None:
        told = said("customer", "Huoltomies ei tullut taaskaan.", 1)
        found = (
            Found(signal="complaint", words="Huoltomies ei tullut"),
            Found(signal="repeat_contact", words="Huoltomies ei tullut taaskaan"),
        )
        note = note_of(after(opened(), replace(told, facts=replace(told.facts, signals=found))))
        assert note.count("Huoltomies") == 1
        assert "taaskaan" in note

    def test_a_late_promise_is_told_as_late(self) -> None:
        promised = said("agent", "", 1, promises=(PromiseFound(text="Soitan", due=5.0),))
        assert "myöhässä" in note_of(after(opened(), promised, ClockTicked(at=6.0)))


@given(st.floats(min_value=-1, max_value=1))
def test_every_mood_has_a_word(valence: float) -> None:
    assert mood_word(valence) in {word for _, word in MOODS}


@given(st.lists(events, max_size=30))
def test_whatever_happened_the_summary_is_told_and_bounded(happened: list[Any]) -> None:
    summary = summarise(after(opened(), *happened))
    assert all("\n" not in line for line in summary.hand_over)
    assert len(summary.agreed) <= 8
    assert len(summary.improvements) <= 6
