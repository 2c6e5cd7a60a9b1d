"""Regret that takes itself back: "pahoittelut, jos …", "ikävää, että koette noin", "mahdollista harmia"."""

from __future__ import annotations

import re

import msgspec

_REGRET = (
    r"(?:pahoit(?:telen|telemme|telut|telu)|pahoillani|pahoillamme|anteeksi|anteeksipyyntö\w*|sori"
    r"|valitan|valitamme|ikävää|ikävä|harmi|harmillista|harmittelen)"
)
# Up to three words between ("olen pahoillani siitä, jos"), but no new clause ("pahoittelen ja soitan, jos").
_BETWEEN = r"(?:[\s,]+(?!ja\b|mutta\b|sekä\b|että\b|mikäli\b|jos\b)[\wåäö-]+){0,3}[\s,]+"
_IF = re.compile(rf"\b{_REGRET}{_BETWEEN}(?P<if>jos|mikäli)\b", re.IGNORECASE)
_YOUR_FEELING = re.compile(
    rf"\b{_REGRET}{_BETWEEN}että\s+(?:te\s+|sinä\s+|sä\s+|sinusta\s+|teistä\s+|susta\s+)?"
    r"(?:koet|koette|tunnet|tunnette|tuntuu|ajattelet|ajattelette|loukkaannu\w+|suutuit\w*|pahoitit\w*)\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    rf"\b{_REGRET}{_BETWEEN}?(?P<possible>mahdolli(?:sta|sia|sesta|sista|sesti|set|nen))\s+", re.IGNORECASE
)


class Hollow(msgspec.Struct, frozen=True):
    """The sentence with a hollow regret; ``plain`` says it straight, where that takes one word."""

    sentence: str
    plain: str | None


def hollow_regret(sentence: str) -> Hollow | None:
    """Return what is hollow in one sentence of an agent, or None."""
    if found := _IF.search(sentence):
        plain = sentence[: found.start("if")].rstrip(" ,") + ", että" + sentence[found.end("if") :]
        return Hollow(sentence, plain)
    if found := _POSSIBLE.search(sentence):
        return Hollow(sentence, sentence[: found.start("possible")] + sentence[found.end() :])
    if _YOUR_FEELING.search(sentence):
        return Hollow(sentence, None)
    return None
