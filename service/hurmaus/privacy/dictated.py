"""Numbers said aloud, digit by digit, as a recogniser writes them: "nolla neljä nolla viis viis …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from hurmaus.privacy import checks

DictatedKind = Literal["hetu", "iban", "card", "phone"]

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
    "viiva": "-", "väliviiva": "-", "valiviiva": "-", "miinus": "-", "plus": "+", "+": "+", "-": "-",
}  # fmt: skip
_TELLING: Final = frozenset((*_DIGIT_WORDS, *_SIGN_WORDS)) - {"+", "-"}
_LETTER_WORDS: Final = {
    "aa": "A", "bee": "B", "see": "C", "dee": "D", "ee": "E", "äf": "F", "äffä": "F", "hoo": "H", "ii": "I", "fi": "FI", "jii": "J",
    "koo": "K", "äl": "L", "äm": "M", "än": "N", "pee": "P", "är": "R", "äs": "S", "tee": "T", "uu": "U",
    "vee": "V", "kaksoisvee": "W", "äks": "X", "äksä": "X", "yy": "Y",
}  # fmt: skip
_FILLERS: Final = {
    "eli", "kuin", "niin", "niinku", "piste", "sieltä", "sit", "sitte", "sitten", "tota", "vielä",
    "väli", "öö",
}  # fmt: skip
_FIGURES = re.compile(r"\d.*\d", re.DOTALL)
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[+\-]")
_HETU = re.compile(r"([0-3]\d[01]\d\d\d)([-+A-FU-Y]?)(\d{3})([0-9A-FHJ-NPR-Y])")
_CARD = re.compile(r"\d{13,19}")
_MOBILE = re.compile(r"(?:\+|00)?358\d{6,10}|0(?:4\d|50)\d{6,8}")
_LANDLINE = re.compile(r"0(?:[235689]|1[03-9]|20|29|30|80)\d{6,8}")
_FEWEST_WORDS: Final = 3


def dictated(plain: str) -> Iterator[tuple[int, int, DictatedKind]]:
    """Spans of identity codes, accounts, cards and phone numbers of which at least a part was said in words."""
    said = plain.lower().replace(",", " ").replace(".", " ").split()
    telling = sum(word in _TELLING for word in said)
    if telling < _FEWEST_WORDS and not (telling and _FIGURES.search(plain)):
        return
    for run in _runs(plain):
        yield from _find_in(run)


Heard = list[tuple[str, int, int]]  # symbols, start, end


def _runs(plain: str) -> Iterator[Heard]:
    """Stretches of digits, signs and letter names; a filler word or two does not break one."""
    run: Heard = []
    fillers = 0
    for token in _TOKEN.finditer(plain):
        word = token.group().lower()
        symbols = _symbols(word)
        if symbols:
            run.append((symbols, *token.span()))
            fillers = 0
        elif word in _FILLERS and fillers < 2:
            fillers += 1
        else:
            if len(run) >= _FEWEST_WORDS:
                yield run
            run, fillers = [], 0
    if len(run) >= _FEWEST_WORDS:
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
        heard = run[owner[at] : owner[at + length - 1] + 1] if kind else []
        if kind is None or not _mostly_words(heard, kind):
            at += 1
            continue
        yield heard[0][1], heard[-1][2], kind
        at += length


def _mostly_words(heard: Heard, kind: DictatedKind) -> bool:
    """Rows of figures are for the finders of written numbers; one word is enough in an identity code."""
    words = sum(len(symbols) for symbols, start, end in heard if end - start > len(symbols))
    return (
        words > 0 if kind in ("hetu", "iban") else words * 2 >= sum(len(symbols) for symbols, _, _ in heard)
    )


def _number_at(said: str, at: int) -> tuple[DictatedKind | None, int]:
    if (hetu := _HETU.match(said, at)) and _is_hetu(*hetu.groups()):
        return "hetu", len(hetu.group())
    if length := checks.IBAN_LENGTH.get(said[at : at + 2], 0):
        code = said[at : at + length]
        if len(code) == length and code[2:].isdigit() and checks.is_iban(code):
            return "iban", length
    if digits := _CARD.match(said, at):
        for length in range(len(digits.group()), 12, -1):
            number = digits.group()[:length]
            if checks.is_card_issuer(number) and checks.passes_luhn(number):
                return "card", length
    if phone := _MOBILE.match(said, at) or (_LANDLINE.match(said) if at == 0 else None):
        return "phone", len(phone.group())
    return None, 0


def _is_hetu(birth: str, sign: str, number: str, check: str) -> bool:
    if sign:
        return checks.is_hetu(birth, sign, number, check)
    return check.isalpha() and checks.is_hetu_without_sign(birth, number, check)
