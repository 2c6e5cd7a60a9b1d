"""No personal number leaves the first stage of the pass, and what is no personal number stays readable."""

from __future__ import annotations

from typing import cast

import pytest
from hurmaus.errors import MaskingFailed
from hurmaus.privacy.masking import MARKERS, mask
from hypothesis import given
from hypothesis import strategies as st

from tests.privacy import numbers

INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u00ad", "\u2060", "\ufeff", "\u202e", "\ufe0f", "\u0336", "\x07"]
SPACES = [" ", "\u00a0", "\u2009", "\u202f", "\u3000", "\t"]
DASHES = ["-", "\u2010", "\u2011", "\u2013", "\u2212", "\uff0d"]


@given(numbers.hetus(), numbers.sentences_around())
def test_a_personal_identity_code_is_masked_wherever_it_stands(hetu: str, around: tuple[str, str]) -> None:
    masked = mask(around[0] + hetu + around[1])
    assert masked.text == around[0] + "[HETU]" + around[1]
    assert masked.found == ("hetu",)


@given(numbers.hetus(), numbers.sentences_around())
def test_small_letters_make_no_difference(hetu: str, around: tuple[str, str]) -> None:
    assert mask(around[0] + hetu.lower() + around[1]).found == ("hetu",)


@pytest.mark.parametrize("number", ["900", "942", "999"])
def test_test_numbers_are_masked_too(number: str) -> None:
    check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int("010190" + number) % 31]
    assert mask(f"tunnus 010190-{number}{check}").found == ("hetu",)


@given(numbers.ibans(), numbers.sentences_around(), st.sampled_from([0, 4]))
def test_an_iban_of_any_country_is_masked(iban: str, around: tuple[str, str], group: int) -> None:
    written = numbers.grouped(iban, group, " ") if group else iban
    masked = mask(around[0] + written + around[1])
    assert masked.text == around[0] + "[IBAN]" + around[1]


@given(numbers.ibans("FI"))
def test_a_finnish_iban_in_small_letters_and_glued_to_a_word_is_masked(iban: str) -> None:
    assert mask(f"tili {iban.lower()}").found == ("iban",)
    assert mask(f"tilinro{iban}").found == ("iban",)


@given(numbers.cards(), numbers.sentences_around(), st.sampled_from(["", " ", "-", " - "]))
def test_a_payment_card_is_masked(card: str, around: tuple[str, str], separator: str) -> None:
    written = numbers.grouped(card, 4, separator) if separator else card
    masked = mask(around[0] + written + around[1])
    assert masked.text == around[0] + "[KORTTI]" + around[1]


def test_a_card_beside_its_expiry_date_is_masked() -> None:
    assert mask("4111 1111 1111 1111 12/27").text == "[KORTTI] 12/27"


@given(numbers.mobiles(), numbers.sentences_around(), st.sampled_from(["{}", "{} {}", "{}-{}", "{} - {}"]))
def test_a_finnish_mobile_number_is_masked(mobile: str, around: tuple[str, str], shape: str) -> None:
    written = shape.format(mobile[:3], mobile[3:]) if shape != "{}" else mobile
    masked = mask(around[0] + written + around[1])
    assert masked.text == around[0] + "[PUHELIN]" + around[1]


@pytest.mark.parametrize(
    "number",
    [
        "+358 40 123 4567", "+358401234567", "+358-50-1234567", "+358 (0)40 123 4567", "00358 44 1234567",
        "358401234567",
        "040 12 34 567", "040-1234567", "0 4 0 1 2 3 4 5 6 7", "09 123 4567", "(09) 1234 567", "02-1234567",
        "010 123 4567", "029 1234 567", "0800 12345", "+46 70 123 45 67", "+3725123456", "044.123.4567",
    ],
)  # fmt: skip
def test_a_telephone_number_is_masked(number: str) -> None:
    assert mask(f"Soittakaa numeroon {number} illalla").text == "Soittakaa numeroon [PUHELIN] illalla"


@given(numbers.business_ids(), numbers.sentences_around())
def test_a_business_id_is_masked(business_id: str, around: tuple[str, str]) -> None:
    assert mask(around[0] + business_id + around[1]).text == around[0] + "[Y-TUNNUS]" + around[1]


@given(
    numbers.references(), st.sampled_from(["viite", "Viitenumero:", "viitteellä", "viitenro", "viitteeni on"])
)
def test_a_reference_number_is_masked_when_it_is_called_one(reference: str, word: str) -> None:
    assert reference not in mask(f"maksoin sen, {word} {reference}, eilen").text


@pytest.mark.parametrize("reference", ["RF18 5390 0754 7034", "RF18539007547034"])
def test_an_international_reference_proves_itself(reference: str) -> None:
    assert mask(f"maksoin {reference} eilen").text == "maksoin [VIITE] eilen"


@pytest.mark.parametrize(
    "email",
    [
        "matti.meikalainen@example.fi", "Liisa+kauppa@posti.example.com", "a_b-c@x.co",
        "ääkkös@esimerkki.fi",
        "matti @ example.fi", "matti(at)example.com", "matti [ät] example.fi", "matti@gmail",
        "matti@example. fi",
    ],
)  # fmt: skip
def test_an_email_address_is_masked(email: str) -> None:
    assert mask(f"osoite on {email} kiitos").text == "osoite on [SÄHKÖPOSTI] kiitos"


@pytest.mark.parametrize(
    "address",
    [
        "Koivukatu 12 B 34, 00100 Helsinki", "koivukatu 12 b 34 00100 helsinki", "Rantatie 5, 90100 Oulu",
        "Kirkkokuja 3 A, 20100 TURKU", "Mäkipolku 7 as 2, 33100 Tampere", "Storgatan 3, 65100 Vasa",
        "Koivukatu 12 B 34", "Peltotie 4–6, FI-02100 Espoo",
    ],
)  # fmt: skip
def test_a_street_address_is_masked(address: str) -> None:
    assert mask(f"Asun täällä: {address}.").text == "Asun täällä: [OSOITE]."


@given(
    numbers.any_kind(),
    st.data(),
)
def test_unseen_characters_smuggle_nothing_through(number: str, data: st.DataObject) -> None:
    hidden = "".join(char + data.draw(st.sampled_from(["", *INVISIBLE])) for char in number)
    masked = mask(f"se on {hidden} siis")
    assert len(masked.found) == 1
    assert not any(char.isdigit() for char in masked.text)


@given(numbers.hetus(), st.sampled_from(DASHES))
def test_full_width_digits_and_odd_dashes_smuggle_nothing_through(hetu: str, dash: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in hetu.replace("-", dash))
    assert mask(f"hetu {wide}.").text == "hetu [HETU]."


@given(numbers.cards(), st.sampled_from(SPACES))
def test_odd_spaces_smuggle_nothing_through(card: str, space: str) -> None:
    assert mask(numbers.grouped(card, 4, space)).text == "[KORTTI]"


@pytest.mark.parametrize(
    "text",
    [
        "Tilaus 48213 maksoi 1 299,90 €.",
        "Tilausnumero 2024-118372 ja asiakasnumero 5501234.",
        "Tilausnumeroni on 0912345678.",
        "Seurantakoodi JJFI64123456789012345, lähetys RR123456785FI.",
        "Lasku erääntyy 15.3.2025 klo 16.30, summa 89,00 euroa.",
        "Olette auki 09-17 ja la 10-15, vai?",
        "Aika 12.11.2025 klo 09:15-10:00.",
        "EAN 6412345678903 ja malli SM-G991B/DS.",
        "131052-308A on väärin kirjoitettu.",
        "Päivä 310225-123A ei ole olemassa.",
        "Numero 1572860-1 ei ole y-tunnus.",
        "Postinumerot 02100-02380.",
        "4111 1111 1111 1112 ei ole kortti.",
        "FI21 1234 5600 0007 86 ei ole tili.",
        "IP 192.168.100.254, versio 10.0.19045.3803.",
        "Mittarin lukema on 012345 ja kulutus 05 123 kWh.",
        "Katso @asiakas. Vastaan siihen.",
        "Soitan klo 10 ja 12 välillä, huone 04.",
        "Olen ollut asiakas vuodesta 2004, jo 20 vuotta.",
        "Viitteeksi vain: tilasin 3 kpl.",
        "Noin 1500-2000 euroa, siis +1500-2000e.",
        "Tuote 100.200.300 maksaa 19,90.",
        "yks kaks kolme, testataan",
        "kello kolme nolla nolla tai neljä nolla nolla",
    ],
)
def test_what_is_no_personal_number_stays_readable(text: str) -> None:
    masked = mask(text)
    assert masked.text == text
    assert masked.found == ()


def test_everything_found_is_listed_in_order_without_its_value() -> None:
    masked = mask("131052-308T, FI21 1234 5600 0007 85 ja matti@example.fi")
    assert masked.found == ("hetu", "iban", "email")
    assert masked.text == "[HETU], [IBAN] ja [SÄHKÖPOSTI]"


@given(
    st.text(),
    st.lists(st.one_of(numbers.hetus(), numbers.cards(), numbers.mobiles(), numbers.ibans()), max_size=3),
)
def test_masking_again_finds_nothing_new(text: str, planted: list[str]) -> None:
    once = mask(text[: len(text) // 2] + "".join(planted) + text[len(text) // 2 :])
    again = mask(once.text)
    assert again.found == ()
    assert again.text == once.text


def test_letters_are_composed_and_emoji_stay_whole() -> None:
    assert mask("a\u0308iti ❤️ 👨‍👩‍👧").text == "äiti ❤️ 👨‍👩‍👧"


def test_every_kind_has_its_marker_and_no_marker_looks_like_data() -> None:
    for marker in MARKERS.values():
        assert mask(f"Se on {marker}.").found == ()


def test_a_fault_inside_refuses_the_text_and_does_not_repeat_it() -> None:
    not_a_text = cast(str, ["hetu 131052-308T"])
    with pytest.raises(MaskingFailed) as caught:
        mask(not_a_text)
    assert "131052" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
