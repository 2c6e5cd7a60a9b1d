"""Strategies that make valid (invented) personal numbers in the shapes people write them."""

from __future__ import annotations

import string

from hurmaus.privacy.checks import HETU_CENTURY, HETU_CHECK, IBAN_LENGTH
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

SIGNS = "".join(HETU_CENTURY)


@st.composite
def hetus(draw: st.DrawFn) -> str:
    day = draw(st.integers(1, 28))
    month = draw(st.integers(1, 12))
    year = draw(st.integers(0, 99))
    number = draw(st.integers(2, 999))
    birth = f"{day:02}{month:02}{year:02}"
    check = HETU_CHECK[int(f"{birth}{number:03}") % 31]
    return f"{birth}{draw(st.sampled_from(SIGNS))}{number:03}{check}"


def luhn_digit(body: str) -> str:
    total = 0
    for place, char in enumerate(reversed(body)):
        digit = int(char)
        if place % 2 == 0:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return str(-total % 10)


CARD_SHAPES = (
    ("4", 16), ("4", 13), ("4", 19), ("51", 16), ("55", 16), ("2221", 16), ("34", 15), ("37", 15), ("36", 14),
    ("6011", 16), ("3530", 16), ("67", 18),
)  # fmt: skip


@st.composite
def cards(draw: st.DrawFn) -> str:
    start, length = draw(st.sampled_from(CARD_SHAPES))
    rest = length - len(start) - 1
    body = start + draw(st.text(string.digits, min_size=rest, max_size=rest))
    return body + luhn_digit(body)


@st.composite
def ibans(draw: st.DrawFn, country: str | None = None) -> str:
    code = country or draw(st.sampled_from(sorted(IBAN_LENGTH)))
    size = IBAN_LENGTH[code] - 4
    bban = draw(st.text(string.digits, min_size=size, max_size=size))
    checksum = 98 - int("".join(str(int(char, 36)) for char in bban + code + "00")) % 97
    return f"{code}{checksum:02}{bban}"


@st.composite
def references(draw: st.DrawFn) -> str:
    body = draw(st.text(string.digits, min_size=3, max_size=19).filter(lambda digits: digits[0] != "0"))
    total = sum(int(char) * (7, 3, 1)[place % 3] for place, char in enumerate(reversed(body)))
    return body + str(-total % 10)


@st.composite
def business_ids(draw: st.DrawFn) -> str:
    body = draw(st.text(string.digits, min_size=7, max_size=7))
    remainder = (
        sum(int(char) * weight for char, weight in zip(body, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    )
    if remainder == 1:
        return draw(business_ids())
    return f"{body}-{(11 - remainder) % 11}"


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    """Nine to eleven digits: 04x or 050 and the subscriber's number."""
    start = draw(st.sampled_from(["040", "041", "044", "045", "046", "050", "0400", "0457"]))
    return start + draw(st.text(string.digits, min_size=6, max_size=7))


def grouped(number: str, size: int, separator: str) -> str:
    return separator.join(number[at : at + size] for at in range(0, len(number), size))


def sentences_around() -> SearchStrategy[tuple[str, str]]:
    """What stands before and after a number in a message."""
    before = st.sampled_from(["", "Hei, ", "numero on ", "tässä: ", "(", "se on siis:", "Kiitos! ", "\n"])
    after = st.sampled_from(["", ".", ", kiitos", "!", ")", " ja odotan vastausta", "?", "\nterveisin"])
    return st.tuples(before, after)


def any_kind() -> SearchStrategy[str]:
    return st.one_of(hetus(), cards(), ibans("FI"), mobiles())
