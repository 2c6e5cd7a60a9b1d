"""Words are compared plain: small letters, no umlauts, written forms; their places in the text are kept."""

from __future__ import annotations

import pytest
from hurmaus.understanding.words import READ_AT_MOST, Words
from hypothesis import given
from hypothesis import strategies as st


def test_umlauts_and_capitals_make_no_difference() -> None:
    assert Words("Paketti on MYÖHÄSSÄ").plain == Words("paketti on myohassa").plain


def test_spoken_forms_become_written_ones() -> None:
    assert Words("Onks mun lasku millon tulossa").plain[:4] == ["onko", "minun", "lasku", "milloin"]


def test_sentence_ends_are_words_and_numbers_stay_whole() -> None:
    words = Words("Soitan 15.3. mennessä klo 12.30! Sopiiko? Summa on 129,90 e.")
    assert words.plain == [
        "soitan", "15.3.", "mennessa", "klo", "12.30", "!", "sopiiko", "?", "summa", "on", "129,90", "e", "."
    ]  # fmt: skip
    assert words.sentences == [(0, 6), (6, 8), (8, 13)]


def test_a_place_gives_the_wording_back() -> None:
    words = Words("No, ei tää  toimi!")
    assert words.said(1, 3) == "ei tää  toimi"


@pytest.mark.parametrize("text", ["", "   ", "👍", "...", "?!", "\n\n", "\u00a0", "_"])
def test_a_text_without_words_has_none(text: str) -> None:
    words = Words(text)
    assert not any(word.isalnum() for word in words.plain)
    assert words.sentences == []


@given(st.text(max_size=200))
def test_every_word_stands_in_the_text(text: str) -> None:
    words = Words(text)
    assert len(words.plain) == len(words.folded) == len(words.spans)
    for index, (start, end) in enumerate(words.spans):
        assert 0 <= start < end <= len(text)
        assert words.said(index, index) == text[start:end]
    assert all(first < end for first, end in words.sentences)


def test_of_a_pasted_page_the_first_part_is_read() -> None:
    assert len(Words("sana " * 10_000).text) == READ_AT_MOST
