"""Two wordings that say nearly the same are told apart from two that do not; no words are kept."""

from __future__ import annotations

import pytest
from hurmaus.conversation import sketches
from hurmaus.conversation.sketches import alike, sketch, sketch_of_phrase
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            "Pahoittelen viivästystä, selvitän asian heti.",
            "Selvitän asian heti ja pahoittelen viivästystä.",
            True,
        ),
        (
            "Tarkistan laskunne ja lähetän korjatun tilalle.",
            "Tarkistan laskusi ja lähetän korjatun tilalle.",
            True,
        ),
        ("Pahoittelen viivästystä, selvitän asian heti.", "Kiitos, että kerroitte tästä meille.", False),
        ("Kiitos tiedosta.", "Kiitos tiedosta.", False),
    ],
)
def test_nearly_the_same_is_seen(one: str, other: str, same: bool) -> None:
    assert alike(sketch(one), sketch(other)) is same


@given(st.text(max_size=120), st.text(max_size=120))
def test_it_is_the_same_both_ways_round(one: str, other: str) -> None:
    assert alike(sketch(one), sketch(other)) == alike(sketch(other), sketch(one))


def test_a_phrase_has_the_sketch_of_its_words_every_time() -> None:
    text = "Kiitos, Maija, että kerroitte tilauksesta 12345."
    assert sketch_of_phrase(text) == sketch_of_phrase(text) == sketch(text)


def test_no_words_outlive_their_conversation_in_this_room() -> None:
    said = "Nimeni on Maija Metsäläinen ja lähetys on kadonnut."
    sketch(said)
    sketch_of_phrase(said)
    assert "Metsäläinen" not in repr([vars(sketches), sketches._phrases])
