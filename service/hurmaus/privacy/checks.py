"""Check digits: what makes a row of digits a person's number and not an order number."""

from __future__ import annotations

from calendar import monthrange
from typing import Final

HETU_CHECK: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
HETU_CENTURY: Final = {
    "+": 1800,
    **dict.fromkeys("-UVWXY", 1900),
    **dict.fromkeys("ABCDEF", 2000),
}
_LUHN_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_BUSINESS_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2)

# Length of an IBAN by country (ISO 13616 registry).
IBAN_LENGTH: Final[dict[str, int]] = {
    code: length
    for length, codes in {
        15: "NO", 16: "BE", 18: "DK FI FO GL NL SD FK", 19: "MK SI",
        20: "AT BA EE KZ LT LU MN XK", 21: "CH CR HR LI LV", 22: "BG BH DE GB GE IE ME RS VA",
        23: "AE IL IQ OM SO TL GI", 24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "LY PT ST", 26: "IS TR", 27: "BI DJ FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
        29: "BR EG PS QA UA", 30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
    }.items()
    for code in codes.split()
}  # fmt: skip


def is_hetu(birth: str, century: str, number: str, check: str) -> bool:
    """Whether the parts (ddmmyy, sign, three digits, check character) make a personal identity code.

    Test numbers 900-999 count: they are used in place of the real ones. 000 and 001 are never given.
    """
    if int(number) < 2 or century not in HETU_CENTURY:
        return False
    day, month, year = int(birth[:2]), int(birth[2:4]), HETU_CENTURY[century] + int(birth[4:])
    if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return False
    return HETU_CHECK[int(birth + number) % 31] == check


def is_hetu_without_sign(birth: str, number: str, check: str) -> bool:
    """The same when the century sign was left out: any century will do."""
    return any(is_hetu(birth, sign, number, check) for sign in "+-A")


def passes_mod_97(code: str) -> bool:
    """ISO 7064 mod 97-10 over an IBAN or an RF reference in upper case without spaces."""
    turned = code[4:] + code[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def is_iban(code: str) -> bool:
    return IBAN_LENGTH.get(code[:2]) == len(code) and code[2:4].isdigit() and passes_mod_97(code)


def passes_luhn(digits: str) -> bool:
    total = 0
    for place, char in enumerate(reversed(digits)):
        total += _LUHN_DOUBLED[int(char)] if place % 2 else int(char)
    return total % 10 == 0


def is_card_issuer(digits: str) -> bool:
    """Whether a payment network issues cards of this length with these first digits."""
    first, length = digits[0], len(digits)
    match length:
        case 13:
            return first == "4"
        case 14:
            return digits[:2] in ("30", "36", "38", "39")
        case 15:
            return digits[:2] in ("34", "37")
        case 16:
            return first in "3456" or "22" <= digits[:2] <= "27"
        case _:
            return 17 <= length <= 19 and first in "456"


def is_business_id(digits: str) -> bool:
    """Y-tunnus: seven digits and a check digit (mod 11; a remainder of 1 is never given out)."""
    remainder = sum(int(char) * weight for char, weight in zip(digits, _BUSINESS_WEIGHTS, strict=False)) % 11
    return remainder != 1 and (11 - remainder) % 11 == int(digits[7])


def is_reference(digits: str) -> bool:
    """Finnish reference number (viitenumero): 4 to 20 digits, the last one a 7-3-1 check."""
    if not 4 <= len(digits) <= 20:
        return False
    total = sum(int(char) * (7, 3, 1)[place % 3] for place, char in enumerate(reversed(digits[:-1])))
    return (10 - total % 10) % 10 == int(digits[-1])
