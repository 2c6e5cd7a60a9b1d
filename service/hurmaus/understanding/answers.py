"""Whether an agent's turn answers a customer's question.

Two things are looked for in what the agent states (not in what they ask back, and not in "selvitän asiaa"):
the kind of answer that the question word wants (a time, a number, a place, yes or no), and the subject. A
short turn right after a question seldom repeats the subject, so the right kind alone can be enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache
from typing import Final

from hurmaus.understanding import questions, stems
from hurmaus.understanding.data import load
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.understanding.words import ENDS, Words


class Kind(Enum):
    """What a question asks for."""

    TIME = auto()
    LENGTH = auto()
    NUMBER = auto()
    PRICE = auto()
    PLACE = auto()
    REASON = auto()
    MANNER = auto()
    YES_OR_NO = auto()
    THING = auto()


_BY_WORD: Final[dict[str, Kind]] = {
    word: kind
    for kind, words in {
        Kind.TIME: "milloin milloinka moneltako monelta koska moneenko",
        Kind.LENGTH: "kauanko",
        Kind.NUMBER: "paljonko montako moneenko",
        Kind.PLACE: "missa mihin mista minne",
        Kind.REASON: "miksi miksei minkatakia mikset miksette",
        Kind.MANNER: "miten kuinka",
    }.items()
    for word in words.split()
}
_COSTING: Final = frozenset(("maksaa", "maksavat", "maksaisi", "maksoi", "maksanee"))
_HOW_MUCH: Final = frozenset(("paljon", "monta", "suuri", "iso", "kallis", "moni"))
_SHORT: Final = 2
_DOING: Final = frozenset(("teen", "tehda", "teemme", "tekisin", "tehdaan"))
_FEWEST_WORDS_BEFORE: Final = 4
"""Words before "tarkistan" that can state something (one less before a comma): "se on jo matkalla, tarkistan vielä ajan"."""
_VERB_HEAD: Final = 4
"""Letters by which "soitatte" and "soitan" are one verb."""
_KIN: Final = (
    ("alen", "hyvit", "korva", "kompens"),
    ("paket", "lahety", "toimit"),
    ("peru", "irtisan"),
    ("vik", "virh", "ongelm", "hairi"),
)
"""Words (their stems) by which the same thing is asked about and told of."""
_DIGITS = re.compile(r"\d")


@cache
def _cues() -> Phrasebook:
    return Phrasebook(load("answers"), load("acts")["sets"])


def answered(question: str, agent_text: str) -> bool:
    """Whether the (masked) agent text plausibly answers the (masked) question."""
    return bool(which_answered((question,), agent_text))


def which_answered(questions: Sequence[str], agent_text: str) -> frozenset[int]:
    """Which of the (masked) questions, by index, the (masked) agent text plausibly answers.

    A sentence that speaks of what one question asks about answers no other question that it does not speak of,
    and a bare "en tiedä" answers one question, not several.
    """
    asked = [Words(question) for question in questions]
    kinds = [kind_of(words) for words in asked]
    wanted = [stems.content(words.plain) for words in asked]
    found: set[int] = set()
    for sentence in _stated(Words(agent_text)):
        fit = [at for at, kind in enumerate(kinds) if _answers(kind, wanted[at], sentence)]
        about = _spoken_of({at: wanted[at] for at in fit}, stems.content(sentence))
        no_answer = _is_aside(sentence) or (len(fit) > 1 and _is(sentence, "unknown"))
        found |= about if about or no_answer else set(fit)
    return frozenset(found)


def _is_aside(sentence: list[str]) -> bool:
    """Whether it sympathises ("voi ei") or keeps personal data out ("tunnusta ei tarvitse kirjoittaa"): no "ei" to anything."""
    return _is(sentence, "aside")


def _is(sentence: list[str], label: str) -> bool:
    return any(match.label == label for match in _cues().find(sentence))


def _spoken_of(wanted: dict[int, set[str]], told: set[str]) -> set[int]:
    """The questions that a sentence speaks of; a thing that two of them name belongs to the one it fits better."""
    shared = {at: {stem for stem in stems_ if stems.share({stem}, told)} for at, stems_ in wanted.items()}
    fit = {at: len(found) / max(1, len(wanted[at])) for at, found in shared.items()}
    best = {
        stem: max(fit[at] for at in shared if stem in shared[at])
        for found in shared.values()
        for stem in found
    }
    about = {at for at, found in shared.items() if any(fit[at] >= best[stem] / 2 for stem in found)}
    return about | {at for at, stems_ in wanted.items() if not shared[at] and _share(stems_, told)}


def kind_of(asked: Words) -> Kind:
    """What the question asks for, by its question word; a verb with -ko asks for yes or no."""
    plain = asked.plain
    for index, word in enumerate(plain):
        following = plain[index + 1] if index + 1 < len(plain) else ""
        if word in ("mihin", "mista") and following in ("asti", "saakka", "aikaan", "alkaen", "kello", "klo"):
            return Kind.TIME
        if word in ("miten", "kuinka") and following in ("kauan", "pitkaan", "pitka", "nopeasti", "pian"):
            return Kind.LENGTH
        if word in ("miten", "kuinka") and following in _HOW_MUCH:
            return Kind.NUMBER
        if word in ("mita", "minka") and (following == "hintainen" or not _COSTING.isdisjoint(plain)):
            return Kind.PRICE
        if word in ("mika", "minka", "mina") and following in ("paivana", "aikana", "viikolla"):
            return Kind.TIME
        if word in _BY_WORD:
            kind = _BY_WORD[word]
            return Kind.PRICE if kind is Kind.NUMBER and not _COSTING.isdisjoint(plain) else kind
        if word == "mita" and not _DOING.isdisjoint(plain):
            return Kind.MANNER
        if word in (
            "mika",
            "mita",
            "minka",
            "kuka",
            "kenelle",
            "kumpi",
            "kumman",
            "mitka",
            "millainen",
            "minkalainen",
        ):
            return Kind.THING
    return Kind.YES_OR_NO if any(questions.has_clitic(word) for word in plain) else Kind.THING


def _stated(said: Words) -> list[list[str]]:
    """What the sentences state, as far as they do: neither questions nor "tarkistan, missä paketti on"."""
    stated = []
    for first, end in said.sentences:
        sentence = [word for word in said.plain[first:end] if word not in ENDS]
        if questions.is_question(said, first, end) or not sentence:
            continue
        put_off = next((match for match in _cues().find(sentence) if match.label == "postponed"), None)
        if put_off is None:
            stated.append(sentence)
        elif put_off.first >= _FEWEST_WORDS_BEFORE - said.after_mark(first + put_off.first):
            stated.append(sentence[: put_off.first])
    return stated


def _answers(kind: Kind, wanted: set[str], sentence: list[str]) -> bool:
    if kind in (Kind.TIME, Kind.LENGTH):
        sentence = _without_report(wanted, sentence)
    labels = {match.label for match in _cues().find(sentence)}
    shared = _share(wanted, stems.content(sentence))
    if "unknown" in labels:
        return shared > 0 or len(sentence) < 8
    fits = _fits(kind, labels, sentence)
    about = shared / max(1, min(len(wanted), 3))
    if kind is Kind.YES_OR_NO:
        says_so = "yes_or_no" in labels and (shared > 0 or "plainly" in labels or len(wanted) < 2)
        return says_so or about >= 0.5 or (shared > 0 and len(sentence) > 3)
    if kind is Kind.PRICE:
        return not labels.isdisjoint(("price", "free")) or (fits and len(sentence) <= _SHORT)
    if kind is Kind.NUMBER and "free" not in labels:
        return fits and (shared > 0 or "price" in labels) and "social" not in labels
    if kind in (Kind.REASON, Kind.MANNER, Kind.THING):
        return (
            (fits and (shared > 0 or not wanted or len(sentence) > 3))
            or about >= 0.6
            or (shared > 0 and len(sentence) > 5)
        )
    return fits and (shared > 0 or "social" not in labels)


def _without_report(wanted: set[str], sentence: list[str]) -> list[str]:
    """Cut off "soitan neljältä": when word will come is no answer to when the thing will, unless asked so."""
    for match in _cues().find(sentence):
        if match.label == "report":
            asked_so = any(word[:_VERB_HEAD] == sentence[match.first][:_VERB_HEAD] for word in wanted)
            return sentence if asked_so else sentence[: match.first]
    return sentence


def _share(wanted: set[str], told: set[str]) -> int:
    """How many of the things asked about are told of; "hyvitys" tells of "alennus"."""
    shared = stems.share(wanted, told)
    return shared or sum(_is_told(kin, wanted) and _is_told(kin, told) for kin in _KIN)


def _is_told(kin: tuple[str, ...], words: set[str]) -> bool:
    return any(word.startswith(kin) for word in words)


def _fits(kind: Kind, labels: set[str], sentence: list[str]) -> bool:
    """Whether the sentence holds what the question word wants."""
    has_number = any(_DIGITS.search(word) for word in sentence) or "number" in labels
    match kind:
        case Kind.TIME | Kind.LENGTH:
            return "time" in labels or has_number
        case Kind.NUMBER | Kind.PRICE:
            return has_number or "free" in labels
        case Kind.PLACE:
            return "place" in labels or any(
                word.endswith(_PLACE_ENDINGS) and len(word) > 5 for word in sentence
            )
        case Kind.REASON:
            return "reason" in labels
        case Kind.MANNER:
            return "manner" in labels
        case _:
            return False


_PLACE_ENDINGS: Final = ("ssa", "sta", "lla", "lta", "lle", "seen", "aan", "een", "oon", "uun", "iin")
