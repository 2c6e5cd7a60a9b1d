"""A quote tells what fired a hint: one word brings its neighbours along."""

from __future__ import annotations

import pytest
from hurmaus.conversation.quotes import quotes
from hurmaus.understanding.facts import Found


@pytest.mark.parametrize(
    ("text", "word", "quote"),
    [
        ("Hienoa työtä taas, kiitos vaan!", "taas", "Hienoa työtä taas"),
        (
            "no siis se paketti on taas kerran ihan hukassa siellä jossain",
            "taas",
            "se paketti on taas kerran ihan hukassa",
        ),
        ("Paketti on myöhässä! Missä se on?", "myöhässä", "Paketti on myöhässä"),
        ("Puuttuu osa.", "Puuttuu", "Puuttuu osa"),
    ],
)
def test_a_word_is_shown_in_its_clause(text: str, word: str, quote: str) -> None:
    assert quotes(text, [Found(signal="complaint", words=word)]) == {"complaint": quote}


@pytest.mark.parametrize("words", ["ei tää toimi", "[HETU]", "?", "muualla"])
def test_what_tells_enough_or_is_not_there_stays(words: str) -> None:
    assert quotes("ei tää toimi? [HETU]", [Found(signal="complaint", words=words)]) == {}
