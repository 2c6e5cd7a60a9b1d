"""Numbers said aloud, digit by digit, as a recogniser writes them: "nolla neljä nolla viis viis …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from hurmaus.privacy import checks

DictatedKind = Literal["hetu", "card", "phone"]

_DIGIT_WORDS: Final[dict[str, str]] = {
    word: digit
    for digit, words in {
        "0": "nolla nollaa zero",
        "1": "yksi yks yhe yhtä",
        "2": "kaksi kaks kakkonen kakkone",
        "3": "kolme kolmonen",
        "4": "neljä nelja nelonen",
        "5": "viisi viis vitonen",
        "6": "kuusi kuus kutonen",
        "7": "seitsemän seitseman seittemän seitteman seiska",
        "8": "kahdeksan kaheksan kaheksa kasi kahdeksa",
        "9": "yhdeksän yhdeksan yheksän yheksan yheksä ysi",
    }.items()
    for word in words.split()
}
_TEEN = re.compile(r"(\w+)toista")
_TENS = re.compile(r"(\w+?)(?:kymmentä|kymmenta|kytä|kyta|kyt)(\w*)")
_SIGN_WORDS: Final = {
    "viiva": "-",
    "väliviiva": "-",
    "valiviiva": "-",
    "miinus": "-",
    "plus": "+",
    "+": "+",
    "-": "-",
}
_LETTER_WORDS: Final = {
    "aa": "A", "bee": "B", "see": "C", "dee": "D", "ee": "E", "äf": "F", "äffä": "F", "hoo": "H", "jii": "J",
    "koo": "K", "äl": "L", "äm": "M", "än": "N", "pee": "P", "är": "R", "äs": "S", "tee": "T", "uu": "U",
    "vee": "V", "kaksoisvee": "W", "äks": "X", "äksä": "X", "yy": "Y",
}  # fmt: skip
_FILLERS: Final = frozenset(
    "ja sit sitten sitte eli ja niin niinku kuin öö ööö tota sieltä vielä väli piste".split()
)
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[+\-]")
_HETU = re.compile(r"([0-3]\d[01]\d\d\d)([-+A-FU-Y]?)(\d{3})([0-9A-FHJ-NPR-Y])")
_PHONE = re.compile(r"(?:\+|00)?358\d{6,10}|0(?:4\d|50)\d{6,8}|0(?:[235689]|1[03-9]|20|29|30|80)\d{6,8}")
_FEWEST_DIGITS: Final = 7


def dictated(plain: str) -> Iterator[tuple[int, int, DictatedKind]]:
    """Spans of identity codes, cards and phone numbers of which at least a part was said in words."""
    lowered = plain.lower()
    if _DIGIT_WORDS.keys().isdisjoint(lowered.replace(",", " ").replace(".", " ").split()):
        return
    for run in _runs(lowered):
        yield from _find_in(run)


Heard = list[tuple[str, int, int]]  # symbols, start, end


def _runs(lowered: str) -> Iterator[Heard]:
    """Stretches of digits, signs and letter names; a filler word or two does not break one."""
    run: Heard = []
    fillers = 0
    for token in _TOKEN.finditer(lowered):
        symbols = _symbols(token.group())
        if symbols:
            run.append((symbols, *token.span()))
            fillers = 0
        elif token.group() in _FILLERS and fillers < 2:
            fillers += 1
        else:
            if len(run) >= _FEWEST_DIGITS // 2:
                yield run
            run, fillers = [], 0
    if len(run) >= _FEWEST_DIGITS // 2:
        yield run


def _symbols(word: str) -> str:
    if word.isdigit():
        return word
    if word in _DIGIT_WORDS:
        return _DIGIT_WORDS[word]
    if word in _SIGN_WORDS:
        return _SIGN_WORDS[word]
    if word == "kymmenen":
        return "10"
    if len(word) == 1:
        return word.upper()
    return _LETTER_WORDS.get(word) or _compound(word)


def _compound(word: str) -> str:
    """'kolmetoista' is 13, 'neljäkymmentä' 40, 'neljäkymmentäviisi' 45."""
    if teen := _TEEN.fullmatch(word):
        unit = _DIGIT_WORDS.get(teen.group(1))
        return "1" + unit if unit else ""
    if tens := _TENS.fullmatch(word):
        ten, unit = (
            _DIGIT_WORDS.get(tens.group(1)),
            _DIGIT_WORDS.get(tens.group(2), "0" if not tens.group(2) else ""),
        )
        return ten + unit if ten and unit else ""
    return ""


def _find_in(run: Heard) -> Iterator[tuple[int, int, DictatedKind]]:
    said = "".join(symbols for symbols, _, _ in run)
    owner = [index for index, (symbols, _, _) in enumerate(run) for _ in symbols]
    at = 0
    while at < len(said):
        kind, length = _number_at(said, at)
        if kind is None:
            at += 1
            continue
        yield run[owner[at]][1], run[owner[at + length - 1]][2], kind
        at += length


def _number_at(said: str, at: int) -> tuple[DictatedKind | None, int]:
    if (hetu := _HETU.match(said, at)) and _is_hetu(*hetu.groups()):
        return "hetu", len(hetu.group())
    digits = re.compile(r"\d{13,19}").match(said, at)
    if digits:
        for length in range(len(digits.group()), 12, -1):
            number = digits.group()[:length]
            if checks.is_card_issuer(number) and checks.passes_luhn(number):
                return "card", length
    if phone := _PHONE.match(said, at):
        return "phone", len(phone.group())
    return None, 0


def _is_hetu(birth: str, sign: str, number: str, check: str) -> bool:
    if sign:
        return checks.is_hetu(birth, sign, number, check)
    return check.isalpha() and checks.is_hetu_without_sign(birth, number, check)
