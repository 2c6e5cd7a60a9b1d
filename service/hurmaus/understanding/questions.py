"""The questions of one turn, in the speaker's own words.

A question is known by its mark, by a question word or a verb with the clitic -ko at the start of a clause, or
by an opening such as "haluaisin tietää". Recogniser text has no marks, so there the words decide alone.
Questions that ask for nothing ("voiko olla totta?") are left out when that is clear.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from hurmaus.understanding.data import load
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.understanding.words import ENDS, Words

_AT_MOST: Final = 8
"""Questions kept of one turn: a pasted page is no ledger."""
_TOLD_WITHIN: Final = 3
_LONGEST: Final = 30
"""Words kept of one question that runs on without marks."""
_VERB_ENDS: Final = "aeiouynt"
_NOUN_ENDS: Final = ("koko", "katko", "jatko", "vahinko", "aurinko", "tanko", "runko", "disko")
_SPOKEN_CLITICS: Final = ("aaks", "eeks", "ooks", "uuks", "yyks", "nks", "tks", "tsa", "kshan")


class _Lists(NamedTuple):
    always: frozenset[str]
    often: frozenset[str]
    lead_in: frozenset[str]
    not_verbs: frozenset[str]
    telling: tuple[str, ...]
    farewells: frozenset[str]
    indirect: Phrasebook
    rhetorical: Phrasebook


@cache
def _lists() -> _Lists:
    data = load("questions")
    return _Lists(
        always=frozenset(data["always"].split()),
        often=frozenset(data["often"].split()),
        lead_in=frozenset(data["lead_in"].split()),
        not_verbs=frozenset(data["not_verbs"].split()),
        telling=tuple(data["telling"].split()),
        farewells=frozenset(data["farewells"].split()),
        indirect=Phrasebook({"indirect": data["indirect"]}),
        rhetorical=Phrasebook({"rhetorical": data["rhetorical"]}),
    )


def find(words: Words) -> tuple[str, ...]:
    """The questions of the turn, in order, each once."""
    found: dict[str, None] = {}
    for first, end in words.sentences:
        for start, stop in _in_sentence(words, first, end):
            if not _is_rhetorical(words.plain[start:stop]):
                found[words.said(start, stop - 1).strip(" ,.-–!")] = None
                if len(found) == _AT_MOST:
                    return tuple(found)
    return tuple(found)


def is_question(words: Words, first: int, end: int) -> bool:
    """Whether these words (of one sentence) ask, by their mark or by their form."""
    return words.plain[end - 1] == "?" or bool(_starts(words, first, end))


def has_clitic(word: str) -> bool:
    """A verb asked with -ko, also as spoken: "onko", "voisitteko", "tuleeks"."""
    if word.endswith(("ko", "kohan", "kos")):
        before = word[: word.rindex("ko")]
        asks = len(before) > 1 and (before[-1] in _VERB_ENDS or before.endswith("is"))
        return asks and word not in _lists().not_verbs and not word.endswith(_NOUN_ENDS)
    return word.endswith(_SPOKEN_CLITICS) and len(word) > 4 and word not in _lists().not_verbs


def _in_sentence(words: Words, first: int, end: int) -> list[tuple[int, int]]:
    """Index ranges of the questions inside one sentence."""
    plain = words.plain
    marked = plain[end - 1] == "?"
    last = end if marked or plain[end - 1] not in ENDS else end - 1
    starts = _starts(words, first, end)
    if not starts:
        start = _after_lead_in(words, first, last)
        return [(start, last)] if marked and last - start > 1 else []
    if last - starts[-1] <= 2 and marked and words.plain[starts[-1]].startswith("eiko"):  # "…, eikö?"
        starts[-1] = first if len(starts) == 1 else starts[-1]
    return [
        (start, _trim(words, start, stop, marked and stop == last))
        for start, stop in zip(starts, [*starts[1:], last], strict=True)
        if stop - start > 1
    ]


def _starts(words: Words, first: int, end: int) -> list[int]:
    """Where questions begin in the sentence."""
    plain, lists = words.plain, _lists()
    candidates = [
        index
        for index in range(first, end)
        if plain[index] in lists.always or plain[index] in lists.often or has_clitic(plain[index])
    ]
    openings = [(first + found.first, first + found.last) for found in lists.indirect.find(plain[first:end])]
    if not candidates:
        return []
    starts: list[int] = []
    for index in candidates:
        opening = next((span for span in openings if span[0] <= index <= span[1] + 2), None)
        if opening is not None:
            start = opening[0] if has_clitic(plain[opening[0]]) else max(index, opening[1] + 1)
        elif _begins_clause(words, first, index):
            start = index
        else:
            continue
        if not starts or start > starts[-1] + 1:
            starts.append(start)
    return [index for index in starts if index < end]


def _begins_clause(words: Words, first: int, index: int) -> bool:
    """Whether a question can begin here: at a start, after a comma or a lead-in; when unmarked, more freely."""
    plain, lists = words.plain, _lists()
    if index == first or plain[index - 1] in lists.lead_in:
        return True
    if any(word.startswith(lists.telling) for word in plain[max(first, index - _TOLD_WITHIN) : index]):
        return False  # "kerron, milloin paketti tulee" and "sanoitte, milloin se tulee" tell of a question
    word = plain[index]
    if words.has_marks:
        return words.after_mark(index) and (word not in lists.often or _asks_on(words, index))
    return word in lists.always or has_clitic(word)


def _asks_on(words: Words, index: int) -> bool:
    """After a comma "missä", "mikä" and the like ask only in a sentence that asks; else they relate."""
    end = next((stop for start, stop in words.sentences if start <= index < stop), len(words.plain))
    return words.plain[end - 1] == "?"


def _after_lead_in(words: Words, first: int, end: int) -> int:
    """Skip a greeting, and what comes before the last comma of a marked sentence when enough follows."""
    while first + 1 < end and words.plain[first] in ("hei", "moi", "terve", "paivaa", "huomenta", "no"):
        first += 1
    return first


def _trim(words: Words, start: int, stop: int, marked: bool) -> int:
    """Cut a question that runs on without a mark at a thank-you, and in any case after thirty words."""
    plain, lists = words.plain, _lists()
    stop = min(stop, start + _LONGEST)
    if not marked:
        for index in range(start + 2, stop):
            if plain[index] in lists.farewells:
                stop = index
                break
    while stop - start > 2 and plain[stop - 1] in lists.lead_in:
        stop -= 1
    return stop


def _is_rhetorical(plain: list[str]) -> bool:
    match = next(_lists().rhetorical.find(plain), None)
    return match is not None and match.first <= 1
