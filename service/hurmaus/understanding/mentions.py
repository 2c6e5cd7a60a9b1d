"""What a customer names and phrases may repeat: their first name, an order number, the thing at hand.

Of a name only the first name is taken, from a closed list, and only where customers introduce themselves
or sign; never a surname, never anybody else's name. Everything else that is personal is masked before.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from hurmaus.understanding.data import load
from hurmaus.understanding.facts import Mention
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.understanding.words import READ_AT_MOST, Words

_ORDER: Final = re.compile(
    r"\btilau(?:s(?!lomak)|ks)\w*(?:\s?(?:numero\w*|nro|n:o))?(?:\s+(?:on|oli))?\s*[:#]?\s*#?([A-Z]{0,4}-?\d{4,12})\b",
    re.IGNORECASE,
)
_NAME: Final = r"([A-ZÅÄÖ][a-zåäö]+)(?![\w-])"
_NAME_LIKE: Final = re.compile(r"[A-ZÅÄÖ][a-zåäö]+")
_INTRODUCED: Final = re.compile(
    rf"\b(?:[Nn]imeni|[Mm]inun nimeni|[Mm]un nimi|[Mm]inun nimi) (?:on |oli )?{_NAME}"
    rf"|\b[Tt](?:äällä|ässä) (?:on |puhuu |soittaa |kirjoittaa )?{_NAME}"
)
_SIGNED: Final = re.compile(
    r"(?:[Tt]erveisin|[Yy]stävällisin terveisin|[Tt]erv?\.?|[Yy]st\.? ?terv?\.?|[Tt]\.|[Tt]oivoo|[Kk]iittäen)"
    rf"[,:]?\s+{_NAME}(?:\s+[A-ZÅÄÖ][\wåäö-]+)?[.!]?\s*$"
)


@cache
def _things() -> Phrasebook:
    return Phrasebook(load("mentions")["things"])


@cache
def _names() -> frozenset[str]:
    return frozenset(load("mentions")["names"].split())


def find(words: Words) -> tuple[Mention, ...]:
    """What a customer turn names, each slot once; a slot with several candidates stays empty."""
    text = words.text[:READ_AT_MOST]
    found: list[Mention] = []
    if (name := _first_name(text)) is not None:
        found.append(Mention(slot="nimi", text=name))
    orders = {match[1].upper() for match in _ORDER.finditer(text)}
    if len(orders) == 1:
        found.append(Mention(slot="tilausnumero", text=orders.pop()))
    things = {match.label for match in _things().find(words.plain)}
    if len(things) == 1:
        found.append(Mention(slot="tuote", text=things.pop()))
    return tuple(found)


def _first_name(text: str) -> str | None:
    if _names().isdisjoint(_NAME_LIKE.findall(text)):
        return None  # the two patterns below look at every letter
    for pattern in (_INTRODUCED, _SIGNED):
        for match in pattern.finditer(text):
            name = next(group for group in match.groups() if group)
            if name in _names():
                return name
    return None
