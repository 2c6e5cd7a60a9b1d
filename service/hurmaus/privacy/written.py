"""Personal data as people write it. Every finder takes the plain view and yields spans.

The patterns are bounded (no nested unbounded repeats), so time grows with the length of the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from hurmaus.privacy import checks

Span = tuple[int, int]

_IBAN_START = re.compile(r"(?=([A-Za-z])[ .,_/\-]{0,2}([A-Za-z])[ .,_/\-]{0,2}\d[ .,_/\-]{0,2}\d)")
_RF = re.compile(r"(?i)(?<![A-Za-z0-9])RF ?\d\d(?: ?[0-9A-Z]){4,21}(?![A-Za-z0-9])")
_DIGIT_RUN = re.compile(r"\d(?:[ \-]{0,3}\d){12,}|\d{4}([./])\d{4}\1\d{4}\1\d{4}(?!\d)")
_WIDE_RUN = re.compile(r"\d(?:[ \-,./_:;]{0,3}\d){12,}")
_WIDE_MARK = re.compile(r"[,./_:;]")
_IN_GROUPS = re.compile(
    r"(?<!\d)(?=(\d{4}(?:[ \-,./_:;]{1,3}\d{4}){3}|\d{4}[ \-,./_:;]{1,3}\d{6}[ \-,./_:;]{1,3}\d{5})(?!\d))"
)
_CARD_WORD = re.compile(r"(?i)\b(?:\w*kort(?:ti|in|il|is|it|ei)|visa|master|amex|card|debit|credit)")
_FOUR_BY_FOUR = re.compile(r"\d{4}([ \-./])\d{4}\1\d{4}\1\d{4}(?!\d)")
_BUSINESS = re.compile(r"(?<![\d-])(\d{6,7}) ?- ?(\d)(?![\d-])|(?<![A-Za-z0-9])FI ?-?(\d{8})(?!\d)")
_BUSINESS_RUN = re.compile(r"(?i)y-? ?tunnu\w{0,8}[ :]{0,3}(?:on |oli )?(\d{8})(?!\d)")
_REFERENCE_WORD = re.compile(
    r"(?i)\bviite(?:numero\w*|nro|nron|tieto\w*|n|lla|llä|ttä|tta|ksi)?\b\.?|\bviitteel\w+|\bviitteen\w*|\bviitettä"
)
_REFERENCE = re.compile(r"(?<![\d+])\d(?: ?\d){3,19}(?![\d]|[.,]\d)")
_PHONE_ABROAD = re.compile(
    r"(?<![\d+])(?:\+|\+ (?=358)|00 ?(?=358|4[0-9]|37[0-2]|33|34|39|31))[1-9]\d{0,2}(?:[ \-]{0,2}\(0\))?"
    r"(?:[ \-./]{0,2}\d){6,12}(?!\d| ?[e€])"
    r"|(?<!\d)358[ \-]?(?:4\d|50)(?:[ \-]{0,2}\d){5,8}(?!\d)"
)
_NOT_INSIDE: Final = r"(?<!\d)(?<!\d[.,:/\-])"
_MOBILE = re.compile(
    _NOT_INSIDE + r"(?:\(0(?:4\d|50)\d?\)|0[ \-]{0,2}(?:4[ \-]{0,2}\d|5[ \-]{0,2}0))"
    r"(?:(?:[ \-./]{0,3}\d){6,7}|[ \-]{0,3}\d[ \-]?\d{7})(?!\d|[.,]\d| ?€)"
)
_AREA: Final = r"0(?:[235689]|1[03-9]|20|29|30|60|70|71|73|75|80)"
_LANDLINE = re.compile(rf"{_NOT_INSIDE}(?:\({_AREA}\)|{_AREA})(?:[ \-]{{0,2}}\d){{5,9}}(?!\d|[.,]\d| ?€)")
_RANGE_LIKE = re.compile(r"\d{4,5} ?- ?\d{4,5}")
_DATE_LIKE = re.compile(r"\d\d?[ \-./]{1,2}\d\d?[ \-./]{1,2}(?:19|20)?\d\d")
_ORDER_WORD = re.compile(
    r"(?i)(?:tilau|lähety|lahety|seuranta|paket|lasku|asiakas|tuote|sopimu|varau|tapau|tiket|koodi|tunnu|order)\w*"
    r"[ :#.\-]{0,3}(?:(?:numero|nro|koodi|on|oli|id)\w*[ :#.]{0,3}){0,2}$"
)
_ADDRESS = re.compile(
    r"\b([^\W\d_][\w'-]{2,40}) (\d{1,4}(?: ?[-/] ?\d{1,4}(?!\d))?)"
    r"((?: ?[A-Za-z](?!\w)(?: ?-?(?:as\.? ?)?\d{1,4}(?!\d))?|,? ?as\.? ?\d{1,4}(?!\d))?)"
    r"(?:( ?, ?| )(?:FI-)?(\d{5}),? ([^\W\d_][\w-]{1,30}))?"
)
_STREET = re.compile(
    r"(?i)\w+(?:katu|kadu|tie|kuja|polku|polu|kaari|kaare|raitti|raiti|väylä|vayla|ranta|ranna|rinne|rinte|mäki|mäe|"
    r"maki|aukio|tori|puisto|penger|penkere|bulevardi|esplanadi|kulma|laita|laida|piha|portti|silta|sillan|kangas|"
    r"rinki|taival|valtatie|gata|gatan|väg|vägen|vagen|gränd|gränden|stig|stigen|allé|bågen|backen|stranden)"
    r"(?:n|lla|llä|lle|lta|ltä|ssa|ssä|ssi|a|ä|en)?$"
)
_LOOK_BACK: Final = 40


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def ibans(plain: str) -> Iterator[Span]:
    end = 0
    for start in _IBAN_START.finditer(plain):
        wanted = checks.IBAN_LENGTH.get((start.group(1) + start.group(2)).upper())
        if wanted is None or start.start() < end or _inside_word(plain, start.start()):
            continue
        code, stop = _collect(plain, start.start(), wanted)
        if len(code) == wanted and _is_account(code) and _may_end(code, plain[stop : stop + 1]):
            end = stop
            yield start.start(), stop


def _inside_word(plain: str, at: int) -> bool:
    """Whether the letters at ``at`` go on a word; capitals after small letters ("tiliFI21…") do not."""
    before = plain[at - 1 : at] if at else ""
    return before.isalpha() and not (before.islower() and plain[at : at + 2].isupper())


def _is_account(code: str) -> bool:
    """Mostly digits (a bank's letters apart), so that no running text with a lucky checksum is taken."""
    return sum(map(str.isdigit, code)) * 2 > len(code) and checks.is_iban(code)


def _may_end(code: str, after: str) -> bool:
    """An account of digits ends where a glued word begins; one with letters in it needs a clear end."""
    return not after.isalnum() or (after.isalpha() and code[2:].isdigit())


def _collect(plain: str, start: int, wanted: int) -> tuple[str, int]:
    """Take ``wanted`` ASCII letters and digits from ``start`` on, skipping up to two spaces or marks at a time."""
    taken: list[str] = []
    at, skipped = start, 0
    while at < len(plain) and len(taken) < wanted:
        char = plain[at]
        if char.isascii() and char.isalnum():
            taken.append(char.upper())
            skipped = 0
        elif char in " -.,_/" and skipped < 2:
            skipped += 1
        else:
            break
        at += 1
    return "".join(taken), at


def cards(plain: str) -> Iterator[Span]:
    for run in _DIGIT_RUN.finditer(plain):
        offset = run.start()
        named = _CARD_WORD.search(plain, max(0, offset - _LOOK_BACK), offset) is not None
        coded = offset >= 2 and plain[offset - 2 : offset].isupper() and plain[offset - 2 : offset].isalpha()
        places = [offset + i for i, char in enumerate(run.group()) if char.isdigit()]
        if not (coded and not named):
            yield from _cards_among(plain, places, named)


def wide_cards(plain: str) -> Iterator[Span]:
    """Cards with commas and other marks between the digits: in the usual groups, or called a card."""
    for run in _WIDE_RUN.finditer(plain):
        if not _WIDE_MARK.search(run.group()):
            continue
        start, end = run.span()
        if _CARD_WORD.search(plain, max(0, start - _LOOK_BACK), start):
            yield from _cards_among(plain, [at for at in range(start, end) if plain[at].isdigit()], True)
            continue
        for groups in _IN_GROUPS.finditer(plain, start, end):
            digits = _digits(groups.group(1))
            if checks.is_card_issuer(digits) and checks.passes_luhn(digits):
                yield groups.span(1)


def _cards_among(plain: str, places: list[int], named: bool) -> Iterator[Span]:
    digits = "".join(plain[place] for place in places)
    last = len(places) - 1
    at = 0
    while at <= last - 12:
        starts_group = at == 0 or places[at] - places[at - 1] > 1
        span = _card_from(plain, places, digits, at, named) if starts_group else None
        if span is None:
            at += 1
        else:
            yield places[span[0]], places[span[1]] + 1
            at = span[1] + 1


def _card_from(plain: str, places: list[int], digits: str, at: int, named: bool) -> Span | None:
    last = len(places) - 1
    for length in range(19, 12, -1):
        end = at + length - 1
        if end > last or (end < last and places[end + 1] - places[end] == 1):
            continue
        number = digits[at : end + 1]
        grouped = length == 16 and _FOUR_BY_FOUR.match(plain, places[at])
        if (named or grouped or checks.is_card_issuer(number)) and checks.passes_luhn(number):
            return at, end
    return None


def business_ids(plain: str) -> Iterator[Span]:
    for found in _BUSINESS.finditer(plain):
        digits = (found.group(1) + found.group(2)).zfill(8) if found.group(1) else found.group(3)
        if checks.is_business_id(digits):
            yield found.span()
    for found in _BUSINESS_RUN.finditer(plain):
        if checks.is_business_id(found.group(1)):
            yield found.span(1)


def references(plain: str) -> Iterator[Span]:
    for found in _RF.finditer(plain):
        span = _longest(
            plain, *found.span(), lambda code: len(code) > 4 and checks.passes_mod_97(code.upper())
        )
        if span:
            yield span
    for word in _REFERENCE_WORD.finditer(plain):
        found_number = _REFERENCE.search(plain, word.end(), word.end() + _LOOK_BACK + 24)
        if found_number and found_number.start() <= word.end() + _LOOK_BACK:
            span = _longest(plain, *found_number.span(), checks.is_reference)
            if span:
                yield span


def _longest(plain: str, start: int, end: int, valid: Callable[[str], bool]) -> Span | None:
    """The longest valid number from ``start`` on, cut only where a space stands."""
    while end > start:
        if valid(plain[start:end].replace(" ", "")):
            return start, end
        end = plain.rfind(" ", start, end)
    return None


def phones(plain: str) -> Iterator[Span]:
    for found in _PHONE_ABROAD.finditer(plain):
        if len(_digits(found.group())) > 8:
            yield found.span()
    for found in _MOBILE.finditer(plain):
        if not _DATE_LIKE.fullmatch(found.group()):
            yield found.span()
    for found in _LANDLINE.finditer(plain):
        if _is_landline(plain, found):
            yield found.span()


def _is_landline(plain: str, found: re.Match[str]) -> bool:
    """Landline and company numbers look like order numbers, dates, hours and ranges: believe them less."""
    number = found.group()
    if len(_digits(number)) > 11 or all(len(group) < 3 for group in re.split(r"\D+", number)):
        return False
    if _RANGE_LIKE.fullmatch(number) or _DATE_LIKE.fullmatch(number):
        return False
    if re.match(r"\d ", plain[max(0, found.start() - 2) : found.start()]):
        return False
    return _ORDER_WORD.search(plain, max(0, found.start() - _LOOK_BACK), found.start()) is None


def addresses(plain: str) -> Iterator[Span]:
    for found in _ADDRESS.finditer(plain):
        street, _, stair, _, postcode, _ = found.groups()
        if (postcode or any(char.isdigit() for char in stair)) and _STREET.fullmatch(street):
            yield found.span()
