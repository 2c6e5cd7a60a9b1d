"""Phrases and a reader of agent turns together: the reader decides, but blames nobody who is not spoken to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hurmaus.understanding.acts import find
from hurmaus.understanding.words import Words
from hurmaus.vocabulary import Act


class Says:
    """A reader that says the same of every turn, and remembers what phrases had found."""

    def __init__(self, *acts: Act) -> None:
        self.said = acts
        self.by_phrase: tuple[Act, ...] = ()

    def acts(self, text: str, by_phrase: tuple[Act, ...]) -> tuple[Act, ...]:
        self.by_phrase = by_phrase
        return self.said

    def likeness(self, text: str, example: str) -> float:
        return 0.0

    def likenesses(self, text: str, examples: Sequence[str]) -> tuple[float, ...]:
        return tuple(0.0 for _ in examples)


def test_without_a_reader_the_phrases_decide() -> None:
    assert find(Words("Kiitos viestistä.")) == ("thank",)


def test_the_reader_hears_what_the_phrases_found_and_decides() -> None:
    reader = Says("thank", "inform")
    assert find(Words("Kiitos viestistä."), "Kiitos viestistä.", reader) == ("thank", "inform")
    assert reader.by_phrase == ("thank",)


@pytest.mark.parametrize("said", ["Huollon olisi pitänyt käydä jo.", "Passi pitää olla mukana."])
def test_where_nobody_is_spoken_to_nobody_is_blamed(said: str) -> None:
    assert find(Words(said), said, Says("inform", "blame")) == ("inform",)


def test_where_somebody_is_spoken_to_the_reader_may_find_blame() -> None:
    said = "Olisitte tilannut ajoissa."
    assert "blame" in find(Words(said), said, Says("blame"))
