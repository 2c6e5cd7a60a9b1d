"""Numbers and addresses taken apart by spaces, dots, commas and words are masked; near-misses stay readable."""

from __future__ import annotations

import pytest
from hurmaus.privacy.checks import HETU_CHECK
from hurmaus.privacy.masking import mask
from hypothesis import given
from hypothesis import strategies as st

from tests.privacy import numbers

AROUND = st.sampled_from(
    [("", ""), ("se on ", " kiitos"), ("Hei, ", "."), ("tunnus: ", ", vastatkaa"), ("(", ")")]
)
LETTERED = numbers.hetus().filter(lambda hetu: hetu[-1].isalpha())


def wrong_check(hetu: str) -> str:
    letters = HETU_CHECK[10:]
    check = hetu[-1] if hetu[-1].isalpha() else "A"
    return hetu[:-1] + letters[(letters.index(check) + 1) % len(letters)]


@given(numbers.hetus(), AROUND, st.sampled_from([" ", "  ", ", ", "-", "."]))
def test_a_code_written_digit_by_digit_is_masked(hetu: str, around: tuple[str, str], gap: str) -> None:
    spaced = gap.join(hetu)
    assert mask(around[0] + spaced + around[1]).text == around[0] + "[HETU]" + around[1]


@given(numbers.hetus(), AROUND, st.sampled_from([".", " ", "/"]))
def test_a_code_with_a_written_birth_date_is_masked(hetu: str, around: tuple[str, str], gap: str) -> None:
    written = gap.join((hetu[:2], hetu[2:4], hetu[4:]))
    assert mask(around[0] + written + around[1]).text == around[0] + "[HETU]" + around[1]


@given(LETTERED, AROUND, st.sampled_from(["_", " ", "/", " _ ", ",", ".", "=", "*"]))
def test_any_mark_may_stand_for_the_century_sign(hetu: str, around: tuple[str, str], mark: str) -> None:
    written = hetu[:6] + mark + hetu[7:]
    assert mask(around[0] + written + around[1]).text == around[0] + "[HETU]" + around[1]


@given(numbers.hetus(), st.sampled_from(["ja", "niin", "kiitos", "Oliko"]))
def test_a_word_glued_to_a_code_does_not_hide_it(hetu: str, word: str) -> None:
    assert mask(f"se on {hetu}{word}").text == f"se on [HETU]{word}"


@given(
    numbers.hetus(),
    st.sampled_from(["hetu {0}, loppuosa {1}", "henkilötunnukseni alku on {0} ja loppuosa {1}", "sotu {0} sitten {1}",
        "tunnuksen loppu on {1} ja alku {0}"]),
    st.booleans(),
)  # fmt: skip
def test_a_code_told_in_two_pieces_is_masked(hetu: str, shape: str, signed: bool) -> None:
    masked = mask(shape.format(hetu[:6], hetu[6:] if signed and hetu[6] in "-+" else hetu[7:]))
    assert masked.found == ("hetu",)
    assert not any(char.isdigit() for char in masked.text)


@given(numbers.hetus(), AROUND, st.sampled_from(["", " "]))
def test_a_wrong_check_character_leaves_it_readable(hetu: str, around: tuple[str, str], gap: str) -> None:
    assert "hetu" not in mask(around[0] + gap.join(wrong_check(hetu)) + around[1]).found


@given(numbers.ibans(), AROUND, st.sampled_from([" ", "  ", "-", "."]))
def test_an_account_written_digit_by_digit_is_masked(iban: str, around: tuple[str, str], gap: str) -> None:
    assert mask(around[0] + gap.join(iban) + around[1]).text == around[0] + "[IBAN]" + around[1]


@given(numbers.ibans("FI"), st.sampled_from(["ja", "Kiitos", "pankki"]))
def test_a_word_glued_to_an_account_does_not_hide_it(iban: str, word: str) -> None:
    assert mask(f"tilille {iban}{word}").text == f"tilille [IBAN]{word}"


WORDS = ["nolla", "yks", "kaks", "kolme", "neljä", "viis", "kuus", "seittemän", "kaheksan", "yheksän"]


@given(numbers.ibans("FI"), st.sampled_from(["äf ii", "F I", "fi"]))
def test_a_dictated_account_is_masked(iban: str, country: str) -> None:
    said = " ".join(WORDS[int(digit)] for digit in iban[2:])
    assert mask(f"tilinumero on {country} {said} kiitos").text == "tilinumero on [IBAN] kiitos"


@given(
    numbers.cards().filter(lambda card: len(card) == 16), st.sampled_from([",", ", ", ".", "/", " , ", "_"])
)
def test_a_card_in_groups_with_marks_is_masked(card: str, mark: str) -> None:
    assert mask(f"se on {numbers.grouped(card, 4, mark)} kiitos").text == "se on [KORTTI] kiitos"


@given(numbers.cards(), st.sampled_from([",", ", ", "."]))
def test_what_is_called_a_card_may_have_marks_anywhere(card: str, mark: str) -> None:
    assert mask(f"kortti {mark.join(card)}").text == "kortti [KORTTI]"


def test_a_comma_between_two_halves_of_a_card_hides_nothing() -> None:
    assert mask("4111 1111, 1111 1111").text == "[KORTTI]"


@given(
    st.sampled_from(["matti", "matti.meikalainen", "matti piste meikäläinen", "m-m alaviiva 7"]),
    st.sampled_from([" ät ", " at ", "(ät)", " (at) ", "[at]", " miukumauku ", " miuku ", " @ ", "{at}"]),
    st.sampled_from([" piste ", "(piste)", " [piste] ", "[dot]", " dot ", "."]),
    st.sampled_from(["com", "fi"]),
)
def test_an_address_said_in_words_is_masked(name: str, at: str, dot: str, ending: str) -> None:
    written = f"osoite on: {name}{at}posti{dot}example{dot}{ending}, kiitos"
    assert mask(written).text == "osoite on: [SÄHKÖPOSTI], kiitos"


def test_a_name_spelt_letter_by_letter_is_masked_whole() -> None:
    assert mask("se on m a t t i @ example . com").text == "se on [SÄHKÖPOSTI]"


@pytest.mark.parametrize(
    "text",
    [
        "Voimassa 01.01.24-31.12.24 ja 01.01.2024-31.12.2024.",
        "13.10.52: 308 t",
        "Toimitus 13.10.52, 308 t ja 12.10.2024 klo 12:30.",
        "tilaus 131052, kpl 308 T",
        "13.10.52-308A",
        "131052-3087654",
        "Tilasin 12, 14 ja 16 kpl, hinnat 3500, 4000, 4500, 5000.",
        "4111, 1111, 1111, 1112",
        "1,5 2,5 3,5 4,5 5,5 6,5 7,5 8,5 9,5",
        "F I 2 1 1 2 3 4 5 6 0 0 0 0 0 7 8 6",
        "kaksi pistettä ät jotain",
        "Tavataan at home.",
        "Piste. Ja toinen piste.",
        "miukumauku on kissan ääni",
        "Katso kohta (at) sivulta",
    ],
)
def test_near_misses_stay_readable(text: str) -> None:
    assert mask(text).text == text
