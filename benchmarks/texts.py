"""What customers write in these runs: the authored corpus of models/, as it is, in an order drawn once."""

from __future__ import annotations

import csv
import random
from functools import cache
from pathlib import Path

_AUTHORED = Path(__file__).parents[1] / "models" / "authored"
_SEED = 20
COMPLAINTS = (
    "Hei, tilaukseni piti tulla jo viikko sitten ja olen todella pettynyt siihen, ettei kukaan vastaa viesteihini.",
    "Tämä on jo kolmas kerta, kun laskussa on sama virhe, ja alan olla aika kypsä tähän selvittelyyn!",
    "Netti on ollut poikki kolme päivää. Maksan teille joka kuukausi enkä saa mitään, aivan käsittämätöntä.",
    "Sain väärän tuotteen ja nyt palautuskin maksaisi minulle. En voi ymmärtää tällaista palvelua.",
)
"""Each, as the first thing a customer says, brings a hint."""


@cache
def texts(count: int = 2_000) -> tuple[str, ...]:
    """Return that many customer messages of every length, the same ones on every machine."""
    found = []
    for file in sorted(_AUTHORED.glob("customer_*.tsv")):
        with file.open(encoding="utf-8", newline="") as rows:
            found += [row["text"] for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)]
    random.Random(_SEED).shuffle(found)
    return tuple(found[:count])
