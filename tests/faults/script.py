"""Conversations that always say the same, at the same time of their own clock."""

from __future__ import annotations

import random
from typing import Any

Message = dict[str, Any]

_CUSTOMER = (
    "Hei, pakettini on taas myöhässä, tämä on jo kolmas kerta!",
    "Olen todella pettynyt tähän palveluun.",
    "Milloin paketti tulee?",
    "Laskussa on väärä summa, voitteko korjata sen?",
    "No onpa hienoa, taas sama juttu.",
    "Kiitos, tuo auttoi paljon!",
    "Entä saanko jonkinlaisen hyvityksen?",
    "En ymmärrä, miksi kukaan ei vastaa minulle.",
)
_AGENT = (
    "Hei! Kiitos, että otitte yhteyttä.",
    "Ymmärrän harmin ja olen pahoillani viivästyksestä.",
    "Tarkistan tilauksenne tiedot.",
    "Palaan asiaan huomenna kello 12 mennessä.",
    "Korjaan laskun ja lähetän uuden vielä tänään.",
    "Voinko auttaa vielä jossakin?",
)
_BEGINS_AT = 1_900_000_000.0
"""In the future, so that no clock of a conversation catches up with the wall's while a test runs."""


def conversation(name: str, seed: int, turns: int) -> list[Message]:
    """Return the messages of one conversation; the same seed says the same."""
    rng = random.Random(seed)
    messages: list[Message] = [
        {"type": "conversation.start", "conversation_id": name, "at": _BEGINS_AT, "queue": "faults"}
    ]
    for turn in range(turns):
        role = rng.choice(("customer", "agent"))
        messages.append(
            {
                "type": "utterance",
                "conversation_id": name,
                "utterance_id": f"u{turn}",
                "role": role,
                "text": rng.choice(_CUSTOMER if role == "customer" else _AGENT),
                "at": _BEGINS_AT + 3.0 * (turn + 1),
            }
        )
    return messages
