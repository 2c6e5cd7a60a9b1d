"""Mask personal data before model, storage, log and fan-out (privacy rule 5). Pure."""

from __future__ import annotations

from typing import Literal

import msgspec

PersonalData = Literal["hetu", "iban", "card", "phone", "email", "business_id", "address", "reference"]


class Masked(msgspec.Struct, frozen=True, kw_only=True):
    """Text that may be read, stored and shown. ``found`` lists what was masked, in order, never the values."""

    text: str
    found: tuple[PersonalData, ...] = ()


def mask(text: str) -> Masked:
    """Replace personal data by markers such as ``[HETU]``."""
    raise NotImplementedError
