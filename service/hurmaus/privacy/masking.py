"""Mask personal data before model, storage, log and fan-out (privacy rule 5). Pure.

What is found is replaced by a marker; order numbers, prices, dates and times stay readable because a number
counts as personal only when its check digit says so, or its shape can be nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal

import msgspec

from hurmaus.errors import MaskingFailed
from hurmaus.privacy import emails, identity, written
from hurmaus.privacy.dictated import dictated
from hurmaus.privacy.plain import clean, plain

PersonalData = Literal["hetu", "iban", "card", "phone", "email", "business_id", "address", "reference"]

MARKERS: Final[dict[PersonalData, str]] = {
    "hetu": "[HETU]",
    "iban": "[IBAN]",
    "card": "[KORTTI]",
    "phone": "[PUHELIN]",
    "email": "[SÄHKÖPOSTI]",
    "business_id": "[Y-TUNNUS]",
    "address": "[OSOITE]",
    "reference": "[VIITE]",
}

# In order of certainty: what an earlier finder takes, a later one does not see.
_FINDERS: Final[tuple[tuple[PersonalData, Callable[[str], Iterator[written.Span]]], ...]] = (
    ("email", emails.emails),
    ("iban", written.ibans),
    ("hetu", identity.hetus),
    ("reference", written.references),
    ("card", written.cards),
    ("card", written.wide_cards),
    ("business_id", written.business_ids),
    ("address", written.addresses),
    ("phone", written.phones),
)
_WORTH_A_LOOK = re.compile(r"\d[ \-./,_:;=*~#|]{0,3}\d|@|(?i:\b(?:at|ät|miuku|miumau|kissanhä))")
_ROUNDS: Final = 10
"""A number cut out can free its neighbour, so the search goes on until it finds nothing."""
_TAKEN: Final = "\N{REPLACEMENT CHARACTER}"

Find = tuple[int, int, PersonalData]


class Masked(msgspec.Struct, frozen=True, kw_only=True):
    """Text that may be read, stored and shown. ``found`` lists the kinds masked, in order."""

    text: str
    found: tuple[PersonalData, ...] = ()


def mask(text: str) -> Masked:
    """Replace personal data by markers such as ``[HETU]``.

    Raises MaskingFailed on any fault inside, without the text: unmasked text is never returned.
    """
    try:
        return _mask(text)
    except Exception as fault:
        raise MaskingFailed(f"masking failed ({type(fault).__name__}); the text was refused") from None


def _mask(text: str) -> Masked:
    cleaned = clean(text)
    found: list[PersonalData] = []
    for _ in range(_ROUNDS):
        finds = _find(plain(cleaned))
        if not finds:
            return Masked(text=cleaned, found=tuple(found))
        cleaned = _replace(cleaned, finds)
        found += (kind for _, _, kind in finds)
    raise MaskingFailed("the text kept showing new personal data")


def _replace(cleaned: str, finds: list[Find]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, kind in finds:
        pieces += (cleaned[at:start], MARKERS[kind])
        at = end
    return "".join(pieces) + cleaned[at:]


def _find(searched: str) -> list[Find]:
    finds: list[Find] = []
    if _WORTH_A_LOOK.search(searched):
        for kind, finder in _FINDERS:
            spans = [(start, end, kind) for start, end in finder(searched)]
            searched = _take(searched, spans, finds)
    _take(searched, list(dictated(searched)), finds)
    finds.sort()
    return finds


def _take(searched: str, spans: list[Find], finds: list[Find]) -> str:
    """Note the spans and blot them out, keeping every position, so that no later finder reads them."""
    for start, end, kind in spans:
        if _TAKEN in searched[start:end]:
            continue
        finds.append((start, end, kind))
        searched = searched[:start] + _TAKEN * (end - start) + searched[end:]
    return searched
