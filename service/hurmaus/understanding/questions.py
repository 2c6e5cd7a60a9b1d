"""The questions of one customer turn, in the customer's own words.

A question is found by its mark, by a question word or the clitic -ko at the start of a clause, or by an
opening such as "haluaisin tietää"; recogniser text has no marks, so the words decide. Questions that ask for
nothing ("voiko olla totta?") are left out when that is clear.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from hurmaus.understanding.data import load
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.understanding.words import ENDS, Words

_AT_MOST: Final = 8
"""Questions kept of one turn: a pasted page is no ledger."""
_LONGEST: Final = 30
_OPENERS: Final = frozenset(
    "ja mutta niin eli tai no nyt siis sitten hei moi moikka terve huomenta paivaa iltaa etta et vai kysymys kysyisin "
    "lisaksi myos viela ihan sori anteeksi okei okei selva vielapa samalla tuota kylla mut seka vaan".split()
)
_KNOWING: Final = frozenset(
    "tietaa tiedan tieda kysya sanoa kertoa neuvoa selvittaa varmistaa tarkistaa katsoa kysyisin ihmettelen "
    "ihmettelin mietin pohdin kiinnostaa kiinnostaisi mietityttaa ymmarra kasita tajua kerro kertokaa sano sanokaa "
    "tiedatko tiedatteko tietoa kysyn kyselisin".split()
)
_FAREWELLS: Final = frozenset("kiitos kiitan t terveisin terv ystavallisin yst".split())


class _Lists(NamedTuple):
    always: frozenset[str]
    often: frozenset[str]
    not_clitic: frozenset[str]
    indirect: Phrasebook
    rhetorical: Phrasebook


@cache
def _lists() -> _Lists:
    data = load("questions")
    return _Lists(
        frozenset(data["always"].split()),
        frozenset(data["often"].split()),
        frozenset(data["clitic_exceptions"].split()),
        Phrasebook({"indirect": data["indirect"]}),
        Phrasebook({"rhetorical": data["rhetorical"]}),
    )


def find(words: Words) -> tuple[str, ...]:
    """The questions of the turn, in order, each once."""
    found: dict[str, None] = {}
    for first, end in words.sentences:
        for start, stop in _in_sentence(words, first, end):
            if not _is_rhetorical(words.plain[start:stop]):
                found[words.said(start, stop - 1).strip(" ,.-–")] = None
                if len(found) == _AT_MOST:
                    return tuple(found)
    return tuple(found)


def is_question(words: Words, first: int, end: int) -> bool:
    """Whether the sentence asks, by its mark or by its words."""
    return words.plain[end - 1] == "?" or bool(_starts(words.plain, first, end))


def _in_sentence(words: Words, first: int, end: int) -> list[tuple[int, int]]:
    """Index ranges of the questions inside one sentence."""
    plain = words.plain
    marked = plain[end - 1] == "?"
    last = end if marked or plain[end - 1] not in ENDS else end - 1
    starts = _starts(plain, first, end)
    if not starts:
        if not marked or end - first < 2:
            return []
        starts = [_after_greeting(plain, first)]
    return [
        (start, _trim(plain, start, stop))
        for start, stop in zip(starts, [*starts[1:], last], strict=True)
        if stop - start > 1
    ]


def _starts(plain: list[str], first: int, end: int) -> list[int]:
    """Where questions begin in the sentence."""
    lists = _lists()
    starts: list[int] = []
    opening = next(
        ((first + match.first, first + match.last) for match in lists.indirect.find(plain[first:end])), None
    )
    for index in range(first, end):
        word = plain[index]
        before = plain[index - 1] if index > first else ""
        if opening and opening[0] <= index <= opening[1]:
            continue
        if (
            word in lists.always
            or (word in lists.often and (before == "" or before in _OPENERS or before in _KNOWING))
            or (_has_clitic(word) and word not in lists.not_clitic)
        ) and not (starts and index - starts[-1] == 1):
            starts.append(index)
    if opening and starts and opening[0] < starts[0]:
        after = [start for start in starts if start > opening[1]]
        if after and after[0] - opening[1] <= 3:
            starts[: len(starts) - len(after) + 1] = [
                opening[0] if _has_clitic(plain[opening[0]]) else after[0]
            ]
        elif _has_clitic(plain[opening[0]]):
            starts.insert(0, opening[0])
    elif opening and _has_clitic(plain[opening[0]]):
        starts.insert(0, opening[0])
    return starts


def _has_clitic(word: str) -> bool:
    """A verb asked with -ko: "onko", "voisitteko", "saako", "tuliko"."""
    if not word.endswith(("ko", "kohan", "kos")) or len(word) < 4:
        return False
    return word not in _lists().not_clitic


def _after_greeting(plain: list[str], first: int) -> int:
    while first + 1 < len(plain) and plain[first] in ("hei", "moi", "moikka", "terve", "paivaa", "huomenta"):
        first += 1
    return first


def _trim(plain: list[str], start: int, stop: int) -> int:
    """Cut a question that runs on without marks at a thank-you, and in any case after thirty words."""
    stop = min(stop, start + _LONGEST)
    for index in range(start + 2, stop):
        if plain[index] in _FAREWELLS:
            stop = index
            break
    while stop - start > 2 and plain[stop - 1] in _OPENERS:
        stop -= 1
    return stop


def _is_rhetorical(plain: list[str]) -> bool:
    match = next(_lists().rhetorical.find(plain), None)
    return match is not None and match.first <= 1
