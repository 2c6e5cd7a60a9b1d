"""Check digits against known numbers and against a single wrong digit."""

from __future__ import annotations

import pytest
from hurmaus.privacy import checks
from hypothesis import given
from hypothesis import strategies as st

from tests.privacy import numbers


@given(numbers.cards(), st.data())
def test_luhn_catches_every_single_wrong_digit(card: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(card) - 1))
    wrong = str((int(card[place]) + data.draw(st.integers(1, 9))) % 10)
    assert checks.passes_luhn(card)
    assert not checks.passes_luhn(card[:place] + wrong + card[place + 1 :])


@given(numbers.ibans(), st.data())
def test_mod_97_catches_every_single_wrong_digit(iban: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(2, len(iban) - 1))
    wrong = str((int(iban[place]) + data.draw(st.integers(1, 9))) % 10)
    assert checks.is_iban(iban)
    assert not checks.is_iban(iban[:place] + wrong + iban[place + 1 :])


@pytest.mark.parametrize(
    "iban", ["FI2112345600000785", "SE4550000000058398257466", "DE89370400440532013000", "NO9386011117947"]
)
def test_published_example_accounts_pass(iban: str) -> None:
    assert checks.is_iban(iban)


@pytest.mark.parametrize(
    ("parts", "good"),
    [
        (("131052", "-", "308", "T"), True),
        (("131052", "-", "308", "S"), False),
        (("300252", "-", "308", "T"), False),
        (("131052", "-", "001", "0"), False),
        (("131052", "G", "308", "T"), False),
    ],
)
def test_an_identity_code_needs_a_day_a_sign_and_its_check(
    parts: tuple[str, str, str, str], good: bool
) -> None:
    assert checks.is_hetu(*parts) is good


def test_the_29th_of_february_depends_on_the_century() -> None:
    check = checks.HETU_CHECK[int("290200" + "123") % 31]
    assert checks.is_hetu("290200", "A", "123", check)
    assert not checks.is_hetu("290200", "-", "123", check)
    assert checks.is_hetu_without_sign("290200", "123", check)


@given(numbers.references())
def test_references_carry_their_check(reference: str) -> None:
    assert checks.is_reference(reference)
    assert not checks.is_reference(reference[:-1] + str((int(reference[-1]) + 1) % 10))
