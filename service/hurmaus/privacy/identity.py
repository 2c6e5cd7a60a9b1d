"""Finnish personal identity codes as people write them: with dots, spaces, odd signs, in two pieces.

The check character keeps dates, prices and order numbers readable; the looser the writing, the more must speak
for a code besides it (a proper century sign, a letter as check character, a word such as "hetu" near by).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hurmaus.privacy import checks

Span = tuple[int, int]

_GAP: Final = r"[ .,/_:;=*~#|\-]{0,3}"
_CENTURY: Final = r"(?:(?:18|19|20)(?=\d\d(?!\d)))?"
_CHECK: Final = r"[0-9A-FHJ-NPR-Ya-fhj-npr-y]"
_CODE = re.compile(
    rf"(?<!\d)(?=([0-3]{_GAP}\d{_GAP}[01]{_GAP}\d{_GAP}{_CENTURY}\d{_GAP}\d)({_GAP}[+A-FU-Ya-fu-y]?{_GAP})"
    rf"(\d{_GAP}\d{_GAP}\d)({_GAP})({_CHECK}))"
)
_IN_TWO = re.compile(
    rf"(?<!\d)(?=([0-3]\d[ .]?[01]\d[ .]?{_CENTURY}\d\d)(?!\d)\D{{1,40}}?(\d{{3}}) ?({_CHECK})(?![0-9A-Za-zÅÄÖåäö]))"
)
_IN_TWO_TURNED = re.compile(
    rf"(?<![\dA-Za-z])(?=(\d{{3}}) ?({_CHECK})(?![0-9A-Za-zÅÄÖåäö])\D{{1,40}}?([0-3]\d[ .]?[01]\d[ .]?{_CENTURY}\d\d)(?!\d))"
)
_NAMED = re.compile(
    r"(?i)hetu|henkil[öo]-?tunnu|sotu(?!r)|sosiaaliturvatunnu|tunnuso(?:sa|si)|loppuo(?:sa|si)"
    r"|tunnu(?:s|ks)\w* (?:loppu|alku)"
)
_LOOK_AROUND: Final = 40
_NUMBER_GOES_ON = re.compile(r"[.,/:\-]?\d")


def hetus(plain: str) -> Iterator[Span]:
    """Spans of valid codes, none overlapping."""
    taken = 0
    for found in _CODE.finditer(plain):
        if found.start() >= taken and _is_code(plain, found):
            taken = found.end(5)
            yield found.start(), taken
    for found in _IN_TWO.finditer(plain):
        start, end = found.start(), found.end(3)
        birth, number, check = found.groups()
        if _is_named(plain, start, end) and _is_valid(birth, "", number, check):
            yield start, end
    for found in _IN_TWO_TURNED.finditer(plain):
        start, end = found.start(), found.end(3)
        number, check, birth = found.groups()
        if _is_named(plain, start, end) and _is_valid(birth, "", number, check):
            yield start, end


def _is_code(plain: str, found: re.Match[str]) -> bool:
    birth, joint, number, gap, check = found.groups()
    end = found.end(5)
    sign = _sign(joint)
    if not _is_valid(birth, sign, number, check):
        return False
    after = plain[end : end + 1]
    if after.isdigit():
        return False
    named = _is_named(plain, found.start(), end)
    if after.isalpha():  # "…-308Tja": the next word is glued on
        return not gap and (named or (bool(sign) and number.isdigit()))
    if named:
        return True
    by_digit = len(birth) > 10 and len(number) > 4
    if check.isdigit():
        whole = number.isdigit() or by_digit
        return bool(sign) and whole and _NUMBER_GOES_ON.match(plain, end) is None
    unit = check.islower() and bool(gap)  # "12.10.24: 150 e"
    return not unit or by_digit or (bool(sign) and birth.isdigit())


def _sign(joint: str) -> str:
    signs = [char.upper() for char in joint if char.isalpha() or char == "+"]
    return signs[0] if signs else "-" * ("-" in joint)


def _is_valid(birth: str, sign: str, number: str, check: str) -> bool:
    born, serial = _digits(birth), _digits(number)
    born = born[:4] + born[-2:]
    if sign:
        return checks.is_hetu(born, sign, serial, check.upper())
    return checks.is_hetu_without_sign(born, serial, check.upper())


def _is_named(plain: str, start: int, end: int) -> bool:
    return _NAMED.search(plain, max(0, start - _LOOK_AROUND), end + _LOOK_AROUND) is not None


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
