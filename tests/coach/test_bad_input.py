"""Whatever comes in, the coach neither falls nor floods, and the same words give the same hints."""

from __future__ import annotations

import random

import pytest
from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_playbooks
from hurmaus.conversation.state import ConversationState
from hurmaus.vocabulary import Role
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.coach.dialogue import STARTED_AT, Dialogue, Turn, open_kinds, play, script

COACH = Coach(load_playbooks())
TERMS = (
    "4.2 Toimittaja vastaa virheestä ja viivästyksestä vain siltä osin kuin pakottava lainsäädäntö niin edellyttää. "
    "Reklamaatio on tehtävä kirjallisesti kohtuullisessa ajassa. Jos tuote on viallinen, asiakkaalla on oikeus korjaukseen. "
)
MOST_OPEN = 6


def said(*turns: tuple[Role, str], every_s: float = 20.0) -> Dialogue:
    return Dialogue(
        "bad-input",
        {},
        tuple(
            Turn(number, role, text, STARTED_AT + every_s * number, {role: text})
            for number, (role, text) in enumerate(turns)
        ),
    )


def states(dialogue: Dialogue) -> list[ConversationState]:
    return [state for _, state in play(dialogue, COACH, script(dialogue))]


@pytest.mark.parametrize(
    "text",
    ["", " ", "👍", "🤬🤬🤬", "?!?!?!", "...", "\u200b", "1234567890", "a" * 20_000, "🙂" * 20_000, "<script>alert(1)</script>", "{sanat} {0} %s"],
    ids=["empty", "space", "thumb", "anger", "marks", "dots", "unseen", "digits", "long", "long-emoji", "markup", "slots"],
)  # fmt: skip
@pytest.mark.parametrize("role", ["customer", "agent"])
def test_a_turn_that_says_nothing_opens_nothing(role: Role, text: str) -> None:
    assert open_kinds(states(said((role, text)))[-1]) == []


def test_a_complaint_of_twenty_thousand_characters_is_one_complaint() -> None:
    text = "Paketti on myöhässä ja olen pettynyt. " * 530
    (state,) = states(said(("customer", text)))
    assert 0 < len(open_kinds(state)) <= MOST_OPEN
    assert all(len(hint.why) <= 300 for hint in (*state.shown, *state.waiting))
    assert len(state.questions) <= 12


def test_a_pasted_page_of_terms_makes_no_storm() -> None:
    (state,) = states(said(("customer", f"Koskeeko tämä kohta minua?\n{TERMS * 60}")))
    assert len(state.shown) <= 1
    assert len(open_kinds(state)) <= MOST_OPEN


def test_languages_mixed_in_one_turn_and_from_turn_to_turn_are_taken() -> None:
    mixed = said(
        ("customer", "Hi, missä mun package on, it is late"),
        ("agent", "Hei! Tarkistan. Hello!"),
        ("customer", "Tack, tack så mycket för hjälpen med det här paketet"),
        ("customer", "kiitos thanks tack"),
    )
    assert len(open_kinds(states(mixed)[-1])) <= MOST_OPEN


def test_both_speaking_at_once_is_heard_in_order_of_arrival() -> None:
    together = said(
        ("customer", "Netti ei toimi ollenkaan."),
        ("agent", "Hei, ymmärrän, että se harmittaa."),
        ("customer", "Eikä kukaan vastaa puhelimeen!"),
        ("agent", "Olen pahoillani."),
        every_s=0.0,
    )
    last = states(together)[-1]
    assert len(last.shown) <= 1
    assert "apologise" not in open_kinds(last)


def test_turns_that_come_late_never_turn_the_clock_back() -> None:
    turns = list(said(("customer", "Paketti on myöhässä."), ("agent", "Hei!"), ("customer", "No?")).turns)
    late = Dialogue("late", {}, tuple(turn._replace(at=STARTED_AT - 50 * turn.number) for turn in turns))
    clocks = [state.clock for state in states(late)]
    assert clocks == sorted(clocks)


def test_the_same_complaint_again_and_again_is_no_new_hint_each_time() -> None:
    again = states(said(*[("customer", "Paketti on taas myöhässä!")] * 40))
    ever = {hint.id for state in again for hint in (*state.shown, *state.waiting)}
    assert len(ever) <= 12
    assert all(len(state.shown) <= 1 for state in again)


PIECES = ("Netti on rikki!", "Haluan puhua esimiehelle", "Hei", "", "👍", "Ei kuulu meille.", "Soitan huomenna", "kiitos", "idiootti", "Hetu 131052-308T", "Hej, var är mitt paket någonstans", "Milloin? Miksi? Miten?")  # fmt: skip
anything = st.lists(
    st.tuples(st.sampled_from(["customer", "agent"]), st.sampled_from(PIECES) | st.text(max_size=60)),
    max_size=14,
)


@settings(max_examples=40, deadline=None)
@given(anything, st.integers(0, 5))
def test_anything_in_any_order_is_taken_calmly_and_the_same_way_twice(
    turns: list[tuple[Role, str]], seed: int
) -> None:
    random.Random(seed).shuffle(turns)
    dialogue = said(*turns)
    first = states(dialogue)
    assert first == states(dialogue)
    for state in first:
        assert len(state.shown) <= 1
        assert len({hint.kind for hint in (*state.shown, *state.waiting)}) == len(open_kinds(state))
