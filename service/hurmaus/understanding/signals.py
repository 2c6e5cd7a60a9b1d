"""What a customer lets know between the lines: complaint, delay, a threat to leave … with the words that say so."""

from __future__ import annotations

from functools import cache
from typing import Final, cast

from hurmaus.privacy.masking import MARKERS, Masked
from hurmaus.understanding import questions
from hurmaus.understanding.data import load
from hurmaus.understanding.facts import Found, Signal
from hurmaus.understanding.phrases import Match, Phrasebook
from hurmaus.understanding.words import Words

_TROUBLES: Final = frozenset(("complaint", "delay", "our_fault", "points_at_our_material"))
_PROBLEMS: Final = _TROUBLES | {"repeat_contact", "threatens_to_leave", "threatens_to_complain"}
_LONGEST_QUOTE: Final = 6
"""Words quoted of a trouble that came again."""
_STILL_A_PROBLEM: Final = frozenset(
    ("ei", "taas", "eika", "en", "vielakaan", "edelleen", "edelleenkaan", "jalleen", "enka", "ette", "emme")
)


@cache
def _phrases() -> Phrasebook:
    data = load("signals")
    return Phrasebook(data["signals"], data["sets"])


def of_masking(masked: Masked) -> tuple[Found, ...]:
    """That personal data was masked: the one signal that holds in every language and role."""
    if not masked.found:
        return ()
    return (
        Found(signal="personal_data", words=" ".join(dict.fromkeys(MARKERS[kind] for kind in masked.found))),
    )


def find(words: Words, masked: Masked, asks: bool) -> tuple[Found, ...]:
    """Signals of a customer turn, each once with its words; ``asks``: the turn holds a question."""
    found: dict[str, str] = {}
    quoted: dict[str, int] = {}
    matches = [match for match in _phrases().find(words.plain) if not _only_asked(match, words, asks)]
    for match in matches:
        length = match.last - match.first + 1
        if length > quoted.get(match.label, 0):  # the longest wording says most ("jo kolmatta kertaa")
            quoted[match.label] = length
            found[match.label] = words.said(match.first, match.last)
    _weigh(found, words, matches)
    if asks and _PROBLEMS.isdisjoint(found) and "abuse" not in found:
        found["enquiry"] = "?"
    return (
        *(Found(signal=cast(Signal, signal), words=said) for signal, said in found.items()),
        *of_masking(masked),
    )


def _only_asked(match: Match, words: Words, asks: bool) -> bool:
    """Whether it is asked and not told: "onko lasku jo korjattu?" says nothing of a matter settled."""
    if not asks or match.label != "solved":
        return False
    first, end = next(span for span in words.sentences if span[0] <= match.first < span[1])
    return questions.is_question(words, first, end)


def _weigh(found: dict[str, str], words: Words, matches: list[Match]) -> None:
    """Settle what one phrase alone cannot: weak repeats need a problem, and praise tells of one that is over."""
    if "asks_human" in found:
        found.pop("lets_go", None)  # tired of the machine, not of the matter
    again = found.pop("repeat_if_problem", None)
    praise = found.pop("praise", None)
    if praise and _STILL_A_PROBLEM.isdisjoint(words.plain):
        for problem in _PROBLEMS - {"threatens_to_leave", "threatens_to_complain"}:
            found.pop(problem, None)
    if again and "repeat_contact" not in found and not _TROUBLES.isdisjoint(found):
        repeated = _repeated_trouble(words, matches)
        if repeated:
            found["repeat_contact"] = repeated


def _repeated_trouble(words: Words, matches: list[Match]) -> str:
    """The wording of "taas" with the trouble of its own sentence; "kiitos taas" beside a trouble is none."""
    for again in matches:
        if again.label != "repeat_if_problem":
            continue
        first, end = next(span for span in words.sentences if span[0] <= again.first < span[1])
        troubles = [match for match in matches if match.label in _TROUBLES and first <= match.first < end]
        if troubles:
            trouble = min(troubles, key=lambda match: match.first <= again.first <= match.last)
            start, last = min(again.first, trouble.first), max(again.last, trouble.last)
            near = last - start < _LONGEST_QUOTE
            return words.said(start, last) if near else words.said(again.first, again.last)
    return ""
