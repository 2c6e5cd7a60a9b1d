"""What an agent turn does: greet, thank, apologise, promise … several acts at once, clause by clause.

The phrases are in ``data/acts.yaml``; the labels there that are no acts are cues. Decided here is what takes
more than one phrase: an action with a time or a recipient is a promise and without one a next step; an offer
is a word of help and a word of willingness; a greeting opens a turn and the same words at its end close it;
and a statement that does nothing else informs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from hurmaus.understanding import likeness, questions
from hurmaus.understanding.act_reader import ActReader
from hurmaus.understanding.data import load
from hurmaus.understanding.phrases import Match, Phrasebook
from hurmaus.understanding.words import ENDS, Words
from hurmaus.vocabulary import ACTS, Act

_ACTS: Final = frozenset(ACTS)
_PLAIN: Final = frozenset(("inform", "ask"))
"""What nearly any clause could be: here likeness to examples is asked as well."""
_TOLD_BY_LIKENESS: Final = frozenset(
    ("offer_help", "thank", "empathise", "apologise", "recap", "close", "blame", "dismiss")
)
_YOU: Final = frozenset(
    (
        "sina",
        "te",
        "sinun",
        "teidan",
        "sinulla",
        "teilla",
        "sinulta",
        "teilta",
        "et",
        "ette",
        "olet",
        "olette",
        "itse",
    )
)
_GOES_WITH_A_QUESTION: Final = frozenset(("empathise", "thank", "apologise", "recap", "greet"))
_CLAUSE_BREAKS: Final = frozenset(("mutta", "mut"))
_GREETING_COMES_BY: Final = 5
_FEWEST_WORDS_TO_INFORM: Final = 3
_SMALL_WORDS: Final = frozenset(
    ["no", "niin", "joo", "kylla", "selva", "okei", "hyva", "juu", "jaa", "aha", "nyt", "hei", "moi"]
)
_COMMITTING: Final = frozenset(("promise", "telling_you", "refund", "doing"))
_SUBORDINATE: Final = frozenset(
    ["etta", "et", "ettei", "ettemme", "etten", "jos", "kun", "koska", "milloin", "mika", "mita", "missa", "mihin", "joka",
     "jonka", "jotta", "vaikka", "kuinka", "miten", "ellei"]
)  # fmt: skip
_RESUMING: Final = frozenset(["ja", "joten", "vaan", "siksi"])
_PARTING: Final = frozenset(
    [
        "kiitos",
        "kuulemiin",
        "selva",
        "paivanjatkoa",
        "jatkoa",
        "iltaa",
        "viikonloppua",
        "matkaa",
        "ja",
        "kiitan",
        "nakemiin",
    ]
)
_MORE: Final = frozenset(["viela", "muuta", "muussa", "muuhun", "muulla", "muita", "lisaa", "muuten"])
_NEGATIONS: Final = frozenset(["ei", "en", "emme", "et", "ette", "eivat", "eika", "emmeka", "enka", "ettei"])
_OFFERED_DEED = re.compile(r".{3,}(?:[aeo]n|mme|[aeiou]{2}n)ko")
_PASSIVE = re.compile(r".{2,}(?:[aeiou]ta|[aeiou]da|lla|nna|rra|hda|sta|tta)an")
_NO_PASSIVE: Final = frozenset(
    ["mitaan", "tanaan", "viimeistaan", "enintaan", "vahintaan", "kokonaan", "ainoastaan", "yhtaan", "uudestaan",
     "oikeastaan", "hintaan", "kertaan", "kohtaan", "vastaan", "ennallaan", "paikallaan", "parhaillaan", "voidaan",
     "kantaan", "osaan", "saadaan", "useimmiten", "ohitaan", "vastaavaan", "jatetaan"]
)  # fmt: skip


@cache
def _phrases() -> Phrasebook:
    data = load("acts")
    return Phrasebook(data["acts"], data["sets"])


@cache
def _unpromising() -> Phrasebook:
    return Phrasebook(load("acts")["unpromising"])


class Deeds(NamedTuple):
    """What an agent turn does, the clauses (index ranges) in which it promises, and each clause with its acts."""

    acts: tuple[Act, ...]
    promising: tuple[tuple[int, int], ...]
    clauses: tuple[tuple[int, int, frozenset[str]], ...] = ()


def read(words: Words) -> Deeds:
    """The acts of the turn, each once, in the order of the vocabulary, and where it promises."""
    found: set[str] = set()
    promising: list[tuple[int, int]] = []
    clauses: list[tuple[int, int, frozenset[str]]] = []
    for first, end in _clauses(words):
        acts = _in_clause(words, first, end)
        found |= acts
        clauses.append((first, end, frozenset(acts)))
        if "promise" in acts:
            promising.append((first, end))
    return Deeds(tuple(act for act in ACTS if act in found), tuple(promising), tuple(clauses))


def find(words: Words, text: str = "", reader: ActReader | None = None) -> tuple[Act, ...]:
    """The acts of the turn alone, by phrases, and by a reader of its text beside them where there is one."""
    return joined(words, text, read(words).acts, reader)


def joined(words: Words, text: str, by_phrase: tuple[Act, ...], reader: ActReader | None) -> tuple[Act, ...]:
    """What the reader makes of the turn and its phrases. It may find blame only where somebody is spoken to."""
    if reader is None:
        return by_phrase
    acts = reader.acts(text, by_phrase)
    if "blame" in by_phrase or any(_speaks_of_you(word) for word in words.plain):
        return acts
    return tuple(act for act in acts if act != "blame")


def commits(words: Words, first: int, end: int) -> bool:
    """Whether these words alone announce a deed in the first person."""
    labels = {match.label for match in _phrases().find(words.plain[first:end])}
    return bool(labels & {"doing", "telling_you", "promise", "refund"})


def _clauses(words: Words) -> list[tuple[int, int]]:
    """Sentences, cut at "mutta" and where a new deed follows a promise denied: each does something else."""
    clauses: list[tuple[int, int]] = []
    for first, end in words.sentences:
        start = first
        for index in range(first + 1, end - 1):
            if words.plain[index] in _CLAUSE_BREAKS and index > start:
                clauses += _cut_after_denial(words, start, index)
                start = index + 1
        clauses += _cut_after_denial(words, start, end)
    return clauses


def _cut_after_denial(words: Words, first: int, end: int) -> list[tuple[int, int]]:
    """'En voi luvata aikaa, | soitan teille kuitenkin huomenna': what is said after the comma is meant."""
    clause, denials = words.plain[first:end], _unpromising()
    denial = next(denials.find(clause), None) if denials.touches(clause) else None
    if denial is None:
        return [(first, end)]
    for index in range(first + denial.last + 1, end):
        new = words.after_mark(index) or words.plain[index - 1] in _RESUMING
        if new and words.plain[index] not in _SUBORDINATE and commits(words, index, min(index + 3, end)):
            return [(first, index), (index, end)]
    return [(first, end)]


def _meant(clause: Sequence[str], matches: list[Match]) -> list[Match]:
    """Leave out what is promised no more ("lupasin"), not at all ("en voi luvata, että soitan") or is no deed
    ("pyydän sitä anteeksi").
    """
    if not _unpromising().touches(clause):
        return matches
    for denial in _unpromising().find(clause):
        matches = [
            match
            for match in matches
            if match.label not in _COMMITTING
            or match.first < denial.first
            or (denial.label == "unable" and clause[match.first][-1] != "a")
            or (denial.label == "pardon" and match.first > denial.last)
        ]
    return matches


def _in_clause(words: Words, first: int, end: int) -> set[str]:
    acts = _by_phrases(words, first, end)
    clause = words.plain[first:end]
    if acts <= _PLAIN and _content(clause) >= _FEWEST_WORDS_TO_INFORM:
        acts = _by_likeness(acts, clause)
    return acts


def _by_likeness(acts: set[str], clause: Sequence[str]) -> set[str]:
    """What the clause is like, beside being a statement; a question asked is not argued away."""
    like = likeness.acts_like(clause).keys() & _TOLD_BY_LIKENESS
    if "blame" in like and not any(_speaks_of_you(word) for word in clause):
        like -= {"blame"}
    if like & {"blame", "dismiss"} and any(match.label == "harmless" for match in _phrases().find(clause)):
        like -= {"blame", "dismiss"}
    if not like:
        return acts
    return like | (acts & {"ask"} if like <= _GOES_WITH_A_QUESTION else set())


def _speaks_of_you(word: str) -> bool:
    return word in _YOU or (len(word) > 4 and word.endswith(("tte", "itte", "isit", "nne", "oit", "sit")))


def _by_phrases(words: Words, first: int, end: int) -> set[str]:
    clause = words.plain[first:end]
    labels: set[str] = set()
    for match in _meant(clause, list(_phrases().find(clause))):
        if match.label != "greet":
            labels.add(match.label)
        elif _greets(words, first + match.first, first + match.last):
            labels.add("greet")
        elif _ends_turn(words, first + match.last):
            labels.add("close")
    acts = labels & _ACTS
    if acts & {"blame", "dismiss"}:
        return acts - {"next_step", "inform", "offer_help", "promise", "recap"}
    asks = questions.is_question(words, first, end)
    if {"helping", "offering"} <= labels and _MORE.isdisjoint(clause) and _NEGATIONS.isdisjoint(clause):
        acts.add("offer_help")
    if "offer_help" in acts:
        return acts - {"ask", "inform", "next_step"}
    acts |= _committed(labels, clause, asks)
    if asks and "close" not in acts:
        acts.add("ask")
        if "recap" not in acts:
            acts -= {"promise", "inform"}
    if not acts and _content(clause) >= _FEWEST_WORDS_TO_INFORM:
        acts.add("inform")
    return acts


def _committed(labels: set[str], clause: Sequence[str], asks: bool) -> set[str]:
    """An action offered or announced: a promise when it has a time or a recipient, else the next step."""
    if any(word.endswith("ko") and _offers_a_deed(word) for word in clause):
        return {"next_step"}
    if "promise" in labels:
        return set()
    if labels & {"telling_you", "refund"} or ("doing" in labels and "time" in labels):
        return set() if asks else {"promise"}
    if "doing" in labels or (_PASSIVE.fullmatch(clause[0]) and clause[0] not in _NO_PASSIVE):
        return {"next_step"}
    return set()


def _offers_a_deed(word: str) -> bool:
    """'Laitanko', 'varataanko', 'lähetämmekö'."""
    return _OFFERED_DEED.fullmatch(word) is not None and word not in ("tuonko", "tamanko", "senko")


def _greets(words: Words, first: int, last: int) -> bool:
    """Whether the greeting opens the turn; at its end, or said twice, it is a farewell."""
    plain = words.plain
    if first > _GREETING_COMES_BY or plain[first : first + 2] in (["hei", "hei"], ["moi", "moi"]):
        return False
    return first == 0 or not _ends_turn(words, last) or _PARTING.isdisjoint(plain[:first])


def _ends_turn(words: Words, last: int) -> bool:
    return all(word in ENDS for word in words.plain[last + 1 : last + 3])


def _content(clause: Sequence[str]) -> int:
    return sum(word not in _SMALL_WORDS and word not in ENDS for word in clause)
