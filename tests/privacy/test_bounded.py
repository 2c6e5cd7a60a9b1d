"""Masking takes time in proportion to the text, whatever the text."""

from __future__ import annotations

import time

import pytest
from hurmaus.privacy.masking import mask

SIZE = 32_768
HOSTILE = {
    "digits": "1",
    "spaced digits": "4 ",
    "hyphens": "0-",
    "cards without a check": "4111 1111 1111 1112 ",
    "almost a hetu": "131052-308A ",
    "almost an iban": "FI21 1234 5600 0007 86 ",
    "letters and digits": "FI2",
    "at signs": "@",
    "dots": "a.",
    "name without a host": "a" * 63 + "@",
    "host without an end": "a@" + "b." * 10,
    "streets": "katu 1 ",
    "one long word": "a",
    "phones": "040",
    "plus": "+",
    "reference words": "viite ",
    "dictated zeros": "nolla ",
    "dictated and written": "nolla 4 ",
    "real phones": "0401234567 ",
    "zero-width": "\u200b1",
    "odd spaces": "1\u2009",
    "brackets": "(at",
    "spaced code": "1 3 1 0 5 2 - 3 0 8 A ",
    "code in two": "131052 x 308A ",
    "digits and commas": "4,",
    "said addresses": "matti ät example piste ",
    "said names": "a piste ",
    "bracketed dots": "a(piste)",
    "spaced account": "F I 2 1 ",
    "mixed": "0+4-@ a.1 viite 5 ",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_of_full_length_is_masked_in_bounded_time(piece: str) -> None:
    text = (piece * SIZE)[:SIZE]
    began = time.process_time()
    mask(text)
    assert time.process_time() - began < 2
