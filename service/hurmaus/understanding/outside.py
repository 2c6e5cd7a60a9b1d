"""Requests outside what a service is there for, by the phrases in ``data/outside.yaml`` and a company's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from hurmaus.understanding.data import load
from hurmaus.understanding.facts import OutsideFound
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.understanding.words import Words


@cache
def _phrases() -> Phrasebook:
    data = load("outside")
    return Phrasebook(data["outside"], data["sets"])


@cache
def _requests() -> Phrasebook:
    data = load("outside")
    return Phrasebook({"request": data["requests"]}, data["sets"])


@cache
def known() -> frozenset[str]:
    """Ids of the requests that are recognised without patterns of one's own."""
    return frozenset(load("outside")["outside"])


def phrasebook(patterns: Mapping[str, Iterable[str]]) -> Phrasebook:
    """Return what finds a company's own out-of-scope requests, by their id.

    Raises:
        ValueError: a pattern that the phrase language does not know; the message says which.

    """
    return Phrasebook(patterns)


def find(words: Words, asks: bool, more: Phrasebook | None = None) -> tuple[OutsideFound, ...]:
    """Requests of a customer turn that may be outside, each id once with its words; ``asks``: it has a question."""
    found: dict[str, str] = {}
    for book in (_phrases(), more):
        if book is None:
            continue
        for match in book.find(words.plain):
            found.setdefault(match.label, words.said(match.first, match.last))
    if not found or not (asks or any(True for _ in _requests().find(words.plain))):
        return ()
    return tuple(OutsideFound(id=label, words=said) for label, said in found.items())
