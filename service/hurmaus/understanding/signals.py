"""What a customer lets know between the lines: complaint, delay, a threat to leave … with the words that say so."""

from __future__ import annotations

from functools import cache
from typing import cast

from hurmaus.privacy.masking import MARKERS, Masked
from hurmaus.understanding.data import load
from hurmaus.understanding.facts import Found, Signal
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.understanding.words import Words


@cache
def _phrases() -> Phrasebook:
    return Phrasebook(load("signals"))


def of_masking(masked: Masked) -> tuple[Found, ...]:
    """That personal data was masked: the one signal that holds in every language and role."""
    if not masked.found:
        return ()
    return (
        Found(signal="personal_data", words=" ".join(dict.fromkeys(MARKERS[kind] for kind in masked.found))),
    )


def find(words: Words, masked: Masked, asks: bool) -> tuple[Found, ...]:
    """Signals of a customer turn, each once with its first words; ``asks``: the turn holds a question."""
    found: dict[str, str] = {}
    for match in _phrases().find(words.plain):
        if match.label not in found:
            found[match.label] = words.said(match.first, match.last)
    if asks and not found.keys() & {"complaint", "delay", "our_fault", "abuse", "threatens_to_leave"}:
        found["enquiry"] = "?"
    return (
        *(Found(signal=cast(Signal, signal), words=said) for signal, said in found.items()),
        *of_masking(masked),
    )
